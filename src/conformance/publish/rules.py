"""Writes the pages of the rules, or says that they are out of date.

``python -m conformance.publish.rules --output docs/rules [--vectors examples/vectors] [--check]``
"""

from __future__ import annotations

from pathlib import Path

import click

from conformance.publish.examples import examples_of
from conformance.publish.pages import keep
from conformance.publish.rule_pages import index, page
from conformance.standard.load import load


def pages(vectors: Path) -> dict[str, str]:
    """File name → text of every page about the rules of the current edition."""
    standard = load()
    made = {
        f"{rule.id}.md": page(standard, rule, examples_of(rule.id, vectors, standard))
        for rule in standard.rules.values()
    }
    return {"README.md": index(standard)} | made


@click.command(help="Write the pages of the rules, one per rule and an index.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--vectors", type=click.Path(exists=True, file_okay=False, path_type=Path), default="examples/vectors")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if any page is out of date.")
def main(output: Path, vectors: Path, check: bool) -> None:
    """Command line of this module."""
    keep(pages(vectors), output, check, alone=True)


if __name__ == "__main__":
    main()

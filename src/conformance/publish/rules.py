"""Writes the pages of the rules, or says that they are out of date.

``python -m conformance.publish.rules --output docs/rules [--vectors examples/vectors] [--check]``
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from conformance.publish.examples import examples_of
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


def stale(made: dict[str, str], output: Path) -> list[str]:
    """Names of pages that are missing, differ, or are there without a rule."""
    there = {path.name: path.read_text(encoding="utf-8") for path in output.glob("*.md")}
    return sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))


@click.command(help="Write the pages of the rules, one per rule and an index.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--vectors", type=click.Path(exists=True, file_okay=False, path_type=Path), default="examples/vectors")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if any page is out of date.")
def main(output: Path, vectors: Path, check: bool) -> None:
    """Command line of this module."""
    made = pages(vectors)
    old = stale(made, output)
    if check:
        if old:
            click.echo(f"out of date: {', '.join(old)}; run `make docs`", err=True)
            sys.exit(1)
        return
    output.mkdir(parents=True, exist_ok=True)
    for name in old:
        if name in made:
            (output / name).write_text(made[name], encoding="utf-8", newline="\n")
        else:
            (output / name).unlink()
    click.echo(f"{len(old)} pages written to {output}")


if __name__ == "__main__":
    main()

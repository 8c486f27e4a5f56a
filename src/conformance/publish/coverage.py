"""Writes the pages that follow from the lists (coverage, record templates, regions), or says that they are out of date.

``python -m conformance.publish.coverage --output docs [--check]``
"""

from __future__ import annotations

from pathlib import Path

import click

from conformance.publish import coverage_page, record_template_page, region_page
from conformance.publish.lists import shipped_lists
from conformance.publish.pages import keep


def pages() -> dict[str, str]:
    """File name → text of every page that follows from the lists of the current edition."""
    lists = shipped_lists()
    return {
        "coverage.md": coverage_page.page(lists),
        "record-templates.md": record_template_page.page(lists),
        "regions.md": region_page.page(lists),
    }


@click.command(help="Write the pages about the lists: coverage of the document, record templates, regions.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if any page is out of date.")
def main(output: Path, check: bool) -> None:
    """Command line of this module."""
    keep(pages(), output, check)


if __name__ == "__main__":
    main()

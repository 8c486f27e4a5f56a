"""The page and the table of requirements are up to date, and hold every one of them."""

from __future__ import annotations

import csv
from pathlib import Path

from conformance.exchange.suite.load import load_suite
from conformance.exchange.suite.page import NAME, TABLE, pages
from conformance.publish.pages import stale

DOCS = Path(__file__).parents[3] / "docs"


def test_they_are_up_to_date() -> None:
    assert not stale(pages(load_suite()), DOCS)


def test_the_table_has_a_line_for_every_requirement() -> None:
    lines = list(csv.DictReader(pages(load_suite())[TABLE].splitlines()))

    assert [line["id"] for line in lines] == [one.id for one in load_suite().requirements]


def test_the_page_names_every_test_of_services() -> None:
    page = pages(load_suite())[NAME]

    assert all(f"`{case.id}`" in page for case in load_suite().tests)

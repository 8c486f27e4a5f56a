"""The pages that follow from the lists, from a few entries written by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conformance.publish import coverage, coverage_page, record_template_page, region_page
from conformance.publish.lists import Lists, cell, shipped_lists
from conformance.standard.entries import Entry
from conformance.standard.load import load
from conformance.standard.shapes import load_shapes


def text(zh: str, en: str = "words") -> dict[str, str]:
    return {"zh": zh, "en": en}


def entries(key: str, file: str, *data: dict[str, Any]) -> tuple[Entry, ...]:
    return tuple(Entry(key, one, file, number) for number, one in enumerate(data, 2))


ITEM = {"id": "tax-rating", "title": text("纳税信用"), "record_type": "rating", "subject_types": ["legal_person"]}
MADE = [
    {"what": "data-item", "id": "tax-rating", "command": "conformance catalog show data:tax-rating"},
    {"what": "rule", "id": "required", "command": "conformance explain required"},
    {"what": "record-type", "id": "rating", "command": "conformance sample tax-rating --rows 3 --output -"},
    {"what": "command", "id": "catalog-lint", "command": "conformance catalog lint"},
]


@pytest.fixture
def lists() -> Lists:
    clauses = entries(
        "clauses",
        "source/clauses.yaml",
        {"id": "S1", "about": text("评级|税务"), "made_by": MADE},
        {"id": "S2", "about": text("平台"), "made_by": MADE[:1], "partial": text("平台不在内", "not the platform")},
        {"id": "S3", "about": text("立法"), "out_of_reach": text("由有权机关制定", "made by others")},
        {"id": "S4", "about": text("遗漏")},
    )
    core = {"id": "core-one", "title": text("核心"), "clauses": ["S1"], "relevance": "core", "made_by": MADE[:1]}
    far = {"id": "far-one", "title": text("背景"), "clauses": ["S3"], "relevance": "context"}
    found = {
        "clauses": clauses,
        "systems": entries("systems", "source/systems.yaml", core, far),
        "items": entries("items", "data/sh-tax.yaml", ITEM),
    }
    return Lists(found, load(), load_shapes())


def row_of(page: str, identifier: str) -> str:
    return next(line for line in page.splitlines() if line.startswith(f"| `{identifier}` "))


def test_standings_are_told_apart_and_counted(lists: Lists):
    page = coverage_page.page(lists)
    assert "| 条款 · clauses | 1 | 1 | 1 | 1 | 4 |" in page
    assert "not the platform" in row_of(page, "S2")
    assert "made by others" in row_of(page, "S3")
    assert "未写明" in row_of(page, "S4")


def test_works_are_linked_and_commands_written_out_where_nobody_could_guess_them(lists: Lists):
    row = row_of(coverage_page.page(lists), "S1")
    assert '[data:tax-rating](../catalogs/2016/data/sh-tax.yaml "纳税信用")' in row
    assert "[required](rules/required.md)" in row
    assert "conformance explain required" not in row
    assert "`conformance sample tax-rating --rows 3 --output -`" in row
    assert "`conformance catalog lint`" in row


def test_only_core_systems_have_a_row(lists: Lists):
    page = coverage_page.page(lists)
    assert "〔S1〕" in row_of(page, "core-one")
    assert "far-one" not in page


def test_cells_do_not_break_the_table(lists: Lists):
    assert cell("a|b\nc<d") == "a\\|b c&lt;d"
    assert "评级\\|税务" in row_of(coverage_page.page(lists), "S1")


def test_a_template_counts_the_items_of_its_type(lists: Lists):
    page = record_template_page.page(lists)
    assert "| 1 |" in row_of(page, "rt_rating")
    assert "| 0 |" in row_of(page, "rt_query_log")
    assert "query log" in row_of(page, "rt_query_log")


def test_what_is_not_known_of_a_region_says_so():
    rows = entries(
        "comparison",
        "regions/comparison.yaml",
        {
            "id": "licence-document-number",
            "record_type": "licence",
            "field": "document_number",
            "shanghai": {
                "known": True,
                "name": "文号",
                "code": "XK_WSH",
                "required": "unknown",
                "clause": "form-2015#XK_WSH",
            },
            "jiangsu": {"known": True, "name": "文号", "code": "XK_WSH", "length": 128, "required": "yes"},
            "zhejiang": {"known": False},
            "anhui": {"known": False},
        },
    )
    page = region_page.page(Lists({"comparison": rows}, load(), load_shapes()))
    row = next(line for line in page.splitlines() if "`document_number`" in line)
    assert row.count("未知 · unknown |") == 2
    assert "长度未知" in row
    assert "长度 128<br>必填" in row
    assert "`form-2015`" in page


def test_pages_are_written_once_and_told_when_out_of_date(tmp_path: Path):
    runner = CliRunner()
    assert runner.invoke(coverage.main, ["--output", str(tmp_path), "--check"]).exit_code == 1
    assert "3 pages" in runner.invoke(coverage.main, ["--output", str(tmp_path)]).output
    assert runner.invoke(coverage.main, ["--output", str(tmp_path), "--check"]).exit_code == 0
    (tmp_path / "regions.md").write_text("old", encoding="utf-8")
    stale = runner.invoke(coverage.main, ["--output", str(tmp_path), "--check"])
    assert (stale.exit_code, "regions.md" in stale.output) == (1, True)


def test_the_lists_that_are_shipped_are_read_once():
    assert shipped_lists() is shipped_lists()

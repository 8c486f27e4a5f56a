"""A file whose only faults are certain to mend conforms when they are mended, in every format and encoding."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from msgspec.structs import replace

import conformance
from conformance.repair.api import fix
from conformance.standard.load import load
from repair.messy import AS_OF, SPOILS, WRITERS, Messy, valid

SAFE = {
    "blank-behind": ("项目名称", "surrounding-blanks"),
    "wide-blank-before": ("许可内容", "surrounding-blanks"),
    "no-break-space": ("备注", "surrounding-blanks"),
    "tab": ("行政相对人名称", "excel-mangled-value"),
    "apostrophe": ("行政许可决定书文号", "excel-mangled-value"),
    "formula": ("地方编码", "excel-mangled-value"),
    "full-width": ("行政相对人代码_1(统一社会信用代码)", "identifier-form"),
    "lower-case": ("行政相对人代码_1(统一社会信用代码)", "identifier-form"),
    "hyphen": ("行政相对人代码_1(统一社会信用代码)", "identifier-form"),
    "dashes": ("许可决定日期", "date-form"),
    "dots": ("许可决定日期", "date-form"),
    "chinese-date": ("许可决定日期", "date-form"),
    "time": ("许可决定日期", "date-form"),
}
"""Way to spoil a cell → a column where it is at home, and the rule that finds it."""


@cache
def conforming() -> Messy:
    """Records without any finding: of companies with letters in their codes, none of them late."""
    clean = valid(rows=40, seed=9)
    report = conformance.check([dict(zip(clean.titles, row, strict=True)) for row in clean.rows], as_of=AS_OF)
    found = {finding.record for finding in report.findings}
    place = clean.titles.index("行政相对人代码_1(统一社会信用代码)")
    remarks = clean.titles.index("备注")
    kept = [
        [*row[:remarks], "见附件", *row[remarks + 1 :]]
        for number, row in enumerate(clean.rows, 1)
        if number not in found and any(c.isalpha() for c in row[place] or "")
    ]
    return replace(clean, rows=kept[:6])


def spoilt_once(clean: Messy, way: str) -> Messy:
    """One cell of every record spoilt in one way."""
    place = clean.titles.index(SAFE[way][0])
    rows = [[*row[:place], SPOILS[way](row[place] or "", Random(1)), *row[place + 1 :]] for row in clean.rows]
    return replace(clean, rows=rows)


def everything(clean: Messy) -> Messy:
    """Every safe fault in one file, and a row with nothing in it."""
    rows = [list(row) for row in clean.rows]
    for number, (way, (title, _)) in enumerate(SAFE.items()):
        row, place = rows[number % len(rows)], clean.titles.index(title)
        if row[place] == clean.rows[number % len(rows)][place]:
            row[place] = SPOILS[way](row[place] or "", Random(1))
    return replace(clean, rows=[*rows, [None] * len(clean.titles), rows[0]][:-1])


@pytest.mark.parametrize("way", SAFE)
def test_each_fault_by_itself(tmp_path, way):
    clean = conforming()
    source = WRITERS["gb18030.csv"](tmp_path / "in.csv", spoilt_once(clean, way))
    repair = fix(source, tmp_path / "out.csv", as_of=AS_OF)
    assert [(one.rule, one.fix, one.changed) for one in repair.mended] == [(SAFE[way][1], "safe", len(clean.rows))]
    assert repair.after is not None
    assert (repair.after.verdict, repair.after.findings_total) == ("conforming", 0)
    if way != "formula":  # which needed quotes, and keeps them
        assert (tmp_path / "out.csv").read_bytes() == WRITERS["gb18030.csv"](tmp_path / "c.csv", clean).read_bytes()


@pytest.mark.parametrize("name", WRITERS)
def test_all_of_them_in_every_format(tmp_path, name):
    source = WRITERS[name](tmp_path / f"in-{name}", everything(conforming()))
    before = source.read_bytes()
    repair = fix(source, tmp_path / f"out-{name}", as_of=AS_OF)
    report = conformance.check(tmp_path / f"out-{name}", as_of=AS_OF)
    assert (repair.before.verdict, report.verdict) == ("non-conforming", "conforming")
    assert [finding.rule for finding in report.findings] == []
    assert source.read_bytes() == before


def test_what_a_finding_expects_is_what_is_written(tmp_path):
    """The expected value in the report and the text in the mended file come from one place."""
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", everything(conforming()))
    report = conformance.check(source, as_of=AS_OF, show_personal_data=True)
    expected = {(f.cell, f.expected) for f in report.findings if f.fix == "safe" and f.cell and f.rule != "empty-row"}
    told = []
    fix(source, as_of=AS_OF, show_personal_data=True, on_change=told.append)
    assert {(line.cell, line.after) for line in told if line.action == "replace"} == expected


def test_the_rule_book_alone_says_what_is_safe():
    safe = {rule.id for rule in load().rules.values() if rule.fix == "safe"}
    assert safe == {*(rule for _, rule in SAFE.values()), "number-form", "empty-row"}

"""What is only fairly certain is left until it is confirmed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

import conformance
from conformance.repair.api import fix
from conformance.standard.load import load
from repair.messy import AS_OF, WRITERS, Messy
from repair.test_safe import conforming

CELLS = {
    "label": ("当前状态", "正常", "0", "label-for-code"),
    "placeholder": ("备注", "/", "", "placeholder-value"),
    "short-year": ("许可决定日期", "16-05-09", "2016/05/09", "date-form"),
    "control": ("许可内容", "食品\x0b销售", "食品销售", "control-character"),
    "decimal": ("地方编码", "310115.0", "310115", "excel-mangled-value"),
    "serial": ("许可决定日期", "42499", "2016/05/09", "excel-mangled-value"),
}
"""Name → column, what stands in it, what it becomes, and the rule that asks for it."""


def with_cell(clean: Messy, title: str, text: str) -> Messy:
    place = clean.titles.index(title)
    return replace(clean, rows=[[*row[:place], text, *row[place + 1 :]] for row in clean.rows[:1]])


@pytest.mark.parametrize("name", CELLS)
def test_a_cell(tmp_path, name):
    title, text, becomes, rule = CELLS[name]
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", with_cell(conforming(), title, text))
    plain = fix(source, tmp_path / "plain.csv", as_of=AS_OF)
    assert (plain.cells, plain.to_confirm) == (0, {rule: 1})
    assert (tmp_path / "plain.csv").read_bytes() == source.read_bytes()
    told = []
    fix(source, tmp_path / "out.csv", as_of=AS_OF, confirm=True, on_change=told.append)
    assert [(line.rules, line.after, line.fix) for line in told] == [((rule,), becomes, "confirm")]


@pytest.mark.parametrize("name", [name for name in WRITERS if "xlsx" not in name])
def test_footers_go_wherever_they_are(tmp_path, name):
    clean = conforming()
    footer = ["合计", *[None] * (len(clean.titles) - 1)]
    source = WRITERS[name](
        tmp_path / f"in-{name}", replace(clean, rows=[clean.rows[0], footer, *clean.rows[1:], footer])
    )
    repair = fix(source, tmp_path / f"out-{name}", as_of=AS_OF, confirm=True)
    assert (repair.removed, repair.after and repair.after.findings_total) == (2, 0)
    if not name.endswith(("json", "jsonl", "parquet")):  # which leave out empty cells by the number of the record
        plain = WRITERS[name](tmp_path / f"clean-{name}", clean)
        assert (tmp_path / f"out-{name}").read_bytes() == plain.read_bytes()


def test_what_is_confirmed_is_declared_in_the_rule_book():
    declared = {rule.id for rule in load().rules.values() if rule.fix == "confirm"}
    assert declared == {"label-for-code", "placeholder-value", "control-character", "footer-row", "merged-cells"}


def test_a_finding_says_how_it_can_be_mended(tmp_path):
    clean = conforming()
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", with_cell(clean, "许可决定日期", "16-05-09"))
    findings = {finding.rule: finding for finding in conformance.check(source, as_of=AS_OF).findings}
    assert (findings["date-form"].fix, findings["date-form"].expected) == ("confirm", "2016/05/09")

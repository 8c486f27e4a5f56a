"""Asking the units and bringing their answers home; conflicts are told and never resolved in silence."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from unit_answers import DAY, Change, answer, copied, kinds, merged, of_others, texts
from workbooks import SMALL, folder

from conformance.catalog.store import open_catalogue
from conformance.catalog.workbook.byunit import write_all
from conformance.catalog.workbook.merge import merge_folder
from conformance.catalog.workbook.mergereport import as_text, render

ITEMS, CONDUCT, USES = "数据清单", "行为清单", "应用清单"


def test_each_responsible_unit_gets_its_entries(tmp_path: Path) -> None:
    names = list(write_all(open_catalogue(folder(tmp_path / "lists")), tmp_path / "asked").workbooks.values())
    assert [name.split()[0] for name in names] == ["sh-drc", "sh-tax", "sh-tax-local"]
    assert "上海市地方税务局" in names[1] or "税务" in names[1]
    book = openpyxl.load_workbook(tmp_path / "asked" / names[1])
    assert book.sheetnames[0] == "征求意见"
    assert [book[ITEMS].cell(row, 3).value for row in (2, 3)] == ["tax-rating", "tax-list"]
    assert [book[CONDUCT].max_row, book[USES].max_row] == [2, 1]


def test_nothing_answered_changes_nothing_and_says_who_is_silent(tmp_path: Path) -> None:
    outcome = merged(tmp_path, sh_tax=[])
    assert outcome.faults == []
    assert outcome.conflicts == []
    assert texts(outcome) == SMALL
    assert [(one.unit, one.why.en) for one in outcome.silent] == [
        ("sh-drc", "nothing came back"),
        ("sh-tax", "came back without any opinion"),
        ("sh-tax-local", "nothing came back"),
    ]


def test_a_change_with_a_reason_is_taken_and_is_consulted(tmp_path: Path) -> None:
    outcome = merged(tmp_path, sh_tax=[answer(ITEMS, "tax-list", "修改", "改为按月", 更新周期="每月")])
    assert outcome.conflicts == []
    text = texts(outcome)["data/sh-tax.yaml"]
    changed = SMALL["data/sh-tax.yaml"].replace("update_period: unstated", "update_period: monthly")
    before, after = changed.rsplit("    state: published\n", 1)
    assert text == before + "    state: consulted\n" + after
    assert [(one.what, one.id, one.reason) for one in outcome.taken] == [("修改", "tax-list", "改为按月")]
    assert [(one.unit, one.entries) for one in outcome.partial] == [
        ("sh-tax", ("data:tax-rating", "behaviour:unpaid-tax"))
    ]


def test_a_new_entry_is_taken_into_the_file_of_its_unit(tmp_path: Path) -> None:
    outcome = merged(tmp_path, sh_tax=[copied(ITEMS, "tax-list", "tax-debt", "新增", "另列")])
    assert kinds(outcome) == []
    assert "  - id: tax-debt\n" in texts(outcome)["data/sh-tax.yaml"]
    assert [one.what for one in outcome.taken] == ["新增"]


def test_what_was_published_and_is_cancelled_goes_out_of_use_and_keeps_its_id(tmp_path: Path) -> None:
    outcome = merged(tmp_path, sh_drc=[answer(USES, "tax-care", "取消", "不再使用")])
    assert outcome.conflicts == []
    text = texts(outcome)["applications/sh-drc.yaml"]
    assert 'state: consulted\n    deprecated_since: "2016-09-01"\n' in text


def test_an_entry_that_only_cancelled_ones_use_may_go(tmp_path: Path) -> None:
    cancel = [answer(CONDUCT, "unpaid-tax", "取消", "并入"), answer(ITEMS, "tax-list", "取消", "并入")]
    assert kinds(merged(tmp_path, sh_tax=cancel)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"sh_tax": [answer(ITEMS, "tax-list", "保留", 更新周期="每月")]}, ("kept-but-changed", "tax-list")),
        ({"sh_tax": [answer(ITEMS, "tax-list", "修改", None, 更新周期="每月")]}, ("no-reason", "tax-list")),
        ({"sh_tax": [answer(ITEMS, "tax-list", "修改", "改")]}, ("change-without-content", "tax-list")),
        ({"sh_tax": [answer(ITEMS, "tax-list", None, None, 更新周期="每月")]}, ("changed-without-opinion", "tax-list")),
        ({"sh_tax": [answer(ITEMS, "tax-list", "新增", "补")]}, ("added-but-exists", "tax-list")),
        ({"sh_tax": [answer(ITEMS, "tax-list", "取消", None)]}, ("no-reason", "tax-list")),
        ({"sh_tax": [answer(ITEMS, "tax-list", "取消", "不用")]}, ("cancelled-but-used", "tax-list")),
        (
            {"sh_tax": [answer(ITEMS, "tax-list", "取消", "不用", 更新周期="每月")]},
            ("cancelled-and-changed", "tax-list"),
        ),
        ({"sh_tax": [copied(ITEMS, "tax-list", "tax-debt", "修改", "另列")]}, ("new-without-opinion", "tax-debt")),
        ({"sh_drc": [copied(USES, "tax-care", "tax-aid", "新增", "另列"), of_others]}, ("not-responsible", "tax-aid")),
        ({"sh_tax_local": [copied(ITEMS, "tax-rating", "tax-list", "修改", "代改")]}, ("not-responsible", "tax-list")),
        (
            {
                "sh_tax": [answer(ITEMS, "tax-rating", "修改", "按月", 更新周期="每月")],
                "sh_tax_local": [answer(ITEMS, "tax-rating", "修改", "按日", 更新周期="每日")],
            },
            ("changed-differently", "tax-rating"),
        ),
        (
            {
                "sh_tax": [answer(ITEMS, "tax-rating", "修改", "按月", 更新周期="每月")],
                "sh_tax_local": [answer(ITEMS, "tax-rating", "保留")],
            },
            ("opinions-differ", "tax-rating"),
        ),
    ],
)
def test_a_conflict_is_told_and_the_entry_stays_as_it_was(
    tmp_path: Path, changes: dict[str, list[Change]], expected: tuple[str, str]
) -> None:
    outcome = merged(tmp_path, **changes)
    assert expected in kinds(outcome)
    assert texts(outcome) == SMALL
    assert all(conflict.places for conflict in outcome.conflicts)


def test_a_row_that_was_taken_out_is_a_conflict(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book[USES].delete_rows(2)
        book["应用清单·使用单位"].delete_rows(2)

    outcome = merged(tmp_path, sh_drc=[change])
    assert kinds(outcome) == [("row-removed", "tax-care")]
    assert texts(outcome) == SMALL


def test_two_units_that_change_an_entry_alike_agree(tmp_path: Path) -> None:
    alike = [answer(ITEMS, "tax-rating", "修改", "按月", 更新周期="每月")]
    outcome = merged(tmp_path, sh_tax=alike, sh_tax_local=alike)
    assert outcome.conflicts == []
    assert outcome.taken[0].units == ("sh-tax", "sh-tax-local")


def test_a_faulty_workbook_is_its_units_own_affair_and_the_others_are_merged(tmp_path: Path) -> None:
    outcome = merged(
        tmp_path,
        sh_tax=[answer(ITEMS, "tax-list", "同意", None, 更新周期="经常"), answer(ITEMS, "tax-rating", "取消", "不用")],
        sh_drc=[answer(USES, "tax-care", "取消", "不再使用")],
    )
    (rejected,) = outcome.rejected
    assert (rejected.unit, rejected.kind, rejected.workbook.split()[0]) == ("sh-tax", "faulty", "sh-tax")
    told = "\n".join(fault.zh for fault in rejected.faults)
    assert "没有“经常”这个值" in told
    assert "意见“同意”应为" in told
    assert "数据清单!" in told
    assert [one.id for one in outcome.taken] == ["tax-care"]
    assert texts(outcome)["data/sh-tax.yaml"] == SMALL["data/sh-tax.yaml"]
    assert [one.unit for one in outcome.silent] == ["sh-tax-local"]
    assert (outcome.asked, outcome.answered) == (3, 1)


def test_a_workbook_not_taken_is_in_every_report(tmp_path: Path) -> None:
    outcome = merged(tmp_path, sh_tax=[answer(ITEMS, "tax-list", "保留", None, 更新周期="经常")])
    assert "退回而不能采用的表 1" in as_text(outcome, "zh")
    assert "\n  sh-tax sh-tax 上海市地方税务局.xlsx：内容有误\n      数据清单!" in as_text(outcome, "zh")
    data = json.loads(render(outcome, ".json", "zh"))
    assert (data["counts"]["workbooks_not_taken"], data["not_taken"][0]["kind"]) == (1, "faulty")
    content = render(outcome, ".xlsx", "zh")
    assert isinstance(content, bytes)
    (tmp_path / "r.xlsx").write_bytes(content)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert [cell.value for cell in book["不能采用的表"][2]][:3] == [
        "sh-tax",
        "sh-tax 上海市地方税务局.xlsx",
        "内容有误",
    ]
    assert [row[0].value for row in book["未答复和不全"].iter_rows(min_row=2)] == ["sh-drc", "sh-tax-local"]


def test_what_cannot_be_read_belongs_to_the_unit_that_it_is_called_after(tmp_path: Path) -> None:
    catalogue = open_catalogue(folder(tmp_path / "lists"))
    names = write_all(catalogue, tmp_path / "asked").workbooks
    (tmp_path / "asked" / names["sh-tax"]).write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "asked" / names["sh-drc"]).rename(tmp_path / "asked" / "sh-drc 答复.et")
    outcome = merge_folder(catalogue, tmp_path / "asked", DAY)
    assert [(one.unit, one.kind) for one in outcome.rejected] == [("sh-drc", "unreadable"), ("sh-tax", "unreadable")]
    assert [one.unit for one in outcome.silent] == ["sh-tax-local"]


def test_of_two_answers_of_one_unit_neither_is_taken_and_a_stranger_is_named(tmp_path: Path) -> None:
    catalogue = open_catalogue(folder(tmp_path / "lists"))
    name = write_all(catalogue, tmp_path / "asked", ["sh-drc"]).workbooks["sh-drc"]
    content = (tmp_path / "asked" / name).read_bytes()
    (tmp_path / "asked" / "z.xlsx").write_bytes(content)
    openpyxl.Workbook().save(tmp_path / "asked" / "other.xlsx")
    (tmp_path / "asked" / "~$lock.xlsx").write_bytes(b"")
    outcome = merge_folder(catalogue, tmp_path / "asked", DAY)
    assert [(one.unit, one.workbook, one.kind) for one in outcome.rejected] == [
        ("", "other.xlsx", "not-asked"),
        ("sh-drc", "z.xlsx", "twice"),
    ]
    assert "keep one of them" in outcome.rejected[1].faults[0].en
    assert (outcome.answered, outcome.silent, texts(outcome)) == (0, [], SMALL)


def test_of_workbooks_of_two_editions_those_of_the_other_are_not_taken(tmp_path: Path) -> None:
    later = {**SMALL, "data/sh-tax.yaml": SMALL["data/sh-tax.yaml"].replace("yearly", "monthly")}
    write_all(open_catalogue(folder(tmp_path / "later", later)), tmp_path / "asked", ["sh-tax"])
    catalogue = open_catalogue(folder(tmp_path / "lists"))
    write_all(catalogue, tmp_path / "asked", ["sh-drc"])
    outcome = merge_folder(catalogue, tmp_path / "asked", DAY, units=["sh-drc", "sh-tax"])
    assert [(one.unit, one.kind) for one in outcome.rejected] == [("sh-tax", "other-edition")]
    assert outcome.faults == []


def test_the_outcome_as_text_json_and_workbook(tmp_path: Path) -> None:
    outcome = merged(
        tmp_path,
        sh_tax=[
            answer(ITEMS, "tax-rating", "修改", "按月", 更新周期="每月"),
            answer(ITEMS, "tax-list", "取消", "不用"),
        ],
    )
    text = as_text(outcome, "zh")
    assert "修改 data:tax-rating 纳税信用等级（sh-tax：按月）" in text
    assert "仍被引用：behaviour:unpaid-tax" in text
    assert "sh-drc" in text
    data = json.loads(render(outcome, ".json", "zh"))
    assert data["counts"]["conflicts"] == 1
    assert data["conflicts"][0]["kind"] == "cancelled-but-used"
    assert "Units that did not answer" in as_text(outcome, "en")
    content = render(outcome, ".xlsx", "zh")
    assert content == render(outcome, ".xlsx", "zh")
    assert isinstance(content, bytes)
    (tmp_path / "r.xlsx").write_bytes(content)
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames == [
        "汇总",
        "冲突",
        "采纳的变更",
        "未答复和不全",
        "不能采用的表",
    ]


UNITS = """\
units:
  - id: sh-drc
    name: 发改委
    title: {zh: 上海市发展和改革委员会, en: Development and Reform Commission}
    title_certain: true
    kind: municipal_department
    level: municipal
    naming: named
    state: published
    provenance: {clauses: [T28.1], basis: implied, modality: required}
  - id: grp-banks
    name: 银行
    title: {zh: 银行, en: Banks}
    title_certain: false
    kind: other
    level: other
    naming: group
    members: [sh-drc]
    state: published
    provenance: {clauses: [T28.1], basis: implied, modality: required}
  - id: unspecified
    name: 未指明单位
    title: {zh: 未指明单位, en: Unit not specified}
    title_certain: false
    kind: other
    level: other
    naming: implied
    state: published
    provenance: {clauses: [T28.1], basis: implied, modality: required}
"""
SHARED = {
    **SMALL,
    "units/all.yaml": UNITS,
    "applications/sh-drc.yaml": SMALL["applications/sh-drc.yaml"].replace(
        "    stage: [mid]", "      - {unit: grp-banks, basis: inferred}\n    stage: [mid]"
    ),
    "behaviours/tax.yaml": SMALL["behaviours/tax.yaml"].replace("{unit: sh-tax,", "{unit: unspecified,"),
}


def test_kinds_of_units_and_placeholders_get_no_workbook_and_are_named(tmp_path: Path) -> None:
    written = write_all(open_catalogue(folder(tmp_path / "lists", SHARED)), tmp_path / "asked")
    assert list(written.workbooks) == ["sh-drc", "sh-tax", "sh-tax-local"]
    assert list(written.nobody) == ["grp-banks", "unspecified"]
    assert written.unasked == 1
    with (tmp_path / "asked" / "索引.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["单位编号"]: row for row in csv.DictReader(stream)}
    assert rows["sh-drc"]["征求意见表"] == "sh-drc 上海市发展和改革委员会.xlsx"
    assert rows["grp-banks"]["征求意见表"] == "没有具体单位可以征求意见"
    assert rows["unspecified"]["条目"] == "behaviour:unpaid-tax"


def test_of_the_units_those_that_were_asked_are_counted(tmp_path: Path) -> None:
    catalogue = open_catalogue(folder(tmp_path / "lists"))
    write_all(catalogue, tmp_path / "asked", ["sh-drc", "sh-tax"])
    outcome = merge_folder(catalogue, tmp_path / "asked", DAY)
    assert (outcome.faults, outcome.asked) == ([], 2)
    (tmp_path / "asked" / "sh-tax 上海市地方税务局.xlsx").unlink()
    assert merge_folder(catalogue, tmp_path / "asked", DAY, units=["sh-drc"]).asked == 1


def test_answers_about_another_edition_are_refused(tmp_path: Path) -> None:
    catalogue = open_catalogue(folder(tmp_path / "lists"))
    write_all(catalogue, tmp_path / "asked", ["sh-drc"])
    later = {**SMALL, "data/sh-tax.yaml": SMALL["data/sh-tax.yaml"].replace("yearly", "monthly")}
    other = open_catalogue(folder(tmp_path / "later", later))
    (fault,) = merge_folder(other, tmp_path / "asked", DAY).faults
    assert "are not those of --base" in fault.en


def test_where_the_entries_stand_makes_no_other_edition(tmp_path: Path) -> None:
    catalogue = open_catalogue(folder(tmp_path / "lists"))
    write_all(catalogue, tmp_path / "asked", ["sh-drc"])
    moved = {name.replace("sh-tax", "general"): "# moved\n" + text for name, text in SMALL.items()}
    assert merge_folder(open_catalogue(folder(tmp_path / "moved", moved)), tmp_path / "asked", DAY).faults == []


def test_who_answers_for_an_entry_too_and_was_not_heard_is_named_beside_the_change(tmp_path: Path) -> None:
    outcome = merged(tmp_path, sh_tax=[answer(ITEMS, "tax-rating", "修改", "按月", 更新周期="每月")])
    assert outcome.taken[0].unheard == ("sh-tax-local",)
    assert "共同负责的单位未表态：sh-tax-local" in as_text(outcome, "zh")
    assert json.loads(render(outcome, ".json", "zh"))["taken"][0]["unheard"] == ["sh-tax-local"]


def test_the_english_report_is_english(tmp_path: Path) -> None:
    outcome = merged(
        tmp_path,
        sh_tax=[
            answer(ITEMS, "tax-rating", "修改", "monthly", 更新周期="每月"),
            answer(ITEMS, "tax-list", "取消", "unused"),
        ],
        sh_drc=[answer(USES, "tax-care", "取消", "unused")],
    )
    text = as_text(outcome, "en")
    assert "  changed data:tax-rating Tax credit rating (sh-tax: monthly)\n      not heard, though responsible:" in text
    assert "  cancelled application:tax-care Service by class (sh-drc: unused)" in text
    lines = [line for line in text.splitlines() if ".xlsx" not in line]
    assert not re.search(r"[\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]", "\n".join(lines)), lines
    assert "1 entry without an opinion" in text
    assert "state-order" in text

"""Blank workbooks: a clerk fills one in and it checks as conforming."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from workbooks import SMALL

from conformance.api import check, party_of
from conformance.catalog.canonical import dump
from conformance.catalog.store import Catalogue, open_catalogue
from conformance.catalog.workbook.importing import read
from conformance.catalog.workbook.template import GUIDE, columns_of, item_template, list_template
from conformance.sample.api import frames
from conformance.sample.plant import Log

KEYS = ("items", "parties", "units", "behaviours", "applications")


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return open_catalogue()


def one_per_record_type() -> list[str]:
    standard = open_catalogue(only=["items"]).standard
    found: dict[str, str] = {}
    for item in standard.items.values():
        found.setdefault(item.record_type, item.id)
    return [*found.values(), "tax-credit-rating"]


def filled(blank: bytes, item: str, catalogue: Catalogue, target: Path) -> Path:
    """The blank workbook with sample records in it, saved by another program."""
    target.write_bytes(blank)
    book = openpyxl.load_workbook(target)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    frame = next(iter(frames(item, 5, 1, catalogue.standard, 0.0, Log(None))))
    for row, record in enumerate(frame.iter_rows(named=True), 2):
        for title, value in record.items():
            if value is not None and title in headings:
                sheet.cell(row, headings.index(title) + 1).value = value
    book.save(target)
    return target


@pytest.mark.parametrize("item", one_per_record_type())
def test_a_filled_template_conforms(item: str, shipped: Catalogue, tmp_path: Path) -> None:
    path = filled(item_template(item, None, shipped, {}), item, shipped, tmp_path / "a.xlsx")
    report = check(path, item=item, as_of="2016-12-31")
    assert report.verdict == "conforming", [finding.rule for finding in report.findings]
    assert report.inputs[0].rows == 5


def test_every_item_has_a_template_with_headers_that_are_recognised(shipped: Catalogue) -> None:
    from conformance.sources.items import Recogniser

    recogniser = Recogniser(shipped.standard)
    for item in shipped.standard.items:
        for field, _ in columns_of(item, None, shipped):
            match = recogniser.matcher(item).match(field.title)
            assert match is not None, (item, field.title)
            assert match.field.name == field.name, (item, field.title)


def test_the_same_bytes_each_time(shipped: Catalogue) -> None:
    made = [item_template("admin-licence", None, shipped, {"project_name": "甲"}) for _ in range(2)]
    assert made[0] == made[1]


def validations(sheet: Any) -> dict[str, str]:
    """Heading → source of its drop-down."""
    found = {}
    for one in sheet.data_validations.dataValidation:
        column = str(one.sqref).split(":")[0].rstrip("0123456789")
        found[sheet[f"{column}1"].value] = one.formula1
    return found


def offered(book: Any, source: str) -> list[str]:
    """The values of a drop-down."""
    name, _, area = source.partition("!")
    return [row[0].value for row in book[name.strip("'")][area.replace("$", "")]]


def test_drop_downs_offer_what_the_item_takes(shipped: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(item_template("tax-credit-rating", None, shipped, {"grade": "A"}))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    sources = validations(sheet)
    assert offered(book, sources["评价等级"]) == ["A", "B", "C", "D"]
    assert offered(book, sources["当前状态"]) == ["0", "1", "2", "3"]
    assert book["代码"].sheet_state == "hidden"
    grade = next(cell for cell in sheet[1] if cell.value == "评价等级")
    assert "必填" in grade.comment.text
    assert "例：A" in grade.comment.text
    assert {dimension.number_format for dimension in sheet.column_dimensions.values() if dimension.min} == {"@"}


def test_the_sheet_of_explanations_says_what_the_item_is(shipped: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(item_template("tax-credit-rating", None, shipped, {}))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[GUIDE]
    facts = {row[0].value: row[1].value for row in sheet.iter_rows(max_row=16)}
    assert facts["数据事项"] == "纳税信用等级（tax-credit-rating）"
    assert "税务局" in facts["责任单位"]
    assert "conformance check" in facts["报送前自查"]
    assert [cell.value for row in sheet.iter_rows() for cell in row].count("评价等级") == 1


def test_a_party_adds_the_columns_that_it_asks_for(shipped: Catalogue) -> None:
    party = party_of("province:320000", shipped.standard)
    plain = {field.name for field, _ in columns_of("admin-penalty", None, shipped)}
    more = {
        field.name: asked for field, asked in columns_of("admin-penalty", party, shipped) if field.name not in plain
    }
    assert more["power_list_code"] is not None
    assert more["power_list_code"].required
    assert more["usage_scope"] is not None
    assert not more["usage_scope"].required


def test_a_blank_list_is_filled_in_and_imported(shipped: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    path.write_bytes(list_template(("items", "behaviours"), shipped))
    book = openpyxl.load_workbook(path)
    row = {
        "编号": "unpaid-tax",
        "名称（中文）": "欠税",
        "名称（英文）": "Unpaid tax",
        "领域": "税收",
        "行为性质": "失信",
        "严重程度": "未说明",
        "数据事项": "tax-list",
        "状态": "已发布",
        "来源·文件用语": "欠税",
        "来源·条款": "T28.1",
        "来源·依据方式": "明示",
        "来源·要求语气": "应当",
    }
    labels = {key: dict(shipped.shapes.codes[key]) for key in ("EntryState", "BasisKind", "ModalityKind")}
    row["状态"], row["来源·依据方式"] = labels["EntryState"]["published"], labels["BasisKind"]["stated"]
    row["来源·要求语气"] = labels["ModalityKind"]["required"]
    sheet = book["行为清单"]
    headings = [cell.value for cell in sheet[1]]
    for heading, value in row.items():
        sheet.cell(2, headings.index(heading) + 1).value = value
    book["行为清单·认定单位"].append(
        ["unpaid-tax", None, "sh-tax", dict(shipped.shapes.codes["UnitBasis"])["task_unit"]]
    )
    book.save(path)
    back = read(path, shipped.shapes)
    assert back.faults == []
    assert {file.name: dump(file, shipped.shapes) for file in back.files} == {
        "behaviours/tax.yaml": SMALL["behaviours/tax.yaml"]
    }

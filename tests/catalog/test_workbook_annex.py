"""Tables for signature, and the changes since the edition before."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from workbooks import SMALL, folder

from conformance.catalog.store import Catalogue, open_catalogue
from conformance.catalog.workbook.annex import annex_of, read_reasons, render

EDITION = """\
id: "2016"
version: "2016.1"
title:
  zh: 三清单
  en: Three lists
issued: "2016-05-09"
source_document: workpoints-2016
"""


def edition(root: Path, **changes: tuple[str, str]) -> Catalogue:
    """The small catalogue as an edition; ``data=(old, new)`` changes one of its files."""
    names = {
        "data": "data/sh-tax.yaml",
        "behaviours": "behaviours/tax.yaml",
        "applications": "applications/sh-drc.yaml",
    }
    files = {**SMALL, "edition.yaml": EDITION}
    for key, (old, new) in changes.items():
        assert old in files[names[key]]
        files[names[key]] = files[names[key]].replace(old, new)
    return open_catalogue(folder(root, files))


def test_the_three_lists_with_what_an_office_prints(tmp_path: Path) -> None:
    annex = annex_of(edition(tmp_path), None, all_states=False)
    data, behaviours, applications = annex.tables
    assert [
        heading for heading, _ in data.columns
    ] == "序号 名称 责任单位 信息类别 主体 公开方式 更新周期 阶段 依据 编号".split()
    row = dict(zip([heading for heading, _ in data.columns], data.rows[0], strict=True))
    assert row["名称"] == "纳税信用等级"
    assert row["公开方式"] == "主动公开、政务共享"
    assert row["更新周期"] == "每年"
    assert row["依据"].startswith("S4.5、T28.1（")
    assert behaviours.rows[0][1] == "欠税"
    assert "=欠税" in behaviours.rows[0]
    assert "纳税信用等级" in applications.rows[0]
    assert data.remarks == ("共 2 项，涉及单位 2 个。",)
    assert annex.title == "三清单"
    assert "2016.1" in annex.subtitle


@pytest.mark.parametrize(
    "change",
    [
        ("state: published\n    note", "state: draft\n    note"),
        ("state: published\n    note", 'state: published\n    deprecated_since: "2016-09-01"\n    note'),
    ],
)
def test_only_what_is_in_force_unless_all_states_are_wanted(tmp_path: Path, change: tuple[str, str]) -> None:
    catalogue = edition(tmp_path, data=change)
    assert [row[1] for row in annex_of(catalogue, None, all_states=False).tables[0].rows] == ["纳税信用等级"]
    whole = annex_of(catalogue, None, all_states=True).tables[0]
    assert len(whole.rows) == 2
    assert whole.columns[-1][0] == "状态"


def test_the_change_table_says_old_new_reason_and_units(tmp_path: Path) -> None:
    old = edition(tmp_path / "old")
    new = edition(
        tmp_path / "new",
        data=("update_period: yearly", "update_period: monthly"),
        behaviours=("severity: unstated", "severity: major"),
    )
    table = annex_of(new, old, all_states=False, reasons={"data:tax-rating": "按月评价（sh-tax）"}).tables[3]
    assert "变更对照" in table.title
    rows = [dict(zip([heading for heading, _ in table.columns], row, strict=True)) for row in table.rows]
    assert [(row["清单"], row["事项"]) for row in rows] == [
        ("数据清单", "纳税信用等级（tax-rating）"),
        ("行为清单", "欠税（unpaid-tax）"),
    ]
    assert (rows[0]["原"], rows[0]["新"], rows[0]["理由"]) == ("每年", "每月", "按月评价（sh-tax）")
    assert rows[0]["涉及单位"].count("、") == 2  # two that hold it, one that uses it
    assert any("修改 1" in line for line in table.remarks)
    assert any("变更共 2 处" in line for line in table.remarks)


def test_reasons_come_from_the_report_of_a_merge(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(json.dumps({"taken": [{"entry": "data:a", "reason": "改", "units": ["u", "v"]}]}), encoding="utf-8")
    assert read_reasons(path) == {"data:a": "改（u、v）"}
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match="no report of a merge"):
        read_reasons(path)


def test_the_workbook_is_ready_to_print(tmp_path: Path) -> None:
    content = render(annex_of(edition(tmp_path), None, all_states=False), ".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert book.sheetnames == ["附表1 数据清单", "附表2 行为清单", "附表3 应用清单"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$3"
    assert "&P" in sheet.oddFooter.center.text
    values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"编制单位：", "审核：", "批准：", "日期："} <= set(values)
    assert book.worksheets[1]["G4"].value == "=欠税"
    assert book.worksheets[1]["G4"].data_type == "s"
    assert sheet["C4"].alignment.wrap_text


def test_the_document_is_ready_to_print(tmp_path: Path) -> None:
    annex = annex_of(edition(tmp_path), None, all_states=False)
    content = render(annex, ".docx")
    assert content == render(annex, ".docx")
    made = Document(io.BytesIO(content))
    section = made.sections[0]
    assert section.page_width > section.page_height
    tables = [table for table in made.tables if len(table.columns) > 4]
    assert len(tables) == 3
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in tables)
    assert "PAGE" in section.footer._element.xml
    assert [cell.text for cell in made.tables[1].rows[0].cells] == ["编制单位：", "审核：", "批准：", "日期："]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_workbook_each_time(tmp_path: Path) -> None:
    annex = annex_of(edition(tmp_path), None, all_states=True)
    assert render(annex, ".xlsx") == render(annex, ".xlsx")

"""A small standard made by hand: the two forms with their names, and nothing to judge."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from conformance.sources.model import Table
from conformance.sources.open import open_tables
from conformance.sources.raw import ReadOptions
from conformance.standard.model import (
    Check,
    DataItem,
    Edition,
    Field,
    RecordType,
    Requirement,
    Standard,
    Text,
    WorkCalendar,
)

from .workbooks import Writer

CODES = (
    ("subject_uscc", "行政相对人代码_1(统一社会信用代码)", "SHXYM", "统一社会信用代码"),
    ("subject_organisation_code", "行政相对人代码_2(组织机构代码)", "ZDM", "组织机构代码"),
    ("subject_registration_number", "行政相对人代码_3(工商登记码)", "GSDJ", "工商登记码"),
    ("subject_tax_number", "行政相对人代码_4(税务登记号)", "SWDJ", "税务登记号"),
    ("subject_citizen_id", "行政相对人代码_5(居民身份证号)", "SFZ", "居民身份证号"),
)
LICENCE = (
    ("document_number", "行政许可决定书文号", "XK_WSH"),
    ("project_name", "项目名称", "XK_XMMC"),
    ("approval_category", "审批类别", "XK_SPLB"),
    ("licence_content", "许可内容", "XK_NR"),
    ("subject_name", "行政相对人名称", "XK_XDR"),
    *((name, title, f"XK_XDR_{code}") for name, title, code, _ in CODES),
    ("legal_representative", "法定代表人姓名", "XK_FR"),
    ("decision_date", "许可决定日期", "XK_JDRQ"),
    ("valid_until", "许可截止期", "XK_JZQ"),
    ("authority", "许可机关", "XK_XZJG"),
    ("current_status", "当前状态", "XK_ZT"),
    ("division_code", "地方编码", "DFBM"),
    ("data_timestamp", "数据更新时间戳", "SJC"),
    ("remarks", "备注", "BZ"),
    ("publication_date", "公示日期", None),
)
PENALTY = (
    ("document_number", "行政处罚决定书文号", "CF_WSH"),
    ("penalty_name", "处罚名称", "CF_CFMC"),
    ("penalty_category_1", "处罚类别1", "CF_CFLB1"),
    ("penalty_facts", "处罚事由", "CF_SY"),
    ("penalty_basis", "处罚依据", "CF_YJ"),
    ("subject_name", "行政相对人名称", "CF_XDR_MC"),
    *((name, title, f"CF_XDR_{code}") for name, title, code, _ in CODES),
    ("penalty_result", "处罚结果", "CF_JG"),
    ("decision_date", "处罚决定日期", "CF_JDRQ"),
    ("authority", "处罚机关", "CF_XZJG"),
    ("current_status", "当前状态", "CF_ZT"),
    ("division_code", "地方编码", "DFBM"),
    ("data_timestamp", "数据更新时间戳", "SJC"),
    ("remarks", "备注", "BZ"),
)
_OPTIONAL = {"legal_representative", "valid_until", "current_status", "remarks", "publication_date"}
_ALIASES = {"publication_date": ("公示时间", "上网公示日期"), **{name: (alias,) for name, _, _, alias in CODES}}


def _record_type(name: str, fields: tuple[tuple[str, str, str | None], ...]) -> RecordType:
    codes = {code for code, *_ in CODES}

    def field(field_name: str, title: str, code: str | None) -> Field:
        requirement: Requirement = "required"
        if field_name in codes:
            requirement = "one-of"
        elif field_name in _OPTIONAL:
            requirement = "optional"
        return Field(
            name=field_name,
            title=title,
            title_en=field_name.replace("_", " ").capitalize(),
            code=code,
            aliases=_ALIASES.get(field_name, ()),
            type="text",
            requirement=requirement,
            requirement_origin="vendor",
            max_length=None,
            length_origin=None,
            code_list=None,
            disclosure="public",
            clause="form-2015#1",
            origin="national" if code else "profile",
            addition=field_name == "publication_date",
        )

    return RecordType(
        name=name,
        title=Text(name, name),
        fields=tuple(field(*entry) for entry in fields),
        checks=(Check("one-of-required", "one_of", tuple(code for code, *_ in CODES)),),
        key_field="document_number",
        clause="form-2015#1",
    )


@pytest.fixture(scope="session")
def standard() -> Standard:
    return Standard(
        edition=Edition("2016", "2016.1", Text("2016年版", "2016 edition"), "2016-05-09"),
        digest="sha256:0",
        documents={},
        code_lists={},
        record_types={"licence": _record_type("licence", LICENCE), "penalty": _record_type("penalty", PENALTY)},
        items={
            "admin-licence": DataItem(
                "admin-licence", Text("行政许可信息", "Administrative licences"), "licence", "form-2015#1", "stated"
            ),
            "admin-penalty": DataItem(
                "admin-penalty", Text("行政处罚信息", "Administrative penalties"), "penalty", "form-2015#2", "stated"
            ),
        },
        rules={},
        calendar=WorkCalendar(2016, 2016, (), ()),
        divisions=(),
        parties={},
        placeholders=(),
    )


Opener = Callable[..., Table]


@pytest.fixture
def read(standard: Standard, tmp_path: Path) -> Opener:
    """Write some bytes (or text) to a file and open it as the one table it holds."""

    def opened(content: bytes | str, name: str = "data.csv", **options: object) -> Table:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        (table,) = open_tables(path, standard, ReadOptions(**options))  # type: ignore[arg-type]
        return table

    return opened


def rows_of(table: Table) -> list[dict[str, str | None]]:
    """All rows of a table; reads it to the end."""
    return [row for batch in table.batches for row in batch.frame.to_dicts()]


SHORT = ("行政许可决定书文号", "项目名称", "许可决定日期")
"""Headers enough to tell what a table holds."""


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook; each argument is a sheet's name and the function that fills it."""

    def made(**sheets: Writer) -> Path:
        path = tmp_path / "book.xlsx"
        workbook = xlsxwriter.Workbook(path)
        for name, write in sheets.items():
            write(workbook.add_worksheet(name))
        workbook.close()
        return path

    return made


@pytest.fixture
def opened(standard: Standard) -> Callable[..., list[Table]]:
    def tables(path: Path, **options: Any) -> list[Table]:
        return open_tables(path, standard, ReadOptions(**options))

    return tables

"""Files with a few mistakes, and the annotated workbook that a check makes of them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl

from conformance import check

AS_OF = "2016-06-01"
RECORD = {
    "行政许可决定书文号": "沪食药监许〔2016〕第00001号",
    "项目名称": "食品经营许可",
    "审批类别": "普通",
    "许可内容": "预包装食品销售",
    "行政相对人名称": "上海浦江示例食品有限公司",
    "统一社会信用代码": "91310115MA1H70CGXJ",
    "组织机构代码": "",
    "工商登记码": "",
    "税务登记号": "",
    "居民身份证号": "",
    "法定代表人姓名": "张示例",
    "许可决定日期": "2016/05/03",
    "许可截止期": "2099/12/31",
    "许可机关": "上海市食品药品监督管理局",
    "当前状态": "0",
    "地方编码": "310115",
    "数据更新时间戳": "2016/05/05",
    "备注": "",
}
CITIZEN = "310115199001011232"


def a_record(number: int = 1, **changes: str) -> dict[str, str]:
    """A record with some cells changed."""
    return RECORD | {"行政许可决定书文号": f"沪食药监许〔2016〕第{number:05}号"} | changes


def write(path: Path, records: list[dict[str, str]], headers: list[str] | None = None) -> Path:
    """A CSV file of records; other headers take the place of theirs."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(headers or list(records[0]))
        lines.writerows(list(record.values()) for record in records)
    return path


def workbook(source: Any, target: Path, **options: Any) -> openpyxl.Workbook:
    """The annotated workbook of a source, opened."""
    check(source, as_of=AS_OF, workbook=target, **options)
    return openpyxl.load_workbook(target)


def texts(sheet: Any) -> list[list[Any]]:
    """The cells of a sheet."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def said(sheet: Any) -> str:
    """Everything that a sheet says."""
    return "\n".join(str(cell) for row in texts(sheet) for cell in row if cell is not None)


def lines(sheet: Any) -> list[dict[str, Any]]:
    """The lines of a list of problems."""
    head, *rest = texts(sheet)
    return [dict(zip(head, row, strict=True)) for row in rest]


def fill(cell: Any) -> str | None:
    """The colour of a cell that is filled."""
    return None if cell.fill.fill_type is None else cell.fill.fgColor.rgb[-6:]

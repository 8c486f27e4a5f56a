"""What can be changed in a file of each format, and which writer does it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from conformance.report.errors import UsageError
from conformance.report.mending import WRITABLE
from conformance.sources.merged import Range, among_records
from conformance.sources.model import Table
from conformance.sources.raw import Shape
from conformance.sources.source import Source
from conformance.standard.model import Text
from conformance.standard.shapes import load_shapes

_NAMES = {"xls": "Excel 97-2003（.xls）", "xlsb": ".xlsb", "ods": ".ods", "html": "HTML"}
_SUFFIXES = {
    "xlsx": {".xlsx", ".xlsm"},
    "parquet": {".parquet"},
    "json": {".json"},
    "jsonl": {".jsonl", ".ndjson", ".json"},
}
_TABULAR = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".parquet", ".json", ".jsonl", ".ndjson", ".html", ".htm"}
"""Suffixes that promise something else than delimited text."""

HELD_BACK = {
    "formula": Text(
        "单元格是公式，请更正公式或其引用的单元格", "the cell is a formula: mend the formula or what it refers to"
    ),
    "merged-across": Text("单元格横向合并，请先取消合并", "the cell is merged across columns: unmerge it first"),
    "column-type": Text("该列不是文本类型，请从源头更正", "the column holds no text: mend it at the source"),
    "row-in-the-middle": Text(
        "工作表中间的行不删除，以免下方的内容移位，请在表格软件中删除",
        "rows in the middle of a sheet are not removed, lest what is below move: delete them in the spreadsheet program",
    ),
    "only-record": Text("整个文件就是这一条记录", "the file is this one record"),
    "mapped": Text("值由对照文件替换而来，请更正对照文件", "the value comes from the mapping file: mend that"),
}
"""Why a change that could be made is left to a person."""


class Limits(Struct, frozen=True):
    """What cannot be changed in one table, and its merged ranges."""

    columns: frozenset[int] = frozenset()
    """Positions in a row of columns that take no text."""
    formulas: frozenset[tuple[int, int]] | set[tuple[int, int]] = frozenset()
    """Row (from 1) and position of computed cells."""
    merged: Sequence[Range] = ()
    across: Sequence[Range] = ()
    """Those of the merged ranges that cover several columns."""
    rows: str = ""
    """Why rows cannot be removed wherever they are (a key of ``HELD_BACK``); empty where they can."""
    entry: str = ""
    """Name of the sheet's part in a workbook."""


def limits_of(source: Source, table: Table) -> Limits:
    """Look at what of a table can be changed. Raises UsageError for a workbook that cannot be edited."""
    if table.format == "xlsx":
        return _of_sheet(source, table)
    if table.format == "parquet":
        from conformance.repair.parquet import unwritable_columns

        return Limits(columns=unwritable_columns(source))
    if table.format == "json" and table.pointer_prefix is None:
        return Limits(rows="only-record")
    return Limits()


def _of_sheet(source: Source, table: Table) -> Limits:
    from conformance.repair.sheet import survey

    found = survey(source, table.sheet or "")
    if not found.entry:
        raise UsageError(
            f"工作表“{table.sheet}”在工作簿里的存放方式不合规范，无法就地更正；请用 Excel 打开后另存为新的 xlsx 再更正。",
            f'The sheet "{table.sheet}" is stored in a way that cannot be edited; open the workbook in Excel, save it anew '
            "and mend that.",
        )
    headers = [column.header for column in table.columns]
    needed = max((place + 1 for place, header in enumerate(headers) if header.strip()), default=0)
    merged = among_records(found.merged, Shape(table.header_row, len(headers), needed, needed))
    across = [one for one in merged if one.right > one.left]
    return Limits(formulas=found.formulas, merged=merged, across=across, rows="row-in-the-middle", entry=found.entry)


def refuse_unwritable(table: Table, output: Path) -> None:
    """Raise UsageError for a format that cannot be written in place, or a file name that promises another one."""
    found = table.format
    if found == "xml" or found in load_shapes().classes:
        made = Text("XML 交换报文", "an XML message") if found == "xml" else Text("交换信封", "an envelope")
        raise UsageError(
            f"{made.zh}不能就地更正：它已编号、签发，由系统生成；请在生成它的系统里更正后重新生成（加 --dry-run 可先看要改哪些）。",
            f"What is {made.en} cannot be edited: a system made it and may have numbered and digested it; mend the records "
            "there and make it anew (--dry-run shows what would change).",
        )
    if found not in WRITABLE:
        name = _NAMES.get(found, found)
        raise UsageError(
            f"{name} 文件不能就地更正；请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV 后再运行 fix（加 --dry-run 可先看要改哪些）。",
            f"A file of the form {name} cannot be edited; open it in a spreadsheet program, save it as .xlsx or CSV and "
            "mend that (--dry-run shows what would change).",
        )
    suffix = output.suffix.lower()
    wrong = suffix in _TABULAR if found in ("csv", "tsv") else bool(suffix) and suffix not in _SUFFIXES[found]
    if wrong:
        raise UsageError(
            f"自动更正不改变文件格式（原文件是 {found}），输出文件“{output}”的扩展名与之不符，请改名。",
            f'Mending keeps the format ({found}), which the name of the output, "{output}", contradicts; choose another name.',
        )

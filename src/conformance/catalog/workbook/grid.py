"""Reading a workbook as it was saved, by whatever program: text of each cell, its place, and what is no text."""

from __future__ import annotations

import datetime
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

from conformance.standard.model import Text

_MOST_BYTES = 400_000_000
_MOST_ROWS, _MOST_COLUMNS = 200_000, 600
_CELL = re.compile(rb"<(?:[a-zA-Z0-9]+:)?c\s([^>]*)>")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_FORMULA = re.compile(
    rb"<(?:[a-zA-Z0-9]+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:[a-zA-Z0-9]+:)?f>)\s*(?:<(?:[a-zA-Z0-9]+:)?v>([^<]*))?"
)
UNCOMPUTED = "公式（没有计算结果）"
"""What stands for a formula that no program has computed: it reads as blank."""
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class BadWorkbook(ValueError):
    """The file is no workbook that can be read. One sentence in both languages says why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a cell, and how to mend it."""

    sheet: str
    cell: str
    zh: str
    en: str

    def place(self) -> str:
        """Sheet and cell as Excel writes them."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its cells as they were read, the error cells apart."""

    name: str
    rows: tuple[tuple[Any, ...], ...]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """Row and column, from 0 → such as ``#N/A``."""
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    """First and last cell of merged cells."""

    def value(self, row: int, column: int) -> Any:
        """What stands in a cell; an empty text beyond the used area."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""


def address(row: int, column: int) -> str:
    """``B17`` for row and column from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def read_book(path: Path) -> dict[str, Grid]:
    """The sheets of a workbook by name. Raises BadWorkbook."""
    from python_calamine import CalamineWorkbook

    try:
        errors = _error_cells(path)
        with path.open("rb") as stream:
            book = CalamineWorkbook.from_filelike(stream)
            sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
            return {
                name.strip(): Grid(
                    name,
                    tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False)),
                    errors.get(name, {}),
                    tuple((first, last) for first, last in sheet.merged_cell_ranges or ()),
                )
                for name, sheet in sheets.items()
            }
    except FileNotFoundError:
        raise BadWorkbook(f"没有文件“{path}”。", f'There is no file "{path}".') from None
    except BadWorkbook:
        raise
    except Exception as error:  # calamine has an error class per format
        raise BadWorkbook(
            f"文件“{path.name}”不是可以读取的 XLSX 工作簿，请用 Excel 另存为“Excel 工作簿（*.xlsx）”后再试。",
            f'The file "{path.name}" is no XLSX workbook that can be read; save it as "Excel workbook (*.xlsx)".',
        ) from error


def _error_cells(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """The error cells, which calamine gives as empty. Refuses sheets of absurd size before they are unpacked."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(path) as package:
        if sum(part.file_size for part in package.infolist()) > _MOST_BYTES:
            raise BadWorkbook(f"文件“{path.name}”展开后过大，不予读取。", f'"{path.name}" is too large when unpacked.')
        names = set(package.namelist())
        for sheet, part in _parts(package).items():
            if part in names:
                found[sheet] = _errors_of(package.read(part), sheet)
    return found


def _errors_of(xml: bytes, sheet: str) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for cell in _CELL.finditer(xml):
        reference = _REFERENCE.search(cell[1])
        if reference is None:
            continue
        row, column = int(reference[2]) - 1, _number(reference[1])
        is_error = b't="e"' in cell[1] or b"t='e'" in cell[1]
        if row >= _MOST_ROWS or column >= _MOST_COLUMNS:
            place = address(row, column)
            raise BadWorkbook(
                f"工作表“{sheet}”在 {place} 还有内容或格式，范围过大；请删除多余的行和列后再试。",
                f'The sheet "{sheet}" reaches as far as {place}; delete the surplus rows and columns.',
            )
        formula = _FORMULA.match(xml, cell.end())
        if formula and not formula[1]:
            found[row, column] = UNCOMPUTED
        if is_error:
            said = re.compile(rb"<(?:\w+:)?v>([^<]*)</").search(xml, cell.end(), cell.end() + 2000)
            found[row, column] = said[1].decode("utf-8", "replace") if said else "#N/A"
    return found


def _number(letters: bytes) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + letter - 64
    return total - 1


def _parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → path of its XML within the package."""
    try:
        book = package.read("xl/workbook.xml").decode("utf-8")
        relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return {}
    targets = {}
    for relation in _RELATION.finditer(relations):
        given = _attributes(relation[1])
        target = given.get("Target", "")
        targets[given.get("Id", "")] = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
    sheets = [_attributes(sheet[1]) for sheet in _SHEET.finditer(book)]
    return {
        given["name"]: targets.get(next((value for key, value in given.items() if key.endswith(":id")), ""), "")
        for given in sheets
        if "name" in given
    }


def _attributes(text: str) -> dict[str, str]:
    return {
        found[1]: unescape(found[2] if found[2] is not None else found[3], {"&quot;": '"', "&apos;": "'"})
        for found in _ATTRIBUTE.finditer(text)
    }


def text_of(value: Any) -> str | None:
    """The text of a cell; None for what is no text and cannot be made one without a guess."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else None
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else None
    return value.isoformat() if isinstance(value, datetime.date) else None

"""Writes the example submissions: ``python examples/make.py [FOLDER]``.

Everything follows from the sample generator and from what is written here; a test says when the files in
``submissions/`` are no longer what this script makes. Everybody and everything in them is invented.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from random import Random

import polars as pl
import xlsxwriter
from msgspec.structs import replace

from conformance.sample.api import frames
from conformance.sample.defect import Record
from conformance.sample.defects import context_for, defect
from conformance.sample.messages import messages
from conformance.sample.plant import Log
from conformance.sample.write import write
from conformance.standard.load import load

STANDARD = load()
LICENCE, PENALTY = "admin-licence", "admin-penalty"
Row = dict[str, str | None]
Cell = str | float | None
Table = Sequence[Sequence[Cell]]


def sample(item: str, rows: int, seed: int) -> list[Row]:
    """Valid records under the Chinese titles."""
    return pl.concat(frames(item, rows, seed, STANDARD, 0.0, Log(None))).to_dicts()


def headers(item: str, kind: str) -> dict[str, str]:
    """Chinese title → national ``code`` or English ``name``."""
    return {field.title: getattr(field, kind) for field in STANDARD.record_type_of(item).fields}


def table(rows: Sequence[Row], order: Sequence[str] | None = None) -> list[list[Cell]]:
    """Header and rows, the columns in this order (or the form's)."""
    names = list(order or rows[0])
    return [list(names), *([row[name] for name in names] for row in rows)]


def write_csv(path: Path, cells: Table, encoding: str, delimiter: str = ",") -> None:
    """A text file as spreadsheets write it."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(cells)
    path.write_bytes(text.getvalue().encode(encoding))


def write_messages(path: Path, rows: Sequence[Row], declared: str, encoding: str) -> None:
    """Exchange messages in XML, their tags the national codes."""
    codes = headers(LICENCE, "code")
    records = ({codes[title]: value for title, value in row.items()} for row in rows)
    path.write_bytes("".join(messages(records, declared)).encode(encoding))


class Book:
    """A workbook of text cells; the clock leaves no trace in it."""

    def __init__(self, path: Path) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(path, options)
        self.book.set_properties({"created": datetime(2016, 5, 9)})  # noqa: DTZ001 - the format knows no zones
        self.head = self.book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True})
        self.text = self.book.add_format({"num_format": "@"})
        self.title = self.book.add_format({"bold": True, "font_size": 14, "align": "center"})

    def sheet(self, name: str, cells: Table, title: str | None = None) -> xlsxwriter.worksheet.Worksheet:
        """A sheet with its header in bold, below a title over the whole width if there is one."""
        sheet = self.book.add_worksheet(name)
        first = 0
        if title:
            sheet.merge_range(0, 0, 0, len(cells[0]) - 1, title, self.title)
            first = 1
        sheet.set_column(0, len(cells[0]) - 1, 20)
        sheet.freeze_panes(first + 1, 0)
        for row, values in enumerate(cells):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(first + row, column, value, self.text if row else self.head)
                elif value is not None:
                    sheet.write_number(first + row, column, value)
        return sheet

    def close(self) -> None:
        """Write the file."""
        self.book.close()


# ---- submissions that conform


def make_valid(folder: Path) -> None:
    """One file per format, each as some department would send it."""
    rows = sample(LICENCE, 12, 101)
    write_csv(folder / "admin-licence.csv", table(rows, shuffled(rows, "licence")), "gb18030")
    rows = sample(LICENCE, 10, 102)
    write_csv(folder / "admin-licence.tsv", table(rows), "utf-8-sig", "\t")
    rows = sample(LICENCE, 8, 103)
    english = headers(LICENCE, "name")
    records = [{english[title]: value for title, value in row.items() if value is not None} for row in rows]
    text = json.dumps(records, ensure_ascii=False, indent=2)
    (folder / "admin-licence.json").write_text(text + "\n", encoding="utf-8")

    cells = table(sample(PENALTY, 10, 104))
    numbered = [["序号", *cells[0]], *([str(n), *row] for n, row in enumerate(cells[1:], 1))]
    book = Book(folder / "admin-penalty.xlsx")
    book.sheet("行政处罚", numbered, "行政处罚信用信息公示表")
    book.close()
    rows = sample(PENALTY, 8, 105)
    codes = headers(PENALTY, "code")
    lines = [json.dumps({codes[t]: value for t, value in row.items()}, ensure_ascii=False) for row in rows]
    (folder / "admin-penalty.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_messages(folder / "admin-licence.xml", sample(LICENCE, 4, 116), "gb18030", "gb18030")
    write([pl.DataFrame(sample(PENALTY, 8, 106))], folder / "admin-penalty.parquet", "parquet", "utf-8")

    book = Book(folder / "licences-and-penalties.xlsx")
    book.sheet("行政许可", table(sample(LICENCE, 6, 107)))
    book.sheet("行政处罚", table(sample(PENALTY, 6, 108)))
    book.close()
    make_by_type(folder)


BY_TYPE = {
    "registration": ("social-org-registration", "csv"),
    "qualification": ("tourism-removal", "xlsx"),
    "inspection": ("social-org-inspection", "csv"),
    "rating": ("tax-credit-rating", "xlsx"),
    "list-entry": ("abnormal-list", "json"),
    "commitment": ("notice-commitment", "csv"),
    "judicial": ("judgment-defaulter", "csv"),
    "arrears": ("student-loan", "jsonl"),
    "honour": ("typical-case", "csv"),
    "annual-report": ("annual-report-market", "parquet"),
    "conduct": ("traffic-serious", "csv"),
    "credit-file": ("fd-file", "tsv"),
    "market-credit": ("used-car", "csv"),
}
"""For each of the other record types a data item, after which the file is named, and a format."""


def make_by_type(folder: Path) -> None:
    """One file for each of the other record types, named after its data item."""
    for number, (item, name) in enumerate(BY_TYPE.values()):
        rows, path = sample(item, 8, 120 + number), folder / f"{item}.{name}"
        if name in ("csv", "tsv"):
            write_csv(path, table(rows), "gb18030", "," if name == "csv" else "\t")
        elif name == "xlsx":
            book = Book(path)
            book.sheet(STANDARD.items[item].title.zh[:31], table(rows))
            book.close()
        else:
            write([pl.DataFrame(rows, infer_schema_length=None)], path, name, "utf-8")


def shuffled(rows: Sequence[Row], seed: str) -> list[str]:
    """The columns in another order, the same every time."""
    order = list(rows[0])
    Random(seed).shuffle(order)  # noqa: S311 - an example, not a secret
    return order


# ---- submissions that do not

MIXED = (
    "check-character:subject_uscc",
    "late",
    "masked:legal_representative",
    "no-date:decision_date",
    "other-shape:decision_date",
    "blank:penalty_basis",
    "bare-number:penalty_category_1",
    "only-the-representative",
    "division-not-in-force",
    "lost-character:penalty_facts",
)


def make_mixed(path: Path) -> None:
    """Fifteen penalties, ten of them with a defect of their own, and an explanation below the table."""
    record_type = STANDARD.record_type_of(PENALTY)
    titles = {field.name: field.title for field in record_type.fields}
    names = {title: name for name, title in titles.items()}
    records: list[Record] = [{names[t]: value for t, value in row.items()} for row in sample(PENALTY, 40, 109)]
    context = context_for(STANDARD, record_type)
    chance = Random(4)  # noqa: S311 - an example, not a secret
    waiting, done = list(MIXED), []
    for number, record in enumerate(records):
        # Every third record stays as it is; the others take the next defect that fits them.
        spoilt = None
        if number % 3 != 0 and waiting:
            spoilt = defect(waiting[0]).apply(record, chance, replace(context, previous=None))
        if spoilt is not None:
            waiting.pop(0)
            done.append(spoilt)
        elif len(done) - (len(MIXED) - len(waiting)) < 15 - len(MIXED):
            done.append(record)
        if len(done) == 15:
            break
    if waiting:
        raise ValueError(f"no record for {', '.join(waiting)}")
    cells = table([{titles[name]: value for name, value in record.items()} for record in done])
    cells.append(["表格说明：本表由业务系统导出", *[None] * (len(cells[0]) - 1)])
    book = Book(path)
    book.sheet("行政处罚", cells)
    book.close()


def make_invalid(folder: Path) -> None:
    """One file per rule about files, raising that rule and no other; and one with many defects."""
    make_mixed(folder / "admin-penalty-mixed.xlsx")

    rows = sample(LICENCE, 4, 110)
    order = list(rows[0])
    write_csv(folder / "missing-column.csv", table(rows, [name for name in order if name != "许可机关"]), "gb18030")
    cells = table(rows)
    place = order.index("许可机关")
    twice = [[*row, row[place]] for row in cells]
    write_csv(folder / "duplicate-column.csv", twice, "gb18030")
    write_csv(
        folder / "unknown-column.csv", [[*row, "窗口2" if n else "受理窗口"] for n, row in enumerate(cells)], "gb18030"
    )
    ragged = [list(row) for row in cells]
    ragged[2][-1] = "已现场核查"
    ragged[2].insert(3, "预包装食品")  # as if a comma within a value had not been quoted
    write_csv(folder / "ragged-row.csv", ragged, "gb18030")
    marked = [list(row) for row in cells]
    content = order.index("许可内容")
    marked[3][content] = "准予经营@@，有效期五年"
    path = folder / "encoding.csv"
    write_csv(path, marked, "gb18030")
    path.write_bytes(path.read_bytes().replace(b"@@", b"\xff"))

    book = Book(folder / "merged-cells.xlsx")
    sheet = book.sheet("行政许可", table(sample(LICENCE, 5, 111)))
    sheet.merge_range(2, place, 4, place, "上海市食品药品监督管理局", book.text)
    book.close()
    book = Book(folder / "hidden-sheet.xlsx")
    book.sheet("行政许可", table(sample(LICENCE, 4, 112)))
    book.sheet("旧数据", table(sample(LICENCE, 2, 113))).hide()
    book.close()

    records: list[dict[str, object]] = [dict(row) for row in sample(PENALTY, 3, 114)]
    records[1]["备注"] = {"承办人": "见卷宗", "联系电话": None}
    text = json.dumps(records, ensure_ascii=False, indent=2)
    (folder / "nested-value.json").write_text(text + "\n", encoding="utf-8")
    page = "".join(
        "<tr>" + "".join(f"<td>{cell or ''}</td>" for cell in row) + "</tr>\n"
        for row in table([plain(row) for row in sample(PENALTY, 3, 115)])
    )
    html = f'<html><head><meta charset="utf-8"></head><body><table>\n{page}</table></body></html>\n'
    (folder / "file-form.xls").write_text(html, encoding="utf-8")
    write_messages(folder / "declared-encoding.xml", sample(LICENCE, 3, 117), "utf-8", "gb18030")


def plain(row: Row) -> Row:
    """The row without line breaks, which mean nothing in a page."""
    return {title: value and value.replace("\n", "") for title, value in row.items()}


def make(folder: Path) -> None:
    """Everything, into ``valid`` and ``invalid`` below the folder."""
    for name, maker in (("valid", make_valid), ("invalid", make_invalid)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        maker(folder / name)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "submissions")

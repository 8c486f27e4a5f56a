"""A catalogue's lists as one workbook for the people who edit them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conformance.catalog.canonical import dump
from conformance.catalog.store import Catalogue
from conformance.catalog.workbook import canonical_form, cells, flatten
from conformance.catalog.workbook.aside import titles_of, unit_names, with_names
from conformance.catalog.workbook.book import Book, Heading, add_table, new_book
from conformance.catalog.workbook.explained import add_explained
from conformance.catalog.workbook.headings import headings
from conformance.catalog.workbook.layout import Table, tables
from conformance.catalog.workbook.loose import HEADINGS, LOOSE, loose_rows
from conformance.catalog.workbook.marks import digest
from conformance.standard.entries import Entry, EntryFile
from conformance.standard.model import Text
from conformance.standard.shapes import Shapes

FILES = "文件"
FILE_COLUMNS = ("文件", "清单", "范围", "条目", "文件头注释", "摘要")
WHOLE, PART = "全部", "部分"
_UNIT_KEYS = ("unit", "units", "lead_units", "other_parties", "obligors", "members", "parent")
IMPORT = "conformance catalog import 文件.xlsx --output 新文件夹"


class Selection(Struct, frozen=True):
    """What of a catalogue goes into a workbook; nothing chosen means everything."""

    lists: tuple[str, ...] = ()
    """Top-level keys."""
    units: tuple[str, ...] = ()

    def takes(self, entry: Entry) -> bool:
        """Whether an entry is in."""
        if self.lists and entry.list not in self.lists:
            return False
        return not self.units or (entry.list == "units" and entry.id in self.units) or _names(entry.data, self.units)

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not self.lists and not self.units


def export(catalogue: Catalogue, selection: Selection, *, loss: bool = False) -> bytes:
    """The workbook. Raises NotCarried where the files say something that it could not carry."""
    canonical_form.check(catalogue, loss=loss)
    files = [file for file in catalogue.entries.files if any(map(selection.takes, file.entries))]
    lists = [key for key in ordered(catalogue.shapes) if any(file.list == key for file in files)]
    all_tables = {key: tables(catalogue.shapes, key) for key in lists}
    book = new_book(issued(catalogue), heading_of(catalogue))
    add_explained(book, heading_of(catalogue), [table for key in lists for table in all_tables[key]], IMPORT)
    add_table(
        book,
        FILES,
        file_headings(),
        [_file_row(file, selection, all_tables[file.list], catalogue.shapes) for file in files],
        1,
    )
    for key in lists:
        placed = [
            (entry, str(number))
            for file in files
            if file.list == key
            for number, entry in enumerate(file.entries, 1)
            if selection.takes(entry)
        ]
        add_list(book, placed, all_tables[key], catalogue)
    if selection.everything:
        loose = loose_rows(catalogue, loss=loss)
        if loose:
            add_table(book, LOOSE, HEADINGS, loose)
    return book.close()


def add_list(
    book: Book,
    placed: Sequence[tuple[Entry, str]],
    list_tables: Sequence[Table],
    catalogue: Catalogue,
    before: Sequence[Heading] = (),
    hidden: Collection[str] = (),
) -> None:
    """The sheets of a list with the entries given, each with its place within its file.

    ``before`` are blank columns before those of the entries; ``hidden`` are headings of columns that need not be seen.
    """
    shapes = catalogue.shapes
    rows = flatten.rows(placed, list_tables, shapes)
    titles, units = titles_of(entry for entry, _ in placed), unit_names(catalogue)
    for table in list_tables:
        _refuse_long(table, rows[table.name])
        heads, body = with_names(table, headings(book, table, shapes), rows[table.name], titles, units)
        heads = [replace(head, hidden=head.text in hidden) for head in heads]
        more = [] if table.path else list(before)
        blank = [""] * len(more)
        add_table(book, table.name, [*more, *heads], [[*blank, *row] for row in body], table.keys + len(more))


def _refuse_long(table: Table, rows: Sequence[Sequence[str]]) -> None:
    """The library would leave out a text that is too long for a cell."""
    for row in rows:
        for column, text in zip(table.columns, row, strict=True):
            if len(text) > cells.LONGEST:
                raise canonical_form.NotCarried(
                    [
                        Text(
                            f"条目“{row[0]}”的“{column.heading}”有 {len(text)} 个字符，一个单元格最多 {cells.LONGEST} 个；请缩短或拆分。",
                            f'"{column.heading}" of entry "{row[0]}" has {len(text)} characters; a cell holds {cells.LONGEST}.',
                        )
                    ]
                )


def issued(catalogue: Catalogue) -> str:
    """The day of the edition, which stands in for the day on which a workbook was made."""
    edition = frame(catalogue)
    return str(edition.get("issued") or catalogue.standard.edition.date)


def heading_of(catalogue: Catalogue) -> str:
    """The title of the edition with its version."""
    edition = frame(catalogue)
    own = edition.get("title")
    name = own.get("zh") if isinstance(own, dict) else None
    if not name:
        return f"清单（{catalogue.entries.folder.name}）"
    return f"{name}（{edition.get('version', '')}）"


def frame(catalogue: Catalogue) -> dict[str, Any]:
    """What ``edition.yaml`` says; nothing where a folder of lists has none."""
    from conformance.standard import yamltext

    path = catalogue.entries.folder / "edition.yaml"
    if not path.is_file():
        return {}
    try:
        data, _ = yamltext.read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yamltext.Unreadable):
        return {}
    return data if isinstance(data, dict) else {}


def ordered(shapes: Shapes) -> list[str]:
    """The three lists first, then the rest as users know them."""
    from conformance.catalog.store import LISTS

    known = [key for key in LISTS.values() if key in shapes.lists]
    return [*known, *(key for key in shapes.lists if key not in known)]


def file_headings() -> list[Heading]:
    """The header of the sheet of files."""
    widths = (30.0, 16.0, 8.0, 60.0, 80.0, 18.0)
    notes = (
        "文件在版本文件夹内的位置。",
        "文件所属的清单。",
        "“全部”：文件的条目都在本工作簿里；“部分”：只有选出的条目，导入时其余的不动。",
        "导出时本工作簿含有的条目，供导入时判断删去了哪些；请勿修改。",
        "写在文件开头的注释，一行一条。",
        "导出时文件内容的标记，供更新时发现别人的改动；请勿修改。",
    )
    return [
        Heading(*one) for one in zip(FILE_COLUMNS, [*["aside"] * 4, "optional", "aside"], notes, widths, strict=True)
    ]


def _file_row(file: EntryFile, selection: Selection, list_tables: Sequence[Table], shapes: Shapes) -> list[str]:
    taken = [entry.id for entry in file.entries if selection.takes(entry)]
    said = flatten.comment(file.comment)
    whole = len(taken) == len(file.entries)
    row = [
        file.name,
        list_tables[0].name,
        WHOLE if whole else PART,
        cells.write_several(taken),
        cells.write(said) if said else "",
        digest(dump(file, shapes)),
    ]
    if max(map(len, row)) > cells.LONGEST:
        raise canonical_form.NotCarried(
            [
                Text(
                    f"{file.name}：条目或注释过多，放不进一个单元格；请拆分文件。",
                    f"{file.name}: too much for a cell; split the file.",
                )
            ]
        )
    return row


def _names(value: Any, units: Collection[str], key: str = "") -> bool:
    """Whether an entry names one of the units as a unit."""
    if isinstance(value, dict):
        return any(_names(part, units, name) for name, part in value.items())
    if isinstance(value, list):
        return any(_names(part, units, key) for part in value)
    return key in _UNIT_KEYS and value in units

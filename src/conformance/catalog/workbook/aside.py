"""A sheet to look ids up in; it is not read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from conformance.catalog.store import Catalogue
from conformance.catalog.workbook.book import Book, Heading, add_table
from conformance.catalog.workbook.layout import Table, tables
from conformance.catalog.workbook.records import ASIDE
from conformance.standard.entries import Entry

ASIDE_SHEET = "编号对照"
_NOTE = "只供查看，导入时不读；改了编号后这里不会跟着变。"


def add_aside(book: Book, catalogue: Catalogue) -> None:
    """Ids and names of units and of the entries of the three lists."""
    standard = catalogue.standard
    index = catalogue.entries.index("units")
    units = {unit: (entry.data["title"]["zh"], entry.data["name"]) for unit, entry in index.items()} or {
        unit.id: (unit.title.zh, "") for unit in standard.units.values()
    }
    rows = [["单位", unit, *names] for unit, names in units.items()]
    for key in ("items", "behaviours", "applications"):
        name = tables(catalogue.shapes, key)[0].name
        rows += [[name, entry.id, entry.data["title"]["zh"], ""] for entry in catalogue.entries.of(key)]
    widths = (("类别", 14.0), ("编号", 30.0), ("名称", 50.0), ("文件中的名称", 30.0))
    add_table(book, ASIDE_SHEET, [Heading(name, "aside", width=width) for name, width in widths], rows)


def with_names(
    table: Table,
    headings: Sequence[Heading],
    rows: Sequence[Sequence[str]],
    titles: Mapping[str, str],
    units: Mapping[str, str],
) -> tuple[list[Heading], list[list[str]]]:
    """The sheet of objects within entries with two more columns for the reader: titles of entries, names of units.

    Their headings begin with ``※``, so they are not read back.
    """
    if not table.path:
        return list(headings), [list(row) for row in rows]
    place = next((number for number, column in enumerate(table.columns) if column.path == ("unit",)), None)
    more = [Heading(f"{ASIDE}所属条目名称", "aside", _NOTE, 30.0, body="fixed")]
    if place is not None:
        more.append(Heading(f"{ASIDE}单位名称", "aside", _NOTE, 30.0, body="fixed"))
    wide = [[*row, titles.get(row[0], ""), *([] if place is None else [units.get(row[place], "")])] for row in rows]
    return [*headings, *more], wide


def titles_of(entries: Iterable[Entry]) -> dict[str, str]:
    """Id → Chinese title of entries that have one."""
    return {entry.id: str(entry.data["title"]["zh"]) for entry in entries if "title" in entry.data}


def unit_names(catalogue: Catalogue) -> dict[str, str]:
    """Id → Chinese name of every unit that is known."""
    known = {unit.id: unit.title.zh for unit in catalogue.standard.units.values()}
    return {**known, **titles_of(catalogue.entries.of("units"))}

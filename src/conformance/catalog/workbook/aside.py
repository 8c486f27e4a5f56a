"""A sheet to look ids up in; it is not read back."""

from __future__ import annotations

from conformance.catalog.store import Catalogue
from conformance.catalog.workbook.book import Book, Heading, add_table
from conformance.catalog.workbook.layout import tables

ASIDE_SHEET = "编号对照"


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

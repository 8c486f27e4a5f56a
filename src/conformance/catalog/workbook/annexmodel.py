"""What an annex is made of, whatever prints it: tables, and the names by which entries and codes go in print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from conformance.catalog.store import LISTS, NAMES, THREE, Catalogue
from conformance.catalog.workbook.layout import tables
from conformance.standard.shapes import Shapes, label

SIGNED = ("编制单位", "审核", "批准", "日期")


class TableOf(Struct, frozen=True):
    """One table of an annex."""

    title: str
    columns: tuple[tuple[str, float], ...]
    """Heading and relative width."""
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()
    """Lines below the table."""
    left_out: int = 0
    """Entries of the list that the table does not have."""


class Annex(Struct, frozen=True):
    """Everything that is printed."""

    title: str
    subtitle: str
    created: str
    tables: tuple[TableOf, ...]


class Names(Struct, frozen=True):
    """How entries and codes are called in print."""

    shapes: Shapes
    units: Mapping[str, str]
    titles: Mapping[str, Mapping[str, str]]

    def code(self, entry_list: str, key: str, value: Any) -> str:
        """Labels of the codes under a key."""
        name = self.shapes.entry(entry_list).slot(key).range
        given = value if isinstance(value, list) else [] if value is None else [value]
        return "、".join(label(self.shapes, name, str(code)) for code in given)

    def linked(self, entry_list: str, ids: Iterable[str]) -> str:
        """Titles of entries of another list."""
        return "、".join(self.titles[entry_list].get(one, one) for one in ids)

    def unit_names(self, units: Iterable[str]) -> str:
        """Names of units, as the source document writes them."""
        return "、".join(self.units.get(unit, unit) for unit in units)


def names_of(*catalogues: Catalogue) -> Names:
    """The names in one or more editions; the first has the last word."""
    units: dict[str, str] = {}
    titles: dict[str, dict[str, str]] = {LISTS[name]: {} for name in THREE}
    for catalogue in reversed(catalogues):
        units |= {unit.id: unit.title.zh for unit in catalogue.standard.units.values() if unit.id not in units}
        units |= {entry.id: str(entry.data["name"]) for entry in catalogue.entries.of("units")}
        for key, known in titles.items():
            known |= {entry.id: str(entry.data["title"]["zh"]) for entry in catalogue.entries.of(key)}
    return Names(catalogues[0].shapes, units, titles)


def counted(words: Iterable[str]) -> str:
    """``新增 2、修改 3``."""
    return "、".join(f"{word} {number}" for word, number in Counter(words).items())


def title_of_list(name: str, shapes: Shapes) -> str:
    """The Chinese title of a list; its name if it is none of the edition's files."""
    key = LISTS.get(name, name)
    return tables(shapes, key)[0].name if key in NAMES and key in shapes.lists else name


def shown_widths(columns: Sequence[tuple[str, float]], total: float) -> list[float]:
    """The widths scaled to a total."""
    whole = sum(width for _, width in columns)
    return [width * total / whole for _, width in columns]

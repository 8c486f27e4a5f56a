"""Everything that is settled about an item before its records are made: topics, bodies, subjects and places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct

from conformance.sample.authorities import DEPARTMENTS, STAND_INS
from conformance.sample.bodies import Bodies, Body, bodies_of_unit, department_body, everybody, tabulate
from conformance.sample.dice import Ints
from conformance.sample.topics import KINDS, Row, Topics, plain_rows, rows_of
from conformance.sample.wanted import Wanted, wanted
from conformance.sample.world import World
from conformance.standard.model import Standard

KIND_WEIGHTS = (68, 12, 5, 5, 9, 1)
"""Share of each kind, in the order of the kinds' numbers."""
_UNNAMED = ("unspecified", "grp-gov-depts", "grp-relevant-depts", "districts-all")


class Brief(Struct, frozen=True):
    """What makers of records go by."""

    wanted: Wanted
    about: Topics
    body: Ints
    """For each topic the position of its body in ``bodies``."""
    bodies: Bodies
    kind_weights: tuple[int, ...]
    places: Ints | None
    """The districts (positions in ``World.districts``) that the item is limited to."""


def prepare_item(item: str, standard: Standard, world: World) -> Brief:
    """The brief of a data item. KeyError for an unknown one."""
    asked = wanted(item, standard)
    entries = _general(asked) if asked.item.general else _entries(asked, standard)
    known = list(dict.fromkeys(body for _, body in entries))
    names = {name: None for row, _ in entries for name in row}
    about = Topics({name: [row.get(name, "") for row, _ in entries] for name in names})
    fitting = set(about.kinds()) & set(asked.kinds)
    return Brief(
        wanted=asked,
        about=about,
        body=np.array([known.index(body) for _, body in entries], dtype=np.int64),
        bodies=tabulate(known, world.divisions),
        kind_weights=tuple(weight if kind in fitting else 0 for kind, weight in enumerate(KIND_WEIGHTS)),
        places=_places(asked, standard, world),
    )


def _general(asked: Wanted) -> list[tuple[Row, Body]]:
    """The topics of a general item, each with the department that decides on it."""
    rows = plain_rows(asked.record_type.name)
    departments = {department.key: department_body(department) for department in DEPARTMENTS}
    return [(row, departments[row["department"]]) for row in rows]


def _entries(asked: Wanted, standard: Standard) -> list[tuple[Row, Body]]:
    """Each topic that is likely for the item, with each body that may decide on it."""
    found: list[tuple[tuple[int, int], Row, list[Body]]] = []
    for row in rows_of(asked.record_type.name):
        if not any(KINDS[kind] in (row["kinds"].split() or KINDS) for kind in asked.kinds):
            continue
        rank, units = _likeness(row, asked, standard)
        if rank >= 0:
            found.append(((rank, _fit(row, asked)), row, _bodies(units, asked, standard)))
    best = max(score for score, _, _ in found)
    return [(row, body) for score, row, bodies in found if score == best for body in bodies]


def _likeness(row: Row, asked: Wanted, standard: Standard) -> tuple[int, list[str]]:
    """How particular the topic is to the item (2 its own, 1 its units', 0 anybody's, -1 another's), and its units."""
    names = row["for"].split()
    units = [name for name in names if name in standard.units]
    items = [name for name in names if name in standard.items]
    if items:
        return (2 if asked.item.id in items else -1), units
    if not units:
        return 0, units
    mine = asked.issuers or tuple(unit for unit in asked.item.providers if unit not in _UNNAMED)
    named = [unit for unit in mine if standard.units[unit].kind != "district"]
    if not named:
        return 0, units  # any department may be meant
    return (1 if set(named) & set(units) else -1), units


def _fit(row: Row, asked: Wanted) -> int:
    """How many of the values that the item allows the topic has already."""
    return sum(
        1
        for name, values in asked.values.items()
        if row.get(name) and all(text in values for text in row[name].split("|"))
    )


def _bodies(units: Sequence[str], asked: Wanted, standard: Standard) -> list[Body]:
    if asked.issuers:
        both = [unit for unit in asked.issuers if unit in units]
        return _of_units(both or asked.issuers, standard)
    if units:
        return _of_units(units, standard)
    named = [unit for unit in asked.item.providers if unit not in _UNNAMED]
    named = [unit for unit in named if standard.units[unit].kind != "district" or unit in STAND_INS]
    return _of_units(named, standard) or everybody()


def _of_units(units: Iterable[str], standard: Standard) -> list[Body]:
    return [body for unit in units for body in bodies_of_unit(standard.units[unit])]


def _places(asked: Wanted, standard: Standard, world: World) -> Ints | None:
    """The districts that the item's values, or else its only provider, limit it to."""
    codes = asked.values.get("division_code", ())
    if not codes and len(asked.item.providers) == 1:
        unit = standard.units[asked.item.providers[0]]
        codes = unit.divisions[:1] if unit.kind == "district" else ()
    known = [division.code for division in world.divisions]
    places = [known.index(code) + 1 for code in codes if code in known]
    return np.array(places, dtype=np.int64) if places else None

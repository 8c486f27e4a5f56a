"""Deciding bodies: the name of each in the city and in every district, and what its documents are numbered under."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from msgspec import Struct

from conformance.sample.authorities import DEPARTMENTS, STAND_INS, UNIT_PREFIXES, Department
from conformance.sample.columns import words
from conformance.sample.dice import Bools
from conformance.standard.model import Division, Unit
from conformance.standard.names import short_name

_NO_PREFIX = "信"


class Body(Struct, frozen=True):
    """One body; ``{d}`` in ``district`` is a district, ``{s}`` the same without 区 or 县."""

    city: str
    district: str | None
    prefix: str
    district_prefix: str


class Bodies(Struct, frozen=True):
    """Bodies × places (the city, then each district)."""

    names: pl.Series
    prefixes: pl.Series
    places: int
    local: Bools
    """For each body whether it has offices in the districts."""


def department_body(department: Department) -> Body:
    """A department with its district counterpart."""
    return Body(department.city, department.district, department.prefix, department.district_prefix)


def bodies_of_unit(unit: Unit) -> list[Body]:
    """The unit with its first kind of district office; invented bodies for a group that has no names of its own."""
    prefix = UNIT_PREFIXES.get(unit.id, _NO_PREFIX)
    if unit.id in STAND_INS:
        return [Body(name, None, prefix, prefix) for name in STAND_INS[unit.id]]
    pattern = unit.district_offices[0] if unit.district_offices else None
    joint = pattern is not None and "市场监督" in pattern
    return [Body(_proper(unit), pattern, prefix, "市监" if joint else prefix)]


def _proper(unit: Unit) -> str:
    """The full name; where the catalogue's title is a general word, the first name that belongs to the city."""
    if unit.title.zh.startswith("上海"):
        return unit.title.zh
    return next((name for name in unit.names if name.startswith("上海")), unit.title.zh)


def everybody() -> list[Body]:
    """Every department."""
    return [department_body(department) for department in DEPARTMENTS]


def tabulate(bodies: Sequence[Body], districts: Sequence[Division]) -> Bodies:
    """The look-up tables."""
    names, prefixes = [], []
    for body in bodies:
        names.append(body.city)
        prefixes.append("沪" + body.prefix)
        for division in districts:
            office = body.city if body.district is None else body.district
            names.append(office.format(d=division.name, s=short_name(division.name)))
            prefixes.append(division.name[0] + body.district_prefix)
    local = np.array([body.district is not None for body in bodies], dtype=np.bool_)
    return Bodies(words(names), words(prefixes), len(districts) + 1, local)

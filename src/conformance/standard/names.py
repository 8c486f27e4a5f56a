"""Names of units: how they are compared, and everything that a unit may be called in a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from conformance.standard.model import Standard, Unit

DECORATION = r"[\s“”\"'‘’「」《》〈〉（）()\[\]【】·]+"
"""Pattern of quotes, brackets and blanks in a name: practice writes them or leaves them out."""
CITY = "上海市"
"""What practice writes in front of a name, or leaves out."""
_KIND = re.compile("(?:新区|区|县)$")


def undecorated(name: str) -> str:
    """A name without quotes, brackets and blanks."""
    return re.sub(DECORATION, "", name)


def plain(name: str) -> str:
    """A name as it is compared: undecorated, and without the city's name in front."""
    return undecorated(name).removeprefix(CITY)


def short_name(place: str) -> str:
    """A district's name without its kind: 浦东, not 浦东新区."""
    return _KIND.sub("", place)


def office_names(unit: Unit, place: str) -> list[str]:
    """Names of a unit's counterparts in one district, whose name is given in full (浦东新区)."""
    return [pattern.format(d=place, s=short_name(place)) for pattern in unit.district_offices]


def names_of(units: Iterable[str], standard: Standard) -> list[str]:
    """Every name of the units, of the members of groups, and of their offices in the city's districts, each once.

    Offices of districts that exist no more are among them: a record is as old as its decision. A unit that the
    standard does not know has no names.
    """
    places = list(dict.fromkeys(d.name for d in standard.divisions if _is_district(d.code)))
    return list(dict.fromkeys(_names(units, standard, places, set())))


def _is_district(code: str) -> bool:
    return code.startswith("31") and not code.endswith("00")


def _names(units: Iterable[str], standard: Standard, places: list[str], seen: set[str]) -> Iterator[str]:
    for name in units:
        unit = standard.units.get(name)
        if unit is None or name in seen:
            continue
        seen.add(name)
        yield from unit.names
        for place in places:
            yield from office_names(unit, place)
        yield from _names(unit.members, standard, places, seen)

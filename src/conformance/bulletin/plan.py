"""The reporting plan as it binds parties: groups stand for their members, and what binds nobody in particular is told."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from conformance.bulletin.model import Duty, Group, Precedent, Unreached, Use
from conformance.catalog.store import Catalogue
from conformance.standard.entries import Entry
from conformance.standard.model import Standard, Text

LISTS = ("duties", "applications", "clauses")
"""The lists that a bulletin reads."""
_PRECEDENTS = {
    "T40.1": Text("按月校验并通报", "the bulletin of each month"),
    "T44.2": Text("统计和排名", "figures and ranking"),
    "S5.2": Text("年度运行报告", "the report of a year"),
}
"""Place in the document → what of a bulletin is made likewise."""
_GROUPS: dict[str, Group] = {"municipal_department": "departments", "party": "departments", "district": "districts"}


class Plan(Struct, frozen=True):
    """What the lists say of who submits and who uses."""

    duties: tuple[Duty, ...]
    unreached: tuple[Unreached, ...]
    """Units that are no party, members of groups among them, and how many duties nobody is bound by therefore."""
    uses: dict[str, tuple[Use, ...]]
    """Party → the application items that name its unit or a group of it."""
    precedents: tuple[Precedent, ...]


def plan_of(catalogue: Catalogue, standard: Standard) -> Plan:
    """The plan of an edition's lists."""
    duties, unreached = _duties(catalogue.entries.of("duties"), standard)
    uses = _uses(catalogue.entries.of("applications"), standard)
    return Plan(duties, unreached, uses, _precedents(catalogue.entries.index("clauses"), standard))


def group_of(party: str, standard: Standard) -> Group:
    """The group in which a party is ranked."""
    entry = standard.parties[party]
    unit = standard.units.get(entry.units[0]) if entry.units else None
    return _GROUPS.get("" if unit is None else unit.kind, "lines")


def parties_of(standard: Standard) -> dict[str, str]:
    """Unit → the party that it submits as."""
    return {party.units[0]: party.id for party in standard.parties.values() if party.units}


def _duties(entries: Iterable[Entry], standard: Standard) -> tuple[tuple[Duty, ...], tuple[Unreached, ...]]:
    known = parties_of(standard)
    found: dict[tuple[str, str], Duty] = {}
    nobody: dict[str, int] = {}
    for entry in entries:
        unit = str(entry.data["unit"])
        if unit in known:
            duty = _duty(entry, known[unit])
            found[duty.party, duty.item] = duty  # the unit's own goes before that of a group
            continue
        for member in standard.units[unit].members or (unit,):
            if member in known:
                party = known[member]
                found.setdefault((party, str(entry.data["item"])), _duty(entry, party, unit))
            else:
                nobody[member] = nobody.get(member, 0) + 1
    unreached = tuple(Unreached(standard.units[unit].title, number) for unit, number in sorted(nobody.items()))
    return tuple(sorted(found.values(), key=lambda duty: (duty.party, duty.item))), unreached


def _duty(entry: Entry, party: str, through: str | None = None) -> Duty:
    data = entry.data
    return Duty(
        id=entry.id,
        party=party,
        item=str(data["item"]),
        due=str(data["due"]),
        due_day=int(data["due_day"]),
        through=through,
    )


def _uses(entries: Iterable[Entry], standard: Standard) -> dict[str, tuple[Use, ...]]:
    named: dict[str, list[Entry]] = {}
    for entry in entries:
        for user in entry.data.get("users", ()):
            named.setdefault(str(user["unit"]), []).append(entry)
    uses: dict[str, tuple[Use, ...]] = {}
    for party in standard.parties.values():
        found: dict[str, Use] = {}
        for unit in party.units:
            for entry in named.get(unit, ()):
                found.setdefault(entry.id, _use(entry, unit, None if unit == party.units[0] else unit))
        uses[party.id] = tuple(found.values())
    return uses


def _use(entry: Entry, unit: str, through: str | None) -> Use:
    title = entry.data["title"]
    items = tuple(map(str, entry.data.get("data_items", ())))
    basis = next(str(user["basis"]) for user in entry.data["users"] if user["unit"] == unit)
    return Use(entry.id, Text(str(title["zh"]), str(title["en"])), items, through, basis)


def _precedents(clauses: dict[str, Entry], standard: Standard) -> tuple[Precedent, ...]:
    found = []
    for clause, like in _PRECEDENTS.items():
        data = clauses[clause].data
        units = tuple(standard.units[unit].title for unit in data.get("units", ()))
        about = Text(str(data["about"]["zh"]), str(data["about"]["en"]))
        found.append(Precedent(clause, tuple(map(str, data.get("terms", ()))), about, units, like))
    return tuple(found)

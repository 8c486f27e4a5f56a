"""Editions, data items and providers that an envelope names: each has to be one that the standard has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from conformance.sources.envelope.faults import Fault, unknown
from conformance.sources.model import Notice
from conformance.standard.model import Standard, Text
from conformance.standard.parties import find_party

_PARTIES = ("provider", "party")
UNJUDGED = Text("；其中的记录未校验", "; its records were not checked")
_NOTHING = Text("", "")


def named_wrongly(members: Mapping[str, Any], standard: Standard, *, holds_records: bool) -> Iterator[Notice]:
    """What the members of an envelope name that the standard does not have, and days that are none."""
    left = UNJUDGED if holds_records else _NOTHING
    edition = members.get("edition")
    if isinstance(edition, str) and edition != standard.edition.id:
        yield unknown_edition(("edition",), edition, standard, left)
    item = members.get("item")
    if isinstance(item, str) and item not in standard.items:
        yield unknown_item(("item",), item, left)
    items = members.get("items")
    for number, one in enumerate(items if isinstance(items, list | tuple) else ()):
        if isinstance(one, str) and one not in standard.items:
            yield unknown_item(("items", number), one)
    for member in _PARTIES:
        name = members.get(member)
        if isinstance(name, str) and find_party(name, standard) is None:
            yield unknown_party((member,), name)
    yield from _period(members.get("period"))


def unknown_edition(steps: tuple[str | int, ...], edition: str, standard: Standard, left: Text = _NOTHING) -> Notice:
    """An edition other than the one that is checked by."""
    mine = standard.edition.id
    what = Text(f"本次按 {mine} 版校验{left.zh}", f"the edition that is checked by is {mine}{left.en}")
    return unknown(steps, edition, what)


def unknown_item(steps: tuple[str | int, ...], item: str, left: Text = _NOTHING) -> Notice:
    """A data item that the standard does not have."""
    zh, en = f"没有这个数据事项{left.zh}", f"there is no such data item{left.en}"
    return unknown(steps, item, Text(zh, en))


def unknown_party(steps: tuple[str | int, ...], party: str) -> Notice:
    """A provider that the standard does not have."""
    what = Text(
        "没有这个报送单位，与单位有关的规则没有校验", "there is no such party; rules that need it were not checked"
    )
    return unknown(steps, party, what)


def _period(period: object) -> Iterator[Notice]:
    if not isinstance(period, Mapping):
        return
    days = {}
    for end in ("from", "to"):
        if isinstance(written := period.get(end), str):
            try:
                days[end] = date.fromisoformat(written)
            except ValueError:
                what = Text("不是日历中的日期", "it is no day of the calendar")
                yield Fault(("period", end), what, written).notice()
    if len(days) == 2 and days["to"] < days["from"]:
        what = Text("截止日期早于起始日期", "the period ends before it begins")
        yield Fault(("period", "to"), what, str(period["to"])).notice()


def subject_of(member: object) -> tuple[str, str] | None:
    """Scheme and identifier of the subject that a query names, where both are texts."""
    scheme, identifier = (
        (member.get(name) for name in ("scheme", "id")) if isinstance(member, Mapping) else (None, None)
    )
    return (scheme, identifier) if isinstance(scheme, str) and isinstance(identifier, str) else None

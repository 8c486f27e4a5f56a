"""What can be wrong with the demands that an item makes beyond its record type.

``compile`` refuses such items, and linting a catalogue reports them: both by what is said here.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from conformance.standard.model import CodeList, Field, RecordType, Text

_NEEDS = {"values": "values", "issuers": "units", "subject": "subject_types"}
"""Kind of demand → the key that says what it comes to."""


class Ground(Struct, frozen=True):
    """What demands are held against."""

    record: RecordType
    lists: Mapping[str, CodeList]
    addable: Container[str]
    """Fields that an item may add to its record type."""
    added: Mapping[str, Field | None]
    """Fields that the item does add, as far as they are known."""


class Fault(Struct, frozen=True):
    """One thing that is wrong with a demand."""

    code: str
    said: Text


def faults(demand: Mapping[str, Any], ground: Ground) -> Iterator[Fault]:
    """Everything that is wrong with one demand."""
    kind, name = str(demand.get("kind")), str(demand.get("field", ""))
    record = ground.record
    own = {one.name: one for one in record.fields}
    if kind == "extra":
        if name in own or name not in ground.addable:
            yield Fault(
                "extra-field-unknown",
                Text(
                    f"“{name}”不是事项可以增加的数据项（schemas/extras.yaml）",
                    f"{name} is no slot of schemas/extras.yaml that an item can add",
                ),
            )
        return
    if kind in _NEEDS and not demand.get(_NEEDS[kind]):
        yield Fault(
            "demand-incomplete",
            Text(
                f"“{name or kind}”的要求没有写明内容（{_NEEDS[kind]}）", f"{name or kind} is limited to nothing at all"
            ),
        )
    if kind == "subject":
        return
    if name not in own and name not in ground.added:
        yield Fault(
            "field-unknown",
            Text(
                f"记录类型“{record.title.zh}”没有数据项“{name}”", f"the record type {record.name} has no field {name}"
            ),
        )
        return
    known = own.get(name) or ground.added.get(name)
    if known is None:
        return
    if kind == "required" and known.requirement == "required":
        yield Fault(
            "narrowing-repeats",
            Text(
                f"“{known.title}”在记录类型中已是必填，不必再要求",
                f"{name} is required by the record type already",
            ),
        )
    if kind == "values":
        yield from _outside(known, map(str, demand.get("values") or ()), ground.lists)


def _outside(known: Field, values: Iterable[str], lists: Mapping[str, CodeList]) -> Iterator[Fault]:
    """Values that the code list of the field does not have."""
    entries = lists.get(known.code_list or "")
    if entries is None:
        return
    codes = [code.code for code in entries.codes]
    for value in values:
        if value not in codes:
            yield Fault(
                "code-outside-list",
                Text(
                    f"“{value}”不在“{known.title}”的代码表中，可用的有：{'、'.join(codes)}",
                    f"{value} is not in the code list {entries.id}; it has {', '.join(codes)}",
                ),
            )

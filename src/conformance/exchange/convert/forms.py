"""The form that a party keeps its records in: what it calls each field, and how it numbers what is coded.

Known from the comparison of the four regions and their code maps (``catalogs/2016/regions/``), each with its ground, and
from the party's own profile. Where nothing was seen of a party's form, the standard's own stands for it, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from msgspec import Struct, field

from conformance.standard.entries import Entries, Entry, read, text_of
from conformance.standard.load import lists_folder
from conformance.standard.model import Field, Party, RecordType, Standard, Text
from conformance.standard.problems import Faulty
from conformance.standard.shapes import load_shapes

_OWN = "shanghai"
"""The region whose form the parties of the city have."""


class FormColumn(Struct, frozen=True):
    """A field as one side knows it."""

    field: str
    title: str
    """Its header in that side's tables."""
    code: str | None
    """Its name where codes are used: ``XK_WSH``."""
    required: bool = False
    length: int | None = None
    """Characters that it is known to have room for."""
    clause: str = ""
    """Where this was seen."""


class PartyForm(Struct, frozen=True):
    """How one side writes records of one record type."""

    party: Party
    columns: tuple[FormColumn, ...]
    """In order; only what the side is known to have."""
    seen: bool
    """Whether the form was seen anywhere; False where the standard's own stands for it."""
    numbers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field → number that the side writes → label."""
    note: Text | None = None
    """How far what is known of the side can be trusted."""

    def column(self, name: str) -> FormColumn | None:
        """The column of a field; None where the side is not known to have it."""
        return next((column for column in self.columns if column.field == name), None)

    @property
    def headers(self) -> dict[str, str]:
        """Every header and code that the side uses → field."""
        return {name: column.field for column in self.columns for name in (column.title, column.code) if name}


def form_of(party: Party, record_type: RecordType, standard: Standard) -> PartyForm:
    """The form that a party has for records of a type."""
    lists = _lists()
    region = _region(party, lists.of("regions"))
    name = _OWN if region is None else region.id
    rows = [entry.data for entry in lists.of("comparison") if entry.data["record_type"] == record_type.name]
    found = [_column(row, row[name]) for row in rows if row[name]["known"]]
    numbers = _numbers(party, region, record_type)
    note = None if region is None else text_of(region.data.get("note"))
    if found:
        return PartyForm(party, tuple(found), True, numbers, note)
    own = tuple(own_column(one) for one in record_type.fields if not one.addition)
    return PartyForm(party, own, region is None, numbers, note)


def own_column(one: Field) -> FormColumn:
    """A field as the standard itself calls it."""
    return FormColumn(one.name, one.title, one.code, clause=one.clause)


def _column(row: Mapping[str, Any], said: Mapping[str, Any]) -> FormColumn:
    return FormColumn(
        field=row["field"],
        title=said["name"],
        code=said.get("code"),
        required=said.get("required") == "yes",
        length=said.get("length"),
        clause=said["clause"],
    )


def _region(party: Party, regions: Sequence[Entry]) -> Entry | None:
    """The partner province that a party is; None for everybody in the city."""
    if party.kind != "province":
        return None
    place = party.id.partition(":")[2]
    return next((one for one in regions if place.startswith(tuple(one.data["divisions"]))), None)


def _numbers(party: Party, region: Entry | None, record_type: RecordType) -> dict[str, dict[str, str]]:
    """Field → number → label, of the fields that the record type has."""
    lists = {one.name: one.code_list for one in record_type.fields if one.code_list is not None}
    numbers = {name: dict(party.code_numbering[of]) for name, of in lists.items() if of in party.code_numbering}
    for table in [] if region is None else region.data.get("code_maps", []):
        if table["field"] in lists:
            numbers[table["field"]] = {one["number_used"]: one["label"] for one in table["numbers"]}
    return numbers


@cache
def _lists() -> Entries:
    """Regions and their comparison, as the package carries them. Raises Faulty where they depart from their shape."""
    shapes = load_shapes()
    found = read(lists_folder(), shapes, shapes.files, only=("regions", "comparison"))
    if found.problems:
        raise Faulty(list(found.problems))
    return found

"""Which column becomes which, before any row is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from conformance.exchange.convert.forms import FormColumn, PartyForm, own_column
from conformance.exchange.convert.model import Fate
from conformance.exchange.convert.values import Recoding
from conformance.sources.model import Column
from conformance.standard.model import Field, RecordType, Standard
from conformance.standard.names import plain

Naming: TypeAlias = Literal["title", "code", "name"]


class Planned(Struct, frozen=True):
    """One column of the other form."""

    key: str | None
    """Name of the column in a batch; None for an empty one."""
    header: str | None
    """As it was written."""
    field: str | None
    written: str
    fate: Fate
    title: str = ""
    alike: bool = True
    recoding: Recoding | None = None
    length: int | None = None
    required: bool = False
    clause: str = ""


class Sides(Struct, frozen=True):
    """Both forms, and what they are forms of."""

    source: PartyForm
    target: PartyForm
    record_type: RecordType
    standard: Standard
    naming: Naming

    def recoding(self, name: str) -> Recoding | None:
        """How values of a field are recoded; None where neither side has numbers of its own."""
        code_list = self.record_type.field(name).code_list
        read, write = self.source.numbers.get(name, {}), self.target.numbers.get(name, {})
        if code_list is None or not (read or write):
            return None
        numbers = {label: number for number, label in write.items()}
        return Recoding(name, self.standard.code_lists[code_list], read, numbers)

    def own(self, name: str) -> FormColumn:
        """The column as the standard itself has it."""
        return own_column(self.record_type.field(name))

    def written(self, column: FormColumn) -> str:
        """What a column is called: its title, its code (its English name where it has none), or its English name."""
        if self.naming == "name":
            return column.field
        return column.title if self.naming == "title" else column.code or column.field


def columns_of(columns: Sequence[Column], sides: Sides) -> list[Planned]:
    """The target's columns in its order, then what is carried, then what the standard does not know. Nothing is left out."""
    held = {column.field: column for column in columns if column.field is not None and column.how != "duplicate"}
    planned = [_placed(held.get(one.field), one, sides) for one in sides.target.columns]
    expected = {one.field for one in sides.target.columns}
    for column in columns:
        if column.field is None or held.get(column.field) is not column:
            planned.append(Planned(column.key, column.header, None, column.header, "unread", column.header))
        elif column.field not in expected:
            planned.append(_carried(column, sides.own(column.field), sides))
    return _told_apart(planned, sides.record_type)


def _placed(column: Column | None, one: FormColumn, sides: Sides) -> Planned:
    """A column that the other side has."""
    written = sides.written(one)
    here = sides.source.column(one.field) or sides.own(one.field)
    return Planned(
        key=None if column is None else column.key,
        header=None if column is None else column.header,
        field=one.field,
        written=written,
        fate="empty" if column is None else "same" if column.header == written else "renamed",
        title=one.title,
        alike=here.title == one.title,
        recoding=sides.recoding(one.field),
        length=one.length,
        required=one.required,
        clause=one.clause,
    )


def _carried(column: Column, own: FormColumn, sides: Sides) -> Planned:
    """A column that the other side is not known to have: under the standard's own name, so that it is known again."""
    return Planned(
        key=column.key,
        header=column.header,
        field=own.field,
        written=sides.written(own),
        fate="carried",
        title=own.title,
        recoding=sides.recoding(own.field),
    )


def _told_apart(planned: list[Planned], record_type: RecordType) -> list[Planned]:
    """No two columns that would be read as one: a later one is told from the first by its place.

    A surplus column may bear a name of a field that is written under another of its names.
    """
    known = {plain(name): one.name for one in record_type.fields for name in _names(one)}
    taken: set[str] = set()
    apart: list[Planned] = []
    held = {one.field for one in planned if one.field is not None}
    for place, one in enumerate(planned):
        name = one.written
        if name in taken or (one.field is None and known.get(plain(name)) in held):
            name = f"{one.written}（第{place + 1}列）"
        taken.add(name)
        apart.append(replace(one, written=name))
    return apart


def _names(one: Field) -> list[str]:
    """Everything that a field is called."""
    return [name for name in (one.name, one.title, one.code, *one.aliases) if name]

"""Which column becomes which, before any row is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from conformance.exchange.convert.forms import FormColumn, PartyForm, own_column
from conformance.exchange.convert.model import Fate
from conformance.exchange.convert.values import Recoding
from conformance.sources.model import Column
from conformance.standard.model import RecordType, Standard

Naming: TypeAlias = Literal["title", "code"]


@dataclass(frozen=True, slots=True)
class Planned:
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


@dataclass(frozen=True, slots=True)
class Sides:
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
        """What a column is called; a field that has no code goes by its English name where codes are used."""
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
    return _told_apart(planned)


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


def _told_apart(planned: list[Planned]) -> list[Planned]:
    """No two columns of one name: a later one is told from the first by its field or its place."""
    taken: set[str] = set()
    apart: list[Planned] = []
    for place, one in enumerate(planned):
        name = one.written
        if name in taken:
            name = f"{one.written}（{one.field or place + 1}）"
        taken.add(name)
        apart.append(replace(one, written=name))
    return apart

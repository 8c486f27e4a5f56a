"""``--group-by``: one sheet of problems for each office, by document number and subject, ready to be forwarded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from types import TracebackType

import msgspec
from msgspec import Struct, field

from conformance.report.errors import UsageError
from conformance.report.xlsx.lines import Line, Placed
from conformance.report.xlsx.spool import Spool
from conformance.sources.headers import Matcher, normalise
from conformance.sources.model import Column, Table
from conformance.standard.model import RANKED, Standard

SHEETS = 100
"""Groups that have a sheet of their own; those with fewest problems share one beyond it."""
LISTED = 50_000
"""Lines of one group's sheet."""
DIFFERENT = 10_000
"""Groups that are told apart."""
_WAITING = 10_000
_SHOWN = 60
"""Headers that an error lists."""


class Group(Struct):
    """The problems of one group."""

    name: str
    """As it may be shown; empty for records without one."""
    kind: str = ""
    """``whole``, ``absent``, ``uncounted`` for what is no group of the column; ``blank`` for an empty cell."""
    number: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    records: int = 0
    listed: int = 0
    last: tuple[int, int] = (-1, -1)

    @property
    def count(self) -> int:
        """Its findings."""
        return self.counts.total()


class Groups:
    """Findings by group, their lines on disk. Use it as a context manager."""

    def __init__(self) -> None:
        self.by_name: dict[tuple[str, str], Group] = {}
        self.uncounted = False
        self._stack = ExitStack()
        self._spool = self._stack.enter_context(Spool())
        self._waiting: defaultdict[int, list[Line]] = defaultdict(list)
        self._number = 0
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(list[Line]).decode

    def add(self, placed: Placed, kind: str, name: str, shown: str) -> None:
        """Take a finding; ``name`` tells groups apart, ``shown`` is how it may be shown."""
        group = self._group(kind, name, shown)
        group.counts[RANKED[placed.rank]] += 1
        if placed.record[1] and placed.record != group.last:
            group.last = placed.record
            group.records += 1
        if placed.line is None:
            return
        group.listed += 1
        self._waiting[group.number].append(placed.line)
        self._number += 1
        if self._number >= _WAITING:
            self._settle()

    def ranked(self) -> list[Group]:
        """Groups proper, most problems first, then records without one, then what is about whole files."""
        order = {"": 0, "blank": 1, "uncounted": 2, "absent": 3, "whole": 4}
        return sorted(self.by_name.values(), key=lambda group: (order[group.kind], -group.count, group.number))

    def lines(self, group: Group) -> list[Line]:
        """The first lines of a group, by document number and subject, blank ones last."""
        return sorted(islice(self.every(group), LISTED), key=lambda one: (not one.document, one.document, one.subject))

    def every(self, group: Group) -> Iterator[Line]:
        """The lines of a group in the order of rows."""
        self._settle()
        for piece in self._spool.get(group.number):
            yield from self._decode(piece)

    def _group(self, kind: str, name: str, shown: str) -> Group:
        key = (kind, name)
        if key not in self.by_name:
            if kind == "" and len(self.by_name) >= DIFFERENT:
                self.uncounted = True
                return self._group("uncounted", "", "")
            self.by_name[key] = Group(shown, kind, len(self.by_name))
        return self.by_name[key]

    def _settle(self) -> None:
        for number, lines in self._waiting.items():
            self._spool.put(number, self._encode(lines))
        self._waiting.clear()
        self._number = 0

    def __enter__(self) -> Groups:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()


def column_named(wanted: str, columns: Sequence[Column], item: str, standard: Standard) -> Column | None:
    """The column that a person means: by its header as written, else by any name of the field that it was taken for."""
    for same in (lambda header: header == wanted, lambda header: normalise(header) == normalise(wanted)):
        for column in columns:
            if column.header.strip() and same(column.header):
                return column
    if item not in standard.items:
        return None
    match = Matcher(standard.record_type_of(item)).match(wanted)
    if match is None:
        return None
    return next((one for one in columns if one.field == match.field.name and one.how != "duplicate"), None)


def unknown_column(wanted: str, tables: Iterable[Table]) -> UsageError:
    """The error for a column that no input has, with those that there are."""
    headers = list(dict.fromkeys(c.header.strip() for table in tables for c in table.columns if c.header.strip()))
    zh, en = "、".join(headers[:_SHOWN]), ", ".join(headers[:_SHOWN])
    if len(headers) > _SHOWN:
        zh, en = f"{zh} 等 {len(headers)} 列", f"{en} and {len(headers) - _SHOWN} more"
    return UsageError(
        f"--group-by：输入中没有名为“{wanted}”的列；有的列是：{zh}。",
        f'--group-by: no input has a column named "{wanted}"; the columns are: {en}.',
    )

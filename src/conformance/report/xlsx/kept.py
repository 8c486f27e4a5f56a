"""What a workbook needs of a run, kept on disk while files are judged: every row as written, and what was found in it.

Findings of a batch come check by check, those about repeats when all is read, but a sheet is written row by row. So rows
and findings are put aside in blocks of rows, and the workbook is made of them when everything is known.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from types import TracebackType

import msgspec
import polars as pl
from msgspec import Struct, field

from conformance.engine.model import Sink, Violation
from conformance.report.model import Finding
from conformance.report.places import Place
from conformance.report.utf8 import encodable_finding
from conformance.report.wording import Wording
from conformance.report.xlsx.spool import Spool
from conformance.sources.model import Batch, Column, Table
from conformance.standard.model import RANKED

BLOCK = 5_000
"""Rows of a block: what is in memory at a time."""
EACH = 200_000
"""Findings of one rule in one column that are worded; any further ones are counted, and their cells filled."""
ALL = 1_000_000
"""Findings that are worded at all: what one sheet holds."""
ROW, SURPLUS = "#row", "#surplus"
_WAITING = 10_000


_NOTHING = msgspec.msgpack.encode(None)
_pack = msgspec.msgpack.Encoder().encode
_unpack: Callable[[bytes | msgspec.Raw], Finding | None] = msgspec.msgpack.Decoder(Finding | None).decode


def packed(said: Finding | None) -> msgspec.Raw:
    """A finding as it is kept."""
    try:
        return msgspec.Raw(_pack(said))
    except UnicodeEncodeError:
        return msgspec.Raw(_pack(None if said is None else encodable_finding(said)))


class Found(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A finding at its place."""

    row: int
    """As a spreadsheet shows it; 0 for what is about no row."""
    column: int
    """Position in the sheet; -1 for what is about no column."""
    rank: int
    """Position among RANKED."""
    rule: str
    packed: msgspec.Raw
    """What is said of it, packed until it is wanted; nothing beyond what is worded."""

    @property
    def worded(self) -> bool:
        """Whether it was put into words."""
        return bytes(self.packed) != _NOTHING

    @property
    def said(self) -> Finding | None:
        """The finding in words."""
        return _unpack(self.packed)


class KeptTable(Struct):
    """One table of the run, or another place of findings (the manifest, the submission before), which has no rows."""

    path: str
    sheet: str | None
    format: str
    item: str
    columns: tuple[Column, ...]
    header_row: int
    pointers: bool
    """Whether its findings have JSON pointers."""
    head: int
    """Number of the block for what is about no row."""
    blocks: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """The first row of each block."""
    last_row: int = 0
    width: int = 0
    """Cells of the widest row."""
    failed: Counter[tuple[str, int]] = field(default_factory=Counter)
    """Findings by rule and column."""
    worded: Counter[tuple[str, int]] = field(default_factory=Counter)

    def block_of(self, row: int | None) -> int:
        """Number of the block in which the findings of a row are kept."""
        if row is None or not self.starts or row < self.starts[0]:
            return self.head
        return self.blocks[bisect_right(self.starts, row) - 1]


class Kept:
    """The rows and findings of a run. Use it as a context manager."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.tables: defaultdict[tuple[str, str | None], list[KeptTable]] = defaultdict(list)
        """By path and sheet."""
        self._stack = ExitStack()
        self._rows = self._stack.enter_context(Spool())
        self._found = self._stack.enter_context(Spool())
        self._waiting: defaultdict[int, list[Found]] = defaultdict(list)
        self._number = self._numbers = self._worded = 0
        self._decode = msgspec.msgpack.Decoder(list[Found]).decode

    def batches(self, table: Table, batches: Iterator[Batch]) -> Iterator[Batch]:
        """The table's batches, put aside as they pass."""
        known = self.tables[table.path, table.sheet]
        if not known or known[-1].width:  # the same file may have been given twice
            known.append(self._new(table))
        kept = known[-1]
        kept.width = max((column.index + 1 for column in table.columns), default=0)

        def passing() -> Iterator[Batch]:
            for batch in batches:
                self._keep(kept, batch)
                yield batch

        return passing()

    def sink(self, place: Place) -> Sink:
        """What the engine hands the violations of one place to; of a table, ask for its batches first."""
        known = self.tables[place.path, place.sheet]
        if not known:
            known.append(self._new(place))
        kept = known[-1]

        def take(violations: Sequence[Violation]) -> None:
            for violation in violations:
                if violation.state == "known":
                    continue  # with a baseline the report is about what is new
                column = -1 if violation.column is None else place.columns[violation.column].index
                pair = (violation.check.rule, column)
                kept.failed[pair] += 1
                said = None
                if self._worded < ALL and kept.worded[pair] < EACH:
                    kept.worded[pair] += 1
                    self._worded += 1
                    said = self.wording.finding(place, violation)
                rank = RANKED.index(violation.severity)
                found = Found(violation.row or 0, column, rank, violation.check.rule, packed(said))
                self._waiting[kept.block_of(violation.row)].append(found)
                self._number += 1
                if self._number >= _WAITING:
                    self._settle()

        return take

    def rows(self, block: int, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The rows of a block, all columns or some, with ``#row`` and, where there are any, ``#surplus`` cells."""
        (piece,) = self._rows.get(block)
        return pl.read_ipc(io.BytesIO(piece), columns=None if columns is None else list(columns), use_pyarrow=False)

    def found(self, block: int) -> list[Found]:
        """The findings of a block, by row and column, the gravest first."""
        self._settle()
        found = [one for piece in self._found.get(block) for one in self._decode(piece)]
        found.sort(key=lambda one: (one.row, one.column, one.rank, one.rule))
        return found

    def _keep(self, kept: KeptTable, batch: Batch) -> None:
        frame = batch.written
        frame = frame.with_columns(pl.Series(ROW, batch.rows, dtype=pl.Int64))
        surplus = {n.index: list(map(str, n.details.get("surplus", ()))) for n in batch.notices if n.index is not None}
        beyond = max(map(len, surplus.values()), default=0)
        if beyond:
            cells = [surplus.get(index) or None for index in range(frame.height)]
            frame = frame.with_columns(pl.Series(SURPLUS, cells, dtype=pl.List(pl.String)))
            last = max((column.index + 1 for column in kept.columns), default=0)
            kept.width = max(kept.width, last + beyond)
        for part in frame.iter_slices(BLOCK):
            target = io.BytesIO()
            part.write_ipc(target, compression="uncompressed")
            block = self._next()
            kept.blocks.append(block)
            kept.starts.append(int(part[ROW][0]))
            self._rows.put(block, target.getvalue())
        if frame.height:
            kept.last_row = int(frame[ROW][-1])

    def _new(self, place: Place) -> KeptTable:
        return KeptTable(
            place.path,
            place.sheet,
            place.format,
            place.item,
            place.columns,
            place.header_row,
            place.pointer_prefix is not None,
            head=self._next(),
        )

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers

    def _settle(self) -> None:
        for block, found in self._waiting.items():
            self._found.put(block, _pack(found))
        self._waiting.clear()
        self._number = 0

    def __enter__(self) -> Kept:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

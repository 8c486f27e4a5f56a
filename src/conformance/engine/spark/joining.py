"""One table's result from what came of it on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from conformance.engine.collect import Collector
from conformance.engine.model import Request, TableResult, Violation
from conformance.engine.part import Part, lowered
from conformance.engine.part import moved as lower
from conformance.engine.parts import join_parts
from conformance.engine.prepared import prepare
from conformance.engine.running import Turn
from conformance.engine.spark.answers import Answers
from conformance.engine.spark.repeats import Before, SparkRepeating
from conformance.engine.spark.splits import Split
from conformance.engine.spark.task import Found
from conformance.sources.open import open_tables

NOTHING = Before()


class Numbers(Struct):
    """How what was numbered apart is numbered together."""

    known: dict[int, int] = field(default_factory=dict)
    """What tables are called in ``Uniqueness.named``, by their place among all of them."""
    _before: dict[tuple[int, int], Before] = field(default_factory=dict)

    def before(self, place: int, at: int) -> Before:
        """What comes before a piece of a table, by the table's place and where the piece stands."""
        return self._before.get((place, at), NOTHING)

    def begin(self, place: int, at: int, before: Before) -> None:
        """Say what comes before a piece."""
        self._before.setdefault((place, at), before)

    @property
    def records(self) -> Mapping[tuple[int, int], int]:
        """Records of a table before those of a piece, likewise."""
        return {where: before.records for where, before in self._before.items()}


def joined(
    turn: Turn, place: int, answers: Answers, numbers: Numbers, read: Callable[[int, Before], None] | None = None
) -> TableResult:
    """The result of a table. Raises Unusable where its reading broke off. ``read`` reads a split once more, where it has come to
    harm and did not know its place: what is said of that names the line."""
    numbers.known[place] = len(turn.uniqueness.named(turn.table))
    joining = _Joining(turn, place, answers, numbers, read)
    parts, repeating = joining.parts(), joining.repeating()
    return join_parts(turn.table, turn.request, parts, repeating, turn.uniqueness, turn.sink, turn.companions)


class _Joining:
    """How far one table has come."""

    def __init__(
        self, turn: Turn, place: int, answers: Answers, numbers: Numbers, read: Callable[[int, Before], None] | None
    ) -> None:
        self._turn = turn
        self._read = read
        self._place = place
        self._answers = answers
        self._numbers = numbers
        self._collector = Collector(turn.request, turn.table, None)
        self._before = NOTHING
        self._keyed: dict[int, int] = {}

    def parts(self) -> Iterator[Part]:
        """The parts in their order; on the way every violation goes where it is wanted."""
        turn = self._turn
        for at, piece in self._answers.of(self._place):
            before = self._before
            self._numbers.begin(self._place, at, before)
            if isinstance(piece, Found):
                if turn.sink is not None:
                    found = [moved(lowered(one, before.rows, before.lines), before.records) for one in piece.violations]
                    turn.sink(self._collector.with_few_around(found))
                continue
            for number, keyed in piece.keyed.items():
                self._keyed[number] = self._keyed.get(number, 0) + keyed
            if piece.sums is not None and turn.companions is not None and turn.companions.sums is not None:
                turn.companions.sums.take(*piece.sums)
            part = piece.part
            yield lower(part, before.rows, before.lines) if before.rows else part
            self._before = Before(
                before.records + part.records,
                before.rows + piece.ended.ordinal,
                before.lines + piece.ended.line - 1,
            )
            self._numbers.begin(self._place, at + 1, self._before)
            if turn.on_progress is not None:
                turn.on_progress(turn.table.path, self._before.records, None)
        if self._place in self._answers.broken:
            if self._read is not None:
                self._read(self._answers.upto[self._place], self._before)
            raise self._answers.broken[self._place].error()

    def repeating(self) -> Iterator[SparkRepeating]:
        """Of every uniqueness check which records repeat; asked for when all parts were taken."""
        for planned in prepare(self._turn.table, self._turn.request).plan.dataset:
            number = planned.number
            yield SparkRepeating(
                planned,
                self._keyed.get(number, 0),
                lambda number=number: self._answers.again(self._place, number),  # type: ignore[misc]
                self._numbers.before,
                self._place,
                self._numbers.known.__getitem__,
            )


def read_at_its_place(splits: Sequence[Split], request: Request, at: int, before: Before) -> None:
    """Read a span once more, by its number, now that it is known what comes before it. Raises Unusable where it breaks off."""
    again = splits[at].again
    if again.reading.span is None:
        return
    span = replace(again.reading.span, ordinal=before.rows, line=before.lines + 1)
    for _ in open_tables(again.path, request.standard, replace(again.reading, span=span))[again.number].batches:
        pass


def moved(violation: Violation, records: int) -> Violation:
    """The violation, so many records further down."""
    return violation if violation.record is None else replace(violation, record=violation.record + records)

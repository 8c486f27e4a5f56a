"""One table's result from what came of it on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from conformance.engine.collect import Collector
from conformance.engine.model import TableResult, Violation
from conformance.engine.part import Part
from conformance.engine.parts import join_parts
from conformance.engine.prepared import prepare
from conformance.engine.running import Turn
from conformance.engine.spark.answers import Answers
from conformance.engine.spark.repeats import SparkRepeating
from conformance.engine.spark.task import Found


@dataclass(slots=True)
class Numbers:
    """How what was numbered apart is numbered together."""

    known: dict[int, int] = field(default_factory=dict)
    """What tables are called in ``Uniqueness.named``, by their place among all of them."""
    before: dict[tuple[int, int], int] = field(default_factory=dict)
    """Records of a table before those of a piece, by its place and where the piece stands."""


def joined(turn: Turn, place: int, answers: Answers, numbers: Numbers) -> TableResult:
    """The result of a table. Raises Unusable where its reading broke off."""
    numbers.known[place] = len(turn.uniqueness.named(turn.table))
    joining = _Joining(turn, place, answers, numbers)
    parts, repeating = joining.parts(), joining.repeating()
    return join_parts(turn.table, turn.request, parts, repeating, turn.uniqueness, turn.sink, turn.companions)


class _Joining:
    """How far one table has come."""

    def __init__(self, turn: Turn, place: int, answers: Answers, numbers: Numbers) -> None:
        self._turn = turn
        self._place = place
        self._answers = answers
        self._numbers = numbers
        self._collector = Collector(turn.request, turn.table, None)
        self._records = 0
        self._keyed: dict[int, int] = {}

    def parts(self) -> Iterator[Part]:
        """The parts in their order; on the way every violation goes where it is wanted."""
        turn = self._turn
        for at, piece in self._answers.of(self._place):
            self._numbers.before.setdefault((self._place, at), self._records)
            if isinstance(piece, Found):
                if turn.sink is not None:
                    found = [moved(one, self._records) for one in piece.violations]
                    turn.sink(self._collector.with_few_around(found))
                continue
            for number, keyed in piece.keyed.items():
                self._keyed[number] = self._keyed.get(number, 0) + keyed
            if piece.sums is not None and turn.companions is not None and turn.companions.sums is not None:
                turn.companions.sums.take(*piece.sums)
            yield piece.part
            self._records += piece.part.records
            if turn.on_progress is not None:
                turn.on_progress(turn.table.path, self._records, None)
        if self._place in self._answers.broken:
            _, why = self._answers.broken[self._place]
            raise why.error()

    def repeating(self) -> Iterator[SparkRepeating]:
        """Of every uniqueness check which records repeat; asked for when all parts were taken."""
        for planned in prepare(self._turn.table, self._turn.request).plan.dataset:
            number = planned.number
            yield SparkRepeating(
                planned,
                self._keyed.get(number, 0),
                lambda number=number: self._answers.again(self._place, number),  # type: ignore[misc]
                lambda at: self._numbers.before[self._place, at],
                self._numbers.known.__getitem__,
            )


def moved(violation: Violation, records: int) -> Violation:
    """The violation, so many records further down."""
    return violation if violation.record is None else replace(violation, record=violation.record + records)

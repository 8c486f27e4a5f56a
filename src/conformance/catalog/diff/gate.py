"""The edition gate: whether what has changed may be published under the number that the new edition has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from conformance.catalog.diff.compare import Comparison
from conformance.catalog.diff.model import DIRECTIONS, RANK, Change, Direction, Level
from conformance.catalog.diff.waivers import Waived, Waiver, apply
from conformance.standard.model import Edition, Text


class Outcome(Struct, frozen=True):
    """A comparison judged."""

    comparison: Comparison
    waived: Waived
    directions: tuple[Direction, ...]
    level: Level
    """The least level that is listed; what is below is counted."""
    new_edition: bool | None
    """Whether the new side has a new edition number; None where that is not known."""

    def of(self, direction: Direction, level: Level = "ERR") -> list[Change]:
        """The changes of a level for one direction, waived ones left out."""
        return [
            change
            for number, change in enumerate(self.comparison.changes)
            if change.level(direction) == level and number not in self.waived.by_change
        ]

    @property
    def breaking(self) -> int:
        """Number of breaking changes in the directions that are looked at, each counted once, waived ones left out."""
        return sum(
            number not in self.waived.by_change and self.worst(change) == "ERR"
            for number, change in enumerate(self.comparison.changes)
        )

    @property
    def exit_code(self) -> int:
        """0 where it may be published, 1 where something breaks and the edition has no new number."""
        return 1 if self.breaking and not self.new_edition else 0

    @property
    def verdict(self) -> str:
        """unchanged, compatible, new-edition or breaking."""
        if not self.comparison.changes:
            return "unchanged"
        if not self.breaking:
            return "compatible"
        return "new-edition" if self.new_edition else "breaking"

    def worst(self, change: Change) -> Level:
        """The graver of the levels that are looked at."""
        return max((change.level(direction) for direction in self.directions), key=RANK.__getitem__)

    def listed(self) -> list[tuple[int, Change]]:
        """Number and change of what is listed."""
        return [
            (number, change)
            for number, change in enumerate(self.comparison.changes)
            if RANK[self.worst(change)] >= RANK[self.level]
        ]

    def notices(self) -> list[Text]:
        """What the reader should know of the numbers and of the waivers."""
        return [*_numbers(self), *_waivers(self)]


def judge(
    comparison: Comparison,
    waivers: Sequence[Waiver] = (),
    *,
    today: date,
    directions: Sequence[Direction] = DIRECTIONS,
    level: Level = "INFO",
) -> Outcome:
    """The verdict about a comparison."""
    return Outcome(
        comparison=comparison,
        waived=apply(waivers, comparison.changes, today),
        directions=tuple(directions),
        level=level,
        new_edition=_renumbered(comparison.old.edition, comparison.new.edition),
    )


def _renumbered(old: Edition | None, new: Edition | None) -> bool | None:
    """A new number is another one, and not an earlier one."""
    if old is None or new is None:
        return None
    return old.id != new.id and not _earlier(new.id, old.id)


def _earlier(one: str, other: str) -> bool:
    return one.isdigit() and other.isdigit() and int(one) < int(other)


def _numbers(outcome: Outcome) -> list[Text]:
    old, new = outcome.comparison.old.edition, outcome.comparison.new.edition
    if old is None or new is None:
        if not outcome.breaking:
            return []
        return [
            Text(
                "有一边没有 edition.yaml，不能认定是新版次，不兼容的变化按未换版次处理。",
                "One side has no edition.yaml, so that no new edition number is known; what breaks counts.",
            )
        ]
    if _earlier(new.id, old.id):
        return [
            Text(
                f"新的一边是较早的版次（{new.id}），旧的一边是 {old.id}：请确认没有写反。",
                f"NEW is the earlier edition ({new.id}) and OLD is {old.id}: make sure that they are the right way round.",
            )
        ]
    if outcome.comparison.changes and (old.id, old.version) == (new.id, new.version):
        return [
            Text(
                f"内容有变，但版次（{new.id}）和版本号（{new.version}）都没有变，请至少提高 edition.yaml 的 version。",
                f"The content has changed under the same edition ({new.id}) and version ({new.version}); raise at least "
                "the version in edition.yaml.",
            )
        ]
    return []


def _waivers(outcome: Outcome) -> list[Text]:
    return [*map(_expired, outcome.waived.expired), *map(_unused, outcome.waived.unused)]


def _expired(waiver: Waiver) -> Text:
    named = f"{waiver.change} {waiver.list}:{waiver.entry}"
    return Text(
        f"豁免已于 {waiver.until} 到期，重新计入：{named}（{waiver.place}）。",
        f"A waiver ran out on {waiver.until} and its change counts again: {named} ({waiver.place}).",
    )


def _unused(waiver: Waiver) -> Text:
    named = f"{waiver.change} {waiver.list}:{waiver.entry}"
    return Text(
        f"豁免没有用到，请删去：{named}（{waiver.place}）。",
        f"A waiver is not needed; remove it: {named} ({waiver.place}).",
    )

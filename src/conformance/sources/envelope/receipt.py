"""What a receipt says of the rows of a batch, held against itself: its counts, its rows, its verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from conformance.sources.cells import Number
from conformance.sources.envelope.faults import pointer_to
from conformance.sources.model import Notice
from conformance.standard.model import Text

COUNTS, ROWS, VERDICT = "receipt-counts", "receipt-rows", "receipt-verdict"
_TAKEN = ("accepted", "accepted-with-warnings")


class Lines:
    """What was counted of the lines of a receipt."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.total = 0
        self.verdicts: Counter[str] = Counter()

    def add(self, number: int, line: Any) -> None:
        """The line at a place, from 0."""
        self.total += 1
        if not isinstance(line, Mapping):
            return
        verdict = str(line.get("verdict"))
        self.verdicts[verdict] += 1
        row = _whole(line.get("row"))
        if row is not None and row != number + 1:
            self._say(ROWS, ("lines", number, "row"), str(row), {"expected": str(number + 1)})
        problems = line.get("problems")
        if isinstance(problems, list | tuple):
            severities = {one.get("severity") for one in problems if isinstance(one, Mapping)}
            wanted = "rejected" if "error" in severities else _TAKEN["warning" in severities]
            if verdict in (*_TAKEN, "rejected") and verdict != wanted:
                self._say(VERDICT, ("lines", number, "verdict"), verdict, {"expected": wanted})
        if verdict == "rejected" and line.get("record") is not None:
            self._say(VERDICT, ("lines", number, "record"), str(line["record"]), {"expected": ""})

    def close(self, members: Mapping[str, Any]) -> list[Notice]:
        """Everything that was found, with the counts of the receipt held against its lines."""
        failed = self.verdicts["rejected"]
        found = {
            "totalSize": self.total,
            "successSize": sum(self.verdicts[verdict] for verdict in _TAKEN),
            "failSize": failed,
        }
        for member, number in found.items():
            declared = _whole(members.get(member))
            if declared is not None and declared != number:
                self._say(COUNTS, (member,), str(declared), {"expected": str(number)})
        return self.notices

    def _say(self, rule: str, steps: tuple[str | int, ...], value: str, details: Mapping[str, Any]) -> None:
        pointer = pointer_to(steps)
        said = {"pointer": pointer, "place": Text(pointer, pointer), **details}
        self.notices.append(Notice(rule, None, None, value, said))


def _whole(value: object) -> int | None:
    """A whole number as JSON or a program has it."""
    if isinstance(value, Number):
        return int(value) if value.lstrip("-").isdecimal() and len(value) < 20 else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None

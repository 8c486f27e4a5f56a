"""The reference receiver: looks through an exchange folder, answers every drop that is complete, and leaves the others alone.

What it decides stands in :class:`Ways`, one function for each decision, so that a fault is one of them replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeAlias

from msgspec import Struct, field

from conformance.exchange.filedrop import ledger
from conformance.exchange.filedrop.judging import Basis, judge
from conformance.exchange.filedrop.layout import RECEIPT, RECEIPT_TABLE, Drop, drops_in, put
from conformance.exchange.filedrop.receipt import DropReceipt, as_bytes, as_table, document
from conformance.exchange.rowlines import ending
from conformance.report.errors import UsageError
from conformance.standard.model import Standard, Text

Content: TypeAlias = dict[str, Any]
Standing: TypeAlias = Literal["answered", "waiting", "left", "trouble"]


class Said(Struct, frozen=True):
    """What a receiver says of one drop it looked at."""

    drop: str
    standing: Standing
    """``answered`` now; ``waiting`` for its manifest; ``left``: answered before; ``trouble``: not to be read or written."""
    text: Text


def _is_complete(drop: Drop) -> bool:
    return bool(drop.manifests)


def _is_due(drop: Drop) -> bool:
    return not drop.answered


def _same(_: Drop, content: Content) -> Content:
    return content


def _write(drop: Drop, content: Content, table: bytes) -> None:
    put(drop.path / RECEIPT_TABLE, table)
    put(drop.path / RECEIPT, as_bytes(content))


def _nothing(_: Drop, __: Content) -> None:
    return None


class Ways(Struct, frozen=True):
    """The decisions of a receiver. A fault is a receiver with one of them replaced."""

    find: Callable[[Path], Iterator[Drop]] = drops_in
    is_complete: Callable[[Drop], bool] = _is_complete
    is_due: Callable[[Drop], bool] = _is_due
    judge: Callable[[Drop, Basis], DropReceipt] = judge
    content: Callable[[Drop, Content], Content] = _same
    """The receipt before it is written."""
    table: Callable[[Content], bytes] = as_table
    write: Callable[[Drop, Content, bytes], None] = _write
    after: Callable[[Drop, Content], None] = _nothing
    """What is done with the drop afterwards: nothing."""


class Receiver(Struct, frozen=True):
    """Who receives in one exchange folder. There has to be only one for a folder at a time."""

    folder: Path
    standard: Standard
    today: Callable[[], date]
    ways: Ways = field(default_factory=Ways)

    def once(self) -> tuple[Said, ...]:
        """Look through the folder once. One drop that cannot be dealt with does not hold up the others.

        Raises UsageError where the folder itself cannot be read.
        """
        try:
            drops = list(self.ways.find(self.folder))
        except OSError as error:
            raise UsageError(
                f"无法读取交换文件夹“{self.folder}”（{error.strerror}）。",
                f"The exchange folder {self.folder} cannot be read ({error.strerror}).",
            ) from error
        return tuple(self._look(drop) for drop in drops)

    def _look(self, drop: Drop) -> Said:
        if not self.ways.is_due(drop):
            return Said(drop.name, "left", Text("已有回执", "has its receipt"))
        if not self.ways.is_complete(drop):
            return Said(
                drop.name,
                "waiting",
                Text("没有报送清单，视为尚未放完，未处理", "has no manifest yet: taken for unfinished and left alone"),
            )
        try:
            return self._answer(drop)
        except UsageError as error:
            return Said(drop.name, "trouble", error.text)
        except Exception as error:  # ours or the system's: the drop waits for the next look, and nobody else with it
            reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"[:200]
            return Said(drop.name, "trouble", Text(f"无法处理（{reason}）", f"could not be dealt with ({reason})"))

    def _answer(self, drop: Drop) -> Said:
        basis = Basis(self.standard, self.today(), ledger.read(self.folder))
        receipt = self.ways.judge(drop, basis)
        content = self.ways.content(drop, document(receipt, self.standard))
        if receipt.state != "refused" and receipt.repeats is None:
            ledger.enter(self.folder, ledger.Taken(receipt.party, receipt.batch, receipt.digest, drop.name))
        self.ways.write(drop, content, self.ways.table(content))
        self.ways.after(drop, content)
        return Said(drop.name, "answered", ending(receipt.state, content))

"""Putting several finished files in their places: all of them, or none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from conformance.report.files import Replacing, unwritable


def commit_all(files: Sequence[Replacing]) -> None:
    """Commit the files in order. Raises UsageError where one of them cannot be moved; what stood in the places of the
    others before stands there again."""
    kept: list[_Before] = []
    with ExitStack() as undo:
        for file in files[:-1]:
            kept.append(_Before(file.target))
            undo.callback(kept[-1].restore)
            file.commit()
            kept[-1].is_taken = True
        for file in files[-1:]:
            file.commit()
        undo.pop_all()
    for before in kept:
        before.forget()


class _Before:
    """What stood in a place, put aside."""

    def __init__(self, target: Path) -> None:
        self._place = target.resolve()
        self._is_direct = self._place.exists() and not self._place.is_file()
        self.is_taken = False
        """Whether something else stands there now."""
        self._aside: Path | None = None
        if self._place.is_file():
            aside = self._place.with_name(f".{self._place.name}.{os.getpid()}.old")
            try:
                self._place.replace(aside)
            except OSError as error:
                raise unwritable(target, error) from None
            self._aside = aside

    def restore(self) -> None:
        """Put it back; what took its place goes away."""
        if self._aside is not None:
            self._aside.replace(self._place)
        elif self.is_taken and not self._is_direct:
            self._place.unlink(missing_ok=True)

    def forget(self) -> None:
        """It is not needed any more."""
        if self._aside is not None:
            self._aside.unlink(missing_ok=True)

"""What was masked already: a header, a person's name, a code come again from finding to finding, and are masked once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from conformance.report.mask import looks_like_person, mask_names, mask_text, mask_value
from conformance.standard.model import Field

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

_MOST = 1 << 14
"""Texts that are remembered; one more, and all are forgotten."""
_LONG = 200
"""Characters beyond which a text is hardly met again."""


class Masked:
    """Texts as they may be shown. ``placeholders`` are the words that stand for nothing."""

    def __init__(self, placeholders: frozenset[str]) -> None:
        self._placeholders = placeholders
        self._texts: dict[str, str] = {}
        self._values: dict[tuple[int, str], tuple[Field | None, str]] = {}
        """By the identity of the field, which is kept lest another one gets it."""
        self._persons: dict[str, bool] = {}

    def text(self, text: str) -> str:
        """As :func:`mask_text`."""
        return _remembered(self._texts, text, mask_text)

    def value(self, text: str, field: Field | None, names: Sequence[str]) -> str:
        """As :func:`mask_value`, with those of the record's own ``names`` hidden as well that are of persons."""
        known = self._values.get((id(field), text))
        if known is None:
            known = field, mask_value(text, field, self._placeholders)
            _keep(self._values, (id(field), text), known, len(text))
        return self.named(known[1], names)

    def named(self, text: str, names: Sequence[str]) -> str:
        """The text with those of the names hidden that are of natural persons."""
        people = [name for name in names if name in text and _remembered(self._persons, name, looks_like_person)]
        return mask_names(text, people) if people else text


def _remembered(known: dict[str, T], text: str, make: Callable[[str], T]) -> T:
    made = known.get(text)
    if made is None:
        made = make(text)
        _keep(known, text, made, len(text))
    return made


def _keep(known: dict[K, T], key: K, made: T, length: int) -> None:
    if length > _LONG:
        return
    if len(known) >= _MOST:
        known.clear()
    known[key] = made

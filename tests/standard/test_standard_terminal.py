"""Places on a terminal."""

from __future__ import annotations

import pytest

from conformance.standard.terminal import width


@pytest.mark.parametrize(
    ("text", "places"),
    [("", 0), ("abc", 3), ("许可", 4), ("Ａ１", 4), ("é", 1), ("e\u0301", 1), ("\u200b许", 2), ("𠮷", 2)],
)
def test_han_takes_two_places_and_marks_take_none(text, places):
    assert width(text) == places


def test_some_signs_are_wide_in_some_consoles():
    assert (width("“…”"), width("“…”", ambiguous=2)) == (3, 6)

"""Texts in the XML of a worksheet."""

from __future__ import annotations

import pytest

from conformance.sources.sheettext import escaped


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("甲 <b> & “乙”\t\n", "甲 &lt;b&gt; &amp; “乙”\t\n"),
        ("\x07\r\x0c\ufffe", "_x0007__x000D__x000C__xFFFE_"),
        ("_x0007_", "_x005F_x0007_"),
        ("_x00_ _y0007_", "_x00_ _y0007_"),
    ],
)
def test_markup_and_what_xml_cannot_hold_are_escaped(text, written):
    assert escaped(text) == written

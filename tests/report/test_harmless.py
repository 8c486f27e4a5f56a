from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.report.harmless import FORMULA, harmless, original


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "-A1", "+86-21-12345678", "@x",
     "\t=1", "\r1", "\n1", "＝1", "－a"])  # fmt: skip
def test_what_may_run_gets_an_apostrophe(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["-5", "+3.2", "-12%", "-", "--", "－", "a=1", "", "沪许〔2016〕1号", "'甲'", "2016-05-09"]
)
def test_numbers_placeholders_and_plain_text_stay(text):
    assert harmless(text) == text


@given(st.text(alphabet=FORMULA + "'1a.%", max_size=6) | st.text(max_size=6))
def test_nothing_is_lost(text):
    assert original(harmless(text)) == text

"""Personal data in a publication: a whole citizen id is found inside texts, and only where it is one."""

from __future__ import annotations

import polars as pl
import pytest
from cells import rules_of

from conformance.checks.privacy import holds_citizen_id

UNMASKED = "personal-data-unmasked"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("身份证31010119810305031X。", True),
        ("身份证310101 19810305 031X", True),
        ("身份证310101-19810305-031x", True),
        ("身份证３１０１０１１９８１０３０５０３１Ｘ", True),
        ("310101198103050311、31010119810305031X", True),
        ("31010119810305031Xabc", True),
        ("ID31010119810305031X", True),
        ("310101\u200b19810305031X", True),
        ("310101198103\n05031X", False),
        ("证号31010119810305\n031X", True),
        ("310101\u201319810305\r\n031X", True),
        ("310101\u3000\u3000\u300019810305031X", False),
        ("310101198103050311", False),
        ("310101198103450316", False),
        ("131010119810305031X", False),
        ("31010119810305031X8", False),
        ("沪字31010119810305号", False),
        ("", False),
        (None, False),
    ],
)
def test_a_whole_citizen_id_is_found_inside_a_text(text: str | None, holds: bool) -> None:
    assert holds_citizen_id(pl.Series([text, "上海"], dtype=pl.String)).fill_null(value=False).to_list() == [
        holds,
        False,
    ]


def test_a_right_unified_code_may_look_like_a_citizen_id() -> None:
    # 18 digits with the check digits of both: the code of a public institution, and one born on 1900-01-01.
    both = "123101190001012313"
    assert UNMASKED not in rules_of("subject_uscc", both, purpose="publication")
    assert UNMASKED in rules_of("remarks", both, purpose="publication")
    assert UNMASKED in rules_of("subject_citizen_id", both, purpose="publication")

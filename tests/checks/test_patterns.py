"""What patterns accept for certain: never more than they do, and all that the rule book's say."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.checks.patterns import accept_every
from conformance.standard.load import load

DIGITS, SIGNS = frozenset(string.digits), frozenset(string.digits + string.ascii_uppercase)

classes = st.sampled_from(["[0-9]", "[0-9X]", "[A-Z]", "[0-9A-HJ-NPQRTUWXY]", "[13]", "[A-CX-Z]"])
repeats = st.sampled_from(["", "{1}", "{2}", "{3}"])
alternatives = st.lists(st.tuples(classes, repeats).map("".join), min_size=1, max_size=3).map("".join)
patterns = st.lists(alternatives, min_size=1, max_size=3).map(lambda some: f"^({'|'.join(some)})$")
texts = st.lists(st.frozensets(st.sampled_from("019AXZ"), min_size=1, max_size=3), min_size=1, max_size=5)


@given(patterns, texts, st.data())
def test_every_text_that_is_said_to_be_accepted_is(pattern: str, places: list[frozenset[str]], data: st.DataObject):
    if accept_every([pattern], places):
        text = "".join(data.draw(st.sampled_from(sorted(signs))) for signs in places)
        assert re.search(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "width", "wanted"),
    [
        ("^[0-9A-Z]{15}$", 15, True),
        ("^([0-9A-Z]{15}|[0-9A-Z]{17})$", 17, True),
        ("^(?:[0-9]{15}|[0-9A-Z]{17})$", 17, True),
        ("^([0-9A-Z]{15}|[0-9]{17})$", 15, True),
        ("^(?:[0-9A-Z]{15}|[0-9]{17})$", 15, True),
        ("^[02-46-9A-Z]{15}$", 15, False),
        ("^[0-9A-Z]{15}$", 14, False),
        ("^[0-9]{15}$", 15, False),
        ("^[0-9A-HJ-NPQRTUWXY]{18}$", 18, False),
        (r"^\w{15}$", 15, False),
        ("^[0-9A-Z]{15}-?$", 15, False),
        ("^[^0-9]{15}$", 15, False),
        ("", 0, False),
    ],
)
def test_capitals_and_digits(pattern: str, width: int, wanted: bool):
    assert accept_every([pattern], [SIGNS] * width) is wanted


def test_the_shapes_of_the_rule_book_are_understood():
    """Where they were not, columns of numbers would be judged text by text: right, and slow."""
    shapes = {
        (record_type.field(check.field).type, shape["pattern"])
        for record_type in load().record_types.values()
        for check in record_type.checks
        if check.kind == "identifier_kind"
        for shape in check.params["accepted"]
    }
    of = {
        "citizen_id": [*[DIGITS] * 17, DIGITS | {"X"}],
        "registration_number": [DIGITS] * 15,
        "tax_number": [SIGNS] * 20,
    }
    assert shapes
    for kind, pattern in shapes:
        assert accept_every([pattern], of[kind]), pattern

"""What ``${name}`` stands for."""

from __future__ import annotations

import pytest

from conformance.exchange.suite.template import Missing, fill, names

VALUES = {"token.full": "abc", "given.subject": {"scheme": "uscc", "id": "91"}, "n": 3}


def test_a_text_that_is_one_name_becomes_its_value_of_whatever_type() -> None:
    assert fill({"limit": "${n}", "subject": "${given.subject}"}, VALUES) == {
        "limit": 3,
        "subject": VALUES["given.subject"],
    }


def test_within_a_longer_text_a_value_is_text() -> None:
    assert fill(["/records/${n}/corrections"], VALUES) == ["/records/3/corrections"]


def test_a_member_of_a_value_has_a_name() -> None:
    assert fill("${given.subject.id}", VALUES) == "91"


def test_nothing_else_is_evaluated() -> None:
    assert fill("${1+1} $n {n} ${N}", VALUES) == "${1+1} $n {n} ${N}"


@pytest.mark.parametrize("name", ["never", "given.subject.name", "n.member"])
def test_what_has_no_value_is_missing_by_its_whole_name(name: str) -> None:
    with pytest.raises(Missing) as missing:
        fill(f"${{{name}}}", VALUES)

    assert missing.value.name == name


def test_all_names_are_found() -> None:
    assert list(names({"a": ["${x} and ${y.z}"], "b": {"c": "${x}"}, "d": 5})) == ["x", "y.z", "x"]

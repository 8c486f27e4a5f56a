"""The same entries give the same bytes, and nothing of a text is lost in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.catalog.canonical import dump, scalar
from conformance.catalog.store import open_catalogue, shipped
from conformance.standard import yamltext

SHIPPED = open_catalogue()


def test_every_shipped_file_is_written_in_the_one_form() -> None:
    for file in SHIPPED.entries.files:
        assert (shipped() / file.name).read_text(encoding="utf-8") == dump(file, SHIPPED.shapes), file.name


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    assert yamltext.read(f"- {scalar(text)}\n")[0] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "on",
        "010",
        "2016-05-09",
        "1e3",
        "0x1F",
        "~",
        "null",
        "",
        " x",
        "x ",
        "a: b",
        "a #b",
        "-",
        "- a",
        "[a]",
        "#a",
        "'a'",
        '"a"',
        "a\nb",
        "\u0085",
        "\ufffe",
        "=SUM(A1)",
        "三、四",
        "310115",
        "12:30",
    ],
)
def test_texts_that_yaml_takes_for_something_else_are_quoted(text: str) -> None:
    assert yamltext.read(f"- {scalar(text)}\n")[0] == [text]


@pytest.mark.parametrize(
    "text", ["纳税信用等级", "tax-credit-rating", "T21.2", "Tax credit grade", "“双公示”", "A、B、C、D级"]
)
def test_plain_words_stand_bare(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(("value", "written"), [(True, "true"), (False, "false"), (10, "10"), (None, "null")])
def test_what_is_no_text(value: object, written: str) -> None:
    assert scalar(value) == written

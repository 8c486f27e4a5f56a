"""Words of the standard's vocabularies: they are those of the schemas, and every code has some."""

from __future__ import annotations

import pytest

from conformance.standard import lists, words
from conformance.standard.load import load
from conformance.standard.markdown import cell, code, table
from conformance.standard.model import RANKED, Text
from conformance.standard.shapes import load_shapes

SHAPES = load_shapes()


@pytest.mark.parametrize(
    ("code_list", "said"),
    [
        ("OriginKind", words.ORIGINS),
        ("SeverityLevel", words.SEVERITIES),
        ("SubjectType", words.SUBJECTS),
        ("EntryState", words.STATES),
        ("StageKind", words.STAGES),
        ("MeasureKind", words.MEASURES),
    ],
)
def test_words_are_the_labels_of_the_schemas_in_their_order(code_list, said):
    labels = [(name, label) for name, label in SHAPES.codes[code_list] if name != "unstated"]

    assert [(name, text.zh) for name, text in said.items()] == labels


def test_every_field_of_every_record_type_has_a_type_with_a_name():
    fields = [field for record in load().record_types.values() for field in record.fields]

    assert {field.type for field in fields} <= words.FIELD_TYPES.keys()
    assert {field.requirement for field in fields} <= words.REQUIREMENTS.keys()


def test_the_lists_are_those_of_the_schemas():
    assert set(lists.NAMES) == set(SHAPES.lists)
    assert {lists.KEYS[name] for name in lists.WORKS.values()} <= set(SHAPES.lists)
    assert lists.LIST_TITLES.keys() == lists.ENTRY_TITLES.keys()


def test_pick_takes_the_language_and_both_gives_both():
    text = Text("错误", "error")

    assert (words.pick(text, "zh"), words.pick(text, "en")) == ("错误", "error")
    assert words.both(text) == {"zh": "错误", "en": "error"}


def test_a_cell_shows_its_text_as_it_is():
    assert cell("a|b\nc <d> *e* \\f") == "a\\|b c &lt;d> \\*e\\* \\\\f"
    assert code("a|b `c`") == "`a\\|b 'c'`"


def test_a_table_has_a_head_and_a_line_for_each_row():
    assert table(["编号", "数"], [["T1", 2]]) == ["| 编号 | 数 |", "|---|---|", "| T1 | 2 |"]


def test_severities_are_told_in_one_order():
    assert tuple(words.SEVERITIES) == RANKED


def test_lists_and_brackets_have_the_punctuation_of_their_language():
    assert [words.listing(iter(("a", "b")), lang) for lang in ("zh", "en")] == ["a、b", "a, b"]
    assert ["x" + words.bracket("y", lang) for lang in ("zh", "en")] == ["x（y）", "x (y)"]

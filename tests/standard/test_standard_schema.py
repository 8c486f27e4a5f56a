"""What LinkML itself thinks of the schema, by both of its ways of reading, and how YAML is read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from source_copies import ROOT

from conformance.standard import yamltext
from conformance.standard.compile import build
from conformance.standard.compile.schema import Schema, snake


def test_the_strict_loader_of_linkml_can_read_it():
    """SchemaView is lenient; the older loader, which half of the generators use, is not."""
    code = f"from linkml.utils.schemaloader import SchemaLoader; SchemaLoader({str(ROOT / build.SCHEMA)!r}).resolve()"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "Overlapping" not in ran.stderr


def test_the_modules_are_sound_by_the_metamodel():
    modules = sorted(map(str, (ROOT / "schemas").glob("*.yaml")))
    command = [str(Path(sys.executable).parent / "linkml"), "validate", *modules]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_use_of_a_slot_adds_names_and_overrides_words(schema: Schema):
    uses = {use.name: use for use in schema.uses("Penalty")}
    number = uses["document_number"]
    assert number.title == "行政处罚决定书文号"
    assert {"CF_WSH", "文号"} <= set(number.aliases)
    assert "XK_WSH" not in number.aliases
    assert (number.notes["clause"], number.notes["max_length"]) == ("form-2015#CF_WSH", "128")
    assert [use.rank for use in schema.uses("Penalty")][:20] == list(range(1, 21))


def test_names_in_snake_case():
    assert snake("OneOfCheck") == "one_of_check"
    assert snake("PenaltyCategory") == "penalty_category"


def test_yaml_is_text_but_for_plain_words_and_numbers():
    text = """
    a: on
    b: 010
    c: 2016-05-09
    d: [true, false, null, 7, -7, 0, "7", 'true', 1.5]
    e:
    """
    data, lines = yamltext.read(text)
    assert data == {
        "a": "on",
        "b": "010",
        "c": "2016-05-09",
        "d": [True, False, None, 7, -7, 0, "7", "true", "1.5"],
        "e": None,
    }
    assert lines["c",] == 4
    assert lines["d", 3] == 5
    assert list(yamltext.ambiguous(text)) == [(2, "on"), (3, "010"), (4, "2016-05-09")]


@pytest.mark.parametrize(
    ("text", "fault"), [("a: 1\nb: 2\na: 3\n", "line 3: the key a is there twice"), ("a: [1\n", "expected")]
)
def test_yaml_that_says_one_thing_twice_or_nothing(text: str, fault: str):
    with pytest.raises(yamltext.Unreadable, match=fault):
        yamltext.read(text)


def test_an_empty_file_holds_nothing():
    assert yamltext.read("") == (None, {})
    assert list(yamltext.ambiguous("")) == []

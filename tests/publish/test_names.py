"""The locked table of names: whole, unambiguous, and only ever added to."""

from __future__ import annotations

import json
import keyword
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import asdict, replace

from conformance.publish.modelling import shipped_model
from conformance.publish.names import FAMILIES, NameTable, name_table, read_table
from conformance.publish.names import __main__ as names_command
from conformance.publish.names.__main__ import written
from conformance.publish.names.allocate import allocated
from conformance.publish.names.identifiers import FIELD, SQL_BYTES, identifier
from publish.emit.nasty import ALSO_LONG, LONG, nasty_model, nasty_names
from publish.emit.proof import missing_tool

ROOT = Path(__file__).resolve().parents[2]
PLACE = "src/conformance/publish/names/2016.json"
TABLES = pytest.mark.parametrize("table", [name_table(), nasty_names()], ids=["shipped", "nasty"])


def test_nothing_in_the_edition_is_without_a_name():
    assert allocated(shipped_model(), name_table()) == name_table()


def test_the_file_is_as_it_is_written():
    assert (ROOT / PLACE).read_text(encoding="utf-8") == written(name_table())


def test_no_name_that_was_ever_given_was_changed_or_taken_back():
    """Every version of the file that was committed is contained in this one."""
    log = ["git", "-C", str(ROOT), "log", "--format=%H", "--", PLACE]
    done = subprocess.run(log, capture_output=True, text=True, check=False)
    shallow = ["git", "-C", str(ROOT), "rev-parse", "--is-shallow-repository"]
    if (
        done.returncode
        or subprocess.run(shallow, capture_output=True, text=True, check=False).stdout.strip() != "false"
    ):
        missing_tool("the history of the source is not here, or not all of it: clone it whole")
    now = json.loads((ROOT / PLACE).read_text(encoding="utf-8"))
    for commit in done.stdout.split():
        shown = ["git", "-C", str(ROOT), "show", f"{commit}:{PLACE}"]
        assert contained(json.loads(subprocess.run(shown, capture_output=True, check=True).stdout), now), commit


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_without_a_history_that_is_skipped_here_and_fails_in_ci(tmp_path, monkeypatch, ci, outcome):
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="history"):
        test_no_name_that_was_ever_given_was_changed_or_taken_back()


def contained(old, new) -> bool:
    if isinstance(old, dict):
        return isinstance(new, dict) and all(key in new and contained(old[key], new[key]) for key in old)
    return bool(old == new)


@TABLES
@pytest.mark.parametrize("family", FAMILIES)
def test_names_are_unambiguous(table, family):
    types = [*table.records.values(), *table.items.values(), *table.code_lists.values()]
    scopes = [types, list(table.fields.values()), *(list(codes.values()) for codes in table.codes.values())]
    for scope in scopes:
        names = [one[family].lower() for one in scope]
        assert len(names) == len(set(names))
        assert all(name.isascii() and name.isidentifier() for name in names)


@TABLES
def test_names_fit_their_language(table):
    every = [*table.records.values(), *table.items.values(), *table.code_lists.values(), *table.fields.values()]
    assert all(len(names["sql"]) <= SQL_BYTES for names in every)
    assert not any(keyword.iskeyword(names["python"]) for names in every)


@TABLES
def test_numbers_are_given_once(table):
    several = (table.field_numbers, table.code_numbers, table.constraint_numbers)
    for numbers in (table.table_numbers, *(one for group in several for one in group.values())):
        assert len(set(numbers.values())) == len(numbers)
        assert min(numbers.values()) >= 1
        assert not {19000, 19999} & set(numbers.values())


def test_what_an_edition_has_no_more_keeps_its_name_and_number():
    edition = nasty_model()
    [record] = edition.records
    fewer = replace(record, fields=record.fields[2:])
    table = allocated(replace(edition, records=(fewer,), items=()), nasty_names())
    assert table == nasty_names()
    gone = {field.name for field in record.fields[:2]}
    assert table.retired("object", {field.name for field in fewer.fields}).keys() == gone | {"import"}


def test_the_next_edition_keeps_names_and_numbers_and_reserves_what_is_gone(tmp_path, monkeypatch):
    """Two editions are allocated, of which the second has lost the first field of its record type and got another."""
    first = nasty_model()
    [record] = first.records
    gone, *kept = record.fields
    fresh = replace(kept[0], name="come")
    second = replace(first, id="2", records=(replace(record, fields=(fresh, *kept)),), items=())
    monkeypatch.setattr(names_command, "_FOLDER", tmp_path)
    monkeypatch.setattr(names_command, "editions", lambda: ("1", "2"))
    monkeypatch.setattr(names_command, "shipped_model", {"1": first, "2": second}.__getitem__)
    assert names_command.main([]) == 1
    assert names_command.main(["--allocate"]) == 0
    assert names_command.main([]) == 0
    before, after = (read_table(tmp_path / f"{edition}.json") for edition in "12")
    assert contained(asdict(before), asdict(after))
    assert after.number("object", "come", fresh.shape) > max(before.field_numbers["object"].values())
    assert gone.name in after.retired("object", {field.name for field in second.records[0].fields})


def test_a_new_field_gets_a_number_of_its_own():
    edition = nasty_model()
    [record] = edition.records
    table = NameTable(**{**asdict(nasty_names()), "field_numbers": {"object": {"gone": 18999}}})
    assert set(allocated(replace(edition, records=(record,), items=()), table).field_numbers["object"].values()) >= {
        18999,
        20000,
    }


def test_a_field_that_becomes_something_else_gets_a_number_of_its_own():
    """And its old one back, should it ever be again what it was."""
    edition = nasty_model()
    [record] = edition.records
    fields = tuple(replace(one, kind="date") if one.name == "self" else one for one in record.fields)
    later = replace(edition, records=(replace(record, fields=fields),), items=())
    table = allocated(later, nasty_names())
    assert table.number("object", "self", "date") == max(nasty_names().field_numbers["object"].values()) + 1
    assert table.number("object", "self", "text") == nasty_names().number("object", "self", "text")
    assert allocated(edition, table) == table


@pytest.mark.parametrize(
    ("words", "constants"),
    [
        (("a_1", "a1"), ["A_1", "A1_2"]),
        (("x", "code-x"), ["X", "CODE_X_2"]),
        (("1-1", "11"), ["CODE_1_1", "CODE_11_2"]),
        (("unspecified",), ["UNSPECIFIED_2"]),
    ],
)
def test_constants_of_protobuf_differ_by_more_than_its_compilers_overlook(words, constants):
    edition = nasty_model()
    [entries, *others] = edition.code_lists
    codes = tuple(replace(entries.codes[0], code=word) for word in words)
    table = allocated(replace(edition, code_lists=(replace(entries, codes=codes), *others)), NameTable())
    assert [names["protobuf"] for names in table.codes[entries.id].values()] == constants


@pytest.mark.parametrize(
    ("family", "word", "name"),
    [
        ("java", "class", "class_"),
        ("java", "subject_uscc", "subjectUscc"),
        ("sql", "select", "select_"),
        ("sql", LONG, "a_name_that_is_longer_than_thi"),
        ("python", "中文", "u4e2d_u6587"),
        ("python", "1a", "f_1a"),
        ("xsd", "", "empty"),
    ],
)
def test_words_become_identifiers(family, word, name):
    assert identifier(family, word, FIELD, set(), "f") == name


def test_two_long_names_are_told_apart():
    assert nasty_names().field("sql", LONG) != nasty_names().field("sql", ALSO_LONG)

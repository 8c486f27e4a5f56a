"""The scripts by parsers that are not ours, and what Oracle limits, which no server here can tell."""

from __future__ import annotations

import re
from itertools import count

import pytest
import sqlglot
from msgspec.structs import replace
from sqlglot import exp

from conformance.publish.emit.sql.constraints import named
from conformance.publish.emit.sql.dialect import DIALECTS, ORACLE_CHARACTERS, ORACLE_PATTERN_BYTES
from conformance.publish.emit.sql.globs import globs
from conformance.publish.emit.sql.layout import national, tables
from conformance.publish.model import EditionModel
from conformance.publish.names import NameTable
from conformance.publish.names.allocate import allocated
from publish.emit.nasty import nasty_model, nasty_names
from publish.emit.proof import EDITIONS, artefact, edition_of, names_of
from publish.emit.sqlrecords import layout

READ_AS = {"sql-postgresql": "postgres", "sql-oracle": "oracle", "sql-mysql": "mysql", "sql-sqlite": "sqlite"}


def text(target: str, which: str = "shipped") -> str:
    return artefact(target, which)["tables.sql"].decode()


@pytest.mark.parametrize("which", [pytest.param("shipped", marks=pytest.mark.slow), "nasty"])
@pytest.mark.parametrize("target", READ_AS)
def test_l1_another_parser_reads_the_same_tables(target, which):
    read = sqlglot.parse(text(target, which), dialect=READ_AS[target])
    assert not [one for one in read if isinstance(one, exp.Command)]
    found = {
        one.this.this.name.lower(): [column.name for column in one.find_all(exp.ColumnDef)]
        for one in read
        if isinstance(one, exp.Create)
    }
    for table in layout(which).values():
        assert found[table.name] == ["JL_ID", "SX_BH", *(column.name for column in table.columns)]


@pytest.mark.parametrize("which", EDITIONS)
def test_oracle_gets_no_name_of_more_than_thirty_bytes(which):
    """Nor any other word that long, outside of literals and comments."""
    bare = re.sub(r"--[^\n]*|'[^']*'", " ", text("sql-oracle", which))
    words = {*re.findall(r"\w+", bare)}
    assert {"JL_ID", "SX_BH", "CONSTRAINT", *(table.name for table in layout(which).values())} <= words
    assert [word for word in words if len(word.encode()) > 30] == []


@pytest.mark.parametrize("which", EDITIONS)
def test_oracle_gets_no_text_that_four_thousand_bytes_do_not_hold(which):
    script = text("sql-oracle", which)
    sizes = [int(size) for size in re.findall(r" VARCHAR2\(([0-9]+) CHAR\)", script)]
    assert sizes
    assert 4 * max(sizes) <= 4000
    assert " VARCHAR2(" in script
    assert not re.search(r" VARCHAR2\([0-9]+\)", script)
    assert all(len(one.encode()) <= ORACLE_PATTERN_BYTES for one in re.findall(r"REGEXP_LIKE\(\w+, '([^']*)'", script))


def test_oracle_keeps_long_texts_as_clobs_with_their_length():
    script = text("sql-oracle")
    assert re.search(r"\n  XK_NR CLOB NOT NULL", script)
    assert "CHECK (LENGTH(XK_NR) <= 2048)" in script
    assert ORACLE_CHARACTERS < 2048


def test_nothing_in_a_literal_means_anything_to_the_tools_of_oracle():
    assert "&" not in text("sql-oracle", "nasty")


def test_columns_have_the_names_of_the_national_form():
    [licence] = [one for one in layout().values() if one.name == "licence"]
    assert [one.name for one in licence.columns][:3] == ["XK_WSH", "XK_XMMC", "XK_SPLB"]


@pytest.mark.parametrize(
    ("code", "name"), [("XK_WSH", "XK_WSH"), ("DATE", None), ("x y", None), ("A" * 31, None), (None, None)]
)
def test_a_code_that_is_no_identifier_names_no_column(code, name):
    assert national(code) == name


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("^[0-9]{2}$", ("[0-9][0-9]",)),
        ("^[A-Z]-?[0-9X]$", ("[A-Z][0-9X]", "[A-Z]-[0-9X]")),
        ("^(a|[|]{2})$", ("a", "[|][|]")),
        ("^[0-9]{1,2}$", ("[0-9]", "[0-9][0-9]")),
        ("^a.b$", None),
        ("[0-9]", None),
        ("^[0-9]{1,99}$", None),
        ("^[^a]$", None),
    ],
)
def test_patterns_become_globs_or_nothing(pattern, found):
    assert globs(pattern) == found


def test_made_one_item_there_is_no_column_for_it():
    assert "SX_BH" not in artefact("sql-sqlite", item="admin-licence")["tables.sql"].decode()


def constraints(edition: EditionModel, names: NameTable, dialect) -> dict[str, str]:
    """What a constraint means → its name, of a nasty edition's table."""
    [table] = tables(edition, names)
    return {one.key: name for name, one in named(table, edition, names, dialect).items()}


def next_edition() -> EditionModel:
    """The nasty one, of which the first fields are gone; in their place stands another, and what there was is held to something else."""
    edition = nasty_model()
    [record] = edition.records
    _, _, *kept = record.fields
    fields = (replace(kept[-1], name="come"), *(replace(one, max_length=7) for one in kept))
    held = {field.name for field in fields}
    groups = tuple(group for group in record.one_of if held.issuperset(group))
    later = replace(record, fields=fields, one_of=groups)
    items = tuple(replace(one, fields=fields, one_of=groups) for one in reversed(edition.items))
    return replace(edition, id="nasty-2", records=(later,), items=items)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda one: one.name)
def test_a_constraint_keeps_its_name_in_the_next_edition_and_a_name_goes_to_no_other(dialect):
    later, names = next_edition(), allocated(next_edition(), nasty_names())
    before, after = constraints(nasty_model(), nasty_names(), dialect), constraints(later, names, dialect)
    assert before.keys() - after.keys()
    assert after.keys() - before.keys()
    assert {one: before[one] for one in before.keys() & after.keys()} == {
        one: after[one] for one in before.keys() & after.keys()
    }
    assert {*before.values()}.isdisjoint(after[one] for one in after.keys() - before.keys())


def test_names_by_place_would_not_be_kept():
    """So that the test above can fail: what is named in the order in which it stands has other names after the change."""
    by_place = [
        dict(zip(constraints(edition, names, DIALECTS[0]), count(1)))
        for edition, names in (
            (nasty_model(), nasty_names()),
            (next_edition(), allocated(next_edition(), nasty_names())),
        )
    ]
    assert any(by_place[0][one] != by_place[1][one] for one in by_place[0].keys() & by_place[1].keys())


def test_a_constraint_that_has_no_name_yet_is_not_given_one_in_passing():
    [table] = tables(nasty_model(), nasty_names())
    with pytest.raises(KeyError):
        named(table, nasty_model(), replace(nasty_names(), constraint_numbers={"object": {}}), DIALECTS[0])


@pytest.mark.parametrize("which", EDITIONS)
def test_tables_of_single_items_and_of_the_edition_fit_into_one_schema(which):
    """Oracle and MySQL want the name of a constraint to be the only one of the schema."""
    edition, names = edition_of(which), names_of(which)
    models = [edition, *(edition_of(which, item.id) for item in edition.items[:20])]
    told = [
        name for model in models for table in tables(model, names) for name in named(table, model, names, DIALECTS[1])
    ]
    assert told
    assert len(told) == len({*told})
    assert all(re.fullmatch(r"CK[0-9]{3,}_[0-9]{3,}(_[A-Z0-9_]+)?", name) for name in told)

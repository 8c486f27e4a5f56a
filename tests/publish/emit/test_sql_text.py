"""The scripts by parsers that are not ours, and what Oracle limits, which no server here can tell."""

from __future__ import annotations

import re

import pytest
import sqlglot
from sqlglot import exp

from conformance.publish.emit.sql.dialect import ORACLE_CHARACTERS, ORACLE_PATTERN_BYTES
from conformance.publish.emit.sql.globs import globs
from conformance.publish.emit.sql.layout import national
from publish.emit.proof import EDITIONS, artefact
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
    read = sqlglot.parse(text("sql-oracle", which), dialect="oracle")
    names = {one.name for statement in read for one in statement.find_all(exp.Identifier)}
    assert names
    assert all(len(name.encode()) <= 30 for name in names)


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

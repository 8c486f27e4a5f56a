"""PostgreSQL and MariaDB take the tables, keep what is put in, and refuse what is declared."""

from __future__ import annotations

import json
import re
from itertools import count

import pytest

from publish.emit import servers
from publish.emit.nasty import nasty_records
from publish.emit.proof import EDITIONS, Record, artefact, disagreements
from publish.emit.sqlrecords import cases, insert, layout, row, rows_of, script, thinned

pytestmark = pytest.mark.slow
SERVERS = ("sql-postgresql", "sql-mysql")
_FIRST = {"sql-postgresql": "postgres", "sql-mysql": "mysql"}
_NUMBERS = count()


@pytest.fixture(scope="module", params=SERVERS)
def target(request):
    return request.param


@pytest.fixture(scope="module")
def server(target, request) -> servers.Server:
    return request.getfixturevalue("postgresql_server" if target == "sql-postgresql" else "mariadb_server")


@pytest.fixture
def made(server, target):
    """Makes a database with the tables of a script."""

    def make(script: str) -> str:
        name = f"d{next(_NUMBERS)}"
        server.run(_FIRST[target], f"CREATE DATABASE {name};")
        server.run(name, script)
        return name

    return make


def verdicts(server: servers.Server, database: str, records) -> list[bool]:
    statements = [insert(table, values, server.backslashes) for table, values in rows_of(records)]
    server.try_each(database, statements)
    taken = {n for t in layout().values() for n in server.run(database, f"SELECT JL_ID FROM {t.name};").split()}
    return [str(number) in taken for number in range(1, len(records) + 1)]


def wrong(server: servers.Server, target: str, database: str, records) -> list[str]:
    return disagreements(target, [one for one, _ in records], verdicts(server, database, records))


@pytest.mark.parametrize("which", EDITIONS)
def test_l2_the_tables_are_made(made, server, target, which):
    database = made(script(target, which))
    for table in layout(which).values():
        assert server.run(database, f"SELECT COUNT(*) FROM {table.name};").split() == ["0"]


def test_l2_those_of_one_item_are_made(made, server, target):
    assert (
        server.run(
            made(artefact(target, item="admin-licence")["tables.sql"].decode()), "SELECT XK_WSH FROM admin_licence;"
        )
        == ""
    )


def test_l2_comments_are_kept_as_they_are_meant(made, server, target):
    database = made(script(target, "nasty"))
    [table] = layout("nasty").values()
    query = (
        f"SELECT col_description('{table.name}'::regclass, ordinal_position), column_name"
        if target == "sql-postgresql"
        else "SELECT column_comment, column_name"
    )
    said = server.run(database, f"{query} FROM information_schema.columns WHERE table_name = '{table.name}';")
    for column in table.columns:
        told = " ".join(column.field.title.zh.split())
        if target == "sql-mysql":  # which has no room for characters beyond the first plane there
            told = re.sub("[^\x00-\uffff]", "?", told)
        assert told in said


def test_l3_what_goes_in_comes_out(made, server, target):
    [table] = layout("nasty").values()
    database = made(script(target, "nasty"))
    rows = [row(number, record, table, "string") for number, record in enumerate(nasty_records(), start=1)]
    server.run(database, "".join(insert(table, values, server.backslashes) for values in rows))
    assert read(server, target, database, table) == rows


def test_l3_a_record_of_the_edition_comes_out(made, server, target):
    sound = [(one, item) for one, item in cases() if not one.found]
    valid = [case for name in ("licence", "penalty") for case in [c for c in sound if c[0].record_type == name][:5]]
    database = made(script(target))
    server.run(database, "".join(insert(t, values, server.backslashes) for t, values in rows_of(valid)))
    for name in ("licence", "penalty"):
        table = layout()[name]
        put = [values for t, values in rows_of(valid) if t is table]
        assert put
        assert read(server, target, database, table) == put


def read(server: servers.Server, target: str, database: str, table) -> list[Record]:
    """The rows, with values as they were loaded."""
    columns = ["JL_ID", "SX_BH", *(column.name for column in table.columns)]
    if target == "sql-postgresql":
        query = f"SELECT row_to_json(t) FROM {table.name} t ORDER BY JL_ID;"
    else:
        told = ", ".join(f"'{name.lower()}', {name}" for name in columns)
        query = f"SELECT JSON_OBJECT({told}) FROM {table.name} ORDER BY JL_ID;"
    kinds = {column.name: column.field for column in table.columns}
    found = []
    for line in server.run(database, query).rstrip("\n").split("\n"):
        values = json.loads(line, parse_float=str, parse_int=str)
        found.append({name: _plain(values[name.lower()], kinds.get(name)) for name in columns})
    return found


def _plain(value: str | None, field) -> str | None:
    """MariaDB shows the places that it keeps to spare, PostgreSQL a T between day and time."""
    if value is None or field is None:
        return value
    if field.kind == "decimal":
        whole, _, places = value.partition(".")
        kept = places[: field.decimals] + places[field.decimals :].rstrip("0")
        return f"{whole}.{kept}" if kept else whole
    return value.replace("T", " ") if field.kind == "timestamp" else value


def test_l4_they_refuse_what_is_declared(made, server, target):
    assert not wrong(server, target, made(script(target)), thinned())


WRONG = {
    "loses a code": ("CHECK (XK_SPLB IN ('普通', ", "CHECK (XK_SPLB IN ("),
    "confuses the order of two days": ("CHECK (XK_JZQ >= XK_JDRQ)", "CHECK (XK_JZQ <= XK_JDRQ)"),
    "lets a required column be empty": ("XK_XMMC VARCHAR(256) NOT NULL", "XK_XMMC VARCHAR(256)"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_emitter_is_caught(made, server, target, fault):
    old, new = WRONG[fault]
    right, records = script(target), thinned("licence")
    assert old in right
    found = wrong(server, target, made(right.replace(old, new)), records)
    assert any(one.startswith(("accepted", "refused")) for one in found)

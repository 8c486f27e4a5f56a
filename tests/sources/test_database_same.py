"""The same records give the same findings, whether they lie in a file or in a database, as texts or in columns with types."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from urllib.parse import quote

import psycopg
import pytest

from conformance import check
from sources.databases import (
    DAY,
    ITEM,
    Rows,
    counts,
    findings,
    only_native,
    records,
    typed,
    without_time,
    write_csv,
)

Load = Callable[[list[str], Rows], str]
TYPES = {
    "许可决定日期": "date",
    "许可截止期": "date",
    "数据更新时间戳": "timestamp",
    "地方编码": "char(12)",
    "序号": "numeric(12,0)",
}


def table(headers: list[str], types: dict[str, str]) -> str:
    columns = ", ".join(f'"{header}" {types.get(header, "text")}' for header in headers)
    return f'CREATE TABLE "双公示".t ({columns}, PRIMARY KEY ("序号"))'


@pytest.fixture
def load(postgresql_url: str) -> Callable[[list[str], Rows, dict[str, str]], str]:
    def fill(headers: list[str], rows: Rows, types: dict[str, str]) -> str:
        with psycopg.connect(postgresql_url, autocommit=True) as connection, connection.cursor() as cursor:
            cursor.execute('CREATE SCHEMA IF NOT EXISTS "双公示"')
            cursor.execute('DROP TABLE IF EXISTS "双公示".t')
            cursor.execute(table(headers, {"序号": "integer", **types}))  # type: ignore[arg-type]
            marks = ", ".join(["%s"] * len(headers))
            values = [
                [typed(h, c) if h in (*types, "序号") else c for h, c in zip(headers, row, strict=True)] for row in rows
            ]
            # From the last to the first: the primary key is what says in which order they are read.
            cursor.executemany(f'INSERT INTO "双公示".t VALUES ({marks})', values[::-1])  # type: ignore[arg-type]
        return f"{postgresql_url}&table=双公示.t"

    return fill


def test_texts_in_postgresql_are_judged_as_those_in_a_file(load, tmp_path):
    headers, rows = records()
    whole = check(write_csv(tmp_path / "a.csv", headers, rows), as_of=DAY)
    read = check(load(headers, rows, {}), as_of=DAY)
    assert len(findings(whole)) > 30
    assert (findings(read), counts(read)) == (findings(whole), counts(whole))


def test_columns_with_types_are_judged_as_their_texts(load, tmp_path):
    headers, rows = records()
    rows = without_time(headers, only_native(headers, rows))
    whole = check(write_csv(tmp_path / "a.csv", headers, rows), as_of=DAY)
    read = check(load(headers, rows, TYPES), as_of=DAY)
    assert len(findings(whole)) > 30
    assert (findings(read), counts(read)) == (findings(whole), counts(whole))


def test_texts_in_sqlite_are_judged_as_those_in_a_file(tmp_path):
    headers, rows = records()
    whole = check(write_csv(tmp_path / "a.csv", headers, rows), as_of=DAY)
    place = tmp_path / "许可 #1?.db"
    with sqlite3.connect(place) as connection:
        columns = ", ".join(f'"{header}"' for header in headers)
        connection.execute(f'CREATE TABLE "许可.表" ({columns})')
        connection.executemany(f'INSERT INTO "许可.表" VALUES ({", ".join("?" * len(headers))})', rows)
        connection.execute('CREATE VIEW v AS SELECT * FROM "许可.表"')
    connection.close()
    url = f"sqlite:///{quote(str(place))}"
    by_rowid = check(f'{url}?table="许可.表"', as_of=DAY)
    assert (findings(by_rowid), counts(by_rowid)) == (findings(whole), counts(whole))
    columns = ",".join(f'"{header}"' for header in headers)
    # In no order of its own, and its numbers are texts.
    view = check(f"{url}?table=V&columns={quote(columns)}&item=x", as_of=DAY)
    assert view.inputs[0].verdict == "not-checked"
    view = check(f"{url}?table=V&columns={quote(columns)}", as_of=DAY)
    assert (findings(view), counts(view)) == (findings(whole), counts(whole))


def test_the_order_is_the_one_that_is_asked_for(load):
    headers, rows = records(rows=30, defects=0)
    url = load(headers, rows, {})
    by_name = check(f"{url}&order=行政相对人名称", as_of=DAY)
    assert any("按地址里写明的列（行政相对人名称）的顺序" in note for note in by_name.notes)
    names = sorted((row[headers.index("行政相对人名称")] or "").encode() for row in rows)
    bad = check(f"{url}&order=行政相对人名称", as_of="1999-01-01", item=ITEM, show_personal_data=True)
    firsts = {one.record: one.key for one in bad.findings if one.rule == "not-in-future"}
    numbers = {row[0]: (row[headers.index("行政相对人名称")] or "").encode() for row in rows}
    assert [numbers[key] for _, key in sorted(firsts.items()) if key in numbers] == [
        name for name in names if name in numbers.values()
    ][: len(firsts)]


def test_several_tables_and_files_are_one_submission(load, tmp_path):
    headers, rows = records(rows=20, defects=0)
    url = load(headers, rows, {})
    file = write_csv(tmp_path / "a.csv", headers, rows)
    report = check([str(file), url], as_of=DAY)
    assert [entry.path for entry in report.inputs] == [
        str(file),
        url.replace("tester@", "").replace("?host=", "?").split("?")[0] + "?table=双公示.t",
    ]
    assert [entry.rows for entry in report.inputs] == [20, 20]
    # Repeats are looked for between all tables of an item.
    assert {one.rule for one in report.findings} == {"unique-key"}


def test_an_empty_table_is_no_success(load):
    headers, _ = records(rows=1)
    report = check(load(headers, [], {}), as_of=DAY)
    assert (report.verdict, report.inputs[0].rows) == ("not-checked", 0)
    assert "没有数据行" in str(report.inputs[0].problem)


@pytest.mark.parametrize("step", [7, 120])
def test_the_size_of_batches_does_not_matter(load, step: int):
    from conformance.sources.database.addressing import address_of
    from conformance.sources.database.open import open_database
    from conformance.sources.raw import ReadOptions
    from conformance.standard.load import load as standard

    headers, rows = records(rows=50)
    (read,) = open_database(address_of(load(headers, rows, {})), standard(), ReadOptions(batch_rows=step))
    batches = list(read.batches)
    assert [int(number) for batch in batches for number in batch.ordinals] == list(range(50))
    assert [batch.frame.height for batch in batches] == [min(step, 50 - start) for start in range(0, 50, step)]

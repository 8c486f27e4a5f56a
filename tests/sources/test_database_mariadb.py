"""A database that is read by SQLAlchemy and a driver of its own: the same findings, one moment, nothing written."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from conformance import check
from conformance.sources.database.addressing import address_of
from conformance.sources.database.open import open_database
from conformance.sources.model import Table, Unusable
from conformance.sources.raw import ReadOptions
from conformance.standard.load import load
from sources.databases import DAY, counts, findings, only_native, records, typed, without_time, write_csv

pytestmark = pytest.mark.slow
TYPES = {
    "许可决定日期": "date",
    "许可截止期": "date",
    "数据更新时间戳": "datetime",
    "地方编码": "char(12)",
    "序号": "decimal(12,0)",
}
_NUMBERS = count(1)


@pytest.fixture
def base(mariadb_server):
    """A new database in GBK, as offices have them; answers with its name and the address of its table ``t``."""
    name = f"credit{next(_NUMBERS)}"
    mariadb_server.run("mysql", f"CREATE DATABASE {name} CHARACTER SET gbk COLLATE gbk_bin;")
    return name, f"{mariadb_server.url(name)}&table=t"


def opened(url: str) -> Table:
    (table,) = open_database(address_of(url), load(), ReadOptions(item="admin-licence"))
    return table


def problem(url: str) -> str:
    report = check(url, item="admin-licence", as_of=DAY)
    assert (report.verdict, report.findings_total) == ("not-checked", 0)
    return str(report.inputs[0].problem)


def literal(value: Any) -> str:
    if value is None:
        return "NULL"
    escaped = str(value).replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def test_columns_with_types_are_judged_as_their_texts(mariadb_server, base, tmp_path):
    name, url = base
    headers, rows = records()
    rows = without_time(headers, only_native(headers, rows))
    rows = [[cell and cell.encode("gbk", "ignore").decode("gbk") for cell in row] for row in rows]
    columns = ", ".join(f"`{header}` {TYPES.get(header, 'text')}" for header in headers)
    values = [
        "(" + ", ".join(literal(typed(h, c) if h in TYPES else c) for h, c in zip(headers, row, strict=True)) + ")"
        for row in reversed(rows)
    ]
    script = f"CREATE TABLE t ({columns}, PRIMARY KEY (`序号`)); INSERT INTO t VALUES {', '.join(values)};"
    mariadb_server.run(name, script)
    whole = check(write_csv(tmp_path / "a.csv", headers, rows), as_of=DAY)
    read = check(url, as_of=DAY)
    assert len(findings(whole)) > 30
    assert (findings(read), counts(read)) == (findings(whole), counts(whole))


def test_texts_of_types(mariadb_server, base):
    name, url = base
    columns = "a date, b datetime, c decimal(30,4), d boolean, e char(9), f enum('普'), g double, h bigint unsigned"
    mariadb_server.run(name, f"CREATE TABLE t ({columns}, i blob, j bit(1));")
    values = "'2016-05-09', '2016-05-09 08:09:10', 12345678901234567890.5, true, 'ab', '普', 0.1, 18446744073709551615"
    mariadb_server.run(name, f"INSERT INTO t VALUES ({values}, 'x', b'1');")
    (batch,) = opened(f"{url}&columns=a,b,c,d,e,f,g,h").batches
    expected = (
        "2016/05/09",
        "2016/05/09 08:09:10",
        "12345678901234567890.5000",
        "1",
        "ab",
        "普",
        "0.1",
        "18446744073709551615",
    )
    assert batch.frame.rows() == [expected]
    assert "列“i”的类型是 BLOB，没有文字形式" in problem(url)
    assert "列“j”里有二进制或嵌套的值（类型 BIT(1)，第 1 条记录起，1 字节）" in problem(f"{url}&columns=a,j")


def long_table(server: Any, name: str) -> None:
    text = "SELECT seq AS `行政许可决定书文号`, REPEAT('长', 2000) AS `别的` FROM seq_1_to_20000"
    server.run(name, f"CREATE TABLE t (PRIMARY KEY (`行政许可决定书文号`)) {text};")


def test_the_moment_is_one_and_batches_are_bounded(mariadb_server, base):
    name, url = base
    long_table(mariadb_server, name)
    batches = opened(url).batches
    first = next(batches)
    mariadb_server.run(name, "DELETE FROM t;")
    sizes = [first.frame.estimated_size(), *(batch.frame.estimated_size() for batch in batches)]
    assert len(sizes) > 4
    assert max(sizes) < 40 << 20
    assert sum(sizes) > 20_000 * 6_000


def test_a_connection_that_breaks_is_no_result(mariadb_server, base):
    name, url = base
    long_table(mariadb_server, name)
    batches = opened(url).batches
    next(batches)
    ids = mariadb_server.run(
        name, "SELECT id FROM information_schema.processlist WHERE command <> 'Daemon' AND id <> connection_id();"
    )
    for one in ids.split():
        mariadb_server.run(name, f"KILL {one};")
    with pytest.raises(Unusable, match="条记录后数据库出错（与数据库的连接中断），没有读完"):
        for _ in batches:
            pass


def test_nothing_can_be_written(mariadb_server, base):
    name, url = base
    body = "BEGIN INSERT INTO kept VALUES (1); RETURN '一'; END"
    mariadb_server.run(
        name, f"CREATE TABLE kept (a int);\nDELIMITER $$\nCREATE FUNCTION f() RETURNS text {body}$$\nDELIMITER ;"
    )
    mariadb_server.run(name, "CREATE VIEW t AS SELECT f() AS `行政许可决定书文号`;")
    assert problem(url) == "无法读取数据库（数据库只能读取）。"
    assert mariadb_server.run(name, "SELECT COUNT(*) FROM kept;").strip() == "0"


def test_what_is_not_there(mariadb_server, base):
    name, url = base
    mariadb_server.run(name, "CREATE TABLE xk_info (a int);")
    assert problem(url.replace("table=t", "table=xk_inf")) == "数据库里没有表“xk_inf”；您是否要用：xk_info。"
    assert problem(url.replace(name, "nowhere")) == "无法读取数据库（没有这个数据库）。"

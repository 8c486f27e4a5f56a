"""Whatever can be wrong with a database is one sentence, and what was not read to its end is no result."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from conformance import check
from conformance.report.model import Report
from conformance.sources.database.addressing import address_of
from conformance.sources.database.open import open_database
from conformance.sources.model import Table, Unusable
from conformance.sources.raw import ReadOptions
from conformance.standard.load import load

ITEM = "admin-licence"
NUMBER, SUBJECT = "行政许可决定书文号", "行政相对人名称"
Tell = Callable[[str], None]


@pytest.fixture
def tell(postgresql_url: str) -> Iterator[Tell]:
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        yield lambda statement: connection.execute(statement) and None  # type: ignore[call-overload,func-returns-value]


def problem(url: str, **options: Any) -> str:
    report = check(url, item=ITEM, as_of="2016-05-09", **options)
    assert (report.verdict, report.inputs[0].rows, report.findings_total) == ("not-checked", 0, 0)
    return str(report.inputs[0].problem)


def opened(url: str, **options: Any) -> Table:
    (table,) = open_database(address_of(url), load(), ReadOptions(item=ITEM, **options))
    return table


def values(url: str, **options: Any) -> list[tuple[Any, ...]]:
    return [row for batch in opened(url, **options).batches for row in batch.frame.rows()]


def test_a_table_that_is_not_there(postgresql_url, tell):
    tell("CREATE TABLE xk_info (a text)")
    tell("CREATE SCHEMA credit")
    tell("CREATE TABLE credit.cf_info (a text)")
    assert problem(f"{postgresql_url}&table=xk_inf") == "数据库里没有表“xk_inf”；您是否要用：xk_info。"
    assert problem(f"{postgresql_url}&table=cf_info") == "数据库里没有表“cf_info”；您是否要用：credit.cf_info。"
    assert "您是否要用：xk_info" in problem(f'{postgresql_url}&table="XK_INFO"')
    assert problem(f"{postgresql_url}&table=xk_info&order=b") == "表“xk_info”里没有列“b”；这里有：a。"


def test_an_empty_database(postgresql_url):
    assert problem(f"{postgresql_url}&table=t") == "数据库里没有表“t”，这个用户看不到任何表。"


def test_no_permission(postgresql_url, tell):
    tell("CREATE TABLE t (a text)")
    tell("DROP ROLE IF EXISTS stranger")
    tell("CREATE ROLE stranger LOGIN")
    assert problem(postgresql_url.replace("tester@", "stranger@") + "&table=t") == "无法读取数据库（没有权限）。"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("tester@", "nobody@"), "不允许这个用户连接"),
        (("/fresh", "/stale"), "没有这个数据库"),
        (("?host=", "?host=/nowhere"), "连接不上数据库"),
    ],
)
def test_no_connection(postgresql_url, change, sentence):
    assert sentence in problem(postgresql_url.replace(*change) + "&table=t")


def test_a_wrong_password_and_the_right_one(postgresql_server, postgresql_url, tell, monkeypatch, tmp_path):
    folder = Path(postgresql_url.partition("host=")[2])
    rules = folder / "data" / "pg_hba.conf"
    rules.write_text("local all locked scram-sha-256\n" + rules.read_text(encoding="utf-8"), encoding="utf-8")
    odd = "p@ss:w/o?r&d#%41'\\ 汉"
    tell("DROP ROLE IF EXISTS locked")
    tell("CREATE ROLE locked LOGIN PASSWORD '" + odd.replace("'", "''") + "'")
    tell("SELECT pg_reload_conf()")
    tell(f'CREATE TABLE t ("{NUMBER}" text)')
    tell("GRANT SELECT ON t TO locked")
    tell("INSERT INTO t VALUES ('一')")
    url = f"{postgresql_url}&table=t"
    for account in ("locked@", "locked:wrong@"):
        said = problem(url.replace("tester@", account))
        assert said == "无法读取数据库（用户名或口令不对）。"
    assert values(url.replace("tester@", f"locked:{quote(odd, safe='')}@")) == [("一",)]
    monkeypatch.setenv("CREDIT_DB", odd)
    assert values(url.replace("tester@", "locked@") + "&password_env=CREDIT_DB") == [("一",)]
    monkeypatch.setenv("PGPASSWORD", odd)
    assert values(url.replace("tester@", "locked@")) == [("一",)]
    monkeypatch.delenv("PGPASSWORD")
    kept = tmp_path / "pgpass"
    kept.write_text("*:*:*:locked:" + odd.replace("\\", "\\\\").replace(":", "\\:") + "\n", encoding="utf-8")
    kept.chmod(0o600)
    assert values(url.replace("tester@", "locked@") + f"&passfile={quote(str(kept))}") == [("一",)]


def test_a_server_that_takes_too_long(postgresql_url, tell):
    tell(f'CREATE VIEW slow AS SELECT pg_sleep(30)::text AS "{NUMBER}"')
    tell("DROP ROLE IF EXISTS hasty")
    tell("CREATE ROLE hasty LOGIN")
    tell("ALTER ROLE hasty SET statement_timeout = 200")
    tell("GRANT SELECT ON slow TO hasty")
    said = problem(postgresql_url.replace("tester@", "hasty@") + "&table=slow")
    assert said == "无法读取数据库（数据库没有在限定的时间内回答）。"


def long_table(tell: Tell, last: str = "'末'") -> None:
    """A view of more than one batch, whose last record is what is given."""
    text = f"CASE WHEN n = 9000 THEN {last} ELSE repeat('长', 2000) END"
    tell(f'CREATE VIEW long AS SELECT n AS "{NUMBER}", {text} AS "别的" FROM generate_series(1, 9000) n')


def test_a_connection_that_breaks_is_no_result(postgresql_url, tell):
    long_table(tell)
    batches = opened(f"{postgresql_url}&table=long").batches
    read = next(batches).frame.height
    assert 0 < read < 9000
    tell("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'conformance'")
    with pytest.raises(Unusable, match=r"条记录后数据库出错（与数据库的连接中断），没有读完，因此没有得出结论"):
        for _ in batches:
            pass


def test_an_error_at_the_last_record_is_no_result(postgresql_url, tell, tmp_path):
    long_table(tell, last="(1 / (n - 9000))::text")
    findings, accepted = tmp_path / "f.csv", tmp_path / "a.csv"
    said = problem(f"{postgresql_url}&table=long", findings=findings, accepted=accepted)
    assert "条记录后数据库出错（查询没有执行完，可能是视图里的计算或转换出错），没有读完" in said
    assert not accepted.exists()


def test_the_moment_is_one_and_batches_are_bounded(postgresql_url, tell):
    long_table(tell)
    tell("CREATE TABLE t AS SELECT * FROM long")
    batches = opened(f"{postgresql_url}&table=t&order={NUMBER}").batches
    first = next(batches).frame
    tell("DELETE FROM t")
    frames = [first, *(batch.frame for batch in batches)]
    assert sum(frame.height for frame in frames) == 9000
    assert len(frames) > 2
    assert max(frame.estimated_size() for frame in frames) < 20 << 20


def test_nothing_can_be_written(postgresql_url, tell):
    tell("CREATE SEQUENCE counted")
    tell(f"CREATE VIEW v AS SELECT nextval('counted')::text AS \"{NUMBER}\"")
    assert problem(f"{postgresql_url}&table=v") == "无法读取数据库（数据库只能读取）。"


def test_types_without_a_text_are_refused_unless_they_are_left_out(postgresql_url, tell):
    tell(f'CREATE TABLE t ("{NUMBER}" varchar(40), "附件" bytea, "其他" jsonb, a text[])')
    said = problem(f"{postgresql_url}&table=t")
    assert said.startswith("表“t”的列“附件”的类型是 bytea，没有文字形式，无法校验；请用 columns= 只列出要报送的列")
    assert "类型是 jsonb" in problem(f"{postgresql_url}&table=t&columns={NUMBER},其他")
    assert "text[]" in problem(f"{postgresql_url}&table=t&columns=A")
    assert values(f"{postgresql_url}&table=t&columns={NUMBER}") == []


def test_texts_of_types(postgresql_url, tell):
    columns = {
        "d": ("date", "'2016-05-09'", "2016/05/09"),
        "e": ("date", "'infinity'", "infinity"),
        "t": ("timestamp", "'2016-05-09 00:00'", "2016/05/09"),
        "u": ("timestamp", "'2016-05-09 08:09:10'", "2016/05/09 08:09:10"),
        "v": ("timestamp", "'2016-05-09 08:09:10.25'", "2016/05/09 08:09:10.250"),
        "n": ("numeric(40,4)", "12345678901234567890.12", "12345678901234567890.1200"),
        "m": ("numeric", "1e20", "100000000000000000000"),
        "i": ("int8", "9223372036854775807", "9223372036854775807"),
        "f": ("float8", "0.1", "0.1"),
        "b": ("boolean", "false", "false"),
        "c": ("char(9)", "'310115'", "310115"),
        "x": ("varchar(9)", "' a '", " a "),
        "z": ("text", "''", None),
        "k": ("label", "'普通'", "普通"),
        "w": ("code", "'9131'", "9131"),
    }
    tell("CREATE TYPE label AS ENUM ('普通')")
    tell("CREATE DOMAIN code AS char(18)")
    tell(f"CREATE TABLE t ({', '.join(f'{name} {kind}' for name, (kind, _, _) in columns.items())})")
    tell(f"INSERT INTO t VALUES ({', '.join(value for _, value, _ in columns.values())})")
    assert values(f"{postgresql_url}&table=t") == [tuple(text for _, _, text in columns.values())]


def test_moments_with_a_zone_are_those_of_the_servers_clock(postgresql_url, tell):
    tell("CREATE TABLE t (a timestamptz)")
    tell("INSERT INTO t VALUES ('2016-05-09 16:30:00+00')")
    name = postgresql_url.partition("/fresh")[2].partition("?")[0]
    tell(f"ALTER DATABASE fresh{name} SET timezone TO 'Asia/Shanghai'")
    assert values(f"{postgresql_url}&table=t") == [("2016/05/10 00:30:00",)]


def encoded(server: Any, encoding: str, name: str) -> str:
    server.run("postgres", f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 LOCALE 'C';")
    return str(server.url(name))


def test_a_database_in_an_encoding_of_its_own(postgresql_server):
    url = encoded(postgresql_server, "EUC_CN", "offices")
    with psycopg.connect(url, autocommit=True, client_encoding="utf8") as connection:
        connection.execute(f'CREATE TABLE "许可" ("{NUMBER}" text)')
        connection.execute('INSERT INTO "许可" VALUES (%s)', ["沪公许"])
    assert values(f"{url}&table=许可") == [("沪公许",)]
    assert "数据库自己说明了文字的编码（EUC_CN）" in problem(f"{url}&table=许可", encoding="gb18030")


def test_a_database_that_does_not_say_what_its_bytes_mean(postgresql_server):
    url = encoded(postgresql_server, "SQL_ASCII", "bytes")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (xk_wsh text, xk_xdr text)")
        connection.execute("INSERT INTO t VALUES ('1', 'a')")
        connection.execute(b"INSERT INTO t VALUES ('2', '" + "沪公许".encode("gb18030") + b"')")
    said = problem(f"{url}&table=t")
    assert "第 2 条记录起有不是 UTF-8 的字节；请用 --encoding 指定" in said
    assert values(f"{url}&table=t", encoding="gbk") == [("1", "a"), ("2", "沪公许")]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(b"INSERT INTO t VALUES ('3', '\xff')")
    report = check(f"{url}&table=t", item=ITEM, as_of="2016-05-09", encoding="gb18030")
    assert [(one.record, one.field) for one in report.findings if one.rule == "encoding"] == [(3, "subject_name")]


# SQLite


def base(folder: Path, statements: list[str]) -> tuple[Path, str]:
    place = folder / "a.db"
    with sqlite3.connect(place) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return place, f"sqlite:///{place}?table=t"


def state(folder: Path) -> dict[str, Any]:
    return {one.name: (sha256(one.read_bytes()).hexdigest(), one.stat().st_mtime_ns) for one in folder.iterdir()}


TABLE = [f'CREATE TABLE t ("{NUMBER}" text, n)', "INSERT INTO t VALUES ('一', 1)", "INSERT INTO t VALUES ('二', 2.5)"]


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_file_of_sqlite_and_its_folder_stay_as_they_are(tmp_path, mode):
    place, url = base(tmp_path, TABLE)
    with sqlite3.connect(place) as connection:
        connection.execute(f"PRAGMA journal_mode={mode}")
    connection.close()
    before = state(tmp_path)
    assert values(url) == [("一", "1"), ("二", "2.5")]
    assert state(tmp_path) == before


def test_what_a_program_has_written_and_not_yet_put_in_its_place_is_read(tmp_path):
    place, url = base(tmp_path, TABLE)
    with sqlite3.connect(place) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("INSERT INTO t VALUES ('三', 3)")
        connection.commit()
        assert (tmp_path / "a.db-wal").stat().st_size
        before = place.read_bytes()
        assert len(values(url)) == 3
        assert place.read_bytes() == before
        copied = tmp_path / "copy"
        copied.mkdir()
        for name in ("a.db", "a.db-wal"):
            (copied / name).write_bytes((tmp_path / name).read_bytes())
    connection.close()
    kept = state(copied)
    assert "只读打不开" in problem(f"sqlite:///{copied / 'a.db'}?table=t")
    assert state(copied) == kept


def test_a_program_that_broke_off_in_the_middle_of_writing(tmp_path):
    place, url = base(tmp_path, [*TABLE, "INSERT INTO t SELECT hex(randomblob(2000)), 1 FROM t, t, t, t, t"])
    with sqlite3.connect(place) as connection:
        connection.execute("PRAGMA cache_size=2")
        connection.execute("UPDATE t SET n = n + 1")  # half of it is in the file, its undoing in the journal
        journal, half = (tmp_path / "a.db-journal").read_bytes(), place.read_bytes()
        connection.rollback()
    connection.close()
    (tmp_path / "a.db-journal").write_bytes(journal)
    place.write_bytes(half)
    before = state(tmp_path)
    assert problem(url).startswith("无法读取数据库（")
    assert state(tmp_path) == before


def test_a_file_that_is_written_to_while_it_is_read(tmp_path):
    place, url = base(tmp_path, TABLE)
    with sqlite3.connect(place) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    batches = opened(url).batches
    next(batches)
    with sqlite3.connect(place) as connection:
        connection.execute("DELETE FROM t")
    connection.close()
    with pytest.raises(Unusable, match="文件在校验过程中被改写"):
        for _ in batches:
            pass


def test_bytes_in_sqlite(tmp_path):
    gbk = "沪公许".encode("gb18030").hex()
    _, url = base(tmp_path, [TABLE[0], f"INSERT INTO t VALUES ('1', 1), ('2', 2), (CAST(x'{gbk}' AS TEXT), 3)"])
    assert "第 3 条记录起有不是 UTF-8 的字节；请用 --encoding 指定" in problem(url)
    assert values(url, encoding="gb18030")[2] == ("沪公许", "3")
    assert "第 3 条记录起有不是 ascii 的字节，请核对 --encoding" in problem(url, encoding="ascii")
    _, other = base(tmp_path, ["INSERT INTO t VALUES ('四', x'00')", "DELETE FROM t WHERE n = 3"])
    assert "列“n”里有二进制或嵌套的值（类型 NULL，第 3 条记录起，1 字节）" in problem(other)
    assert len(values(f"{other}&columns={NUMBER}")) == 3


def test_no_database_in_a_file(tmp_path):
    (tmp_path / "a.db").write_text("序号,名称\n", encoding="utf-8")
    assert "文件不是 SQLite 数据库" in problem(f"sqlite:///{tmp_path / 'a.db'}?table=t")
    assert "找不到文件" in problem(f"sqlite:///{tmp_path / 'b.db'}?table=t")
    (tmp_path / "c.db").touch()
    assert "0 字节" in problem(f"sqlite:///{tmp_path / 'c.db'}?table=t")


# Libraries and other databases


@pytest.mark.parametrize(
    ("url", "library", "named"),
    [
        ("postgresql://h/d?table=t", "adbc_driver_postgresql.dbapi", "pip install 'three-list-conformance[database]'"),
        ("sqlite:///{file}?table=t", "sqlalchemy", "pip install 'three-list-conformance[database]'"),
        ("mysql://h/d?table=t", "pymysql", "pip install sqlalchemy pymysql"),
        ("oracle://h/d?table=t", "oracledb", "pip install sqlalchemy oracledb"),
        ("dm://h/d?table=t", "dmPython", "pip install sqlalchemy dmPython dmSQLAlchemy"),
        ("kingbase://h/d?table=t", "x", "没有数据库“kingbase”的 SQLAlchemy 方言和驱动"),
    ],
)
def test_a_driver_that_is_missing(url, library, named, tmp_path, monkeypatch):
    import sys

    place, _ = base(tmp_path, TABLE)
    monkeypatch.setitem(sys.modules, library, None)
    assert named in problem(url.format(file=place))


def test_a_server_of_another_kind_that_is_not_there():
    assert problem("mysql://u:geheim@127.0.0.1:9/d?table=t") == (
        "无法读取数据库（连接不上数据库，请核对地址、端口，并确认数据库已启动）。"
    )


def test_options_of_files_are_refused(tmp_path):
    _, url = base(tmp_path, TABLE)
    assert "没有工作表可选" in problem(url, sheet="许可")


def test_a_report_never_says_more_than_the_label(tmp_path):
    _, url = base(tmp_path, TABLE)
    report: Report = check(url, item=ITEM, as_of="2016-05-09")
    assert report.inputs[0].path == f"sqlite:///{tmp_path / 'a.db'}?table=t"
    assert report.inputs[0].format == "sqlite"

"""Older and newer schemas, other people's databases, and the tables that revisions make."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from histories import all_of, in_a_process, killed_at, run
from test_history_writers import at_once

from conformance.history import tables
from conformance.history.engines import WRITES, address_of, engine_of
from conformance.history.opening import open_store
from conformance.history.rows import rows_of
from conformance.history.schema import configuration
from conformance.report.errors import UsageError

FIRST = run(1, figures=())


@pytest.fixture
def engine(url: str):
    one = engine_of(address_of(url), 10)
    yield one
    one.dispose()


@pytest.fixture
def older(engine: sa.Engine, url: str) -> str:
    """A history of the first revision, with a run in it."""
    config = configuration()
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for table, rows in rows_of(FIRST):
            connection.execute(sa.insert(table), rows)
    return url


def described(engine: sa.Engine) -> list[str]:
    """What a database holds: names of tables and numbers of rows."""
    with engine.connect() as connection:
        names = sorted(sa.inspect(connection).get_table_names())
        return [f"{name} {connection.execute(sa.text(f'SELECT count(*) FROM {name}')).scalar()}" for name in names]


def test_the_revisions_are_those_of_the_folder() -> None:
    script = ScriptDirectory.from_config(configuration())
    assert tuple(one.revision for one in reversed(list(script.walk_revisions()))) == tables.REVISIONS
    assert script.get_heads() == [tables.HEAD]


def test_revisions_make_the_tables_that_the_tool_knows(url: str, engine: sa.Engine) -> None:
    open_store(url).close()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": tables.VERSION_TABLE})
        assert compare_metadata(context, tables.metadata) == []
        inspector = sa.inspect(connection)
        made = {name: {one["name"] for one in inspector.get_check_constraints(name)} for name in tables.metadata.tables}
    meant = {
        name: {one.name for one in table.constraints if isinstance(one, sa.CheckConstraint)}
        for name, table in tables.metadata.tables.items()
    }
    assert made == meant


def test_an_older_history_is_upgraded_with_what_it_holds(older: str) -> None:
    with open_store(older) as store:
        assert list(store.runs()) == [FIRST]
        store.record(run(2))
    assert all_of(older) == [FIRST, run(2)]


def test_an_older_history_is_upgraded_by_one_of_several(older: str) -> None:
    assert at_once([lambda: open_store(older).close()] * 4) == [0] * 4
    assert all_of(older) == [FIRST]


@pytest.mark.parametrize("statement", [1, 2, 3])
def test_whoever_dies_while_upgrading_leaves_the_older_one(older: str, engine: sa.Engine, statement: int) -> None:
    before = described(engine)
    engine.dispose()

    def work() -> None:
        killed_at(statement, ("CREATE", "UPDATE"))
        open_store(older)

    assert in_a_process(work) == signal.SIGKILL
    assert described(engine) == before
    assert all_of(older) == [FIRST]


def test_a_newer_history_is_refused_and_not_touched(older: str, engine: sa.Engine) -> None:
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.execute(sa.text(f"UPDATE {tables.VERSION_TABLE} SET version_num = '9999'"))
    before = described(engine)
    for create in (True, False):
        with pytest.raises(UsageError, match=r"更新版本.*9999.*请升级"):
            open_store(older, create=create)
    assert described(engine) == before


def test_what_only_reads_makes_nothing(url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有历史记录"):
        open_store(url, create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_with_other_tables_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE theirs (a)"))
    engine.dispose()
    before = path.read_bytes()
    with pytest.raises(UsageError, match="是别的内容"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["theirs.db"]


def test_a_server_may_hold_other_tables(postgresql_url: str) -> None:
    engine = engine_of(address_of(postgresql_url), 10)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE theirs (a int)"))
    engine.dispose()
    with open_store(postgresql_url) as store:
        store.record(run())
    assert all_of(postgresql_url) == [run()]


def test_tables_of_our_names_that_are_not_ours(url: str, engine: sa.Engine) -> None:
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.execute(sa.text("CREATE TABLE conformance_run (a int)"))
    with pytest.raises(UsageError, match="是别的内容"):
        open_store(url)
    assert described(engine) == ["conformance_run 0"]


def test_sqlite_writes_ahead_and_to_the_disk(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'history.db'}") as store, store.engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://somebody:geheim@127.0.0.1:1/db", "连接不上"),
        ("postgresql://somebody:geheim@127.0.0.1:1/db?password=geheim", "连接不上"),
        ("postgresql://somebody:geheim@127.0.0.1:1/db?nonsense=geheim", "历史记录"),
    ],
)
def test_no_password_is_shown(address: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        open_store(address)
    assert "geheim" not in f"{caught.value.text}{caught.value.__cause__}"
    assert "somebody" not in str(caught.value.text)


def test_a_database_that_is_not_there(postgresql_url: str) -> None:
    with pytest.raises(UsageError, match="没有这个数据库"):
        open_store(postgresql_url.replace("fresh", "absent"))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:ge@heimnis@127.0.0.1:1/db",
        "postgresql://u:1/heimnis@127.0.0.1:1/db",
        "postgresql://u:ge@heimnis/x@127.0.0.1:1/db",
        "postgresql://u:ge@heimnis?x@127.0.0.1:1/db",
    ],
)
def test_no_part_of_a_password_passes_for_a_host(url: str) -> None:
    with pytest.raises(UsageError) as caught, open_store(url):
        pass
    assert "%40" in caught.value.text.zh
    assert "heimnis" not in f"{caught.value.text}{caught.value.__cause__}"

"""Why a history cannot be opened, read or written: one sentence for each reason, none of which shows a password."""

from __future__ import annotations

import sqlite3
from typing import Any

from conformance.report.errors import UsageError
from conformance.standard.model import Text

_FULL = Text("磁盘空间不足", "no space left on the disk")
_LOCKED = Text("等候过久，其他程序一直占用着数据库", "it stayed locked by another program for too long")
_DENIED = Text("没有权限", "permission denied")
_READ_ONLY = Text("数据库只能读取", "the database is read-only")
_BROKEN = Text("磁盘读写出错", "the disk reports an error")
_LOST = Text("与数据库的连接中断", "the connection to the database was lost")
_SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _DENIED,
    sqlite3.SQLITE_AUTH: _DENIED,
    sqlite3.SQLITE_IOERR: _BROKEN,
    sqlite3.SQLITE_CANTOPEN: Text(
        "文件无法打开，请确认文件夹存在且有写入权限",
        "the file cannot be opened; check that its folder exists and that you may write there",
    ),
    sqlite3.SQLITE_CORRUPT: Text("数据库文件已损坏，请用备份恢复", "the file is damaged; restore a backup"),
    sqlite3.SQLITE_NOTADB: Text("文件不是 SQLite 数据库", "the file is no SQLite database"),
}
_POSTGRESQL = {
    "28P01": Text("用户名或口令不对", "user or password are wrong"),
    "28000": Text("不允许这个用户连接", "this user may not connect"),
    "3D000": Text("没有这个数据库", "there is no such database"),
    "42501": _DENIED,
    "53100": _FULL,
    "53300": Text("连接数已满", "it has too many connections"),
    "55P03": _LOCKED,
    "57014": _LOCKED,
    "57P01": _LOST,
    "57P02": _LOST,
    "57P03": Text("数据库正在启动或停止", "it is starting up or shutting down"),
    "25006": _READ_ONLY,
}
AGAIN = ("40001", "40P01", "57P01", "57P02")
"""States of PostgreSQL after which a whole transaction may be tried once more."""


def unusable(name: str, reason: Text) -> UsageError:
    """The error for a history that cannot be used."""
    return UsageError(
        f"历史记录“{name}”无法读写（{reason.zh}），本次没有记录任何内容。",
        f"The history {name} cannot be used ({reason.en}); nothing of this was recorded.",
    )


def problem_of(error: BaseException, name: str) -> UsageError:
    """The error for what a driver raised. What the driver says itself is not repeated: it may quote an address."""
    return unusable(name, reason_of(error))


def reason_of(error: BaseException) -> Text:
    """Why, in a few words."""
    original: Any = getattr(error, "orig", None) or error
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", None)
        if isinstance(code, int) and code & 0xFF in _SQLITE:
            return _SQLITE[code & 0xFF]
    state = state_of(error)
    if state in _POSTGRESQL:
        return _POSTGRESQL[state]
    if state is None and type(original).__name__ == "OperationalError" and not isinstance(original, sqlite3.Error):
        return _of_connecting(str(original))
    kind = type(original).__name__
    return Text(f"数据库报错 {state or kind}", f"the database reports {state or kind}")


def state_of(error: BaseException) -> str | None:
    """The SQLSTATE that a driver hands on."""
    state = getattr(getattr(error, "orig", None) or error, "sqlstate", None)
    return state if isinstance(state, str) else None


def _of_connecting(said: str) -> Text:
    """The reason among those that a driver tells by words only, where no connection came about."""
    for words, state in (
        ("password authentication failed", "28P01"),
        ("no pg_hba.conf entry", "28000"),
        ("fe_sendauth", "28P01"),
        ("does not exist", "3D000"),
        ("too many", "53300"),
        ("starting up", "57P03"),
        ("shutting down", "57P03"),
    ):
        if words in said:
            return _POSTGRESQL[state]
    return Text(
        "连接不上数据库，请核对地址、端口，并确认数据库已启动",
        "no connection; check host and port, and that the database is running",
    )


def no_driver(what: str, extra: str) -> UsageError:
    """The error where a library is not installed."""
    return UsageError(
        f"历史记录需要 {what}，本机没有安装；请运行 pip install 'three-list-conformance[{extra}]'。",
        f"A history needs {what}, which is not installed: pip install 'three-list-conformance[{extra}]'.",
    )


def no_address() -> UsageError:
    """The error for what is no address of a history. It is not repeated: it may hold a password."""
    return UsageError(
        "历史记录的地址应为 sqlite:///文件 或 postgresql://用户@主机/数据库。",
        "The address of a history is sqlite:///FILE or postgresql://USER@HOST/DATABASE.",
    )


def newer(name: str, found: str) -> UsageError:
    """The error for a schema that a newer tool made."""
    return UsageError(
        f"历史记录“{name}”由更新版本的 conformance 建立（结构 {found}），本版本读不懂，没有改动；请升级 conformance。",
        f"The history {name} was made by a newer conformance (schema {found}) and was not touched; upgrade conformance.",
    )


def foreign(name: str) -> UsageError:
    """The error for a database that holds something else."""
    return UsageError(
        f"数据库“{name}”里是别的内容，不是历史记录，没有改动；请换一个文件。",
        f"The database {name} holds something else and no history, and was not touched; name another file.",
    )


def absent(name: str) -> UsageError:
    """The error for a history that is only read and is not there."""
    return UsageError(
        f"没有历史记录“{name}”；用 conformance check --record 记录后才有。",
        f"There is no history {name}; conformance check --record makes one.",
    )

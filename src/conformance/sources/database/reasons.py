"""What drivers raise, in a few words of ours. What they say themselves is never repeated: it may quote an address or a record."""

from __future__ import annotations

import sqlite3
from typing import Any

from conformance.standard.model import Text

FULL = Text("磁盘空间不足", "no space left on the disk")
LOCKED = Text("等候过久，其他程序一直占用着数据库", "it stayed locked by another program for too long")
DENIED = Text("没有权限", "permission denied")
READ_ONLY = Text("数据库只能读取", "the database is read-only")
BROKEN = Text("磁盘读写出错", "the disk reports an error")
LOST = Text("与数据库的连接中断", "the connection to the database was lost")
WRONG_PASSWORD = Text("用户名或口令不对", "user or password are wrong")
NOT_ADMITTED = Text("不允许这个用户连接", "this user may not connect")
NO_DATABASE = Text("没有这个数据库", "there is no such database")
TOO_MANY = Text("连接数已满", "it has too many connections")
STARTING = Text("数据库正在启动或停止", "it is starting up or shutting down")
TIMED_OUT = Text("数据库没有在限定的时间内回答", "the database did not answer within its time")
UNREACHED = Text(
    "连接不上数据库，请核对地址、端口，并确认数据库已启动",
    "no connection; check host and port, and that the database is running",
)
UNREADABLE_TEXT = Text(
    "库里有与其编码不符的文字，无法转换", "it holds text that is not of its encoding and cannot be converted"
)
FAILED = Text("查询没有执行完，可能是视图里的计算或转换出错", "the query failed, perhaps in a calculation of a view")
NO_SUCH_TABLE = Text("没有这张表", "there is no such table")
_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: DENIED,
    sqlite3.SQLITE_AUTH: DENIED,
    sqlite3.SQLITE_IOERR: BROKEN,
    sqlite3.SQLITE_CANTOPEN: Text(
        "文件无法打开，请确认文件夹存在且有写入权限",
        "the file cannot be opened; check that its folder exists and that you may write there",
    ),
    sqlite3.SQLITE_CORRUPT: Text("数据库文件已损坏，请用备份恢复", "the file is damaged; restore a backup"),
    sqlite3.SQLITE_NOTADB: Text("文件不是 SQLite 数据库", "the file is no SQLite database"),
}
_STATES = {
    "22021": UNREADABLE_TEXT,
    "22P05": UNREADABLE_TEXT,
    "25006": READ_ONLY,
    "28000": NOT_ADMITTED,
    "28P01": WRONG_PASSWORD,
    "3D000": NO_DATABASE,
    "42501": DENIED,
    "42P01": NO_SUCH_TABLE,
    "53100": FULL,
    "53300": TOO_MANY,
    "55P03": LOCKED,
    "57014": TIMED_OUT,
    "57P01": LOST,
    "57P02": LOST,
    "57P03": STARTING,
}
_MYSQL = {
    1040: TOO_MANY,
    1044: DENIED,
    1045: WRONG_PASSWORD,
    1049: NO_DATABASE,
    1142: DENIED,
    1143: DENIED,
    1146: NO_SUCH_TABLE,
    1205: LOCKED,
    1317: TIMED_OUT,
    1698: WRONG_PASSWORD,
    1792: READ_ONLY,
    1969: TIMED_OUT,
    2002: UNREACHED,
    2003: UNREACHED,
    2005: UNREACHED,
    2006: LOST,
    2013: LOST,
    3024: TIMED_OUT,
}
_BY_WORDS = (
    ("password authentication failed", WRONG_PASSWORD),
    ("认证失败", WRONG_PASSWORD),
    ("fe_sendauth", WRONG_PASSWORD),
    ("no password supplied", WRONG_PASSWORD),
    ("pg_hba.conf", NOT_ADMITTED),
    ("role ", NOT_ADMITTED),
    ("角色", NOT_ADMITTED),
    ("does not exist", NO_DATABASE),
    ("不存在", NO_DATABASE),
    ("too many", TOO_MANY),
    ("starting up", STARTING),
    ("shutting down", STARTING),
    ("read-only transaction", READ_ONLY),
    ("timeout expired", TIMED_OUT),
    ("statement timeout", TIMED_OUT),
    ("语句执行超时", TIMED_OUT),
    ("closed the connection unexpectedly", LOST),
    ("terminating connection", LOST),
)
"""Reasons that a driver tells by words only."""


class Failure(Exception):
    """What a driver raised that tells too little of itself, with its reason."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.zh)
        self.reason = reason


def reason_of(error: BaseException) -> Text:
    """Why, in a few words."""
    if isinstance(error, Failure):
        return error.reason
    original: Any = getattr(error, "orig", None) or error
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", None)
        if isinstance(code, int) and code & 0xFF in _SQLITE:
            return _SQLITE[code & 0xFF]
    state = state_of(error)
    if state in _STATES:
        return _STATES[state]
    number = original.args[0] if original.args and type(original.args[0]) is int else None
    if number in _MYSQL:
        return _MYSQL[number]
    if state is None and number is None and _by_words(original):
        return told_by(str(original)) or UNREACHED
    kind = type(original).__name__
    return Text(f"数据库报错 {state or number or kind}", f"the database reports {state or number or kind}")


def told_by(words: str) -> Text | None:
    """The reason that a driver's words tell."""
    return next((reason for known, reason in _BY_WORDS if known in words), None)


def state_of(error: BaseException) -> str | None:
    """The SQLSTATE that a driver hands on."""
    state = getattr(getattr(error, "orig", None) or error, "sqlstate", None)
    return state if isinstance(state, str) and state.strip("\0 ") else None


def _by_words(error: Any) -> bool:
    return type(error).__name__ == "OperationalError" and not isinstance(error, sqlite3.Error)

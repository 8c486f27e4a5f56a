"""What a table of a database is before its columns are understood, and what is said of the way it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import polars as pl
from msgspec import Struct

from conformance.sources.database.identifiers import Name, Names, chosen, near
from conformance.sources.database.reasons import reason_of
from conformance.sources.model import Notice, Unusable
from conformance.standard.installing import installing
from conformance.standard.model import Text

Frames = Iterator[tuple[pl.DataFrame, list[Notice]]]
"""Frames of String columns ``@0``, ``@1`` … with notices for their cells."""


class Field(Struct, frozen=True):
    """A column as the database has it."""

    name: str
    type: str
    """As the database calls it."""
    readable: bool = True
    """Whether its values have a form as text."""
    padded: bool = False
    """Whether the database fills its values up with blanks."""


class Relation(Struct, frozen=True):
    """A table or view and what is read of it."""

    name: str
    fields: tuple[Field, ...]
    order: tuple[str, ...]
    """Columns by which records are ordered; perhaps none of those that are read."""
    told: Text
    """In which order records are read, and so numbered."""


class Session(Protocol):
    """A connection that only reads, and sees one moment of the database."""

    errors: tuple[type[BaseException], ...]
    """What its driver raises."""
    encoding: str | None

    def relation(self) -> Relation:
        """The table that the address names. Raises Unusable, or what the driver raises."""
        ...

    def frames(self, relation: Relation) -> Frames:
        """Its records, in order; to the last one, or it raises."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


def relation_of(
    name: str, kind: str, there: Sequence[Field], key: Sequence[str], columns: Sequence[Names], order: Sequence[Names]
) -> Relation:
    """The relation as it is to be read. ``kind`` is what stands for a key where there is none: ``rowid`` or nothing."""
    fields = tuple(_field(one[0], there, name) for one in columns) or tuple(there)
    for field in fields:
        if not field.readable:
            raise Unusable(
                f"表“{name}”的列“{field.name}”的类型是 {field.type}，没有文字形式，无法校验；请用 columns= 只列出要报送的列，或建一个不含它的视图。",
                f'The column "{field.name}" of {name} is of the type {field.type}, which has no form as text; name the columns that '
                "are to be sent with columns=, or make a view without it.",
            )
    asked = [_field(one[0], there, name).name for one in order]
    told = _told(name, kind, key, asked)
    return Relation(name, fields, tuple(dict.fromkeys([*asked, *key])), told)


def _field(name: Name, there: Sequence[Field], table: str) -> Field:
    found = chosen(name, there, lambda one: one.name)
    if found is None:
        zh, en = near(name.text, [one.name for one in there])
        raise Unusable(f"表“{table}”里没有列“{name.text}”{zh}。", f'{table} has no column "{name.text}"{en}.')
    return found


def _told(name: str, kind: str, key: Sequence[str], asked: Sequence[str]) -> Text:
    zh, en = "、".join(asked or key), ", ".join(asked or key)
    if asked:
        ties = "" if key or kind else "；这几列相同的记录，先后不定"
        ties_en = "" if key or kind else "; records that are equal in them come in no certain order"
        return Text(
            f"表“{name}”按地址里写明的列（{zh}）的顺序读取，记录号即按此顺序{ties}",
            f"{name} is read in the order of the columns that the address names ({en}), and records are numbered so{ties_en}",
        )
    if key:
        return Text(
            f"表“{name}”按主键（{zh}）的顺序读取，记录号即按此顺序",
            f"{name} is read in the order of its primary key ({en}), and records are numbered so",
        )
    if kind:
        return Text(
            f"表“{name}”没有主键，按 SQLite 的行号（rowid）的顺序读取，记录号即按此顺序",
            f"{name} has no primary key; it is read in the order of SQLite's rowid, and records are numbered so",
        )
    return Text(
        f"表“{name}”没有主键，地址里也没有写 order=，记录号按数据库给出的先后；再次校验时可能不同，请写 order=列名",
        f"{name} has no primary key and the address has no order=: records are numbered as the database gave them, which may "
        "differ the next time; give order=COLUMN",
    )


def no_table(asked: str, bare: str, there: Sequence[str]) -> Unusable:
    """The error for a table that is not there; ``bare`` is its name without schema."""
    zh, en = near(bare, there)
    return Unusable(
        f"数据库里没有表“{asked}”{zh}。" if there else f"数据库里没有表“{asked}”，这个用户看不到任何表。",
        f'There is no table "{asked}"{en}.'
        if there
        else f'There is no table "{asked}", and no other that this user can see.',
    )


def written(names: Names) -> str:
    """A dotted name, as it is called in sentences."""
    return ".".join(one.text for one in names)


def unread(error: BaseException, records: int = 0) -> Unusable:
    """The error for what a driver raised, at first or behind so many records."""
    reason = reason_of(error)
    if not records:
        return Unusable(f"无法读取数据库（{reason.zh}）。", f"The database cannot be read ({reason.en}).")
    return Unusable(
        f"读了 {records} 条记录后数据库出错（{reason.zh}），没有读完，因此没有得出结论；请重新校验。",
        f"The database failed behind {records} records ({reason.en}); it was not read to its end, so nothing was decided: "
        "check it again.",
    )


def not_utf8(record: int | None) -> Unusable:
    """The error for bytes of a database that does not say what they mean."""
    zh, en = ("", "") if record is None else (f"第 {record} 条记录起", f" from record {record} on")
    return Unusable(
        f"数据库没有说明文字的编码，{zh}有不是 UTF-8 的字节；请用 --encoding 指定（多半是 --encoding gb18030）。",
        f"The database does not say what its bytes mean, and they are no UTF-8{en}; name the encoding, most likely with "
        "--encoding gb18030.",
    )


def encoding_known(encoding: str) -> Unusable:
    """The error where somebody names the encoding of a database that has one."""
    return Unusable(
        f"数据库自己说明了文字的编码（{encoding}），请去掉 --encoding。",
        f"The database says itself what its encoding is ({encoding}); leave out --encoding.",
    )


def no_driver(packages: str) -> Unusable:
    """The error where a library is not installed."""
    how = installing(EXTRA) if packages == EXTRA else Text(f"pip install {packages}", f"pip install {packages}")
    return Unusable(
        f"读取这种数据库要用的组件本机没有安装；请运行 {how.zh}。",
        f"What reads such a database is not installed: {how.en}.",
    )


EXTRA = "database"
"""What brings SQLAlchemy and the driver of PostgreSQL."""

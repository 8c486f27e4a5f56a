"""What the columns of a table have to fulfil, as conditions of SQL. A condition that is unknown, of a column that is empty, holds."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from conformance.publish.emit.sql.dialect import Dialect
from conformance.publish.emit.sql.layout import Table
from conformance.publish.model import SEPARATORS, CodeListModel, CodeModel, EditionModel, FieldModel, RecordModel
from conformance.publish.records.calendar import FIRST, LAST

ENDLESS = "9999-12-31"
"""How a day that never comes (长期) stands in a column of days."""
_BLANKS = (9, 10, 13, 12288)
"""Characters that are no more of a value than a space is."""
_NOTES = "（(：:-—"
"""With one of these a note begins."""
_NOTE = "( *([（(][^）)]*[）)]|[：:—-].*))?"


class Condition(Struct, frozen=True):
    """A condition and why it is there, in Chinese."""

    expression: str
    why: str
    aspect: str
    """What of the fields it is about, in one word, the same in all dialects: ``length``, ``order``."""
    fields: tuple[str, ...] = ()
    bound: str = ""
    """What it is held to, where items may ask different things of a field."""
    of_items: bool = False
    """Whether only records of some items have to fulfil it."""

    @property
    def key(self) -> str:
        """What it means: the name of its constraint is locked under this. What fields are held to belongs to it only where items ask it."""
        told = " ".join((self.aspect, *self.fields))
        return f"of items: {told} {self.bound}".rstrip() if self.of_items else told


def of_record(record: RecordModel, table: Table, edition: EditionModel, dialect: Dialect) -> Iterator[Condition]:
    """All conditions on the fields that a record has."""
    for field in record.fields:
        yield from _of_field(field, table.column(field.name), edition, dialect)
    for group in record.one_of:
        filled = " OR ".join(f"{table.column(name)} IS NOT NULL" for name in group)
        titles = "、".join(record.field(name).title.zh for name in group)
        yield Condition(filled, f"{titles}至少填一项", "one-of", group)
    for order in record.orders:
        later, earlier = (
            _day(record.field(name), table.column(name), dialect) for name in (order.later, order.earlier)
        )
        words = [record.field(name).title.zh for name in (order.later, order.earlier)]
        yield Condition(f"{later} >= {earlier}", f"{words[0]}不早于{words[1]}", "order", (order.later, order.earlier))


def _day(field: FieldModel, column: str, dialect: Dialect) -> str:
    return dialect.day(column) if field.kind == "timestamp" else column


def _of_field(field: FieldModel, column: str, edition: EditionModel, dialect: Dialect) -> Iterator[Condition]:
    title, name = field.title.zh, (field.name,)
    if field.required:
        yield Condition(f"{column} IS NOT NULL", f"{title}必填", "required", name)
        if field.kind == "text":
            yield from _filled(field, column, edition, dialect)
    if (not dialect.measured and field.max_length is not None) or (
        dialect.name == "oracle" and field.max_length and dialect.text(field.max_length) == "CLOB"
    ):
        most = field.max_length
        yield Condition(f"LENGTH({column}) <= {most}", f"{title}不超过{most}个字符", "length", name, str(most))
    if field.pattern is not None and (fits := dialect.matches(column, field.pattern)):
        yield Condition(fits, f"{title}的形状：{field.pattern}", "shape", name, field.pattern)
    if field.code_list is not None:
        entries = edition.code_list(field.code_list)
        told = f"{title}取自代码表：{entries.title.zh}"
        yield from _listed(entries, entries.codes, told, column, dialect, ("listed", name, entries.id))
        if field.allowed:
            codes = tuple(code for code in entries.codes if code.code in field.allowed)
            about = ("allowed", name, "/".join(code.code for code in codes))
            yield from _listed(entries, codes, f"{title}：本事项限定的值", column, dialect, about)
    match field.kind:
        case "date" | "timestamp":
            yield from _dated(field, column, dialect)
        case "decimal" | "integer":
            yield from _number(field, column, dialect)


def _filled(field: FieldModel, column: str, edition: EditionModel, dialect: Dialect) -> Iterator[Condition]:
    """Neither blanks nor a word that stands for nothing."""
    name, no_blanks = (field.name,), f"{field.title.zh}不得只有空格"
    bare = column
    for code in _BLANKS:
        bare = f"REPLACE({bare}, {_character(code, dialect)}, ' ')"
    if dialect.name == "oracle":  # to which a text without characters is NULL
        yield Condition(f"TRIM({bare}) IS NOT NULL", no_blanks, "blank", name)
        if column_type(field, dialect) == "CLOB":
            return
    else:
        yield Condition(f"TRIM({bare}) <> ''", no_blanks, "blank", name)
    words = [word for word in edition.standard.placeholders if word and word not in field.words]
    if words:
        told = ", ".join(dialect.literal(word) for word in words)
        why = f"{field.title.zh}不得以“无”“/”等代替"
        yield Condition(f"{column} NOT IN ({told})", why, "placeholder", name, "/".join(field.words))


def _character(code: int, dialect: Dialect) -> str:
    """A blank, spelt where it would be lost on whoever reads the script."""
    if code > 127:
        return dialect.literal(chr(code))
    return f"{'CHAR' if dialect.name in ('mysql', 'sqlite') else 'CHR'}({code})"


def column_type(field: FieldModel, dialect: Dialect) -> str:
    """The type of the column of a field."""
    match field.kind:
        case "date":
            return dialect.date
        case "timestamp":
            return dialect.timestamp
        case "decimal":
            return dialect.decimal(field.decimals or 0)
        case "integer":
            return dialect.integer
    if field.max_length is not None:
        return dialect.text(field.max_length)
    return dialect.text(None) if field.type == "text" else dialect.short


def _listed(
    entries: CodeListModel,
    codes: tuple[CodeModel, ...],
    why: str,
    column: str,
    dialect: Dialect,
    about: tuple[str, tuple[str, ...], str],
) -> Iterator[Condition]:
    if entries.several:
        if fits := dialect.matches(column, several(codes)):
            yield Condition(fits, why, *about)
        return
    words = ", ".join(dialect.literal(word) for code in codes for word in code.accepted)
    told = f"{column} IN ({words})"
    for code in codes:
        if code.note_allowed:
            for word in code.accepted:
                starts = ", ".join(dialect.literal(word + sign) for sign in _NOTES)
                told += f" OR SUBSTR({column}, 1, {len(word) + 1}) IN ({starts})"
    yield Condition(told, why, *about)


def several(codes: tuple[CodeModel, ...]) -> str:
    """A pattern of values with separators between them; what contains another value stands before it."""
    words = sorted({word for code in codes for word in code.accepted}, key=lambda word: (-len(word), word))
    noted = {word for code in codes if code.note_allowed for word in code.accepted}
    one = "|".join(escaped(word) + (_NOTE if word in noted else "") for word in words)
    return f"^({one})([{SEPARATORS}]+({one}))*$"


def escaped(text: str) -> str:
    """A text as a pattern that means it, in every dialect with patterns."""
    return "".join(f"\\{one}" if one in "\\^$.|?*+()[]{}" else one for one in text)


def _dated(field: FieldModel, column: str, dialect: Dialect) -> Iterator[Condition]:
    if dialect.name == "sqlite":
        function = "DATE" if field.kind == "date" else "DATETIME"
        form = "YYYY-MM-DD" if field.kind == "date" else "YYYY-MM-DD HH:MM:SS"
        # Without a modifier SQLite gives 2016-02-30 back as it is.
        told = f"{function}({column}, '+0 days') IS {column}"
        yield Condition(told, f"{field.title.zh}是真实的一天，写作{form}", "calendar", (field.name,))
    day = _day(field, column, dialect)
    first, last = (dialect.date_literal(one) for one in (f"{FIRST}-01-01", f"{LAST}-12-31"))
    within = f"{day} BETWEEN {first} AND {last}"
    if field.words:
        within += f" OR {day} = {dialect.date_literal(ENDLESS)}"
    why = f"{field.title.zh}在{FIRST}年至{LAST}年之间" + ("，或为长期" if field.words else "")
    yield Condition(within, why, "day", (field.name,), "endless" if field.words else "")


def _number(field: FieldModel, column: str, dialect: Dialect) -> Iterator[Condition]:
    title, value, places, name = field.title.zh, column, field.decimals or 0, (field.name,)
    few = (f"{title}最多{places}位小数", "places", name, str(places))
    if dialect.name == "sqlite" and field.kind == "integer":
        yield Condition(f"{column} IS NULL OR TYPEOF({column}) = 'integer'", f"{title}为整数", "whole", name)
    elif dialect.name == "sqlite":
        value = f"CAST({column} AS REAL)"
        yield Condition(
            f"{column} NOT GLOB '*[^0-9.-]*' AND {column} GLOB '*[0-9]' AND {column} NOT GLOB '*.*.*'"
            f" AND SUBSTR({column}, 2) NOT GLOB '*-*' AND {column} NOT GLOB '.*' AND {column} NOT GLOB '-.*'",
            f"{title}为十进制数，以文本保存，小数不失真",
            "digits",
            name,
        )
        kept = f"LENGTH(RTRIM({column}, '0')) - INSTR({column}, '.')"
        yield Condition(f"INSTR({column}, '.') = 0 OR {kept} <= {places}", *few)
    elif dialect.integer == "NUMBER" or field.kind == "decimal":
        yield Condition(f"{column} = ROUND({column}, {places})", *few)
    if dialect.name == "postgresql" and field.kind == "decimal":
        yield Condition(f"{column} < 1E100", f"{title}是一个数", "number", name)  # not NaN nor Infinity
    if field.minimum is not None:
        yield Condition(
            f"{value} >= {field.minimum}", f"{title}不小于{field.minimum}", "least", name, str(field.minimum)
        )
    if field.maximum is not None:
        yield Condition(
            f"{value} <= {field.maximum}", f"{title}不大于{field.maximum}", "most", name, str(field.maximum)
        )

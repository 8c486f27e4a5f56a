"""Values of drivers as texts: the same as a Parquet file or a data frame with these values would give."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from conformance.sources.arrow import pa, pc, text_frame
from conformance.sources.cells import plain_text
from conformance.sources.database.model import Field, not_utf8
from conformance.sources.frames import blank_to_null
from conformance.sources.model import Notice, Unusable
from conformance.sources.raw import names
from conformance.standard.model import Text


def frame_of_values(
    columns: Sequence[Sequence[Any]], fields: Sequence[Field], before: int = 0
) -> tuple[pl.DataFrame, list[Notice]]:
    """A frame of text of what a driver gave, column by column. Raises Unusable for bytes that are no text.

    ``before`` is the number of earlier records.
    """
    arrays = [_array(values, field, before) for values, field in zip(columns, fields, strict=True)]
    frame, notices = text_frame(pa.RecordBatch.from_arrays(arrays, names=names(len(arrays))))
    padded = [
        pl.col(name).str.strip_chars_end(" ") for name, one in zip(frame.columns, fields, strict=True) if one.padded
    ]
    return (blank_to_null(frame.with_columns(padded)) if padded else frame), notices


def _array(values: Sequence[Any], field: Field, before: int) -> Any:
    try:
        made = pa.array(values)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return _plain(values, field, before)  # a column of several types
    kind = made.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:  # the clock on the wall is what is written
        return pa.array([None if value is None else value.replace(tzinfo=None) for value in values])
    if pa.types.is_decimal(kind) or pa.types.is_duration(kind) or _is_binary(kind):
        return _plain(values, field, before)  # each with its own zeros at the end
    return made


def _is_binary(kind: Any) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_nested(kind))


def _plain(values: Sequence[Any], field: Field, before: int) -> Any:
    for record, value in enumerate(values, before + 1):
        if isinstance(value, bytes | bytearray | memoryview | dict | list):
            raise Unusable(
                f"列“{field.name}”里有二进制或嵌套的值（类型 {field.type}，第 {record} 条记录起{_long(value).zh}），"
                f"没有文字形式，无法校验；请用 columns= 只列出要报送的列。",
                f'The column "{field.name}" ({field.type}) holds binary or nested values (from record {record} on{_long(value).en}), which have '
                "no form as text; name the columns that are to be sent with columns=.",
            )
    return pa.array([_text(value) for value in values], pa.large_string())


def _long(value: Any) -> Text:
    """How many bytes it is, by which it is found again; nothing else of it is shown."""
    if isinstance(value, dict | list):
        return Text("", "")
    return Text(f"，{len(value)} 字节", f", {len(value)} bytes")


def _text(value: Any) -> str | None:
    if isinstance(value, Decimal) and not value.is_finite():
        return str(value)
    return plain_text(value)


def encoding_of(given: str) -> str:
    """An encoding that somebody names. Raises Unusable where there is none of this name."""
    try:
        name = codecs.lookup(given).name
        "".encode(name)
    except (LookupError, TypeError, UnicodeError):
        raise Unusable(
            f"没有名为“{given}”的编码，常用的有 gb18030、utf-8。", f'There is no encoding "{given}"; try gb18030.'
        ) from None
    return "gb18030" if name in ("gbk", "gb2312") else name


def decoded(batch: Any, encoding: str | None, before: int) -> tuple[Any, list[Notice]]:
    """A batch of Arrow whose strings are bytes of an encoding, as text, with a notice for each cell that is not of it.

    Without an encoding they have to be UTF-8; else Unusable is raised. ``before`` is the number of earlier records.
    """
    columns, notices = [], []
    for index, column in enumerate(batch.columns):
        values = pc.cast(column, pa.large_binary()).to_pylist()
        if encoding is None:
            columns.append(pa.array(_as_utf8(values, before), pa.large_string()))
            continue
        texts = []
        for row, value in enumerate(values):
            text, bad = (None, None) if value is None else decoded_cell(value, encoding)
            if bad is not None:
                notices.append(Notice("encoding", row, index, text, {"what": Text(bad, bad)}))
            texts.append(text)
        columns.append(pa.array(texts, pa.large_string()))
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names), notices


def _as_utf8(values: Sequence[bytes | None], before: int) -> list[str | None]:
    texts: list[str | None] = []
    for row, value in enumerate(values):
        try:
            texts.append(None if value is None else value.decode())
        except UnicodeDecodeError:
            raise not_utf8(before + row + 1) from None
    return texts


def decoded_cell(value: bytes, encoding: str) -> tuple[str, str | None]:
    """The text of some bytes, and the byte that is none of the encoding."""
    try:
        return value.decode(encoding), None
    except UnicodeDecodeError as error:
        return value.decode(encoding, "replace"), f"0x{value[error.start]:02X}"

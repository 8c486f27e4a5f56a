"""Arrow data to text columns: numbers plain, dates as the form writes them, nothing rounded."""

from __future__ import annotations

import importlib
from typing import Any

import polars as pl

from conformance.sources.cells import Nested, plain_text
from conformance.sources.frames import blank_to_null
from conformance.sources.model import Notice
from conformance.sources.raw import names
from conformance.standard.model import Text

# pyarrow says nothing to a type checker.
pa: Any = importlib.import_module("pyarrow")
pc: Any = importlib.import_module("pyarrow.compute")


def text_frame(batch: Any) -> tuple[pl.DataFrame, list[Notice]]:
    """A frame of String columns ``@0``, ``@1`` … and notices for what is no text."""
    notices: list[Notice] = []
    columns: list[pl.Series] = []
    for index, name in enumerate(names(batch.num_columns)):
        columns.append(pl.Series(name, _texts(batch.column(index), index, notices), dtype=pl.String))
    return blank_to_null(pl.DataFrame(columns)), notices


def _texts(column: Any, index: int, notices: list[Notice]) -> pl.Series | list[str | None]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column.validate(full=True)  # else an index beyond the values would be followed
        return _texts(pc.cast(column, kind.value_type), index, notices)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return _series(column) if _is_text(column) else _binary(_as_bytes(column), index, notices)
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return _series(pc.cast(column, pa.large_string()))
    if pa.types.is_date(kind):
        return _series(pc.strftime(pc.cast(column, pa.date32()), "%Y/%m/%d"))
    if pa.types.is_timestamp(kind):
        return _timestamps(column)
    if pa.types.is_null(kind):
        return [None] * len(column)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return _binary(column.to_pylist(), index, notices)
    texts: list[str | None] = []
    for row, value in enumerate(_values(column)):
        text = plain_text(value)
        if isinstance(text, Nested):
            text = str(text)
            notices.append(Notice("nested-value", row, index, text))
        texts.append(text)
    return texts


def _is_text(column: Any) -> bool:
    """Whether its bytes are what Arrow promises. The reader of a damaged file does not look, and Polars relies on it."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _as_bytes(column: Any) -> list[bytes | None]:
    values: list[bytes | None] = pc.cast(column, pa.large_binary()).to_pylist()
    return values


def _values(column: Any) -> list[Any]:
    """The values for Python; as text where they lie beyond what Python's types hold (a duration of a million years)."""
    try:
        values: list[Any] = column.to_pylist()
    except (OverflowError, ValueError):
        values = pc.cast(column, pa.large_string()).to_pylist()
    return values


def _series(column: Any) -> pl.Series:
    series = pl.from_arrow(column)
    if not isinstance(series, pl.Series):  # pragma: no cover
        raise TypeError(type(series))
    return series


def _timestamps(column: Any) -> pl.Series:
    """Local time to the second (fractions only where there are any); midnight is a day without a time."""
    series = _series(column)
    if series.dtype == pl.Datetime and series.dtype.time_zone is not None:  # type: ignore[attr-defined]
        series = series.dt.replace_time_zone(None)
    day, full = series.dt.strftime("%Y/%m/%d"), series.dt.strftime("%Y/%m/%d %H:%M:%S%.f")
    frame = pl.DataFrame({"day": day, "full": full, "time": series.dt.time()})
    midnight = pl.time(0, 0, 0)
    return frame.select(pl.when(pl.col("time") == midnight).then(pl.col("day")).otherwise(pl.col("full"))).to_series()


def _binary(values: list[bytes | None], index: int, notices: list[Notice]) -> list[str | None]:
    texts: list[str | None] = []
    for row, value in enumerate(values):
        text = None if value is None else value.decode("utf-8", "replace")
        try:
            if value is not None:
                value.decode("utf-8")
        except UnicodeDecodeError as error:
            what = Text(f"0x{value[error.start]:02X}", f"0x{value[error.start]:02X}")  # type: ignore[index]
            notices.append(Notice("encoding", row, index, text, {"what": what}))
        texts.append(text)
    return texts

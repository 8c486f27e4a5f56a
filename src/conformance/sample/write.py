"""Files of samples, one writer per format; every byte follows from the rows (no clock, no machine)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from conformance.sample.messages import messages

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".txt": "tsv",
    ".xlsx": "xlsx",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xml": "xml",
}
FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl", "parquet", "xml")
XLSX_ROWS = 1_048_575
"""Rows that fit on one sheet below the header."""
_CREATED = datetime(2016, 5, 9, tzinfo=UTC)


def format_of(output: Path, fmt: str | None) -> str:
    """The format asked for, else the one the file's name ends in; ValueError where neither tells."""
    chosen = fmt or SUFFIXES.get(output.suffix.lower())
    if chosen not in FORMATS:
        raise ValueError(f"cannot tell the format of {output.name}; known formats: {', '.join(FORMATS)}")
    return chosen


def write(frames: Iterable[pl.DataFrame], output: Path, fmt: str, encoding: str) -> None:
    """Write the frames one below the other; their columns are the header, of XML the tags. At least one frame must come.

    ``encoding`` holds for text formats. UnicodeEncodeError where it lacks a character of the sample.
    """
    if fmt == "xlsx":
        _write_xlsx(frames, output)
    elif fmt == "parquet":
        _write_parquet(frames, output)
    else:
        if fmt == "xml":
            pieces = messages((row for frame in frames for row in frame.iter_rows(named=True)), encoding)
        else:
            pieces = _json(frames) if fmt == "json" else _lines(frames) if fmt == "jsonl" else _delimited(frames, fmt)
        with output.open("w", encoding=encoding, newline="") as file:
            file.writelines(pieces)


def _delimited(frames: Iterable[pl.DataFrame], fmt: str) -> Iterator[str]:
    for number, frame in enumerate(frames):
        yield frame.write_csv(
            include_header=number == 0, separator="\t" if fmt == "tsv" else ",", line_terminator="\r\n"
        )


def _lines(frames: Iterable[pl.DataFrame]) -> Iterator[str]:
    for frame in frames:
        yield frame.write_ndjson()


def _json(frames: Iterable[pl.DataFrame]) -> Iterator[str]:
    opening = "[\n"
    for frame in frames:
        if frame.height:
            # No line break can stand inside a record: JSON escapes those of the values.
            yield opening + frame.write_ndjson().rstrip("\n").replace("\n", ",\n")
            opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def _write_parquet(frames: Iterable[pl.DataFrame], output: Path) -> None:
    import pyarrow.parquet

    make: Any = pyarrow.parquet.ParquetWriter  # pyarrow has no types
    writer = None
    try:
        for frame in frames:
            # Older than polars' own string views, so that any reader of Parquet can take it.
            table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
            writer = writer or make(output, table.schema, compression="zstd")
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()


def _write_xlsx(frames: Iterable[pl.DataFrame], output: Path) -> None:
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _CREATED.replace(tzinfo=None), "author": ""})
    sheet = book.add_worksheet("Sheet1")
    as_text = book.add_format({"num_format": "@"})
    row = 0
    for frame in frames:
        if row == 0:
            for column, title in enumerate(frame.columns):
                sheet.write_string(0, column, title)
            sheet.set_column(0, len(frame.columns) - 1, 18, as_text)
        for values in frame.iter_rows():
            row += 1
            for column, value in enumerate(values):
                if value is not None:
                    sheet.write_string(row, column, value, as_text)
    book.close()
    output.write_bytes(buffer.getvalue())

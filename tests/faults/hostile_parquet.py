"""Parquet files made to do harm. Each maker writes one file and answers with its path."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .making import makers
from .seeds import VALID, rows

SEED = VALID / "admin-penalty.parquet"


def _columns(**more: Any) -> dict[str, Any]:
    header, *records = rows()
    return {name: [record[place] for record in records] for place, name in enumerate(header)} | more


def _changed(path: Path, at: int, new: bytes) -> Path:
    data = bytearray(SEED.read_bytes())
    data[at : at + len(new)] = new
    path.write_bytes(data)
    return path


def _footer(data: bytes) -> int:
    return len(data) - 8 - int(struct.unpack_from("<I", data, len(data) - 8)[0])


def footer_zeroed(path: Path) -> Path:
    """The footer is all zeros."""
    data = SEED.read_bytes()
    start = _footer(data)
    return _changed(path, start, bytes(len(data) - 8 - start))


def footer_length_huge(path: Path) -> Path:
    """The footer is said to take 4 GB."""
    return _changed(path, SEED.stat().st_size - 8, b"\xff\xff\xff\xff")


def footer_length_nothing(path: Path) -> Path:
    """The footer is said to take nothing."""
    return _changed(path, SEED.stat().st_size - 8, bytes(4))


def magic_only(path: Path) -> Path:
    """Four bytes."""
    path.write_bytes(b"PAR1")
    return path


def magic_twice(path: Path) -> Path:
    """Beginning and end, and nothing between."""
    path.write_bytes(b"PAR1" + bytes(4) + b"PAR1")
    return path


def pages_zeroed(path: Path) -> Path:
    """The pages are all zeros; the footer is whole."""
    return _changed(path, 4, bytes(_footer(SEED.read_bytes()) - 4))


def pages_of_ones(path: Path) -> Path:
    """The pages are all ones; the footer is whole."""
    return _changed(path, 4, b"\xff" * (_footer(SEED.read_bytes()) - 4))


def claimed_rows_in_the_footer(path: Path) -> Path:
    """The footer says that there are 63 rows where there are 12."""
    table = pa.table(_columns())
    pq.write_table(table, path, compression="none")
    data = bytearray(path.read_bytes())
    start = _footer(bytes(data))
    # Compact thrift: a zigzag varint of the number of rows, the third field of the footer (0x16), once per row group.
    old = bytes((0x16, 2 * table.num_rows))
    places = [at for at in range(start, len(data) - 1) if data[at : at + 2] == old]
    assert places
    for at in places:
        data[at + 1] = 0x7E
    path.write_bytes(data)
    return path


def nested(path: Path) -> Path:
    """Columns of structs, lists and maps, deep within each other."""
    value: Any = "x"
    kind: Any = pa.string()
    for _ in range(20):
        value, kind = [value], pa.list_(kind)
    columns = _columns()
    count = len(next(iter(columns.values())))
    arrays = {name: pa.array(values) for name, values in columns.items()}
    arrays["deep"] = pa.array([value] * count, kind)
    arrays["struct"] = pa.array([{"a": 1, "b": [{"c": None}]}] * count)
    arrays["map"] = pa.array([[("k", 1)]] * count, pa.map_(pa.string(), pa.int64()))
    pq.write_table(pa.table(arrays), path)
    return path


def odd_types(path: Path) -> Path:
    """Types at the end of what they hold: dates beyond years, decimals, durations, halves, bytes that are no text."""
    count = len(rows()) - 1
    arrays = {name: pa.array(values) for name, values in _columns().items()}
    far = 2**62
    arrays |= {
        "date32": pa.array([2**31 - 1, -(2**31)] * (count // 2), pa.int32()).cast(pa.date32()),
        "date64": pa.array([far - far % 86_400_000] * count, pa.int64()).cast(pa.date64()),
        "second": pa.array([2**40] * count, pa.int64()).cast(pa.timestamp("s")),
        "micro": pa.array([far, -far] * (count // 2), pa.int64()).cast(pa.timestamp("us", "Asia/Shanghai")),
        "time": pa.array([0] * count, pa.int64()).cast(pa.time64("ns")),
        "duration": pa.array([far] * count, pa.int64()).cast(pa.duration("s")),
        "half": pa.array([float("nan"), float("inf")] * (count // 2), pa.float16()),
        "bytes": pa.array([b"\xff\x00"] * count),
        "fixed": pa.array([b"\xff\x00"] * count, pa.binary(2)),
    }
    pq.write_table(pa.table(arrays), path)
    return path


def text_that_is_none(path: Path) -> Path:
    """A text column whose bytes are no UTF-8."""
    columns = {name: pa.array(values) for name, values in _columns().items()}
    bad = [b"\xff\xfe", b"\xed\xa0\x80", b"ok"] * 4
    buffers = pa.array(bad, pa.binary()).buffers()
    columns["项目名称"] = pa.Array.from_buffers(pa.string(), len(bad), buffers)
    pq.write_table(pa.table(columns), path)
    return path


def many_columns(path: Path) -> Path:
    """Twenty thousand columns."""
    pq.write_table(pa.table({f"c{number}": ["x"] for number in range(20_000)}), path)
    return path


def wide_and_long(path: Path) -> Path:
    """2,000 blank columns and 1,000 rows: 2 million cells in a small file."""
    columns = {name: pa.array((values * 100)[:1000]) for name, values in _columns().items()}
    blank = pa.nulls(1000, pa.string())
    columns |= {f"c{number}": blank for number in range(2000)}
    pq.write_table(pa.table(columns), path)
    return path


def small_that_becomes_large(path: Path) -> Path:
    """A text of 1 MB in each of 5,000 rows, written once: 5 GB when every row has it."""
    columns = {name: pa.array((values * 500)[:5000]) for name, values in _columns().items()}
    columns["备注"] = pa.DictionaryArray.from_arrays(pa.array([0] * 5000, pa.int32()), pa.array(["x" * (1 << 20)]))
    pq.write_table(pa.table(columns), path)
    return path


def same_name_twice(path: Path) -> Path:
    """Two columns of one name."""
    columns = _columns()
    arrays = [pa.array(values) for values in columns.values()]
    pq.write_table(pa.Table.from_arrays([*arrays, arrays[0]], [*columns, next(iter(columns))]), path)
    return path


def no_columns(path: Path) -> Path:
    """A table of nothing."""
    pq.write_table(pa.table({}), path)
    return path


def no_rows(path: Path) -> Path:
    """Columns without records."""
    pq.write_table(pa.table({name: pa.array([], pa.string()) for name in _columns()}), path)
    return path


def encrypted(path: Path) -> Path:
    """The sign of an encrypted file."""
    path.write_bytes(b"PARE" + bytes(100) + b"PARE")
    return path


PARQUET = makers(globals(), "parquet")

"""Parquet: the same schema and the same values but for the mended ones."""

from __future__ import annotations

from datetime import date

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from conformance.repair.api import fix
from repair.messy import AS_OF
from repair.test_safe import conforming


def frame() -> pl.DataFrame:
    clean = conforming()
    return pl.DataFrame(
        {t: [row[n] for row in clean.rows] for n, t in enumerate(clean.titles)},
        schema=dict.fromkeys(clean.titles, pl.String),
    )


def test_schema_and_other_values_stay(tmp_path):
    clean = frame().with_columns(pl.col("审批类别").cast(pl.Categorical))
    spoilt = clean.with_columns(pl.col("备注") + " ")
    table = spoilt.to_arrow(compat_level=pl.CompatLevel.oldest())
    table = table.append_column("时间", pa.array([date(2016, 5, 9)] * table.num_rows)).replace_schema_metadata(
        {"made": "by hand"}
    )
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=2, compression="zstd")
    repair = fix(tmp_path / "in.parquet", tmp_path / "out.parquet", as_of=AS_OF)
    assert repair.cells == clean.height
    again = pq.read_table(tmp_path / "out.parquet")
    assert again.schema.equals(pq.read_table(tmp_path / "in.parquet").schema, check_metadata=True)
    assert again.column("备注").to_pylist() == clean["备注"].to_list()
    assert again.drop_columns(["备注"]).equals(pq.read_table(tmp_path / "in.parquet").drop_columns(["备注"]))


def test_a_column_that_holds_no_text_is_left_and_that_is_said(tmp_path):
    numbers = frame().with_columns(pl.col("许可决定日期").str.replace_all("/", "").cast(pl.Int64))
    numbers.write_parquet(tmp_path / "in.parquet")
    repair = fix(tmp_path / "in.parquet", tmp_path / "out.parquet", as_of=AS_OF)
    assert [(held.reason, held.number) for held in repair.held_back] == [("column-type", numbers.height)]
    assert pl.read_parquet(tmp_path / "out.parquet").equals(numbers)

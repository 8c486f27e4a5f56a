"""Tables for the engine without a file behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from conformance.engine.local import run_table
from conformance.engine.model import Request, TableResult
from conformance.sources.model import Batch, Column, Notice, Table
from conformance.standard.load import load

LICENCE: dict[str, str | None] = {
    "document_number": "沪食药监许〔2016〕第00123号",
    "project_name": "食品经营许可",
    "approval_category": "普通",
    "licence_content": "预包装食品销售",
    "subject_name": "上海浦江示例食品有限公司",
    "subject_uscc": "91310115MA1H70CGXJ",
    "subject_organisation_code": None,
    "subject_registration_number": None,
    "subject_tax_number": None,
    "subject_citizen_id": None,
    "legal_representative": "张示例",
    "decision_date": "2016/05/09",
    "valid_until": "2099/12/31",
    "authority": "上海市食品药品监督管理局",
    "current_status": "0",
    "division_code": "310115",
    "data_timestamp": "2016/05/11",
    "remarks": None,
}


def table(
    records: Sequence[dict[str, str | None]],
    *,
    item: str = "admin-licence",
    batch_rows: int = 1000,
    notices: Sequence[Notice] = (),
    broken: Sequence[int] = (),
    headers: Sequence[str] | None = None,
) -> Table:
    """A table whose headers are the field names; ``notices`` and ``broken`` speak of rows of the whole table."""
    names = list(headers if headers is not None else records[0])
    columns = tuple(
        Column(i, name, None if name.startswith("@") else name, "ignored" if name.startswith("@") else "name")
        for i, name in enumerate(names)
    )

    def batches() -> Iterator[Batch]:
        for start in range(0, len(records), batch_rows):
            part = records[start : start + batch_rows]
            ordinals = np.arange(start, start + len(part), dtype=np.int64)
            yield Batch(
                frame=pl.DataFrame(
                    {name: [r.get(name) for r in part] for name in names}, schema=dict.fromkeys(names, pl.String)
                ),
                rows=ordinals + 2,
                ordinals=ordinals,
                broken=np.isin(ordinals, list(broken)),
                notices=tuple(
                    Notice(n.rule, n.index - start, n.column, n.value, n.details)
                    for n in notices
                    if n.index is not None and start <= n.index < start + len(part)
                ),
            )

    return Table(
        path="records",
        format="records",
        columns=columns,
        item=item,
        confidence=1.0,
        batches=batches(),
        notices=tuple(n for n in notices if n.index is None),
    )


def judge(records: Sequence[dict[str, str | None]], *, as_of: date = date(2016, 12, 31), **options: Any) -> TableResult:
    """Run records through the engine; request options and table options may be mixed."""
    of_request = {k: options.pop(k) for k in ("purpose", "party", "applies_from", "examples") if k in options}
    sink = options.pop("sink", None)
    rows_sink = options.pop("rows_sink", None)
    request = Request(standard=load(), as_of=as_of, **of_request)
    return run_table(table(records, **options), request, sink, rows_sink)


def found(result: TableResult) -> set[tuple[int | None, str, str]]:
    """(record, rule, field) of every violation kept."""
    return {(v.record, v.check.rule, v.check.field) for v in result.violations}

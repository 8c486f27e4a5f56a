"""From the body of a push to a batch: an envelope in JSON, or rows in NDJSON or CSV with the rest in the address."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from conformance.exchange.rowlines import party_of_provider
from conformance.exchange.server import bodies
from conformance.exchange.server.batches import Batch, Row
from conformance.exchange.server.envelopes import check_envelope, held
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.problems import error_at, refuse

_IN_ADDRESS = ("edition", "item", "provider")


def batch_of(content: bytes, media_type: str, moment: Moment) -> Batch:
    """The batch of a body that was read. Raises Refusal (400, 413, 422)."""
    if media_type == bodies.JSON:
        envelope = check_envelope("Batch", bodies.parsed(content, moment), moment)
    else:
        envelope = _of_address(moment)
        rows = _ndjson(content) if media_type == bodies.NDJSON else _csv(content)
        envelope["records"] = [{"key": str(at), "data": row} for at, row in enumerate(rows, start=1)]
        check_envelope("Batch", envelope, moment)
    return _known(envelope, moment)


def _known(envelope: Mapping[str, Any], moment: Moment) -> Batch:
    """The batch, once what it names is known. Raises Refusal."""
    standard, most = moment.world.standard, moment.world.settings.limits.max_records
    if len(envelope["records"]) > most:
        raise refuse("too-large", f"一批最多 {most} 条记录。 / A batch holds no more than {most} records.")
    if envelope["edition"] != standard.edition.id:
        detail = f"没有这个版本，本服务按 {standard.edition.id} 版校验。 / Batches here follow edition {standard.edition.id}."
        raise refuse("unknown-edition", detail, [error_at("/edition", detail)])
    if envelope["item"] not in standard.items:
        detail = "数据清单里没有这个数据事项，见 /catalogs。 / The data list has no such item."
        raise refuse("unknown-item", detail, [error_at("/item", detail)])
    wrong = []
    provider = envelope["provider"]
    if provider not in standard.units and party_of_provider(provider, standard) is None:
        wrong.append(error_at("/provider", "没有这个报送单位。 / There is no such provider."))
    keys: set[str] = set()
    for at, record in enumerate(envelope["records"]):
        if record["key"] in keys:
            wrong.append(error_at(f"/records/{at}/key", "行标识在本批中已用过。 / The key came before in this batch."))
        keys.add(record["key"])
    held(wrong, moment)
    rows = tuple(Row(record["key"], record["data"]) for record in envelope["records"])
    return Batch(envelope["edition"], envelope["item"], envelope["provider"], envelope["kind"], rows)


def _of_address(moment: Moment) -> dict[str, Any]:
    """Edition, item and provider out of the query. Rows with numbers for keys can only be incremental."""
    values = dict(parse_qsl(moment.call.query, keep_blank_values=True))
    return {**{name: values[name] for name in _IN_ADDRESS if name in values}, "kind": "incremental"}


def _ndjson(content: bytes) -> list[Any]:
    """A record in every line; the last one may end without a line feed."""
    lines = content.removesuffix(b"\n").split(b"\n") if content.strip() else []
    rows, wrong = [], []
    for at, line in enumerate(lines):
        try:
            rows.append(bodies.strict_json(line))
        except ValueError as error:
            wrong.append(
                error_at(f"/records/{at}", f"第 {at + 1} 行不是规范的 JSON：{error}。 / Line {at + 1} is not JSON.")
            )
    if wrong:
        raise refuse("invalid-request", "请求体不是规范的 NDJSON。 / The body is not proper NDJSON.", wrong)
    return rows


def _csv(content: bytes) -> list[dict[str, str | None]]:
    """A record for every row below the headers; an empty cell holds nothing (RFC 4180)."""
    try:
        text = content.decode("utf-8-sig")
        if "\0" in text:
            raise ValueError("NUL")
        table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (ValueError, csv.Error) as error:
        raise refuse("invalid-request", f"请求体不是 UTF-8 的 CSV：{error}。 / The body is no CSV in UTF-8.") from None
    rows = [row for row in table if row]
    head = rows[0] if rows else []
    if not head or len(set(head)) != len(head):
        raise refuse("invalid-request", "CSV 第一行须是各不相同的列名。 / The first row has to be distinct headers.")
    wrong = [
        error_at(f"/records/{at}", f"第 {at + 1} 行有 {len(row)} 列，列名有 {len(head)} 个。 / Row {at + 1} is ragged.")
        for at, row in enumerate(rows[1:])
        if len(row) != len(head)
    ]
    if wrong:
        raise refuse("invalid-request", "CSV 各行的列数不一。 / Rows of the CSV differ in width.", wrong)
    return [dict(zip(head, (cell or None for cell in row), strict=True)) for row in rows[1:]]

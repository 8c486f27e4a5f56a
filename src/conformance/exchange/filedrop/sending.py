"""What a sender puts into a drop: data files in any format that ``check`` reads, and the manifest that says what they are."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from conformance.exchange.filedrop.layout import digest_of
from conformance.exchange.rowlines import party_of_provider
from conformance.sample.write import format_of, write
from conformance.standard.model import Standard

_PERIOD = {"from": "2000-01-01", "to": "2099-12-31"}
"""Wide: what is sent for a test is not about a month."""


class Sent(Struct, frozen=True):
    """A data file as it goes into a drop, and its entry in the manifest."""

    name: str
    content: bytes
    entry: Mapping[str, Any]


def data_file(name: str, table: bytes, said: Mapping[str, str], standard: Standard) -> Sent:
    """A table (CSV in UTF-8 with English field names) as the file that ``name`` ends in, under Chinese headers.

    ``said`` may depart from what is right: ``encoding``; ``digest`` (``wrong``, ``none``), ``declared`` (a number of records)
    and ``listed`` (another name) of the manifest's entry. Raises ValueError for a name that has no format, KeyError for an
    unknown item.
    """
    import polars as pl

    item = said["item"]
    titles = {field.name: field.title for field in standard.record_type_of(item).fields}
    frame = pl.read_csv(io.BytesIO(table), infer_schema=False)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"data{Path(name).suffix}"
        write([frame.rename(titles, strict=False)], place, format_of(place, None), said.get("encoding", "utf-8"))
        content = place.read_bytes()
    digest = {"wrong": digest_of(content + b"\n"), "none": None}.get(said.get("digest", ""), digest_of(content))
    entry = {
        "path": said.get("listed", name),
        "item": item,
        "records": int(said.get("declared", frame.height)),
        **({} if digest is None else {"sha256": digest}),
    }
    return Sent(name, content, entry)


def manifest(batch: str, provider: str, entries: list[Mapping[str, Any]], standard: Standard) -> bytes:
    """The manifest of a drop, in JSON, the same bytes for the same content."""
    party = party_of_provider(provider, standard)
    content = {
        "id": batch,
        **({} if party is None else {"party": party.id}),
        "period": _PERIOD,
        "kind": "increment",
        "files": entries,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

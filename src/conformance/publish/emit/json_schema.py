"""JSON Schema (2020-12) of records: strict for whoever sends, permissive for whoever reads.

Strict: every rule that JSON Schema can say, those that warn among them, and no members but the record's. Permissive: a reader
must be able to read what a later version of the edition has anew, so that unknown members are let through, unknown codes
as well, and nothing has to be there; what is left is what a reader relies on in a value that is there: that it is a
plain value, a day, a number, a code of its shape (:data:`READ`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from conformance.publish.emit import header
from conformance.publish.model import EditionModel, RecordModel
from conformance.publish.names import NameTable
from conformance.publish.records.build import NESTED, record_schema, type_schema
from conformance.publish.shape_schema import referred
from conformance.standard.model import Text

TARGET = "json-schema"
TITLE = Text(
    "JSON Schema 2020-12：strict 供报送，permissive 供读取",
    "JSON Schema 2020-12, strict to send by and permissive to read by",
)
READ = ("date", "number-range", "pattern")
"""Constructs of the matrix that the permissive schemas keep, as far as they are errors."""
Schema = dict[str, Any]


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``strict/RECORD.json`` and ``permissive/RECORD.json`` for each record type and item, and ``index.json``."""
    every = edition.records if edition.item else (*edition.records, *edition.items)
    index = []
    for record in every:
        folder = "items/" if record.item and not edition.item else ""
        paths = {"strict": f"strict/{folder}{record.id}.json", "permissive": f"permissive/{folder}{record.id}.json"}
        yield paths["strict"], written(strict(edition, record))
        yield paths["permissive"], written(permissive(edition, record))
        index.append({"id": record.id, "title": record.title.zh, "record_type": record.record_type, **paths})
    yield "index.json", written({"x-standard": header.data(edition), "schemas": index})


def strict(edition: EditionModel, record: RecordModel) -> Schema:
    """What a sender keeps to."""
    schema = _schema(edition, record, "warning")
    return _placed(schema | {"additionalProperties": False}, edition, record, "strict")


def permissive(edition: EditionModel, record: RecordModel) -> Schema:
    """What a reader may rely on."""
    schema = _schema(edition, record, "error")
    kept = {demand.rule for construct in READ for demand in record.of_construct(construct)} | {NESTED}
    schema["allOf"] = [part for part in schema["allOf"] if part["x-rule"] in kept]
    del schema["x-not-expressed"]
    return _placed(schema, edition, record, "permissive")


def _schema(edition: EditionModel, record: RecordModel, fail_on: Any) -> Schema:
    if record.item is None:
        return type_schema(edition.standard.record_types[record.record_type], edition.standard, fail_on)
    return record_schema(record.item, edition.standard, fail_on=fail_on)


def _placed(schema: Schema, edition: EditionModel, record: RecordModel, which: str) -> Schema:
    """With an id of its own, and the definitions that it uses."""
    kind = "record" if record.item else "record-type"
    schema["$id"] = f"urn:three-list-conformance:{edition.id}:{kind}:{record.id}:{which}"
    definitions = schema.pop("$defs")
    return schema | {"$defs": _used(schema, definitions)}


def _used(schema: Schema, definitions: Schema) -> Schema:
    wanted, seen = list(referred(schema)), set[str]()
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen.add(name)
            wanted += referred(definitions[name])
    return {name: definitions[name] for name in sorted(seen)}


def written(value: object) -> str:
    """JSON as people read it."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"

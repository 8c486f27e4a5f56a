"""JSON Schema (2020-12) of records: strict for whoever sends, permissive for whoever reads.

Strict: every rule that JSON Schema can say, those that warn among them, and no members but the record's. Permissive: a reader
must be able to read what a later version of the edition has anew, so that unknown members are let through, unknown codes
as well, and nothing has to be there; what is left is what a reader relies on in a value that is there: that it is a
plain value, a day, a number, a code of its shape (:data:`READ`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.publish.emit import header
from conformance.publish.emit.jsontext import written
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
USE = Text("用任何一种 JSON Schema 校验器校验记录", "judge records with any validator of JSON Schema")
READ = ("date", "number-range", "decimals", "pattern")
"""Constructs of the matrix that the permissive schemas keep, as far as they are errors."""
Schema = dict[str, Any]


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``strict/RECORD.json`` and ``permissive/RECORD.json`` for each record type and item, and ``index.json``."""
    every = edition.records if edition.item else (*edition.records, *edition.items)
    index = []
    for record in every:
        folder = "items/" if record.item and not edition.item else ""
        paths = {"strict": f"strict/{folder}{record.id}.json", "permissive": f"permissive/{folder}{record.id}.json"}
        schema = schema_of(edition, record)
        yield paths["strict"], written(strict(schema, edition, record))
        yield paths["permissive"], written(permissive(schema, edition, record))
        index.append({"id": record.id, "title": record.title.zh, "record_type": record.record_type, **paths})
    yield "index.json", written({"x-standard": header.data(edition), "schemas": index})


def schema_of(edition: EditionModel, record: RecordModel) -> Schema:
    """Everything that JSON Schema can say of a record, what only warns among it."""
    if record.item is None:
        return type_schema(edition.standard.record_types[record.record_type], edition.standard, "warning")
    return record_schema(record.item, edition.standard, fail_on="warning")


def strict(schema: Schema, edition: EditionModel, record: RecordModel) -> Schema:
    """What a sender keeps to."""
    return _placed(schema | {"additionalProperties": False}, edition, record, "strict")


def permissive(schema: Schema, edition: EditionModel, record: RecordModel) -> Schema:
    """What a reader may rely on."""
    kept = {demand.rule for construct in READ for demand in record.of_construct(construct)} | {NESTED}
    parts = [part for part in schema["allOf"] if part["x-rule"] in kept and part["x-severity"] == "error"]
    bare = {key: value for key, value in schema.items() if key != "x-not-expressed"}
    return _placed(bare | {"allOf": parts}, edition, record, "permissive")


def _placed(schema: Schema, edition: EditionModel, record: RecordModel, which: str) -> Schema:
    """With an id of its own, and the definitions that it uses."""
    kind = "record" if record.item else "record-type"
    identifier = f"urn:three-list-conformance:{edition.id}:{kind}:{record.id}:{which}"
    bare = {key: value for key, value in schema.items() if key != "$defs"} | {"$id": identifier}
    return bare | {"$defs": _used(bare, schema["$defs"]) if which == "permissive" else schema["$defs"]}


def _used(schema: Schema, definitions: Schema) -> Schema:
    wanted, seen = list(referred(schema)), set[str]()
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen.add(name)
            wanted += referred(definitions[name])
    return {name: definitions[name] for name in sorted(seen)}

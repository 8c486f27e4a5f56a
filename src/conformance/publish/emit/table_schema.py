"""Tables as CSV files have them: Frictionless Table Schema, and CSV on the Web (CSVW) metadata.

Columns are named in English in a Table Schema, whose names are the headers; CSVW takes the Chinese titles as headers as well.
What the types of both cannot say is a pattern of the text; where neither can say it, the rule stands in the receipt only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.publish.emit import header, lexical
from conformance.publish.emit.jsontext import written
from conformance.publish.model import CodeListModel, EditionModel, FieldModel, RecordModel
from conformance.publish.names import NameTable
from conformance.standard.model import Text

TARGET = "table-schema"
TITLE = Text("Frictionless Table Schema 与 CSVW 元数据", "Frictionless Table Schema and CSVW metadata")
USE = Text("校验和描述 CSV 文件", "judge and describe CSV files")
Object = dict[str, Any]
_FIRST, _LAST = "1949/01/01", "2199/12/31"
"""Days that a record can be about."""
_CSVW = "http://www.w3.org/ns/csvw"


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``RECORD.schema.json`` (Table Schema) and ``RECORD.csv-metadata.json`` (CSVW) for each record."""
    for record in edition.records:
        yield f"{record.id}.schema.json", written(table_schema(edition, record))
        yield f"{record.id}.csv-metadata.json", written(csvw(edition, record))


def table_schema(edition: EditionModel, record: RecordModel) -> Object:
    """The Table Schema of a record."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "title": record.title.zh,
        "description": record.title.en,
        "x-standard": header.data(edition),
        "fields": [_field(edition, field) for field in record.fields],
        "missingValues": ["", *edition.standard.placeholders],
    }


def csvw(edition: EditionModel, record: RecordModel) -> Object:
    """The CSVW metadata of a file ``RECORD.csv``."""
    return {
        "@context": [_CSVW, {"@language": "zh"}],
        "url": f"{record.id}.csv",
        "dc:title": {"@value": record.title.zh, "@language": "zh"},
        "dc:description": {"@value": record.title.en, "@language": "en"},
        "dc:hasVersion": f"{edition.id} {edition.version} {edition.digest}",
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {"columns": [_column(edition, field) for field in record.fields]},
    }


def _list_of(edition: EditionModel, field: FieldModel) -> CodeListModel | None:
    return None if field.code_list is None else edition.code_list(field.code_list)


def _field(edition: EditionModel, field: FieldModel) -> Object:
    entries = _list_of(edition, field)
    kind, more = _type(field)
    constraints: Object = {"required": True} if field.required else {}
    words = None if entries is None else lexical.accepted(field, entries)
    pattern = lexical.pattern_of(field, entries) if kind == "string" else None
    constraints |= more
    constraints |= {"enum": list(words)} if words else {} if pattern is None else {"pattern": pattern}
    constraints |= {} if field.max_length is None or kind != "string" else {"maxLength": field.max_length}
    lawful = [word for word in edition.standard.placeholders if word not in field.words]
    own = {"missingValues": ["", *lawful]} if len(lawful) < len(edition.standard.placeholders) else {}
    return {
        "name": field.name,
        "title": field.title.zh,
        "description": _described(field),
        "type": kind,
        **({"format": "%Y/%m/%d"} if kind == "date" else {}),
        **own,
        **({"constraints": constraints} if constraints else {}),
        **({"x-code": field.code} if field.code else {}),
        **({"x-code-list": field.code_list} if field.code_list else {}),
    }


def _type(field: FieldModel) -> tuple[str, Object]:
    """Table Schema's type, and the limits that it has for it."""
    if field.kind == "date":
        return "date", {"minimum": _FIRST, "maximum": _LAST}
    if field.kind in ("decimal", "integer"):
        return "number" if field.kind == "decimal" else "integer", _limits(field, "minimum", "maximum")
    return "string", {}


def _limits(field: FieldModel, low: str, high: str) -> Object:
    found = {low: field.minimum, high: field.maximum}
    return {key: value for key, value in found.items() if value is not None}


def _column(edition: EditionModel, field: FieldModel) -> Object:
    missing = ["", *(word for word in edition.standard.placeholders if word not in field.words)]
    return {
        "name": field.name,
        "titles": {"zh": [field.title.zh, field.name], "en": [field.title.en]},
        "dc:description": _described(field),
        "datatype": _datatype(edition, field),
        "null": missing,
        **({"required": True} if field.required else {}),
    }


def _datatype(edition: EditionModel, field: FieldModel) -> Object:
    # CSVW has no form of a date with the year first and slashes: a day is a text of that pattern there.
    if field.kind in ("decimal", "integer"):
        return {"base": field.kind, **_limits(field, "minimum", "maximum")}
    pattern = lexical.pattern_of(field, _list_of(edition, field))
    return {
        "base": "string",
        **({} if pattern is None else {"format": pattern}),
        **({} if field.max_length is None else {"maxLength": field.max_length}),
    }


def _described(field: FieldModel) -> str:
    return " / ".join(part for part in (field.title.en, field.description) if part)

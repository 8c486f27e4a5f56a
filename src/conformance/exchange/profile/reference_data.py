"""Reference data as every service gives them: catalogue and code lists, the same bytes everywhere.

Canonical JSON: keys sorted, no blanks, characters as they are, UTF-8, a line end at the end. What says nothing is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.exchange.profile.canonical import canonical
from conformance.standard.model import CodeList, DataItem, Field, RecordType, Standard, Text


def catalogue_bytes(standard: Standard) -> bytes:
    """The catalogue of an edition: its data items and record types (envelope ``Catalogue``)."""
    return _line(
        {
            "edition": standard.edition.id,
            "version": standard.edition.version,
            "digest": standard.digest,
            "title": _text(standard.edition.title),
            "date": standard.edition.date,
            "record_types": [record_type_document(one) for _, one in sorted(standard.record_types.items())],
            "items": [item_document(one) for _, one in sorted(standard.items.items())],
            "code_lists": sorted(standard.code_lists),
        }
    )


def code_list_bytes(standard: Standard, identifier: str) -> bytes:
    """One code list (envelope ``CodeListDocument``). Raises KeyError for one that the edition has not."""
    entries: CodeList = standard.code_lists[identifier]
    return _line(
        {
            "id": entries.id,
            "edition": standard.edition.id,
            "title": {"zh": entries.title, "en": entries.title_en},
            "wanted": entries.wanted,
            "several": entries.several,
            "source": entries.source,
            "codes": [
                {"code": one.code, "title": {"zh": one.label, "en": one.label_en}, "aliases": list(one.aliases)}
                for one in entries.codes
            ],
        }
    )


def _line(value: Mapping[str, Any]) -> bytes:
    return canonical(value) + b"\n"


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def record_type_document(record: RecordType) -> dict[str, Any]:
    """A record type as the catalogue has it."""
    return {
        "id": record.name,
        "title": _text(record.title),
        "clause": record.clause,
        "fields": [_field(one) for one in record.fields],
        "rules": sorted({check.rule for check in record.checks}),
    }


def item_document(item: DataItem) -> dict[str, Any]:
    """A data item as the catalogue has it."""
    return {
        "id": item.id,
        "title": _text(item.title),
        "record_type": item.record_type,
        "clause": item.clause,
        "basis": item.basis,
        "providers": list(item.providers),
        "subject_types": list(item.subject_types),
        "required": list(item.required),
        "fields": [_field(one) for one in item.fields],
    }


def _field(field: Field) -> dict[str, Any]:
    said = {
        "name": field.name,
        "title": {"zh": field.title, "en": field.title_en},
        "code": field.code,
        "type": field.type,
        "requirement": field.requirement,
        "max_length": field.max_length,
        "code_list": field.code_list,
        "disclosure": field.disclosure,
        "clause": field.clause,
    }
    return {key: value for key, value in said.items() if value is not None}

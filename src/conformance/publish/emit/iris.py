"""The names of an edition's records and fields in RDF: given once, the same in all artefacts."""

from __future__ import annotations

from urllib.parse import quote

from conformance.publish.model import EditionModel, RecordModel


def of_edition(edition: EditionModel) -> str:
    """What all names of an edition begin with, a colon at its end."""
    return f"urn:three-list-conformance:{quote(edition.id, safe='')}:"


def of_record_type(edition: EditionModel, name: str) -> str:
    """The class of the records of a type."""
    return f"{of_edition(edition)}record-type:{quote(name, safe='')}"


def of_item(edition: EditionModel, name: str) -> str:
    """The class of the records of a data item."""
    return f"{of_edition(edition)}record:{quote(name, safe='')}"


def of_record(edition: EditionModel, record: RecordModel) -> str:
    """The class of a record: of its item, or of its type."""
    return of_record_type(edition, record.record_type) if record.item is None else of_item(edition, record.item)


def of_field(edition: EditionModel, name: str) -> str:
    """The property of a field: the same in all records that have it."""
    return f"{of_edition(edition)}field:{quote(name, safe='')}"


def of_shape(edition: EditionModel, *parts: str) -> str:
    """A shape."""
    return ":".join([f"{of_edition(edition)}shape", *(quote(part, safe="") for part in parts)])

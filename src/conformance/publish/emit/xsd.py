"""XML Schema 1.0: an element for each record type and item, simple types with patterns, and code lists whose values are explained.

A record is an element with one child for each field that holds a value, in the order of the standard; the values are those of
a submission. What is empty is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conformance.publish.emit import header
from conformance.publish.emit.xsd_types import base_of, code_type, days, name_of_several, text_of, value_type
from conformance.publish.model import CodeModel, EditionModel, FieldModel, RecordModel
from conformance.publish.names import NameTable
from conformance.standard.model import Text

TARGET = "xsd"
TITLE = Text("XML Schema 1.0", "XML Schema 1.0")
USE = Text("校验 XML 形式的报文", "judge messages in XML")


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``records.xsd``."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *(f"<!-- {line} -->" for line in header.lines(edition, TARGET))]
    space = f"urn:three-list-conformance:{edition.id}:xml"
    lines.append(
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{space}" targetNamespace="{space}"'
        f' elementFormDefault="qualified" version="{edition.version}">'
    )
    lines += days()
    for entries in edition.code_lists:
        lines += code_type(entries, names.code_list("xsd", entries.id))
    every = edition.records if edition.item else (*edition.records, *edition.items)
    for record in every:
        lines += _record(record, edition, names)
    yield "records.xsd", "\n".join([*lines, "</xs:schema>", ""])


def _record(record: RecordModel, edition: EditionModel, names: NameTable) -> Iterator[str]:
    name = names.record("xsd", record.record_type, record.item)
    groups = {run[0]: run for group in record.one_of if (run := _run(record, group))}
    for field in (record.fields[at] for run in groups.values() for at in run):
        yield from value_type(field, *_base(field, edition, names), name=_named(name, field, names))
    yield f'<xs:element name="{name}">'
    yield f" {_annotation(record.title, '')}"
    yield " <xs:complexType>"
    yield "  <xs:sequence>"
    place = 0
    while place < len(record.fields):
        run = groups.get(place)
        if run is None:
            yield from _element(record.fields[place], edition, names, record.fields[place].required, "   ")
            place += 1
        else:
            yield from _one_of([record.fields[one] for one in run], name, names)
            place = run[-1] + 1
    yield "  </xs:sequence>"
    yield " </xs:complexType>"
    yield "</xs:element>"


def _run(record: RecordModel, group: tuple[str, ...]) -> list[int] | None:
    """The places of a group whose fields stand beside each other and are optional; None for others, which XSD 1.0 cannot ask for."""
    places = sorted(at for at, field in enumerate(record.fields) if field.name in group and not field.required)
    together = len(places) == len(group) and places == list(range(places[0], places[0] + len(places)))
    return places if together else None


def _named(record: str, field: FieldModel, names: NameTable) -> str:
    """The type of a field that stands in several places: elements of the same name have to have the same type, by its name."""
    return f"{record}.{names.field('xsd', field.name)}"


def _one_of(fields: list[FieldModel], record: str, names: NameTable) -> Iterator[str]:
    """At least one of the fields: the first and perhaps the others, or else the second and perhaps the others, and so on."""
    yield "   <xs:choice>"
    for at, first in enumerate(fields):
        yield "    <xs:sequence>"
        for field in fields[at:]:
            optional = "" if field is first else ' minOccurs="0"'
            name, kind = names.field("xsd", field.name), _named(record, field, names)
            yield f'     <xs:element name="{name}" type="{kind}"{optional}>'
            yield f"      {_annotation(field.title, field.code or '')}"
            yield "     </xs:element>"
        yield "    </xs:sequence>"
    yield "   </xs:choice>"


def _element(field: FieldModel, edition: EditionModel, names: NameTable, required: bool, indent: str) -> Iterator[str]:
    optional = "" if required else ' minOccurs="0"'
    yield f'{indent}<xs:element name="{names.field("xsd", field.name)}"{optional}>'
    yield f"{indent} {_annotation(field.title, field.code or '')}"
    yield from (f"{indent} {line}" for line in value_type(field, *_base(field, edition, names)))
    yield f"{indent}</xs:element>"


def _base(field: FieldModel, edition: EditionModel, names: NameTable) -> tuple[str, tuple[CodeModel, ...] | None]:
    """The type that a field narrows, and the codes that it allows where those are not all."""
    if field.code_list is None:
        return base_of(field), None
    entries = edition.code_list(field.code_list)
    name = names.code_list("xsd", entries.id)
    allowed = tuple(code for code in entries.codes if code.code in field.allowed) if field.allowed else None
    return name_of_several(name) if entries.several else name, allowed


def _annotation(title: Text, code: str) -> str:
    told = f'<xs:documentation xml:lang="zh">{text_of(title.zh)}</xs:documentation>'
    told += f'<xs:documentation xml:lang="en">{text_of(title.en)}</xs:documentation>'
    # A code need not be a name in XML.
    if code and re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", code):
        told += f'<xs:appinfo source="{code}"/>'
    return f"<xs:annotation>{told}</xs:annotation>"

"""The XML Schema: read by two processors, and saying of records what is declared."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
import xmlschema
from lxml import etree
from msgspec.structs import replace

from conformance.artefacts import emitters
from conformance.publish.emit import made
from publish.emit.nasty import nasty_records
from publish.emit.proof import (
    EDITIONS,
    Judged,
    Record,
    artefact,
    disagreements,
    edition_of,
    judged_records,
    names_of,
    needs,
)

TARGET = "xsd"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def schema_text(which: str = "shipped", item: str | None = None) -> bytes:
    return artefact(TARGET, which, item)["records.xsd"]


@cache
def compiled(text: bytes) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(text))


def document(record: Record, record_type: str, item: str | None = None, which: str = "shipped") -> etree._Element:
    """The record as an element. Raises ValueError where XML cannot carry a value."""
    edition, names = edition_of(which), names_of(which)
    model = next(
        one for one in (*edition.records, *edition.items) if (one.record_type, one.item) == (record_type, item)
    )
    space = f"urn:three-list-conformance:{edition.id}:xml"
    root = etree.Element(f"{{{space}}}{names.record('xsd', record_type, item)}")
    for field in model.fields:
        if text := record.get(field.name):
            etree.SubElement(root, f"{{{space}}}{names.field('xsd', field.name)}").text = text
    return root


def taken(schema: etree.XMLSchema, one: Judged) -> bool:
    try:
        root = document(one.record, one.record_type, one.item)
    except ValueError:
        return False
    return bool(schema.validate(etree.fromstring(etree.tostring(root))))


def wrong(text: bytes, records: tuple[Judged, ...]) -> list[str]:
    schema = compiled(text)
    return disagreements(TARGET, records, [taken(schema, one) for one in records])


@pytest.mark.parametrize("which", [pytest.param("shipped", marks=pytest.mark.slow), "nasty"])
def test_l1_another_processor_reads_it(which):
    """The record types of the shipped edition; with all of its items that processor takes more than a minute."""
    edition = edition_of(which) if which == "nasty" else replace(edition_of(which), items=())
    [text] = made(emitters()[TARGET], edition, names_of(which)).values()
    assert len(xmlschema.XMLSchema10(text.decode()).elements) == len((*edition.records, *edition.items))


@pytest.mark.parametrize("which", EDITIONS)
def test_l2_xmllint_takes_it_and_a_record(which, tmp_path: Path):
    needs("xmllint", install="apt-get install libxml2-utils")
    (tmp_path / "records.xsd").write_bytes(schema_text(which))
    if which == "nasty":
        root = document(nasty_records()[0], "object", None, "nasty")
    else:
        good = next(one for one in judged_records(items=True) if not one.found)
        root = document(good.record, good.record_type, good.item)
    (tmp_path / "record.xml").write_bytes(etree.tostring(root))
    command = ["xmllint", "--noout", "--schema", "records.xsd", "record.xml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("which", "item"), [("shipped", "admin-licence"), ("shipped", "used-car"), ("nasty", "class")])
def test_l2_that_of_one_item_is_a_schema_too(which, item):
    """Its head names the item, as it does the edition: in a comment of XML."""
    [text] = artefact(TARGET, which, item).values()
    assert compiled(text) is not None
    assert f", item {item}.".encode() in text


def test_l3_nasty_values_come_out_as_they_went_in():
    for record in nasty_records():
        root = etree.fromstring(etree.tostring(document(record, "object", None, "nasty")))
        assert compiled(schema_text("nasty")).validate(root), compiled(schema_text("nasty")).error_log
        assert [child.text for child in root] == [
            v for f in edition_of("nasty").records[0].fields if (v := record.get(f.name))
        ]


def test_lengths_are_counted_in_characters():
    [first, *_] = nasty_records()
    longer = first | {"a_name_that_is_longer_than_thirty_bytes": "\U00020bb7" * 4}
    assert not compiled(schema_text("nasty")).validate(document(longer, "object", None, "nasty"))


@pytest.mark.slow
def test_l4_it_says_what_is_declared():
    assert not wrong(schema_text(), (*judged_records(), *judged_records(items=True)))


WRONG = {
    "loses a pattern": (b"[0-9A-HJ-NPQRTUWXY]{18}", b".*"),
    "loses a length": (b'<xs:maxLength value="256"/>', b""),
    "loses a code": ('<xs:enumeration value="普通">'.encode(), '<xs:enumeration value="普 通">'.encode()),
    "takes days that are none": (b"(0[13578]|1[02])", b"(0[1-9]|1[02])"),
    "wants what may be left out": (b'<xs:element name="remarks" minOccurs="0">', b'<xs:element name="remarks">'),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_emitter_is_caught(fault):
    old, new = WRONG[fault]
    assert old in schema_text()
    records = tuple(one for one in (*judged_records(), *judged_records(items=True)) if one.record_type == "licence")
    assert {*wrong(schema_text().replace(old, new), records)} - {*wrong(schema_text(), records)}

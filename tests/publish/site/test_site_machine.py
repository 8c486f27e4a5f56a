"""What programs read of an edition's folder."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from markupsafe import Markup
from rdflib import Graph, Namespace
from rdflib.namespace import DCAT, RDF

from conformance.publish.site import machine
from conformance.publish.site.downloads import Download, part
from conformance.publish.site.model import Page
from conformance.publish.site.register import Moved, stub
from conformance.standard.load import load
from conformance.standard.model import Text

SPDX = Namespace("http://spdx.org/rdf/terms#")
TITLE = Text("标题“<>&", 'title "</script>')
MOVED = Moved("items/old.html", "items/new.html", "2016.2", TITLE, TITLE)
PAGES = (Page("items/new.html", "item", TITLE, Markup(), id="new"), stub(MOVED))
DOWNLOAD = Download("java", "java.zip", TITLE, TITLE, b"abc", "application/zip", (part("A.java", b"a"),))


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    files = machine.files(load(), PAGES, [MOVED], [DOWNLOAD])
    return {path: json.loads(content) for path, content in files.items()}


def test_the_index_names_pages_moves_and_downloads(made: dict[str, Any]) -> None:
    index = made["catalog.json"]
    assert index["edition"]["digest"] == load().digest
    assert index["pages"] == [
        {"address": "items/new.html", "kind": "item", "id": "new", "title": {"zh": TITLE.zh, "en": TITLE.en}}
    ]
    assert [(one["address"], one["to"]) for one in index["moved"]] == [("items/old.html", "items/new.html")]
    (one,) = index["downloads"]
    assert one["address"] == "downloads/java.zip"
    assert one["sha256"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert [file["path"] for file in one["files"]] == ["A.java"]


def test_it_keeps_to_the_schema_that_lies_beside_it(made: dict[str, Any]) -> None:
    index, schema = made["catalog.json"], made["catalog.schema.json"]
    Draft202012Validator.check_schema(schema)
    judge = Draft202012Validator(schema)
    judge.validate(index)
    assert not judge.is_valid({**index, "more": 1})
    assert not judge.is_valid({**index, "pages": [{**index["pages"][0], "address": "/items/new.html"}]})
    assert not judge.is_valid({**index, "pages": [{**index["pages"][0], "kind": "unheard-of"}]})


def test_dcat_is_read_by_an_rdf_library_without_a_network(made: dict[str, Any]) -> None:
    graph = Graph().parse(
        data=json.dumps(made["catalog.jsonld"]), format="json-ld", publicID="https://example.org/2016/"
    )
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    (distribution,) = graph.objects(dataset, DCAT.distribution)
    assert str(graph.value(distribution, DCAT.downloadURL)) == "https://example.org/2016/downloads/java.zip"
    assert int(graph.value(distribution, DCAT.byteSize)) == 3
    checksum = graph.value(distribution, SPDX.checksum)
    assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    assert str(graph.value(checksum, SPDX.checksumValue)) == DOWNLOAD.sha256

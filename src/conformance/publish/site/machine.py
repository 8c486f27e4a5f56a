"""What programs read of an edition's folder: ``catalog.json``, which names every address, and ``catalog.jsonld``, which says of the
downloads the same in the terms of DCAT.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from conformance.publish.records.build import DIALECT
from conformance.publish.site.downloads import Download
from conformance.publish.site.model import Page
from conformance.publish.site.register import Moved
from conformance.standard.model import Standard
from conformance.standard.words import both

CATALOG, SCHEMA, DCAT = "catalog.json", "catalog.schema.json", "catalog.jsonld"
MOVED = "moved"
"""The kind of pages at addresses that have been left; the index has these apart."""
_FORMAT = "1"
_URN = "urn:three-list-conformance:"


def files(
    standard: Standard, pages: Sequence[Page], moved: Iterable[Moved], downloads: Sequence[Download]
) -> dict[str, bytes]:
    """Path → content: the index, its JSON Schema, and the description in DCAT."""
    return {
        CATALOG: _written(index(standard, pages, moved, downloads)),
        SCHEMA: _written(schema(sorted({page.kind for page in pages} - {MOVED}))),
        DCAT: _written(described(standard, downloads)),
    }


def index(
    standard: Standard, pages: Iterable[Page], moved: Iterable[Moved], downloads: Iterable[Download]
) -> dict[str, Any]:
    """``catalog.json``: every address with what it is of."""
    edition = standard.edition
    return {
        "$schema": SCHEMA,
        "format": _FORMAT,
        "edition": {
            "id": edition.id,
            "version": edition.version,
            "title": both(edition.title),
            "issued": edition.date,
            "digest": standard.digest,
        },
        "pages": [
            {"address": page.address, "kind": page.kind, "id": page.id, "title": both(page.title)}
            for page in sorted(pages, key=lambda one: one.address)
            if page.kind != MOVED
        ],
        "moved": [
            {"address": one.address, "to": one.to, "since": one.since, "why": both(one.why)}
            for one in sorted(moved, key=lambda one: one.address)
        ],
        "downloads": [
            {
                "address": one.path,
                "id": one.id,
                "title": both(one.title),
                "use": both(one.use),
                "media_type": one.media_type,
                "size": one.size,
                "sha256": one.sha256,
                "files": [{"path": part.path, "size": part.size, "sha256": part.sha256} for part in one.parts],
            }
            for one in downloads
        ],
    }


def schema(kinds: Sequence[str]) -> dict[str, Any]:
    """The JSON Schema of ``catalog.json``."""
    text = {"type": "string", "minLength": 1}
    words = _object(zh=text, en=text)
    address = {**text, "pattern": r"^[^/\\:?#]+(/[^/\\:?#]+)*$", "description": "from the folder of the edition"}
    size, digest = {"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    file = _object(path=text, size=size, sha256=digest)
    return {
        "$schema": DIALECT,
        "$id": f"{_URN}site:catalog:{_FORMAT}",
        "title": "机器索引 / index for programs",
        **_object(
            **{"$schema": {"const": SCHEMA}},
            format={"const": _FORMAT},
            edition=_object(
                id=text,
                version=text,
                title=words,
                issued={"type": "string", "format": "date"},
                digest={"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
            ),
            pages=_array(_object(address=address, kind={"enum": list(kinds)}, id={"type": "string"}, title=words)),
            moved=_array(
                _object(address=address, to={"anyOf": [address, {"type": "null"}]}, since=text, why=words)
                | {"description": "addresses that were given once; each still has a page, which says where to go"}
            ),
            downloads=_array(
                _object(
                    address=address,
                    id=text,
                    title=words,
                    use=words,
                    media_type=text,
                    size=size,
                    sha256=digest,
                    files=_array(file),
                )
            ),
        ),
    }


def described(standard: Standard, downloads: Iterable[Download]) -> dict[str, Any]:
    """``catalog.jsonld``: the edition as a dataset of DCAT 3 whose distributions are the downloads. It needs nothing from elsewhere."""
    edition = standard.edition
    identifier = f"{_URN}edition:{edition.id}:{edition.version}"
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dcterms": "http://purl.org/dc/terms/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": identifier,
        "@type": "dcat:Dataset",
        "dcterms:identifier": identifier,
        "dcterms:title": _tagged(both(edition.title)),
        "dcterms:issued": {"@value": edition.date, "@type": "xsd:date"},
        "dcat:version": edition.version,
        "dcterms:language": ["zh", "en"],
        "dcat:landingPage": {"@id": "index.html"},
        "dcat:distribution": [
            {
                "@id": f"{identifier}:{one.id}",
                "@type": "dcat:Distribution",
                "dcterms:title": _tagged(both(one.title)),
                "dcterms:description": _tagged(both(one.use)),
                "dcat:downloadURL": {"@id": one.path},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{one.media_type}"},
                "dcat:byteSize": {"@value": str(one.size), "@type": "xsd:nonNegativeInteger"},
                "spdx:checksum": {
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                    "spdx:checksumValue": {"@value": one.sha256, "@type": "xsd:hexBinary"},
                },
            }
            for one in downloads
        ],
    }


def _tagged(words: dict[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": lang} for lang, text in words.items()]


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _written(value: dict[str, Any]) -> bytes:
    """Indented as far as the entries of lists, each of which is one line: so it can be read, and compared line by line."""
    parts = []
    for key, part in value.items():
        rows = ",\n".join(f"  {_line(one)}" for one in part) if isinstance(part, list) else ""
        parts.append(f" {_line(key)}: " + (f"[\n{rows}\n ]" if rows else _line(part)))
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

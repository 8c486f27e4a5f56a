"""SHACL (core): what is an error in ``shapes.ttl``, what only warns in ``recommended.ttl``.

A record is a node of the class of its item, or of its record type, with one text for each field that holds a value; the context of
``jsonld-context`` makes that of a record in JSON. Each check is a shape of its own, so that a report names rule and field. The two
files can be read together, and stand each alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.emit import header
from conformance.publish.emit.shacl.shapes import Shapes, shapes
from conformance.publish.model import EditionModel
from conformance.publish.names import NameTable
from conformance.standard.model import Severity, Text

TARGET = "shacl"
TITLE = Text("SHACL：shapes 为错误，recommended 为警告", "SHACL: shapes for errors, recommended for warnings")
USE = Text("校验 RDF 形式的记录", "judge records that are RDF")
_PREFIXES = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> .",
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
    "@prefix dcterms: <http://purl.org/dc/terms/> .",
)


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``shapes.ttl`` and ``recommended.ttl``."""
    found = shapes(edition)
    yield "shapes.ttl", _file(found, edition, "error")
    yield "recommended.ttl", _file(found, edition, "warning")


def _file(found: Shapes, edition: EditionModel, severity: Severity) -> str:
    head = [*(f"# {line}" for line in header.lines(edition, TARGET)), *_PREFIXES, f"@prefix : <{found.prefix}> ."]
    return "\n".join([*head, "", *found.of(severity), ""])

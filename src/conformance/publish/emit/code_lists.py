"""Code lists: a CSV file each, that a spreadsheet opens with its Chinese whole, and all of them in SKOS as Turtle and JSON-LD."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from conformance.publish.emit import header
from conformance.publish.emit.jsontext import written
from conformance.publish.emit.turtle import both, literal
from conformance.publish.model import CodeListModel, CodeModel, EditionModel
from conformance.publish.names import NameTable
from conformance.standard.model import CodeList, Text

TARGET = "code-lists"
TITLE = Text("代码表：CSV（UTF-8，带 BOM）与 SKOS", "code lists: CSV (UTF-8 with BOM) and SKOS")
USE = Text("把代码表装入系统或下拉框", "fill a system's code tables and drop-down lists")
HEADINGS = ("code", "label", "label_en", "aliases", "written")
_BOM = "\ufeff"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCTERMS = "http://purl.org/dc/terms/"
Object = dict[str, Any]


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``csv/LIST.csv`` for each list, ``code-lists.ttl`` and ``code-lists.jsonld`` for all."""
    for one in edition.code_lists:
        yield f"csv/{one.id}.csv", _csv(one, edition.standard.code_lists[one.id])
    yield "code-lists.ttl", _turtle(edition)
    yield "code-lists.jsonld", written(_json_ld(edition))


def _csv(entries: CodeListModel, whole: CodeList) -> str:
    """What the standard wants in a submission is ``written``; the aliases stand behind one another with ``|`` between."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    aliases = {code.code: code.aliases for code in whole.codes}
    for code in entries.codes:
        writer.writerow([code.code, code.title.zh, code.title.en, "|".join(aliases[code.code]), code.written])
    return _BOM + out.getvalue()


def scheme_uri(edition: EditionModel, entries: CodeListModel) -> str:
    """The name of a list, the same for ever."""
    return f"urn:three-list-conformance:{edition.id}:code-list:{quote(entries.id, safe='')}"


def concept_uri(edition: EditionModel, entries: CodeListModel, code: CodeModel) -> str:
    """The name of a code."""
    return f"{scheme_uri(edition, entries)}:{quote(code.code, safe='')}"


def _aliases(edition: EditionModel, entries: CodeListModel, code: CodeModel) -> tuple[str, ...]:
    whole = edition.standard.code_lists[entries.id]
    return next(one.aliases for one in whole.codes if one.code == code.code)


def _turtle(edition: EditionModel) -> str:
    lines = [f"# {line}" for line in header.lines(edition, TARGET)]
    lines += [f"@prefix skos: <{_SKOS}> .", f"@prefix dcterms: <{_DCTERMS}> ."]
    for entries in edition.code_lists:
        scheme = scheme_uri(edition, entries)
        lines += [
            "",
            f"<{scheme}> a skos:ConceptScheme ;",
            f"  skos:prefLabel {both(entries.title)} ;",
            f"  dcterms:source {literal(entries.source)} ;",
            f"  dcterms:hasVersion {literal(f'{edition.version} {edition.digest}')} .",
        ]
        for code in entries.codes:
            also = "".join(f" ;\n  skos:altLabel {literal(word, 'zh')}" for word in _aliases(edition, entries, code))
            lines += [
                f"<{concept_uri(edition, entries, code)}> a skos:Concept ;",
                f"  skos:inScheme <{scheme}> ;",
                f"  skos:topConceptOf <{scheme}> ;",
                f"  skos:notation {literal(code.code)} ;",
                f"  skos:prefLabel {both(code.title)}{also} .",
            ]
    return "\n".join(lines) + "\n"


def _json_ld(edition: EditionModel) -> Object:
    graph: list[Object] = []
    for entries in edition.code_lists:
        scheme = scheme_uri(edition, entries)
        graph.append(
            {
                "@id": scheme,
                "@type": "skos:ConceptScheme",
                "skos:prefLabel": _both(entries.title),
                "dcterms:source": entries.source,
                "dcterms:hasVersion": f"{edition.version} {edition.digest}",
            }
        )
        for code in entries.codes:
            also = [{"@value": word, "@language": "zh"} for word in _aliases(edition, entries, code)]
            graph.append(
                {
                    "@id": concept_uri(edition, entries, code),
                    "@type": "skos:Concept",
                    "skos:inScheme": {"@id": scheme},
                    "skos:topConceptOf": {"@id": scheme},
                    "skos:notation": code.code,
                    "skos:prefLabel": _both(code.title),
                    **({"skos:altLabel": also} if also else {}),
                }
            )
    return {"@context": {"skos": _SKOS, "dcterms": _DCTERMS}, "@graph": graph}


def _both(text: Text) -> list[Object]:
    return [{"@value": text.zh, "@language": "zh"}, {"@value": text.en, "@language": "en"}]

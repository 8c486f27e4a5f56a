"""Where entries come from: nothing of ours is presented as the document's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.catalog.lint.model import Found, Ground, lint_code, part
from conformance.standard.entries import Entry
from conformance.standard.model import Text
from conformance.standard.yamltext import Steps

_ORIGINS = ("origin", "period_origin", "due_origin")
"""Keys that say on whose word a demand, or the period or last day of a duty, is."""


def _sourced(ground: Ground) -> Iterator[tuple[Entry, Mapping[str, Any], Steps]]:
    """Entries with their provenance; systems and obligations have its keys themselves."""
    for ref, entry in ground.all():
        own = part(entry, "provenance")
        if own:
            yield entry, own, ("provenance",)
        elif ref.list in ("system", "obligation"):
            yield entry, entry.data, ()


@lint_code(
    "missing-provenance",
    "error",
    ("没有来源", "no provenance"),
    ("补上 provenance：用语、条款、依据方式、语气", "add provenance: term, clauses, basis, modality"),
)
def missing_provenance(ground: Ground) -> Iterator[Found]:
    """An entry that does not say where it comes from."""
    for ref, entry in ground.all():
        shape = ground.catalogue.shapes.entry(entry.list)
        if any(slot.key == "provenance" and slot.required for slot in shape.slots) and not part(entry, "provenance"):
            yield Found(Text(f"“{ref.id}”没有写来源", f"{ref.id} does not say where it comes from"), entry)


@lint_code(
    "stated-without-term",
    "error",
    ("写明是文件明示，但没有原词", "stated, and no word of the document"),
    (
        "补上条款中的原词（term）；文件没有原词的，依据方式改为 implied",
        "add the document's word as term, or call it implied",
    ),
)
def stated_without_term(ground: Ground) -> Iterator[Found]:
    """An entry that is said to be the document's and quotes no word of it."""
    for entry, data, path in _sourced(ground):
        if data.get("basis") == "stated" and not str(data.get("term") or "").strip():
            message = Text("依据方式为文件明示，但没有写原词", "is stated by the document and quotes no word of it")
            yield Found(message, entry, (*path, "basis"))


@lint_code(
    "term-not-in-clause",
    "error",
    ("原词不在所写的条款中", "a term that none of its clauses has"),
    (
        "改正原词或条款；原词确在条款中的，先补入 source/clauses.yaml 该条的 terms",
        "mend the term or the clauses; if it does stand there, add it to the clause's terms in source/clauses.yaml",
    ),
)
def term_not_in_clause(ground: Ground) -> Iterator[Found]:
    """A word that stands in none of the clauses from which it is quoted."""
    known = ground.clauses()
    if known is None:
        return
    for entry, data, path in _sourced(ground):
        term, clauses = data.get("term"), data.get("clauses")
        if not isinstance(term, str) or not isinstance(clauses, list):
            continue
        if not any(term in word for clause in clauses for word in known.get(str(clause), ())):
            said = "、".join(map(str, clauses))
            yield Found(
                Text(f"“{term}”不在条款 {said} 的用语中", f"{term!r} is no term of the clauses {said}"),
                entry,
                (*path, "term"),
            )


@lint_code(
    "origin-not-of-document",
    "error",
    ("写明出自文件，但条款不是文件的条款", "said to be the document's, and its clause is not"),
    (
        "写出文件条款（文件编号#条款）；文件没有写的，出处改为 profile",
        "give a place in the source document, or call its origin profile",
    ),
)
def origin_not_of_document(ground: Ground) -> Iterator[Found]:
    """A demand or duty with the document's name on it and no place in the document."""
    for _, entry in ground.all():
        for path, data in _objects(entry.data, ()):
            key = next((key for key in _ORIGINS if data.get(key) == "document"), None)
            if key is None or "clause" not in _keys(entry, path, ground):
                continue
            document, _, place = str(data.get("clause", "")).partition("#")
            if document != ground.source_document or not place:
                cited = data.get("clause")
                yield Found(
                    Text(
                        f"出处写作 document，条款是“{cited}”，不在 {ground.source_document} 中"
                        if cited
                        else "出处写作 document，但没有写条款",
                        f"its origin is the document, its clause {cited or 'missing'}",
                    ),
                    entry,
                    (*path, key),
                )


def _objects(data: Any, path: Steps) -> Iterator[tuple[Steps, Mapping[str, Any]]]:
    if isinstance(data, dict):
        yield path, data
        for key, value in data.items():
            yield from _objects(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _objects(value, (*path, place))


def _keys(entry: Entry, path: Steps, ground: Ground) -> set[str]:
    """The keys that an object at a path may have."""
    shape = ground.catalogue.shapes.entry(entry.list)
    for step in path:
        if isinstance(step, str):
            found = next((slot for slot in shape.slots if slot.key == step), None)
            if found is None or found.range not in ground.catalogue.shapes.classes:
                return set()
            shape = ground.catalogue.shapes.classes[found.range]
    return {slot.key for slot in shape.slots}

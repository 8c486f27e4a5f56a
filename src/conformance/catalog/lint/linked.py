"""Links: whatever is named is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.catalog.lint.model import Found, Ground, lint_code
from conformance.standard.entries import Entry
from conformance.standard.links import Link, is_entry
from conformance.standard.lists import LIST_TITLES
from conformance.standard.model import Text
from conformance.standard.yamltext import Steps

_RESPONSIBLE = frozenset({"provider", "recogniser", "user"})


def _dangling(ground: Ground) -> Iterator[tuple[Entry, Link]]:
    for ref, links in ground.index.out.items():
        for link in links:
            if (
                is_entry(link.target)
                and link.role not in ("successor", "made_by")
                and ground.entry(link.target) is None
            ):
                yield ground.index.entries[ref], link


@lint_code(
    "dangling-link",
    "error",
    ("引用的条目不存在", "names an entry that is not there"),
    (
        "改正编号，或补上该条目；区县清单可加 --against 2016，引用市级条目",
        "mend the id or add the entry; for a district's own lists add --against 2016",
    ),
)
def dangling_link(ground: Ground) -> Iterator[Found]:
    """A link to an entry of a list that has none of that id."""
    for entry, link in _dangling(ground):
        if link.target.list not in ("unit", "clause"):
            title = LIST_TITLES[link.target.list]
            yield Found(
                Text(f"{title.zh}中没有“{link.target.id}”", f"there is no {link.target.id} in the {title.en}"),
                entry,
                link.path,
            )


@lint_code(
    "provider-unknown",
    "error",
    ("责任单位、认定单位或使用单位未登记", "the responsible unit is not registered"),
    (
        "改正单位编号，或在 units/ 中登记；区县清单可加 --against 2016",
        "mend the unit's id, or register it in units/; for a district's own lists add --against 2016",
    ),
)
def provider_unknown(ground: Ground) -> Iterator[Found]:
    """A unit that holds, determines or uses, and is not in the registry."""
    yield from _units(ground, responsible=True)


@lint_code(
    "unit-unknown",
    "error",
    ("单位未登记", "the unit is not registered"),
    ("改正单位编号，或在 units/ 中登记", "mend the unit's id, or register it in units/"),
)
def unit_unknown(ground: Ground) -> Iterator[Found]:
    """Any other unit that is not in the registry."""
    yield from _units(ground, responsible=False)


def _units(ground: Ground, *, responsible: bool) -> Iterator[Found]:
    for entry, link in _dangling(ground):
        if link.target.list == "unit" and (link.role in _RESPONSIBLE) == responsible:
            yield Found(Text(f"没有单位“{link.target.id}”", f"there is no unit {link.target.id}"), entry, link.path)


@lint_code(
    "clause-unknown",
    "error",
    ("条款不存在", "the clause is not there"),
    (
        "改正条款编号，如 T28.4；全部条款见 source/clauses.yaml",
        "mend the clause; all of them are in source/clauses.yaml",
    ),
)
def clause_unknown(ground: Ground) -> Iterator[Found]:
    """A place that the source document does not have."""
    if ground.clauses() is None:
        return
    for entry, link in _dangling(ground):
        if link.target.list == "clause":
            yield Found(
                Text(f"文件中没有条款“{link.target.id}”", f"the document has no clause {link.target.id}"),
                entry,
                link.path,
            )


@lint_code(
    "document-unknown",
    "error",
    ("依据的文件未登记", "the document is not registered"),
    (
        "依据条款写作“文件编号#条款”，文件编号在 documents.yaml 中登记",
        "write document#place, with the document's id as it is in documents.yaml",
    ),
)
def document_unknown(ground: Ground) -> Iterator[Found]:
    """``document#place`` with a document that nobody knows."""
    for _, entry in ground.all():
        for path, value in _cited(entry.data, ()):
            document, sign, place = value.partition("#")
            if not sign:
                continue
            if document not in ground.documents or not place:
                yield Found(Text(f"没有登记的文件“{document}”", f"there is no document {document}"), entry, path)


def _cited(data: Any, path: Steps) -> Iterator[tuple[Steps, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "clause" and isinstance(value, str):
                yield (*path, key), value
            else:
                yield from _cited(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _cited(value, (*path, place))


@lint_code(
    "link-repeated",
    "error",
    ("同一处重复引用", "names the same thing twice"),
    ("删去重复的一个", "drop one of the two"),
)
def link_repeated(ground: Ground) -> Iterator[Found]:
    """The same id twice in one list of an entry."""
    for _, entry in ground.all():
        for path, values in _lists(entry.data, ()):
            seen: set[str] = set()
            for place, value in enumerate(values):
                key = str(value.get("unit")) if isinstance(value, dict) and set(value) == {"unit", "basis"} else value
                if not isinstance(key, str):
                    continue
                if key in seen:
                    yield Found(Text(f"“{key}”写了两次", f"{key} is there twice"), entry, (*path, place))
                seen.add(key)


def _lists(data: Any, path: Steps) -> Iterator[tuple[Steps, list[Any]]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _lists(value, (*path, key))
    elif isinstance(data, list):
        yield path, data
        for place, value in enumerate(data):
            yield from _lists(value, (*path, place))

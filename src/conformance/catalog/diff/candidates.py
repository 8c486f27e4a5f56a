"""Values worth trying for a field: one of each kind, its codes, and what lies at and beside every limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.catalog.diff.schema import Json

PERSON = "张三"
"""Name of a subject that has a citizen's id alone."""
_USUAL = {
    "subject_name": "示例有限公司",
    "subject_uscc": "91310000MA1FL0007C",
    "subject_organisation_code": "MA1FL0007",
    "subject_registration_number": "310000000000018",
    "subject_tax_number": "310000000000001",
    "subject_citizen_id": "310101199001010012",
    "legal_representative": PERSON,
    "decision_date": "2016-03-01",
    "data_timestamp": "2016-03-03",
    "publication_date": "2016-03-02",
    "division_code": "310000",
    "document_number": "示例〔2016〕1号",
    "authority": "上海市示例局",
    "report_year": 2015,
    "rating_year": 2015,
}
"""Made up, and fit for every rule: a record is to be refused for one thing only."""
_FILL = "示"
_SIGNS = "019AXZa-（ "


def values(name: str, *parts: Json) -> Iterator[Any]:
    """Values in the order in which they are worth trying; some of them fit no schema at all."""
    found = list(_values(name, parts))
    seen: set[str] = set()
    for value in found:
        if repr(value) not in seen:
            seen.add(repr(value))
            yield value


def _values(name: str, parts: tuple[Json, ...]) -> Iterator[Any]:
    if name in _USUAL:
        yield _USUAL[name]
    for part in parts:
        yield from _listed(part)
    if any(part.get("type") in ("number", "integer") for part in parts):
        yield from _numbers(parts)
        return
    if "date" in name or name.endswith(("_until", "_due")):
        yield "2016-03-01"
    yield "示例"
    yield from _lengths(parts)
    if any("pattern" in part for part in parts) and name in _USUAL:
        yield from _mutations(str(_USUAL[name]))


def _listed(part: Json) -> Iterator[Any]:
    yield from part.get("enum", ())
    for inner in (*part.get("anyOf", ()), *part.get("allOf", ())):
        yield from _listed(inner)
    words = part.get("anyOf", [{}])[0].get("enum", ())
    if words:
        # A note behind a word, and two words in one cell, where one of the editions allows it.
        for word in words:
            yield f"{word}（说明）"
        yield "；".join(words[:2])
        yield "1"


def _numbers(parts: tuple[Json, ...]) -> Iterator[Any]:
    for part in parts:
        for key in ("minimum", "maximum"):
            if key in part:
                yield from (part[key], part[key] + 1, part[key] - 1)
    yield from (1, 0, -1, 100, 2015, 10**12)


def _lengths(parts: tuple[Json, ...]) -> Iterator[str]:
    limits = sorted({part[key] for part in parts for key in ("minLength", "maxLength") if key in part})
    for limit in limits:
        for length in (limit, limit + 1, limit - 1):
            if length > 0:
                yield _FILL * length
                yield "9" * length


def _mutations(value: str) -> Iterator[str]:
    for cut in range(1, min(4, len(value))):
        yield value[:-cut]
        yield value + value[:cut]
    for place in range(len(value)):
        for sign in _SIGNS:
            yield value[:place] + sign + value[place + 1 :]

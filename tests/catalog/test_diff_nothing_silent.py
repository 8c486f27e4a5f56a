"""Nothing changes in silence: whatever key or facet is otherwise, something is reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import edition_edits as e
import pytest
from msgspec import Struct
from msgspec.structs import replace

from conformance.catalog.diff import compare
from conformance.catalog.store import LISTS
from conformance.standard.model import Code, CodeList, Edition, Field, Rule

_SAME = {"id", "name", "code"}
"""What tells one from another: with another one it is another thing."""


def _keys() -> Iterator[tuple[str, str]]:
    for name in LISTS:
        for slot in e.whole().shape().entry(LISTS[name]).slots:
            if slot.key != "id":
                yield name, slot.key


def _otherwise(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, list):
        return value[:-1] if len(value) > 1 else None
    return None


@pytest.mark.parametrize(("name", "key"), list(_keys()))
def test_a_key_of_an_entry(name: str, key: str) -> None:
    entries = e.whole().entries
    assert entries is not None
    one = next((one for one in entries.of(LISTS[name]) if one.data.get(key)), None)
    if one is None:
        pytest.skip("no entry has it")
    assert compare(e.lists(), e.edited(name, one.id, **{key: _otherwise(one.data[key])}))


def _facets(kind: type[Struct]) -> list[str]:
    return [name for name in kind.__struct_fields__ if name not in _SAME]


def _changed(value: Any) -> Any:
    if isinstance(value, tuple):
        return (*value, value[0] if value else "另一个")
    if value is None:
        return "x"
    return _otherwise(value) if not hasattr(value, "zh") else replace(value, zh=value.zh + "x")


@pytest.mark.parametrize("facet", _facets(Field))
def test_a_facet_of_a_field(facet: str) -> None:
    field = e.shipped().record_types["licence"].field("project_name")
    other = {"personal": "name", "requirement": "optional", "code_list": "usage_scope", "aliases": field.aliases[1:]}
    value = other.get(facet, _changed(getattr(field, facet)))
    assert compare(e.compiled(), e.compiled(e.with_field("licence", "project_name", **{facet: value})))


@pytest.mark.parametrize("facet", _facets(Code))
def test_a_facet_of_a_code(facet: str) -> None:
    code = e.shipped().code_lists["list_kind"].codes[0]
    value = ("另一个",) if facet == "aliases" else _changed(getattr(code, facet))
    assert compare(e.compiled(), e.compiled(e.with_code("list_kind", code.code, **{facet: value})))


@pytest.mark.parametrize("facet", [one for one in _facets(CodeList) if one != "codes"])
def test_a_facet_of_a_code_list(facet: str) -> None:
    codes = e.shipped().code_lists["list_kind"]
    value = "code" if facet == "wanted" else _changed(getattr(codes, facet))
    assert compare(e.compiled(), e.compiled(e.with_codes("list_kind", codes.codes, **{facet: value})))


@pytest.mark.parametrize("facet", _facets(Rule))
def test_a_facet_of_a_rule(facet: str) -> None:
    rule = e.shipped().rules["required"]
    value = {"severity": "warning"}.get(facet, _changed(getattr(rule, facet)))
    assert compare(e.compiled(), e.compiled(e.with_rule("required", **{facet: value})))


@pytest.mark.parametrize("facet", ["id", *_facets(Edition)])
def test_a_facet_of_the_edition(facet: str) -> None:
    edition = e.whole().edition
    assert edition is not None
    assert compare(
        e.lists(), replace(e.lists(), edition=replace(edition, **{facet: _changed(getattr(edition, facet))}))
    )


@pytest.mark.parametrize("facet", ["fields", "params", "severity", "purposes", "message", "remedy", "origin", "clause"])
def test_a_facet_of_a_check(facet: str) -> None:
    other: dict[str, Any] = {
        "fields": ("data_timestamp", "publication_date"),
        "params": {"operator": ">"},
        "severity": "warning",
        "purposes": ("submission",),
        "message": e.shipped().rules["date"].message,
        "remedy": e.shipped().rules["date"].remedy,
        "origin": "profile",
        "clause": "profile#other",
    }
    changed = e.with_check("licence", "date-order", "data_timestamp", **{facet: other[facet]})
    assert compare(e.compiled(), e.compiled(changed))

"""Edits of our own edition, made on copies in memory: of the lists as written, and of the compiled standard."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from msgspec.structs import replace

from conformance.catalog.diff.sides import Side, open_side
from conformance.catalog.store import LISTS
from conformance.standard.entries import Entry
from conformance.standard.model import Check, Code, DataItem, Field, RecordType, Standard


@cache
def whole() -> Side:
    """The shipped edition: lists and compiled standard."""
    return open_side("2016")


def lists() -> Side:
    """Its lists alone, as in a folder."""
    return replace(whole(), standard=None)


def compiled(standard: Standard | None = None) -> Side:
    """Its compiled standard alone, or another one."""
    return replace(whole(), entries=None, folder=None, standard=standard or shipped())


def shipped() -> Standard:
    standard = whole().standard
    assert standard is not None
    return standard


# ---- the lists


def entry(name: str, identifier: str) -> dict[str, Any]:
    """An entry as written."""
    entries = whole().entries
    assert entries is not None
    return entries.index(LISTS[name])[identifier].data


def first(name: str) -> str:
    """Id of the first entry of a list."""
    entries = whole().entries
    assert entries is not None
    return entries.of(LISTS[name])[0].id


def edited(name: str, identifier: str, side: Side | None = None, /, **changes: Any) -> Side:
    """The lists with other values for keys of an entry; ``None`` takes a key away."""

    def edit(one: Entry) -> list[Entry]:
        if one.id != identifier:
            return [one]
        data = {key: value for key, value in {**one.data, **changes}.items() if value is not None}
        return [one.holding(data)]

    return _each(name, edit, side)


def removed(name: str, identifier: str, side: Side | None = None) -> Side:
    """The lists without an entry."""
    return _each(name, lambda one: [] if one.id == identifier else [one], side)


def added(name: str, like: str, identifier: str, side: Side | None = None, **changes: Any) -> Side:
    """The lists with one more entry, made like another."""

    def edit(one: Entry) -> list[Entry]:
        return [one, one.holding({**one.data, "id": identifier, **changes})] if one.id == like else [one]

    return _each(name, edit, side)


def _each(name: str, edit: Callable[[Entry], list[Entry]], side: Side | None) -> Side:
    base = side or lists()
    assert base.entries is not None
    files = tuple(
        replace(file, entries=tuple(new for one in file.entries for new in edit(one)))
        if file.list == LISTS[name]
        else file
        for file in base.entries.files
    )
    return replace(base, entries=replace(base.entries, files=files))


# ---- the compiled standard


def with_record(record: RecordType, standard: Standard | None = None) -> Standard:
    base = standard or shipped()
    return replace(base, record_types={**base.record_types, record.name: record})


def with_field(record: str, name: str, standard: Standard | None = None, /, **changes: Any) -> Standard:
    """A field with other facets; what reads it, checks and items, follows its name."""
    base = standard or shipped()
    old = base.record_types[record]
    fields = tuple(replace(one, **changes) if one.name == name else one for one in old.fields)
    new_name = changes.get("name", name)

    def follow(check: Check) -> Check:
        return replace(check, fields=tuple(new_name if one == name else one for one in check.fields))

    def ask(item: DataItem) -> DataItem:
        if item.record_type != record or new_name == name:
            return item
        required = tuple(new_name if one == name else one for one in item.required)
        without = tuple((rule, new_name if one == name else one) for rule, one in item.without)
        return replace(item, required=required, checks=tuple(map(follow, item.checks)), without=without)

    key = new_name if old.key_field == name else old.key_field
    base = replace(base, items={identifier: ask(item) for identifier, item in base.items.items()})
    return with_record(replace(old, fields=fields, checks=tuple(map(follow, old.checks)), key_field=key), base)


def without_field(record: str, name: str) -> Standard:
    """A record type without a field and what is checked about it."""
    old = shipped().record_types[record]
    kept = tuple(check for check in old.checks if check.field != name)
    checks = tuple(replace(check, fields=tuple(f for f in check.fields if f != name)) for check in kept)
    return with_record(replace(old, fields=tuple(f for f in old.fields if f.name != name), checks=checks))


def more_field(record: str, field: Field, required: bool) -> Standard:
    """A record type with one more field, and the check that it is there."""
    old = shipped().record_types[record]
    checks = (*old.checks, Check("required", "required", (field.name,), {"lawful": []})) if required else old.checks
    made = replace(field, requirement="required" if required else "optional")
    return with_record(replace(old, fields=(*old.fields, made), checks=checks))


def with_codes(name: str, codes: tuple[Code, ...], **changes: Any) -> Standard:
    base = shipped()
    return replace(base, code_lists={**base.code_lists, name: replace(base.code_lists[name], codes=codes, **changes)})


def with_code(name: str, code: str, **changes: Any) -> Standard:
    """A code list with one code otherwise."""
    codes = shipped().code_lists[name].codes
    return with_codes(name, tuple(replace(one, **changes) if one.code == code else one for one in codes))


def with_check(record: str, rule: str, field: str, **changes: Any) -> Standard:
    """A record type with one check otherwise; the first of that rule and field."""
    old = shipped().record_types[record]
    place = next(n for n, c in enumerate(old.checks) if (c.rule, c.field) == (rule, field))
    checks = list(old.checks)
    checks[place] = replace(checks[place], **changes)
    return with_record(replace(old, checks=tuple(checks)))


def without_check(record: str, rule: str, field: str) -> Standard:
    old = shipped().record_types[record]
    return with_record(replace(old, checks=tuple(c for c in old.checks if (c.rule, c.field) != (rule, field))))


def with_rule(rule: str, **changes: Any) -> Standard:
    base = shipped()
    return replace(base, rules={**base.rules, rule: replace(base.rules[rule], **changes)})


def with_item(name: str, **changes: Any) -> Standard:
    base = shipped()
    item: DataItem = replace(base.items[name], **changes)
    return replace(base, items={**base.items, name: item})


def with_party(name: str, **changes: Any) -> Standard:
    base = shipped()
    return replace(base, parties={**base.parties, name: replace(base.parties[name], **changes)})

"""Comparing record types: which there are, their fields in pairs, fields that were renamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from conformance.catalog.diff import fields
from conformance.catalog.diff.checks import compare_checks
from conformance.catalog.diff.collect import Found, Subject
from conformance.catalog.diff.names import field_name
from conformance.catalog.diff.pairs import Pairs, paired
from conformance.catalog.diff.words import from_table, of_record
from conformance.standard.model import Field, Standard, Text


def compare_records(old: Standard, new: Standard, found: Found) -> None:
    """Every record type: fields and checks."""
    for name, record in old.record_types.items():
        if name not in new.record_types:
            found.add("record-type-removed", of_record(record), old=record.title.zh)
            continue
        now = new.record_types[name]
        subject = of_record(now)
        pairs = paired(record.fields, now.fields)
        compare_fields(pairs, subject, found, record.fields, now.fields)
        if pairs.names.get(record.key_field, record.key_field) != now.key_field:
            called = partial(found.names.field, name)
            found.add("record-type-key-changed", subject, "key_field", record.key_field, now.key_field, say=called)
        if record.title.zh != now.title.zh and record.clause != now.clause:
            found.add("record-type-meaning-changed", subject, "title", record.title.zh, now.title.zh)
        elif (record.title, record.clause) != (now.title, now.clause):
            found.add("field-described-otherwise", subject, "title", record.title.zh, now.title.zh, name=now.title)
        compare_checks(record, now, pairs, subject, found, (old, new))
    for name, record in new.record_types.items():
        if name not in old.record_types:
            found.add("record-type-added", of_record(record), new=record.title.zh)


def renamed(old: Standard, new: Standard) -> dict[str, dict[str, str]]:
    """Record type → old name → new name of its renamed fields."""
    both = ((name, record, new.record_types.get(name)) for name, record in old.record_types.items())
    return {name: paired(was.fields, now.fields).names for name, was, now in both if now is not None}


def compare_fields(
    pairs: Pairs, subject: Subject, found: Found, old: Sequence[Field], new: Sequence[Field], prefix: str = "fields"
) -> None:
    """Fields that are new, gone, renamed or otherwise than they were."""
    for was, now in pairs.renamed:
        kept = was.name in fields.headers(now)
        kind = "field-renamed-alias-kept" if kept else "field-renamed"
        say = from_table({one.name: field_name(one) for one in (was, now)})
        found.add(kind, subject, f"{prefix}.{was.name}", was.name, now.name, say=say)
    for was, now in (*pairs.same, *pairs.renamed):
        fields.compare(was, now, subject, found, prefix)
    for gone in pairs.gone:
        kind = "field-removed-required" if gone.requirement == "required" else "field-removed-optional"
        found.add(kind, subject, f"{prefix}.{gone.name}", gone.title, None, name=field_name(gone))
    for come in pairs.come:
        kind = "field-added-required" if come.requirement == "required" else "field-added-optional"
        found.add(kind, subject, f"{prefix}.{come.name}", None, come.title, name=field_name(come))
    there = {now.name for _, now in (*pairs.same, *pairs.renamed)}
    before = [pairs.names.get(one.name, one.name) for one in old]
    if [name for name in before if name in there] != [one.name for one in new if one.name in there]:
        found.add("fields-reordered", subject, prefix, before, [one.name for one in new])


def compare_extras(old: Standard, new: Standard, found: Found, titles: Mapping[str, Text]) -> None:
    """Fields that only items have: what they are. That an item has one at all is the affair of its narrowing."""
    seen: set[tuple[Field, Field]] = set()
    for name, item in old.items.items():
        if name not in new.items:
            continue
        now = {one.name: one for one in new.items[name].fields}
        for was in item.fields:
            pair = (was, now[was.name]) if was.name in now else None
            if pair is None or pair in seen or was == pair[1]:
                continue
            seen.add(pair)
            subject = Subject("data", name, titles.get(name, Text(name, name)))
            fields.compare(was, pair[1], subject, found, "fields")

"""Comparing one field of a record type in the two editions, facet by facet."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.catalog.diff.collect import Found, Subject
from conformance.catalog.diff.names import field_name
from conformance.catalog.diff.words import DISCLOSURES, from_table
from conformance.standard.model import Field, Text
from conformance.standard.words import FIELD_TYPES

_OPENNESS = ("shared", "public-masked", "public")
"""From what fewest see to what everybody sees."""


def headers(field: Field) -> list[str]:
    """Every name by which a column is taken for the field."""
    return list(dict.fromkeys(name for name in (field.name, field.title, field.code, *field.aliases) if name))


def compare(old: Field, new: Field, subject: Subject, found: Found, prefix: str) -> None:
    """Everything in which the two differ. That the field was renamed is reported by the caller."""
    one = _Pair(old, new, subject, found, prefix)
    _names(one)
    if old.type != new.type:
        one.add("field-type-changed", "type", old.type, new.type, FIELD_TYPES)
    _requirement(one)
    _length(one)
    _values(one)
    _disclosure(one)
    if old.addition != new.addition:
        kind = "field-column-not-expected" if new.addition else "field-column-expected"
        one.add(kind, "addition", old.addition, new.addition)
    if _prose(old) != _prose(new) and not one.says("field-meaning-changed"):
        one.add("field-described-otherwise", "description")


class _Pair:
    """A field of the two editions, and where its changes go."""

    def __init__(self, old: Field, new: Field, subject: Subject, found: Found, prefix: str) -> None:
        self.old, self.new = old, new
        self._subject, self._found = subject, found
        self._path = f"{prefix}.{new.name}"
        self._kinds: set[str] = set()

    def add(
        self, kind: str, facet: str, old: object = None, new: object = None, words: Mapping[str, Text] | None = None
    ) -> None:
        self._kinds.add(kind)
        say = None if words is None else from_table(words)
        path = f"{self._path}.{facet}"
        self._found.add(kind, self._subject, path, old, new, name=field_name(self.new), say=say)

    @property
    def lists(self) -> Mapping[str, Text]:
        """Code list → what it is called."""
        return self._found.names.lists

    def says(self, kind: str) -> bool:
        return kind in self._kinds


def _names(one: _Pair) -> None:
    old, new = one.old, one.new
    # Another title and another source under the same name: it is no longer the same thing.
    if old.title != new.title and old.clause != new.clause and old.title not in new.aliases:
        one.add("field-meaning-changed", "title", old.title, new.title)
        return
    if old.title != new.title:
        one.add("field-title-changed", "title", old.title, new.title)
    if old.code != new.code and old.code is not None:
        one.add("field-national-code-changed", "code", old.code, new.code)
    was, now = headers(old), headers(new)
    for gone in was:
        if gone not in now and gone != old.name:
            one.add("field-header-removed", "aliases", gone, None)
    for come in now:
        if come not in was and come not in (new.name, old.name):
            one.add("field-header-added", "aliases", None, come)


def _requirement(one: _Pair) -> None:
    old, new = one.old.requirement, one.new.requirement
    if old == new:
        return
    if (old == "required") != (new == "required"):
        one.add("field-required" if new == "required" else "field-optional", "requirement", old, new)
    else:
        one.add("field-one-of-joined" if new == "one-of" else "field-one-of-left", "requirement", old, new)


def _length(one: _Pair) -> None:
    old, new = one.old.max_length, one.new.max_length
    if old == new:
        return
    shorter = new is not None and (old is None or new < old)
    one.add("field-length-shortened" if shorter else "field-length-lengthened", "max_length", old, new)


def _values(one: _Pair) -> None:
    old, new = one.old.code_list, one.new.code_list
    if old == new:
        return
    kind = "replaced" if old and new else "set" if new else "unset"
    one.add(f"field-code-list-{kind}", "code_list", old, new, one.lists)


def _disclosure(one: _Pair) -> None:
    old, new = one.old.disclosure, one.new.disclosure
    if old != new:
        open_before, open_now = (_OPENNESS.index(v) if v in _OPENNESS else -1 for v in (old, new))
        kind = "field-disclosure-widened" if open_now > open_before else "field-disclosure-narrowed"
        one.add(kind, "disclosure", old, new, DISCLOSURES)
    if one.old.personal != one.new.personal:
        # From a name to an identifier more is hidden, the other way less.
        hidden = ("none", "name", "identifier")
        more = hidden.index(one.new.personal) > hidden.index(one.old.personal)
        one.add(
            "field-masking-added" if more else "field-masking-removed", "personal", one.old.personal, one.new.personal
        )


def _prose(field: Field) -> tuple[str | None, ...]:
    return (
        field.title_en,
        field.description,
        field.clause,
        field.origin,
        field.requirement_origin,
        field.length_origin,
    )

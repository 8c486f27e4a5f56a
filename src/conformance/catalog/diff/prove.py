"""Giving changes their proof: for each the answer of the prover, and a record that passed and does not any more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from conformance.catalog.diff.alone import with_change
from conformance.catalog.diff.model import Certainty, Change, Proof
from conformance.catalog.diff.proof import covers, hybrid, witness
from conformance.catalog.diff.schema import Record, field_schema, record_schema
from conformance.standard.model import Field, RecordType, Standard, narrowed

_SAYABLE = frozenset(
    "required one_of code_list max_length pattern number_range value_of_item issuer item_subject".split()
)
"""Kinds of checks that the schema expresses."""


def proved(changes: Sequence[Change], old: Standard, new: Standard) -> list[Change]:
    """The changes, with proof and example where they are about what a schema can say."""
    schemas = _Schemas(old, new)
    return [_proved(change, schemas) for change in changes]


def proofs(old: Standard, new: Standard) -> list[Proof]:
    """Record types and items of both editions whose schema has changed."""
    schemas = _Schemas(old, new)
    found = []
    same = old.code_lists == new.code_lists and old.units == new.units
    for name, record in new.record_types.items():
        if same and old.record_types.get(name) == record:
            continue
        pair = schemas.record(name)
        if pair is not None and pair[0] != pair[1]:
            found.append(_proof("record-type", name, record.title, *pair))
    for name, item in new.items.items():
        before = old.items.get(name)
        if before is None or _demands(before) == _demands(item):
            continue
        pair = schemas.item(name)
        if pair is not None and pair[0] != pair[1]:
            found.append(_proof("data", name, item.title, *pair))
    return found


def _demands(item: Any) -> tuple[Any, ...]:
    return item.record_type, item.required, item.fields, item.checks, item.without


def _proof(kind: str, name: str, title: Any, old: Record, new: Record) -> Proof:
    takes, example = _answer(old, new)
    adds, added = _answer(new, old)
    return Proof(kind, name, title, takes, adds, example, added)


def _answer(
    old: Record, new: Record, only: str | None = None, whole: Record | None = None
) -> tuple[Certainty, dict[str, Any] | None]:
    """Whether ``new`` takes all that ``old`` takes, and a record that it does not take, nor does ``whole``."""
    if covers(new, old) == "yes":
        return "yes", None
    example = witness(old, new, only, whole)
    return ("unknown", None) if example is None else ("no", example)


class _Schemas:
    """The schemas of record types and items of both editions, made once."""

    def __init__(self, old: Standard, new: Standard) -> None:
        self.old, self.new = old, new
        self._known: dict[tuple[str, str], tuple[Record, Record] | None] = {}

    def record(self, name: str) -> tuple[Record, Record] | None:
        """Both schemas of a record type; None where an edition does not have it."""
        key = ("record-type", name)
        if key not in self._known:
            both = name in self.old.record_types and name in self.new.record_types
            self._known[key] = (
                None
                if not both
                else (
                    record_schema(self.old.record_types[name], self.old),
                    record_schema(self.new.record_types[name], self.new),
                )
            )
        return self._known[key]

    def item(self, name: str) -> tuple[Record, Record] | None:
        """Both schemas of an item; None where an edition does not have it."""
        key = ("data", name)
        if key not in self._known:
            both = name in self.old.items and name in self.new.items
            self._known[key] = (self._item(self.old, name), self._item(self.new, name)) if both else None
        return self._known[key]

    @staticmethod
    def _item(standard: Standard, name: str) -> Record:
        item = standard.items[name]
        return record_schema(narrowed(standard.record_types[item.record_type], item), standard, item)

    def uses(self, code_list: str) -> tuple[RecordType, Field] | None:
        """A record type of the old edition and a field of it that uses a code list in both editions."""
        for name, record in self.old.record_types.items():
            now = self.new.record_types.get(name)
            there = set() if now is None else {one.name for one in now.fields if one.code_list == code_list}
            for field in record.fields:
                if field.code_list == code_list and field.name in there:
                    return record, field
        return None

    def alone(self, change: Change, pair: Record) -> Record | None:
        """The old schema of a record type with one change of a code list, and nothing else of it."""
        use = self.uses(change.entry)
        lists = [standard.code_lists.get(change.entry) for standard in (self.old, self.new)]
        if use is None or lists[0] is None or lists[1] is None:
            return None
        codes = with_change(change, lists[0], lists[1])
        if codes is None:
            return None
        record, field = use
        checks = [check for check in record.checks if check.field == field.name]
        standard = replace(self.old, code_lists={**self.old.code_lists, change.entry: codes})
        return replace(pair, fields={**pair.fields, field.name: field_schema(field, checks, standard)})


def _proved(change: Change, schemas: _Schemas) -> Change:
    parts = _parts(change)
    pair, field = _target(change, schemas) if parts else (None, "")
    if pair is None:
        return change
    old, new = pair
    if change.list == "data" and field == "subject":
        # Whom an item is about is said by several fields at once.
        trial, only = replace(old, one_of=new.one_of, absent=new.absent), None
    elif field in old.fields or field in new.fields:
        trial, only = hybrid(old, new, field, parts), field
    else:
        return change
    if trial == old:
        return change
    if change.list == "code-list":
        one = schemas.alone(change, old)
        if one is None:
            return change
        # The example has to be one that the whole new list refuses as well.
        answer, example = ("yes", None) if covers(trial, old) == "yes" else _answer(old, one, only, trial)
    else:
        answer, example = _answer(old, trial, only)
    if answer == "no" and change.level_submit == "INFO" and only is not None and only in old.fields:
        # What is no longer taken is another change of the field; this one by itself adds to what was taken.
        either = {"anyOf": [old.fields[only], trial.fields.get(only, old.fields[only])]}
        answer, example = covers(replace(old, fields={**old.fields, only: either}), old), None
    if answer == "yes" and change.id.startswith("field-renamed"):
        # The record passes, and what stood under the old name is no longer read: that is no harmless change.
        return change
    if example is None or change.level_submit != "ERR":
        return replace(change, proof=answer)
    return replace(change, proof=answer, example=example, example_field=f"{_record(change, schemas)}.{only or ''}")


def _record(change: Change, schemas: _Schemas) -> str:
    """The record type that the example of a change is of."""
    if change.list == "data":
        return schemas.old.items[change.entry].record_type
    use = schemas.uses(change.entry) if change.list == "code-list" else None
    return change.entry if use is None else use[0].name


def _parts(change: Change) -> tuple[str, ...]:
    """Which part of a field's schema the change is about; nothing where a schema does not say it."""
    named = change.id.removeprefix("item-").removeprefix("extra-")
    if change.list == "code-list":
        return ("values",)
    if named.startswith(("field-required", "field-optional", "field-one-of")):
        return ("presence",)
    if named.startswith(("field-added", "field-removed", "field-renamed", "subject-")):
        return ("values", "presence")
    told = ("field-type", "field-length", "field-code-list", "values-", "issuers-", "check-")
    return ("values", "presence") if change.id.startswith("check-") else ("values",) if named.startswith(told) else ()


def _target(change: Change, schemas: _Schemas) -> tuple[tuple[Record, Record] | None, str]:
    """The schemas that a change is about, and the field in them."""
    part, _, rest = change.path.partition(".")
    field = rest.partition(".")[0]
    if change.list == "record-type" and part == "fields":
        renamed = change.id.startswith("field-renamed")
        return schemas.record(change.entry), str(change.new) if renamed else field
    if change.list == "record-type" and part == "checks":
        rule, _, field = rest.partition(".")
        field = field.partition(".")[0]
        records = (standard.record_types.get(change.entry) for standard in (schemas.old, schemas.new))
        kinds = {c.kind for r in records if r for c in r.checks if (c.rule, c.field) == (rule, field)}
        return (schemas.record(change.entry) if kinds & _SAYABLE else None), field
    if change.list == "code-list":
        use = schemas.uses(change.entry)
        return (None, "") if use is None else (schemas.record(use[0].name), use[1].name)
    if change.list == "data" and part == "narrowing":
        return schemas.item(change.entry), field
    return None, ""

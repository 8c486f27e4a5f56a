"""What a data item asks beyond its record type, from the constraints of its entry to declared checks.

Each kind of constraint has one function here: constraint in, parts of the item out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from conformance.standard.compile.declarations import Declared, class_of
from conformance.standard.compile.derive import derived_of
from conformance.standard.compile.fields import field as field_of
from conformance.standard.compile.schema import Schema
from conformance.standard.demands import Ground as Against
from conformance.standard.demands import faults
from conformance.standard.entries import Entry
from conformance.standard.model import CodeList, Field, RecordType, Unit
from conformance.standard.problems import Problem

_OWN = "profile#narrowing"
_CODES = ("subject_uscc", "subject_organisation_code", "subject_registration_number", "subject_tax_number")
_PERSON = "subject_citizen_id"
_SUBJECT = [_PERSON, *_CODES, "subject_category", "subject_name"]


class Ground(Struct, frozen=True):
    """What constraints may look at."""

    schema: Schema
    records: Mapping[str, RecordType]
    lists: Mapping[str, CodeList]
    units: Mapping[str, Unit]
    derivable: frozenset[str]
    """Rules that are derived from slots."""

    @property
    def extras(self) -> frozenset[str]:
        """Slots that an item can add to its record type: those of ``schemas/extras.yaml``."""
        return self.schema.extras


class Parts(Struct):
    """What the constraints of one item come to."""

    required: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    derived: list[Declared] = field(default_factory=list)
    """Checks that follow from the item's own fields."""
    without: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Demand(Struct, frozen=True):
    """One constraint at work."""

    data: dict[str, Any]
    place: str
    item: Entry
    record: RecordType
    ground: Ground
    parts: Parts

    @property
    def name(self) -> str:
        return str(self.data.get("field", ""))

    def known(self) -> Field:
        """The field that is meant, one of the item's own included; ``faults`` has seen that there is one."""
        return next(one for one in (*self.record.fields, *self.parts.fields) if one.name == self.name)

    def wrong(self, message: str) -> None:
        self.parts.problems.append(Problem(self.place, message))

    def declare(self, rule: str, kind: str, fields: list[str], **more: Any) -> None:
        """A check of the item, on the word of the constraint."""
        said = {"origin": self.data["origin"], "clause": self.data.get("clause", _OWN)}
        self.parts.declared.append(_declared(rule, kind, self.record, fields, self.place, **said, **more))


_Constraint = Callable[[_Demand], None]
_CONSTRAINTS: dict[str, _Constraint] = {}


def _constraint(kind: str) -> Callable[[_Constraint], _Constraint]:
    def enter(function: _Constraint) -> _Constraint:
        _CONSTRAINTS[kind] = function
        return function

    return enter


def narrowing(item: Entry, ground: Ground) -> Parts:
    """Everything that the item's constraints come to, and what is wrong with them."""
    parts = Parts()
    record = ground.records.get(item.data["record_type"])
    if record is None:
        parts.problems.append(Problem(item.place("record_type"), f"no record type {item.data['record_type']}"))
        return parts
    listed = list(enumerate(item.data.get("narrowing", ())))
    # Fields that the item adds come first, so that others of its constraints may speak of them.
    for number, data in sorted(listed, key=lambda pair: pair[1]["kind"] != "extra"):
        demand = _Demand(data, item.place("narrowing", number), item, record, ground, parts)
        against = Against(record, ground.lists, ground.extras, {one.name: one for one in parts.fields})
        wrong = list(faults(data, against))
        for fault in wrong:
            demand.wrong(fault.said.en)
        if not wrong:
            _CONSTRAINTS[data["kind"]](demand)
    _assigned_subject(item, record, parts)
    _registered(item, record, ground, parts)
    return parts


@_constraint("extra")
def _extra(demand: _Demand) -> None:
    """A field of its own: a slot that no record type has."""
    ground = demand.ground
    use = ground.schema.bare(demand.name)
    demand.parts.fields.append(field_of(use, ground.schema))
    demand.parts.derived += derived_of(use, demand.record.name, ground.schema, ground.lists, ground.derivable)


@_constraint("required")
def _required(demand: _Demand) -> None:
    """An optional field that the item requires."""
    known = demand.known()
    demand.parts.required.append(demand.name)
    demand.parts.without.append(("placeholder-value", demand.name))
    if known.requirement == "one-of":
        # A code that has to be there settles that there is one.
        demand.parts.without.append(("one-of-required", ""))
    demand.declare("required", "required", [demand.name], lawful=[])


@_constraint("values")
def _values(demand: _Demand) -> None:
    """Only some of the values that the record type allows."""
    known, values = demand.known(), list(map(str, demand.data["values"]))
    entries = demand.ground.lists.get(known.code_list or "")
    if entries is not None:
        codes = {code.code: code for code in entries.codes}
        shown = [codes[v].label if entries.wanted == "label" else f"{v}（{codes[v].label}）" for v in values]
    else:
        shown = values
    # A name written in a way that nobody foresaw is no ground for sending a record back.
    firm = entries is not None or demand.data["origin"] == "document"
    demand.declare(
        "value-of-item",
        "value_of_item",
        [demand.name],
        allowed=list(dict.fromkeys(values)),
        shown=shown,
        severity="error" if firm else "warning",
        closed=entries is None,
    )


@_constraint("issuers")
def _issuers(demand: _Demand) -> None:
    """The field names one of these units, or a district office of one."""
    units = list(demand.data["units"])
    for unit in units:
        if unit not in demand.ground.units:
            demand.wrong(f"no unit {unit}")
            return
    demand.declare("issuing-organ-unknown", "issuer", [demand.name], unit_ids=units)


@_constraint("subject")
def _subject(demand: _Demand) -> None:
    """Who the record may be about."""
    subjects = list(demand.data["subject_types"])
    if subjects == ["legal_person"] and _requires_code(demand.item):
        # Who lacks the code that has to be there is told so already: one cause, one finding.
        return
    demand.parts.without.append(("subject-identifier-kind", ""))
    if subjects == ["product"]:
        # A product has neither a code nor, always, somebody known to be behind it.
        demand.parts.without += [("one-of-required", ""), ("required", "subject_name")]
        # The name is optional then, and a word for "empty" in it is told as in any optional field.
        demand.declare("placeholder-value", "placeholder", ["subject_name"], lawful=[])
        return
    demand.declare(
        "subject-identifier-kind",
        "item_subject",
        _SUBJECT,
        subjects=[subject for subject in subjects if subject != "product"],
        assigned=False,
    )


def _assigned_subject(item: Entry, record: RecordType, parts: Parts) -> None:
    """An item of one kind of subject by this standard's reading only: another subject is worth a warning."""
    subjects = item.data["subject_types"]
    limited = any(constraint["kind"] == "subject" for constraint in item.data.get("narrowing", ()))
    if limited or len(subjects) != 1 or subjects == ["product"] or _requires_code(item):
        return
    place, ours = item.place("subject_types"), {"origin": "profile", "clause": _OWN, "severity": "warning"}
    kind = {"subjects": list(subjects), "assigned": True}
    parts.declared.append(_declared("subject-identifier-kind", "item_subject", record, _SUBJECT, place, **ours, **kind))


def _requires_code(item: Entry) -> bool:
    return any(c["kind"] == "required" and c["field"] in _CODES for c in item.data.get("narrowing", ()))


def _registered(item: Entry, record: RecordType, ground: Ground, parts: Parts) -> None:
    """The sender is one of the units that the data list names for the item."""
    providers = [link["unit"] for link in item.data["providers"]]
    for unit in providers:
        if unit not in ground.units:
            parts.problems.append(Problem(item.place("providers"), f"no unit {unit}"))
    place, ours = item.place("providers"), {"origin": "profile", "clause": "profile#provider-registered"}
    parts.declared.append(
        _declared(
            "provider-registered", "registered_provider", record, ["authority"], place, **ours, unit_ids=providers
        )
    )


def _declared(rule: str, kind: str, record: RecordType, fields: list[str], place: str, **more: Any) -> Declared:
    """A check of one item, in the form in which LinkML can hold it to the class of its kind."""
    return Declared(rule, {"kind": class_of(kind), "records": [record.name], "fields": fields, **more}, place)


def all_declared(parts: Mapping[str, Parts]) -> Iterator[Declared]:
    """The checks of all items."""
    for one in parts.values():
        yield from one.declared
        yield from one.derived

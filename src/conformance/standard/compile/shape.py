"""The shape of an edition's entries, from LinkML: what tools that know no LinkML read and edit catalogues by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.standard.compile.schema import Element, Schema
from conformance.standard.shapes import ClassShape, RangeKind, Shapes, SlotShape

_PLAIN: Mapping[str, RangeKind] = {"integer": "integer", "boolean": "boolean"}
_FRAME = frozenset({"SourceDocuments", "RuleBook", "ExchangeTargets"})
"""Classes of a file that holds a list and is no list of entries to be edited."""
_DOCUMENTS = (
    "Edition",
    "Submission",
    "Configuration",
    "Report",
    "Bulletin",
    "ExchangeFaults",
    "ExchangeSuite",
    "ExchangeTargets",
    "ExchangeResults",
)
"""Classes of files that are no lists: an edition's head, a manifest, a configuration, a report, a bulletin, declared faults, the
suite of the exchange, whom it is run against and what it finds."""
_ENVELOPES = (
    "Capabilities",
    "Token",
    "TokenError",
    "TokenRequest",
    "Batch",
    "BatchStatus",
    "Receipt",
    "SubjectQuery",
    "RecordPage",
    "Correction",
    "CorrectionStatus",
    "Problem",
    "Catalogue",
    "CodeListDocument",
    "DropReceipt",
)
"""Bodies of the exchange's requests and answers."""
_PROFILE = ("ProfileOperations", "ProfileProblems", "ProfileClasses", "ProfileExamples")
"""Classes of the files that say how the exchange goes."""


def shapes(schema: Schema, definitions: Mapping[str, Any]) -> Shapes:
    """Everything that is reached from whole files of entries and from :data:`_DOCUMENTS`, :data:`_ENVELOPES`, :data:`_PROFILE`."""
    containers = dict(_containers(schema))
    classes: dict[str, ClassShape] = {}
    waiting = [
        *containers,
        *(shape.slots[0].range for shape in containers.values()),
        *_DOCUMENTS,
        *_ENVELOPES,
        *_PROFILE,
    ]
    while waiting:
        name = waiting.pop()
        if name in classes:
            continue
        classes[name] = _class(schema, name)
        waiting += [slot.range for slot in classes[name].slots if slot.kind == "object"]
        # Where a class is wanted, each of its kinds may stand, and its JSON Schema names them all.
        waiting += [str(kind) for kind in schema.view.class_children(name)]
    used = sorted({slot.range for shape in classes.values() for slot in shape.slots if slot.kind == "code"})
    return Shapes(
        classes=dict(sorted(classes.items())),
        codes={
            name: tuple((str(v.text), str(v.title)) for v in schema.enums[name].permissible_values.values())
            for name in used
        },
        lists={shape.slots[0].key: shape.slots[0].range for shape in containers.values()},
        files={shape.slots[0].key: name for name, shape in containers.items()},
        definitions={name: definitions[name] for name in sorted([*classes, *used])},
    )


def _containers(schema: Schema) -> Iterator[tuple[str, ClassShape]]:
    """Classes whose only slot is a list of objects: a whole file of entries."""
    for name in schema.classes:
        if name in _FRAME:
            continue
        slots = list(schema.view.class_slots(name))
        if len(slots) != 1:
            continue
        shape = _class(schema, name)
        if shape.slots[0].several and shape.slots[0].kind == "object":
            yield name, shape


def _class(schema: Schema, name: str) -> ClassShape:
    cls = schema.classes[name]
    listed = [_slot(schema, name, str(slot)) for slot in schema.view.class_slots(name)]
    return ClassShape(name, str(cls.title or name), tuple(listed))


def _slot(schema: Schema, class_name: str, slot_name: str) -> SlotShape:
    slot = schema.view.induced_slot(slot_name, class_name)
    wanted = str(slot.range)
    return SlotShape(
        key=str(slot.alias or slot.name),
        title=str(slot.title or slot.name),
        kind=_kind(schema, wanted),
        range=wanted if wanted in schema.enums or wanted in schema.classes else "",
        several=bool(slot.multivalued),
        required=bool(slot.required),
        description=_words(slot),
    )


def _kind(schema: Schema, wanted: str) -> RangeKind:
    if wanted in schema.enums:
        return "code"
    if wanted in schema.classes:
        return "object"
    return _PLAIN.get(wanted, "text")


def _words(slot: Element) -> str:
    return " ".join(str(slot.description or "").split())

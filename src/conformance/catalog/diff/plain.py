"""The outcome of a comparison as JSON: everything, in both languages."""

from __future__ import annotations

import json
from typing import Any

from conformance.catalog.diff.gate import Outcome
from conformance.catalog.diff.model import RANK, Change, Proof
from conformance.catalog.diff.registry import registry
from conformance.catalog.diff.sides import Side
from conformance.standard.model import Text
from conformance.standard.words import both


def data(outcome: Outcome) -> str:
    """The text of the JSON file."""
    comparison = outcome.comparison
    listed = outcome.listed()
    content = {
        "verdict": outcome.verdict,
        "exit_code": outcome.exit_code,
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "new_edition": outcome.new_edition,
        "directions": list(outcome.directions),
        "counts": {
            direction: {level: len(outcome.of(direction, level)) for level in RANK} for direction in outcome.directions
        },
        "waived": len(outcome.waived.by_change),
        "changes": [_plain(number, change, outcome) for number, change in listed],
        "changes_shown": len(listed),
        "changes_total": len(comparison.changes),
        "proofs": [_proof(proof) for proof in comparison.proofs],
        "compared": [both(part) for part in comparison.compared],
        "not_compared": [both(part) for part in comparison.not_compared],
        "notices": [both(part) for part in outcome.notices()],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _plain(number: int, change: Change, outcome: Outcome) -> dict[str, Any]:
    known = registry()[change.id]
    waiver = outcome.waived.by_change.get(number)
    found: dict[str, Any] = {
        "id": change.id,
        "area": known.area,
        "kind": known.nature.kind,
        "action": known.nature.action,
        "list": change.list,
        "entry": change.entry,
        "path": change.path,
        "place": change.place,
        "level_submit": change.level_submit,
        "level_read": change.level_read,
        "old": _jsonable(change.old),
        "new": _jsonable(change.new),
        "zh": change.zh,
        "en": change.en,
        "advice": both(known.advice),
        "proof": change.proof,
        "example": change.example,
        "waived": None,
    }
    if waiver is not None:
        found["waived"] = {"reason": waiver.reason, "by": waiver.by, "until": waiver.until.isoformat()}
    return found


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "list": proof.list,
        "entry": proof.entry,
        "takes_all": proof.takes_all,
        "example": proof.example,
        "adds_none": proof.adds_none,
        "example_added": proof.example_added,
    }


def _side(side: Side) -> dict[str, Any]:
    edition = side.edition
    return {
        "name": side.name,
        "edition": None if edition is None else edition.id,
        "version": None if edition is None else edition.version,
        "lists": side.entries is not None,
        "record_types": side.standard is not None,
    }


def _jsonable(value: Any) -> Any:
    if isinstance(value, Text):
        return both(value)
    if isinstance(value, list | tuple):
        return [_jsonable(part) for part in value]
    if isinstance(value, dict):
        return {key: _jsonable(part) for key, part in value.items()}
    return value

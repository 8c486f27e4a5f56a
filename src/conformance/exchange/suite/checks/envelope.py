"""Bodies held to the profile's envelopes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from conformance.exchange.lenient import UNREADABLE
from conformance.exchange.profile.envelopes import faults
from conformance.exchange.suite.checks.base import Outcome, Param, Scene, departs, holds, kind
from conformance.exchange.suite.checks.look import body_of

ENVELOPES = (
    "Capabilities",
    "Token",
    "TokenError",
    "BatchStatus",
    "Receipt",
    "RecordPage",
    "CorrectionStatus",
    "Problem",
    "DropReceipt",
)
_LONGEST = 160
"""Signs of a sentence about what is wrong; it may quote what it is about, and that may be a whole record."""


def faults_of(envelope: str, value: Any, but: Collection[str] = ()) -> Iterator[str]:
    """Everything in which an answer departs from its envelope, but for some members that are judged by themselves."""
    if value is UNREADABLE:
        yield "no JSON"
        return
    if envelope == "RecordPage":
        yield from _entries(value)
        value = (
            {**value, "records": []} if isinstance(value, dict) and isinstance(value.get("records"), list) else value
        )
    for path, sentence in faults(envelope, value):
        if not path or path[0] not in but:
            yield sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST]}…"


def _entries(page: Any) -> Iterator[str]:
    """What is wrong with the entries of a page, each held to the class that its state names."""
    listed = page.get("records") if isinstance(page, dict) else None
    for place, entry in enumerate(listed if isinstance(listed, list) else ()):
        gone = isinstance(entry, dict) and entry.get("state") == "withdrawn"
        for sentence in faults_of("Tombstone" if gone else "ExchangeRecord", entry):
            yield f"records.{place}: {sentence}"


@kind("envelope", Param("is", "text", required=True, among=ENVELOPES))
def check_envelope(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every answer of the step is the envelope that the profile has for it; further keys are passed over."""
    name = params["is"]
    for exchange in scene.exchanges:
        if exchange.response is None or not 200 <= exchange.response.status < 300:
            continue
        found = next(faults_of(name, body_of(exchange)), None)
        if found is not None:
            return departs(f"应答应为 {name}：{found}。", f"The answer has to be a {name}: {found}.", exchange)
    return holds(f"应答是 {name}。", f"The answer is a {name}.")

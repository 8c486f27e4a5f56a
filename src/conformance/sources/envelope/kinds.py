"""Which envelope of the exchange a JSON document is, told by its members and by the first element of its list.

The shapes are those of ``schemas/exchange.yaml``. What may as well be plain records stays plain records: an object counts
as an envelope only where its members, or the first element of a list within it, can hardly be meant otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct

from conformance.sources.model import Unusable


class Kind(Struct, frozen=True):
    """A class of envelope."""

    name: str
    """Of the class that its members are held to."""
    listed: str | None = None
    """The member that is read element by element."""
    element: str = ""
    """Class of these elements."""
    submitted: bool = False
    """Whether it is sent to a service, which takes no member that it does not know; of an answer a client passes over such."""


BATCH = Kind("Batch", "records", "BatchRecord", submitted=True)
PAGE = Kind("RecordPage", "records", "ExchangeRecord")
RECEIPT = Kind("Receipt", "lines", "ReceiptLine")
QUERY = Kind("SubjectQuery", submitted=True)
CORRECTION = Kind("Correction", submitted=True)
TOMBSTONE = "Tombstone"
"""Class of the elements of a page that are no records any more."""
KINDS = (
    BATCH,
    PAGE,
    RECEIPT,
    QUERY,
    CORRECTION,
    Kind("Capabilities"),
    Kind("BatchStatus"),
    Kind("CorrectionStatus"),
    Kind("Problem"),
    Kind("Catalogue"),
    Kind("CodeListDocument"),
    Kind("DropReceipt"),
)
_BY_NAME = {kind.name: kind for kind in KINDS}
_PROBLEM = "urn:three-list-conformance:problem:"
_CORRECTIONS = ("objection", "repair", "amendment", "withdrawal")
_TELLING = {
    "Catalogue": {"edition", "digest", "date"},
    "CodeListDocument": {"edition", "codes", "wanted", "several"},
    "DropReceipt": {"profile", "manifest_sha256", "state"},
}
"""Members that no other document has together."""
_ENTRY = {"id", "item", "state", "modified", "reason"}


class Look(Struct, frozen=True):
    """What is known of a JSON object at the top: its members, those of them that are no lists, first elements of lists."""

    members: Collection[str]
    values: Mapping[str, Any]
    firsts: Mapping[str, Mapping[str, Any]]
    """Member → the first element of its list, where that is an object."""


def kind_of(look: Look) -> Kind | None:
    """The kind of envelope; None for what may as well be something else."""
    by_element = _by_element(look)
    return by_element if by_element is not None else _by_members(look)


def refuse_token(members: Collection[str]) -> None:
    """Raises Unusable for the answer of a token endpoint (RFC 6749, 5.1), which is a secret and nothing to be checked."""
    if {"access_token", "token_type"} <= set(members):
        raise Unusable(
            "这是令牌（Token），不是报送的内容，不能校验；令牌须保密，请勿与报送文件放在一起。",
            "This is a token, no submission, and there is nothing to check; a token is secret: keep it apart from what you "
            "submit.",
        )


def wrapped(element: object) -> bool:
    """Whether an element of a list holds its fields in a member of its own, as rows of envelopes do."""
    return (
        isinstance(element, Mapping) and isinstance(element.get("data"), Mapping) and bool({"key", "id"} & set(element))
    )


def _by_element(look: Look) -> Kind | None:
    for member, first in look.firsts.items():
        if member == "records" and isinstance(first.get("data"), Mapping):
            return PAGE if {"id", "state", "modified"} & set(first) or "next" in look.members else BATCH
        if member == "records" and len(_ENTRY & set(first)) >= 4:
            return PAGE
        if member == "lines" and {"row", "verdict"} <= set(first):
            return RECEIPT
    return None


def _by_members(look: Look) -> Kind | None:
    there = set(look.members)

    def many(least: int, *names: str) -> bool:
        return len(there & set(names)) >= least

    value = look.values
    if many(3, "edition", "item", "provider", "kind") and ("records" in there or not many(1, "id", "state")):
        return BATCH if "records" in there or look.firsts else None
    if {"edition", "records", "next"} <= there:
        return PAGE
    if "lines" in there and many(2, "batch", "standard", "totalSize", "successSize", "failSize"):
        return RECEIPT
    if {"id", "state"} <= there and many(2, "totalSize", "successSize", "failSize"):
        return _BY_NAME["BatchStatus"]
    subject = value.get("subject")
    if isinstance(subject, Mapping) and {"scheme", "id"} & set(subject):
        return QUERY
    if many(4, "profile", "classes", "editions", "operations", "limits", "token_endpoint", "schemes"):
        return _BY_NAME["Capabilities"]
    if {"id", "record", "state"} <= there and many(1, "kind", "received"):
        return _BY_NAME["CorrectionStatus"]
    if {"type", "title", "status"} <= there and (
        str(value.get("type")).startswith(_PROBLEM) or many(2, "detail", "instance", "errors")
    ):
        return _BY_NAME["Problem"]
    for name, telling in _TELLING.items():
        if telling <= there:
            return _BY_NAME[name]
    if value.get("kind") in _CORRECTIONS and "reason" in there and len(there) <= 5:
        return CORRECTION
    return None

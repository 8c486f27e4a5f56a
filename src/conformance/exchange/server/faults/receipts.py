"""Faults of what is said of rows: which are taken, and what their receipt says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from conformance.exchange.server.batches import Line
from conformance.exchange.server.faults.edit import without
from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Document
from conformance.exchange.server.records import Found

Lines = tuple[Line, ...]


@plant("bad-rows-accepted", "lines")
def bad_rows_accepted(lines: Lines, moment: Moment) -> Lines:
    """Rows with errors are accepted."""
    return tuple(replace(one, verdict="accepted", problems=()) if one.verdict == "rejected" else one for one in lines)


@plant("good-rows-rejected", "lines")
def good_rows_rejected(lines: Lines, moment: Moment) -> Lines:
    """One bad row, and nothing of the batch is taken."""
    bad = next((one.problems for one in lines if one.verdict == "rejected"), None)
    if bad is None:
        return lines
    return tuple(one if one.verdict == "rejected" else replace(one, verdict="rejected", problems=bad) for one in lines)


@plant("accepted-rows-lost", "found")
def accepted_rows_lost(found: Found, moment: Moment) -> Found:
    """Accepted rows are never seen again."""
    with moment.world.store.transaction() as db:
        pushed = {row["record"] for row in db.execute("SELECT record FROM lines")}
    return replace(found, entries=tuple(one for one in found.entries if one.id not in pushed))


def _changed(document: Document, moment: Moment, change: Callable[[list[Any]], list[Any]]) -> Document:
    """The receipt with other lines; any other answer as it is."""
    lines = document.get("lines")
    return (
        {**document, "lines": change(lines)}
        if moment.call.operation == "receipt" and isinstance(lines, list)
        else document
    )


@plant("receipt-loses-row", "answer")
def receipt_loses_row(document: Document, moment: Moment) -> Document:
    """The last row is not in the receipt."""
    return _changed(document, moment, lambda lines: lines[:-1])


@plant("receipt-doubles-row", "answer")
def receipt_doubles_row(document: Document, moment: Moment) -> Document:
    """The first row is in the receipt twice."""
    return _changed(document, moment, lambda lines: [*lines, lines[0]])


@plant("receipt-reorders-rows", "answer")
def receipt_reorders_rows(document: Document, moment: Moment) -> Document:
    """The receipt is in another order than the batch."""
    return _changed(document, moment, lambda lines: lines[::-1])


@plant("receipt-foreign-row", "answer")
def receipt_foreign_row(document: Document, moment: Moment) -> Document:
    """A row of another batch is in the receipt."""
    return _changed(document, moment, lambda lines: [*lines, {**lines[-1], "row": len(lines) + 1, "key": "other"}])


@plant("receipt-of-other-edition", "answer")
def receipt_of_other_edition(document: Document, moment: Moment) -> Document:
    """The receipt says that the rows were judged by another edition."""
    standard: Any = document.get("standard")
    return {**document, "standard": {**standard, "edition": "2013"}} if moment.call.operation == "receipt" else document


@plant("receipt-without-standard", "answer")
def receipt_without_standard(document: Document, moment: Moment) -> Document:
    """The receipt does not say by what the rows were judged."""
    return without(dict(document), "standard") if moment.call.operation == "receipt" else document


@plant("receipt-other-key", "answer")
def receipt_other_key(document: Document, moment: Moment) -> Document:
    """The keys of the rows do not come back."""
    return _changed(document, moment, lambda lines: [{**one, "key": f"row-{one['row']}"} for one in lines])


@plant("receipt-other-rule", "answer")
def receipt_other_rule(document: Document, moment: Moment) -> Document:
    """Every error is called by one code."""
    return _changed(
        document, moment, lambda lines: [_each(one, lambda told: {**told, "rule": "invalid-data"}) for one in lines]
    )


@plant("receipt-without-pointer", "answer")
def receipt_without_pointer(document: Document, moment: Moment) -> Document:
    """The receipt does not say which field is wrong."""
    return _changed(document, moment, lambda lines: [_each(one, lambda told: {**told, "pointer": ""}) for one in lines])


@plant("receipt-without-message", "answer")
def receipt_without_message(document: Document, moment: Moment) -> Document:
    """The receipt has codes and no words."""
    return _changed(
        document, moment, lambda lines: [_each(one, lambda told: without(told, "message")) for one in lines]
    )


@plant("receipt-miscounts", "answer")
def receipt_miscounts(document: Document, moment: Moment) -> Document:
    """The receipt counts all rows as accepted."""
    if moment.call.operation != "receipt":
        return document
    return {**document, "successSize": document["totalSize"], "failSize": 0}


def _each(line: dict[str, Any], change: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    return {**line, "problems": [change(problem) for problem in line["problems"]]}

"""Faults of queries by subject."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import replace

from conformance.exchange.server.cursors import Place
from conformance.exchange.server.faults.edit import without
from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Document
from conformance.exchange.server.problems import refuse
from conformance.exchange.server.records import Found, Stored, Window, listed


@plant("query-other-subject", "found")
def query_other_subject(found: Found, moment: Moment) -> Found:
    """A query gives a record of somebody else too."""
    if moment.call.operation != "query" or not found.entries:
        return found
    with moment.world.store.transaction() as db:
        everybody = listed(db, Window(None, Place(), 1000)).entries
    others = [one for one in everybody if one.state == "current" and one not in found.entries]
    return replace(found, entries=(*found.entries, *others[:1]))


@plant("query-case-sensitive", "found")
def query_case_sensitive(found: Found, moment: Moment) -> Found:
    """A subject is found only if its identifier is written in capitals."""
    small = moment.call.operation == "query" and any(sign.islower() for sign in _identifier(moment))
    return replace(found, entries=()) if small else found


def _identifier(moment: Moment) -> str:
    subject = json.loads(moment.body)["subject"]
    return str(subject["id"])


@plant("query-ignores-items", "parsed")
def query_ignores_items(body: Any, moment: Moment) -> Any:
    """A query for some items gives all."""
    asked = moment.call.operation == "query" and isinstance(body, dict)
    return {name: value for name, value in body.items() if name != "items"} if asked else body


@plant("check-digit-ignored", "faults_of")
def check_digit_ignored(faults: tuple[Document, ...], moment: Moment) -> tuple[Document, ...]:
    """An identifier that cannot exist is looked for all the same."""
    return tuple(one for one in faults if one["pointer"] != "/subject/id")


@plant("absent-subject-404", "found")
def absent_subject_404(found: Found, moment: Moment) -> Found:
    """A subject of whom nothing is known is an error."""
    if moment.call.operation == "query" and not found.entries:
        raise refuse("not-found", "没有这个主体的记录。 / There are no records of this subject.")
    return found


@plant("authorisation-ignored", "parsed")
def authorisation_ignored(body: Any, moment: Moment) -> Any:
    """A natural person may be asked about without an authorisation."""
    asked = moment.call.operation == "query" and isinstance(body, dict)
    return {"authorisation": "none", **body} if asked else body


@plant("purpose-optional", "faults_of")
def purpose_optional(faults: tuple[Document, ...], moment: Moment) -> tuple[Document, ...]:
    """Nobody has to say why they ask."""
    return (
        tuple(one for one in faults if one["pointer"] not in {"", "/purpose"})
        if moment.call.operation == "query"
        else faults
    )


@plant("query-without-edition", "answer")
def query_without_edition(document: Document, moment: Moment) -> Document:
    """The answer to a query does not say of which edition its records are."""
    return without(dict(document), "edition") if moment.call.operation == "query" else document


_PUSHED = "SELECT records.*, rows.data AS was FROM records JOIN lines ON record = id JOIN rows USING (batch, row)"


@plant("withdrawn-still-found", "found")
def withdrawn_still_found(found: Found, moment: Moment) -> Found:
    """A query gives records that were withdrawn."""
    if moment.call.operation != "query":
        return found
    with moment.world.store.transaction() as db:
        gone = db.execute(f"{_PUSHED} WHERE state = 'withdrawn' AND instr(was, ?)", (_identifier(moment),)).fetchall()
    kept = [
        Stored(row["id"], row["item"], "", "current", row["modified"], None, json.loads(row["was"])) for row in gone
    ]
    return replace(found, entries=(*found.entries, *kept))

"""Faults of the bytes and values of answers: bodies that are not quite JSON, records that are not quite records."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from conformance.exchange.server.faults.edit import with_body
from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Document, Reply
from conformance.standard.model import RecordType


def _listed(reply: Reply, moment: Moment) -> bool:
    return moment.call.operation == "list" and reply.status == 200


@plant("byte-order-mark", "response")
def byte_order_mark(reply: Reply, moment: Moment) -> Reply:
    """The list begins with a byte order mark."""
    return with_body(reply, b"\xef\xbb\xbf" + reply.body) if _listed(reply, moment) else reply


@plant("gbk-bytes", "response")
def gbk_bytes(reply: Reply, moment: Moment) -> Reply:
    """The list is in GBK."""
    return with_body(reply, reply.body.decode().encode("gb18030")) if _listed(reply, moment) else reply


@plant("not-a-number", "response")
def not_a_number(reply: Reply, moment: Moment) -> Reply:
    """The list has a number that JSON has not."""
    return with_body(reply, reply.body[:-1] + b', "elapsed": NaN}') if _listed(reply, moment) else reply


@plant("duplicate-key", "response")
def duplicate_key(reply: Reply, moment: Moment) -> Reply:
    """A name stands twice in the list's object."""
    return with_body(reply, b'{"edition": "2016", ' + reply.body[1:]) if _listed(reply, moment) else reply


@plant("trailing-garbage", "response")
def trailing_garbage(reply: Reply, moment: Moment) -> Reply:
    """Something stands behind the list."""
    return with_body(reply, reply.body + b"\n<!-- 0.003 s -->") if _listed(reply, moment) else reply


@plant("no-json", "response")
def no_json(reply: Reply, moment: Moment) -> Reply:
    """The state of a correction is written as a program would, not as JSON."""
    told = moment.call.operation == "correction-status" and reply.status == 200
    return with_body(reply, reply.body.replace(b'"', b"'")) if told else reply


@plant("wrong-media-type", "response")
def wrong_media_type(reply: Reply, moment: Moment) -> Reply:
    """The list is JSON and says that it is text."""
    return reply.having("Content-Type", "text/html; charset=gb2312") if _listed(reply, moment) else reply


@plant("counts-as-floats", "response")
def counts_as_floats(reply: Reply, moment: Moment) -> Reply:
    """Whole numbers of a batch's status are written with a fraction."""
    if moment.call.operation != "batch-status":
        return reply
    return with_body(reply, re.sub(rb'("totalSize": ?[0-9]+)', rb"\1.0", reply.body))


def _records(document: Document, moment: Moment, change: Callable[[dict[str, Any], RecordType], object]) -> Document:
    """The page of the list with other data in its current records: those that ``change`` gives in place of some."""
    if moment.call.operation != "list":
        return document
    entries: Any = document["records"]
    return {**document, "records": [_record(entry, moment, change) for entry in entries]}


def _record(entry: Any, moment: Moment, change: Callable[[dict[str, Any], RecordType], object]) -> Any:
    if entry["state"] != "current":
        return entry
    data = dict(entry["data"])
    change(data, moment.world.standard.record_type_of(entry["item"]))
    return {**entry, "data": data}


@plant("record-without-mandatory", "answer")
def record_without_mandatory(document: Document, moment: Moment) -> Document:
    """Records of the list lack what tells them apart."""
    return _records(document, moment, lambda data, record_type: data.pop(record_type.key_field, None))


@plant("record-value-mistyped", "answer")
def record_value_mistyped(document: Document, moment: Moment) -> Document:
    """Texts of the list's records are lists of texts."""
    return _records(
        document,
        moment,
        lambda data, record_type: data.update({record_type.key_field: [data.get(record_type.key_field)]}),
    )


@plant("record-unknown-code", "answer")
def record_unknown_code(document: Document, moment: Moment) -> Document:
    """Records of the list have codes of the service's own."""
    return _records(document, moment, _miscoded)


def _miscoded(data: dict[str, Any], record_type: RecordType) -> None:
    coded = [field.name for field in record_type.fields if field.code_list is not None and field.name in data]
    data.update(dict.fromkeys(coded[:1], "Z9"))


@plant("page-of-other-edition", "answer")
def page_of_other_edition(document: Document, moment: Moment) -> Document:
    """Pages of the list say that they are of another edition."""
    return {**document, "edition": "2013"} if moment.call.operation == "list" else document


@plant("time-without-zone", "answer")
def time_without_zone(document: Document, moment: Moment) -> Document:
    """Times in the list have no zone."""
    if moment.call.operation != "list":
        return document
    entries: Any = document["records"]
    return {**document, "records": [{**one, "modified": one["modified"][:19]} for one in entries]}

"""Faults of the bytes and values of answers: bodies that are not quite JSON, records that are not quite records."""

from __future__ import annotations

import re

from conformance.exchange.server.faults.edit import with_body
from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Reply


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

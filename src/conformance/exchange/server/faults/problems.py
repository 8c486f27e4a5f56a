"""Faults of refusals: the right number with a body that helps nobody."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from conformance.exchange.server.faults.edit import edited, with_body, without
from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Reply
from conformance.exchange.server.problems import MEDIA_TYPE, Problem

_TRACE = 'Traceback (most recent call last):\n  File "/srv/exchange/app.py", line 88, in query\nValueError: check digit'


def _refused(reply: Reply) -> bool:
    return reply.header("Content-Type") == MEDIA_TYPE


@plant("problem-as-json", "response")
def problem_as_json(reply: Reply, moment: Moment) -> Reply:
    """Problems are served as any other JSON."""
    return reply.having("Content-Type", "application/json") if _refused(reply) else reply


@plant("problem-as-text", "response")
def problem_as_text(reply: Reply, moment: Moment) -> Reply:
    """An address that does not exist is answered in words only."""
    if reply.status != 404 or moment.call.operation is not None:
        return reply
    return with_body(reply.having("Content-Type", "text/plain; charset=utf-8"), b"Not Found")


@plant("problem-status-differs", "response")
def problem_status_differs(reply: Reply, moment: Moment) -> Reply:
    """The status in the body is another than that of the answer."""
    return edited(reply, lambda told: {**told, "status": 500}) if _refused(reply) else reply


@plant("problem-unregistered", "response")
def problem_unregistered(reply: Reply, moment: Moment) -> Reply:
    """The type of a problem is a word of its own."""
    return edited(reply, lambda told: {**told, "type": "urn:example:error:E1001"}) if _refused(reply) else reply


@plant("problem-without-title", "response")
def problem_without_title(reply: Reply, moment: Moment) -> Reply:
    """A problem has no title."""
    return edited(reply, lambda told: without(told, "title")) if _refused(reply) else reply


@plant("stack-trace", "problem")
def stack_trace(problem: Problem, moment: Moment) -> Problem:
    """A refused query shows where in the program it was refused."""
    return replace(problem, detail=_TRACE) if moment.call.operation == "query" else problem


@plant("no-pointer", "problem")
def no_pointer(problem: Problem, moment: Moment) -> Problem:
    """A refused query does not say where it is wrong."""
    return replace(problem, errors=()) if moment.call.operation == "query" else problem


@plant("no-rule", "problem")
def no_rule(problem: Problem, moment: Moment) -> Problem:
    """A refused query does not say which rule it breaks."""
    return replace(problem, errors=tuple(_without_rule(error) for error in problem.errors))


def _without_rule(error: Any) -> dict[str, Any]:
    return without(dict(error), "rule", "clause")


@plant("cause-not-named", "problem")
def cause_not_named(problem: Problem, moment: Moment) -> Problem:
    """Whatever is wrong with a push, its type says that the request is wrong."""
    named = moment.call.operation == "push" and problem.status == 400
    return replace(problem, name="invalid-request") if named else problem

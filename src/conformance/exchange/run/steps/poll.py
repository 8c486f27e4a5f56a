"""A request that is sent until its answer is as wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.exchange.lenient import read
from conformance.exchange.model import Response
from conformance.exchange.run.outgoing import outgoing
from conformance.exchange.run.steps.base import Doing
from conformance.exchange.suite.pointers import at
from conformance.exchange.suite.template import fill

MOST = 20


def do(doing: Doing, params: Mapping[str, Any]) -> None:
    """Send it until ``until`` holds, ``most`` times at the most. Raises ``template.Missing``."""
    what = outgoing(params, doing.state, doing.context.setup, doing.context.standard)
    until = fill(dict(params["until"]), doing.state.values)
    retry = params.get("retry", 429 not in until.get("status", ()))
    for polls in range(params.get("most", MOST)):
        exchange = doing.send(what, retry)
        if exchange.response is None or is_so(exchange.response, until):
            return
        if polls + 1 < params.get("most", MOST):
            doing.sender.wait(exchange, polls)


def is_so(response: Response, until: Mapping[str, Any]) -> bool:
    """Whether an answer is what a poll waits for: one of some statuses, or one of some values at a place."""
    if "status" in until:
        return response.status in until["status"]
    found = at(read(response.body), str(until["pointer"]))
    if "in" in until:
        return found in until["in"]
    if "contains" in until:
        return isinstance(found, list) and until["contains"] in found
    return found is not None

"""One request, or the same one several times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.exchange.run.outgoing import outgoing
from conformance.exchange.run.steps.base import Doing


def do(doing: Doing, params: Mapping[str, Any]) -> None:
    """Send it ``times`` times, or until its status is one of ``stop_at``. Raises ``template.Missing``."""
    what = outgoing(params, doing.state, doing.context.setup, doing.context.standard)
    stops = params.get("stop_at", ())
    retry = params.get("retry", not stops)
    for _ in range(params.get("times", 1)):
        exchange = doing.send(what, retry)
        if exchange.response is None or exchange.response.status in stops:
            return

"""Going through a list page by page, by the cursor that each page gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.exchange.lenient import read
from conformance.exchange.run.outgoing import outgoing
from conformance.exchange.run.steps.base import Doing
from conformance.exchange.suite.pointers import at


def do(doing: Doing, params: Mapping[str, Any]) -> None:
    """Ask for pages until one is empty and points to itself, or there is no further one. Raises ``template.Missing``.

    A walk that does not end is broken off after ``most`` pages, or as many as the limits allow; checks see that by its last page.
    """
    what = outgoing(params, doing.state, doing.context.setup, doing.context.standard)
    parameter = params.get("parameter", "since")
    most = min(params.get("most", doing.context.limits.pages), doing.context.limits.pages)
    cursor: str | None = dict(what.query).get(parameter)
    for _ in range(most):
        exchange = doing.send(what, params.get("retry", True), {} if cursor is None else {parameter: cursor})
        if exchange.response is None or exchange.response.status != 200:
            return
        page = read(exchange.response.body)
        items, following = at(page, params.get("items", "/records")), at(page, params.get("next", "/next"))
        if not isinstance(following, str) or not isinstance(items, list):
            return
        if not items and following == cursor:
            return
        cursor = following

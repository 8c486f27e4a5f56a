"""What a client has to bear, each once: a service that is busy or away, a cursor and a token that end too soon.

All of it keeps to the profile; it is what every service may do some day.
"""

from __future__ import annotations

import threading
from collections import Counter

from conformance.exchange.server.auth import Access
from conformance.exchange.server.hooks import Hooks, Moment
from conformance.exchange.server.messages import Call, Reply
from conformance.exchange.server.problems import Problem

PROVOKED = ("unavailable", "rate-limited", "cursor-expired", "token-expired")
"""What :func:`hooks` does, by the names of the problems that it answers; the last one is a 401."""
_USES = 2
"""How often the first token is good."""
_WAIT = (("Retry-After", "1"),)


class _Once:
    """What has happened so far. Safe for threads."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()

    def number(self, what: str) -> int:
        """How often this has happened, with this time."""
        with self._lock:
            self._seen[what] += 1
            return self._seen[what]


def hooks() -> Hooks:
    """The first push is answered 503, the first look at a status and the second request for the list 429, the first use of a
    cursor after that 410; the first token is refused from its third use on."""
    once = _Once()

    def request(call: Call, moment: Moment) -> Call | Reply:
        if call.operation == "push" and once.number("push") == 1:
            return Problem("unavailable", "服务正在重启。 / The service is starting again.", headers=_WAIT).reply()
        busy = (call.operation == "batch-status" and once.number("status") == 1) or (
            call.operation == "list" and once.number("list") == 2
        )
        if busy:
            return Problem("rate-limited", "请求过于频繁。 / Too many requests.", headers=_WAIT).reply()
        if call.operation == "list" and "since=" in call.query and once.number("cursor") == 1:
            return Problem(
                "cursor-expired", "游标已过期，请重新取一遍清单。 / The cursor has expired; start anew."
            ).reply()
        return call

    first: list[str] = []

    def access(found: Access, moment: Moment) -> Access:
        token = moment.call.header("Authorization") or ""
        if found.grant is None:
            return found
        if not first:
            first.append(token)
        if token == first[0] and once.number("token") > _USES:
            return Access(None, "expired")
        return found

    return Hooks(request=request, access=access)

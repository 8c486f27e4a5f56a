"""A transport that sends nothing: it gives what was recorded, and refuses a run in which it was not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from conformance.exchange.evidence.recorder import EXCHANGES
from conformance.exchange.evidence.secretwords import is_secret_header
from conformance.exchange.model import Exchange, Planned
from conformance.report.errors import Refusal

Place = tuple[str, str, str, int]
_OURS = frozenset({"authorization", "cookie", "content-digest"})
"""Headers in which credentials stand, or that follow from the raw body."""


class Replay:
    """The exchanges of an earlier run by their place: participant, test, step, attempt."""

    def __init__(self, exchanges: Iterable[Exchange], folder: Path) -> None:
        """``folder``: where they come from, for what is said of them. Raises Refusal for two at one place."""
        self._where = folder / EXCHANGES
        self._waiting: dict[Place, Exchange] = {}
        for one in exchanges:
            place = (one.participant, one.test, one.step, one.attempt)
            if place in self._waiting:
                raise Refusal(
                    f"{self._where} 中有两条记录属于同一处（{_words(place)}）；记录被改动过。",
                    f"{self._where} has two exchanges at one place ({_words(place)}); the record was changed.",
                )
            self._waiting[place] = one

    def send(self, planned: Planned) -> Exchange:
        """The exchange that was recorded of this request. Raises Refusal where there is none, or one of another request."""
        place = (planned.participant, planned.test, planned.step, planned.attempt)
        found = self._waiting.pop(place, None)
        if found is None:
            raise Refusal(
                f"{self._where} 中没有按测试套件应当进行的一次请求（{_words(place)}：{planned.method} {planned.url}）；"
                "记录不完整，不予核验。",
                f"{self._where} lacks a request that the suite asks for ({_words(place)}: {planned.method} {planned.url}); the "
                "record is not whole and is not verified.",
            )
        wrong = _difference(planned, found)
        if wrong is not None:
            raise Refusal(
                f"{self._where} 第 {found.sequence} 行（{_words(place)}）记录的请求不是测试套件要发的：{wrong} 不同。",
                f"{self._where}, line {found.sequence} ({_words(place)}): the request is not the one that the suite sends; it "
                f"differs in {wrong}.",
            )
        return found

    def done(self) -> None:
        """Nothing may be left. Raises Refusal for an exchange that the suite does not ask for."""
        for place, one in self._waiting.items():
            raise Refusal(
                f"{self._where} 第 {one.sequence} 行（{_words(place)}）不是测试套件要发的请求；记录被改动过，或来自另一套测试。",
                f"{self._where}, line {one.sequence} ({_words(place)}) is no request that the suite sends; the record was "
                "changed or is of another suite.",
            )


def _words(place: Place) -> str:
    participant, test, step, attempt = place
    return f"{participant}: {test}/{step} #{attempt}"


def _difference(planned: Planned, found: Exchange) -> str | None:
    """In what the recorded request differs from the one that the suite sends; None where in nothing that can be told.

    Of a body only that there is one: what is secret or personal in it was replaced after it was planned.
    """
    request = found.request
    if planned.method != request.method:
        return f"method: {request.method}"
    if planned.url.partition("?")[0] != request.url.partition("?")[0]:
        return f"address: {request.url}"
    if bool(planned.body) != bool(request.body):
        return "body"
    there = {(name.lower(), value) for name, value in request.headers}
    for name, value in planned.headers:
        ours = name.lower() in _OURS or is_secret_header(name)
        if not ours and (name.lower(), value) not in there:
            return f"header {name}"
    return None

"""A request and an answer as plain values: what the app passes to its hooks."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

Pairs = tuple[tuple[str, str], ...]
"""Headers in order; a name may come twice."""


def value_of(headers: Pairs, name: str) -> str | None:
    """The first value of a header, its name in any case."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


class Call(Struct, frozen=True):
    """A request before its body is read."""

    method: str
    path: str
    """Decoded, without the query."""
    query: str
    """As it was sent, without the question mark."""
    headers: Pairs
    peer: str
    """Address of the client."""
    base: str
    """``http://127.0.0.1:8080``: what absolute addresses begin with."""
    operation: str | None
    """Id of the profile's operation (``push``, ``batch-status`` …); None where method and path are none."""
    number: int
    """From 1 in the order of arrival."""

    def header(self, name: str) -> str | None:
        """The first value of a header, its name in any case."""
        return value_of(self.headers, name)

    def having(self, name: str, value: str | None) -> Call:
        """The same call with one header set, or left out."""
        return replace(self, headers=changed(self.headers, name, value))


class Reply(Struct, frozen=True):
    """An answer, whole."""

    status: int
    headers: Pairs
    """``Content-Length`` is not among them; it is counted when the answer is sent."""
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first value of a header, its name in any case."""
        return value_of(self.headers, name)

    def having(self, name: str, value: str | None) -> Reply:
        """The same answer with one header set, or left out."""
        return replace(self, headers=changed(self.headers, name, value))


def changed(headers: Pairs, name: str, value: str | None) -> Pairs:
    """The headers with one of them set (in its place, or behind the others) or, where the value is None, left out."""
    wanted = name.lower()
    new = () if value is None else ((name, value),)
    places = [at for at, (key, _) in enumerate(headers) if key.lower() == wanted]
    if not places:
        return headers + new
    kept = [pair for at, pair in enumerate(headers) if at not in places]
    return (*kept[: places[0]], *new, *kept[places[0] :])


Document = Mapping[str, object]
"""A JSON object as it is about to be answered."""

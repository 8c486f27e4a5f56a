"""From a step's parameters to the request that is sent: computed from the suite, the seed and values alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from msgspec import Struct

from conformance.exchange.model import Planned
from conformance.exchange.profile.content_digest import content_digest
from conformance.exchange.run import fixtures
from conformance.exchange.run.jsontext import encoded
from conformance.exchange.run.model import Setup
from conformance.exchange.run.origins import resolved
from conformance.exchange.run.state import State, code
from conformance.exchange.suite.template import Missing, fill, value_of
from conformance.standard.model import Standard

JSON = "application/json"
_PUSH = ("POST", "/batches")


class Outgoing(Struct, frozen=True):
    """A request but for its address's cursor and its place in the run."""

    method: str
    url: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    body: bytes
    client: str | None

    def planned(
        self, participant: str, test: str, step: str, attempt: int, seed: int, query: Mapping[str, str] | None = None
    ) -> Planned:
        """The request at its place, under an id of its own; ``query`` goes before what the step says of the same names."""
        said = dict(self.query) | dict(query or {})
        joint = "&" if "?" in self.url else "?"
        url = self.url + (joint + urlencode(said, quote_via=quote, errors="surrogatepass") if said else "")
        unique = ("X-Request-Id", code(seed, participant, test, step, str(attempt)))
        named = any(name.lower() == "x-request-id" for name, _ in self.headers)
        headers = self.headers if named else (*self.headers, unique)
        return Planned(participant, test, step, attempt, self.method, url, headers, self.body, self.client)


def outgoing(params: Mapping[str, Any], state: State, setup: Setup, standard: Standard) -> Outgoing:
    """The request of a step. Raises ``template.Missing`` for a value that nothing gave."""
    method = str(params["method"])
    query = {str(key): _text(value) for key, value in fill(dict(params.get("query", {})), state.values).items()}
    body, kind, asked = _body(params.get("body"), state, setup, standard)
    headers = [("Accept", str(fill(params.get("accept", JSON), state.values)))]
    media = fill(params["content_type"], state.values) if "content_type" in params else kind
    if media:
        headers.append(("Content-Type", str(media)))
    headers += _authorisation(params.get("as", "none"), state, setup)
    if "key" in params:
        named = str(fill(params["key"], state.values))
        headers.append(("Idempotency-Key", code(setup.seed, state.participant.name, "key", named)))
    headers += _digest(params.get("digest"), (method, str(params.get("path"))), body)
    written = {str(name): _text(value) for name, value in fill(dict(params.get("headers", {})), state.values).items()}
    replaced = {name.lower() for name in written}
    kept = [(name, value) for name, value in headers if name.lower() not in replaced]
    return Outgoing(
        method,
        _address(params, state),
        tuple({**asked, **query}.items()),
        (*kept, *written.items()),
        body,
        _client(params, state),
    )


def _client(params: Mapping[str, Any], state: State) -> str | None:
    """The client whose id and secret go with it. Raises ``template.Missing`` where the participant gave none of that name."""
    client = params.get("client")
    if client is None:
        return None
    needed = "full" if client == "wrong" else str(client)
    if needed != "unknown" and needed not in state.values.get("given.clients", ()):
        raise Missing(f"client.{needed}")
    return str(client)


def _address(params: Mapping[str, Any], state: State) -> str:
    base = state.participant.url.rstrip("/")
    if "url" in params:
        return resolved(f"{base}/", str(fill(params["url"], state.values)))
    return base + str(fill(params["path"], state.values))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _authorisation(use: str, state: State, setup: Setup) -> list[tuple[str, str]]:
    """The token that a step goes with; ``corrupt`` is one that nobody ever gave out."""
    match use:
        case "none":
            return []
        case "corrupt":
            token = code(setup.seed, state.participant.name, "corrupt")
        case "expired":
            token = str(value_of("given.expired_token", state.values))
        case _:
            token = str(value_of(f"token.{use}", state.values))
    return [("Authorization", f"Bearer {token}")]


def _digest(wanted: str | None, operation: tuple[str, str], body: bytes) -> list[tuple[str, str]]:
    """``Content-Digest`` (RFC 9530) over the body as it is sent; a push has one unless the step says otherwise."""
    wanted = wanted or ("right" if operation == _PUSH and body else "none")
    if wanted == "none":
        return []
    of = body if wanted == "right" else body + b"\n"
    return [("Content-Digest", content_digest(of))]


def _body(
    written: Mapping[str, Any] | None, state: State, setup: Setup, standard: Standard
) -> tuple[bytes, str, dict[str, str]]:
    """Bytes, media type, and what of a batch's head goes into the address because its format has no head."""
    if written is None:
        return b"", "", {}
    if "json" in written:
        return encoded(fill(written["json"], state.values)), JSON, {}
    if "form" in written:
        form = {key: _text(value) for key, value in fill(dict(written["form"]), state.values).items()}
        return urlencode(form, errors="surrogatepass").encode("ascii"), "application/x-www-form-urlencoded", {}
    if "text" in written:
        return (
            str(fill(written["text"], state.values)).encode("utf-8", "surrogatepass"),
            "text/plain; charset=utf-8",
            {},
        )
    return fixtures.body(fill(dict(written), state.values), state, setup, standard)

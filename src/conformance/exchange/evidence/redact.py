"""Redaction: secrets and persons become keyed pseudonyms before anything is written, shown or judged.

What is replaced are spans; every other byte stays as it came, malformed ones too. The same thing becomes the same pseudonym
all through a run, so that "the same subject?" can be asked of the record, and a rule says of a pseudonym what it says of the
original. The key, and what pseudonyms stand for, are in memory only.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import threading
from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from conformance.exchange.evidence import bodies, secretwords, unsealing
from conformance.exchange.evidence.digests import Digests
from conformance.exchange.evidence.escapes import view
from conformance.exchange.evidence.identifiers import Identifiers
from conformance.exchange.evidence.keyed import Keyed
from conformance.exchange.evidence.memory import Memory
from conformance.exchange.evidence.people import People
from conformance.exchange.evidence.personal import Fields
from conformance.exchange.evidence.sealing import Sealer
from conformance.exchange.model import Headers, Request, Response
from conformance.report.days import beijing_today
from conformance.standard.model import Standard

KEY_BYTES = 32
_ADDRESSES = frozenset({"location", "content-location", "referer", "link", "refresh", "origin"})


class Redactor:
    """Replaces what is secret or personal, and knows what its pseudonyms stand for as long as it lives. Safe for threads."""

    def __init__(
        self, standard: Standard, *, key: bytes | None = None, known: Iterable[str] = (), as_of: date | None = None
    ) -> None:
        """``key``: at random unless a test gives one; ``known``: secrets to replace wherever they occur; ``as_of``: the day by
        which birth dates are judged, today unless given."""
        keyed = Keyed(key or secrets.token_bytes(KEY_BYTES))
        fields = Fields(standard)
        self._memory = Memory()
        self._digests = Digests()
        self._sealer = Sealer(
            keyed,
            fields,
            Identifiers(keyed, as_of or beijing_today()),
            People(keyed, fields.words),
            self._memory,
            self._digests,
        )
        self._lock = threading.RLock()
        self.learn(*known)

    def learn(self, *known: str) -> None:
        """Further secrets, to be replaced wherever they occur and however they are written."""
        with self._lock:
            for secret in known:
                self._sealer.known.learn(secret)

    def learn_client(self, client: str, secret: str) -> None:
        """The secret of a client, and what HTTP Basic makes of it (RFC 7617)."""
        self.learn(secret, base64.b64encode(f"{client}:{secret}".encode()).decode("ascii"))

    def seal_request(self, request: Request) -> Request:
        """A request as it may be recorded."""
        with self._lock:
            self._learn_from(request.headers)
            body = self._body(request.body, request.headers, ours=True)
            return Request(request.method, self._url(request.url), self._headers(request.headers), body)

    def seal_response(self, response: Response) -> Response:
        """An answer as it may be recorded."""
        with self._lock:
            self._learn_from(response.headers)
            body = self._body(response.body, response.headers, ours=False)
            return replace(
                response,
                headers=self._headers(response.headers),
                body=body,
                redacted=response.redacted or body != response.body,
            )

    def seal_text(self, text: str) -> str:
        """A message of ours or of a library, an address, a name."""
        with self._lock:
            return self._sealer.sealed(text, "text")

    def seal_value(self, value: Any) -> Any:
        """Data as JSON has it, such as what a participant gave for the test."""
        with self._lock:
            return msgspec.json.decode(self._sealer.sealed(msgspec.json.encode(value).decode("utf-8"), "json"))

    def unseal(self, text: str) -> str:
        """The text with what its pseudonyms stand for, as it may be sent: in a header, or in an address (escaped)."""
        with self._lock:
            return unsealing.unsealed(text, self._memory, "address" if "://" in text else "plain")

    def unseal_bytes(self, body: bytes) -> bytes:
        """The same for a body: in JSON, XML and forms escaped as they want it."""
        with self._lock:
            return bodies.unsealed(body, self._memory)

    def _body(self, body: bytes, headers: Headers, *, ours: bool) -> bytes:
        media = next((value for name, value in headers if name.lower() == "content-type"), "")
        sealed = bodies.sealed(body, media, self._sealer, ours=ours)
        self._digests.learn(body, sealed)
        return sealed

    def _url(self, url: str) -> str:
        before, mark, query = url.partition("?")
        return self._sealer.sealed(before, "text") + mark + self._sealer.sealed(query, "form")

    def _headers(self, headers: Headers) -> Headers:
        return tuple((self._sealer.sealed(name, "text"), self._header(name.lower(), value)) for name, value in headers)

    def _header(self, name: str, value: str) -> str:
        if name in ("authorization", "proxy-authorization"):
            return self._sealer.credential(value)
        if name in ("cookie", "set-cookie"):
            return self._sealer.cookies(value, first_only=name == "set-cookie")
        if secretwords.is_secret_header(name):
            return self._sealer.secret(value)
        if name in _ADDRESSES and "?" in value:
            return self._url(value)
        return self._sealer.sealed(value, "text")

    def _learn_from(self, headers: Headers) -> None:
        """Credentials are known from now on, wherever they turn up."""
        for name, value in headers:
            if name.lower() in ("authorization", "proxy-authorization"):
                scheme, _, credential = view(value).text.strip().partition(" ")
                if scheme.lower() == "basic":
                    self._learn_basic(credential.strip())
                elif credential and len(credential) >= secretwords.SHORTEST:
                    self.learn(credential.strip())

    def _learn_basic(self, credential: str) -> None:
        try:
            client, mark, secret = base64.b64decode(credential, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            self.learn(credential)
        else:
            if mark and len(secret) >= secretwords.SHORTEST:
                self.learn_client(client, secret)

"""Who may ask: on the machine itself whoever is addressed as it is, elsewhere whoever knows the token."""

from __future__ import annotations

import hashlib
import hmac
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import urlsplit

from conformance.exchange.server.auth import Failures
from conformance.exchange.server.messages import Call
from conformance.exchange.server.settings import system_clock
from conformance.service.problems import Problem, Refusal, refuse
from conformance.standard.model import Text

API = "/api/"
"""What programs ask for; all else is for browsers."""
COOKIE = "conformance-session"
"""Of a browser whose user has given the token."""
_PER_MINUTE = 10
"""Wrong tokens from one address."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def session_of(token: str) -> str:
    """What the cookie of somebody who knows the token holds: not the token, and nothing it could be told from."""
    return hmac.new(token.encode(), b"conformance session", hashlib.sha256).hexdigest()


def same(given: str, known: str) -> bool:
    """Whether two secrets are the same, in a time that says nothing of how far they are."""
    return hmac.compare_digest(hashlib.sha256(given.encode()).digest(), hashlib.sha256(known.encode()).digest())


def is_loopback(host: str) -> bool:
    """Whether an address is of the machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def knows(call: Call, token: str) -> bool:
    """Whether a request comes with the token, or with the cookie of somebody who gave it."""
    kind, _, given = (call.header("Authorization") or "").partition(" ")
    if kind.lower() == "bearer":
        return same(given.strip(), token)
    try:
        cookies = SimpleCookie(call.header("Cookie") or "")
    except CookieError:
        return False
    return COOKIE in cookies and same(cookies[COOKIE].value, session_of(token))


def expect_host(call: Call) -> None:
    """Refuse a request that was not meant for the machine itself: a page elsewhere may give its own name our address
    (DNS rebinding). Raises Refusal (421)."""
    try:
        host = urlsplit(f"//{call.header('Host') or ''}").hostname or ""
    except ValueError:
        host = ""
    if not is_loopback(host):
        raise refuse(
            "misdirected",
            Text(
                "本服务只接受以 127.0.0.1 或 localhost 访问，请用启动时显示的地址。",
                "This service is only for requests to 127.0.0.1 or localhost; use the address that was printed at the start.",
            ),
        )


def expect_own_page(call: Call) -> None:
    """Refuse what another site's page has a browser send (CSRF). Raises Refusal (403).

    A browser that says nothing of where it comes from may use no form of a page: ours have it say so. Programs, which say
    nothing either, have the API.
    """
    if call.method in _READING:
        return
    site = call.header("Sec-Fetch-Site")
    whence = call.header("Origin") or call.header("Referer")  # older browsers send only the one or the other
    foreign = whence is not None and _place(whence) != (call.header("Host") or "").lower()
    silent = whence is None and site is None and not call.path.startswith(API)
    if foreign or silent or site in ("cross-site", "same-site"):
        raise refuse(
            "forbidden",
            Text(
                "这个请求来自别的网站的页面，或浏览器没有说明来自哪个页面，没有执行；请从本服务的页面提交。",
                "The request comes from a page of another site, or the browser does not say from which page, and was not carried "
                "out; send it from a page of this service.",
            ),
        )


def _place(address: str) -> str | None:
    """Host and port of an address; None where it is none."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return None


class Attempts:
    """Wrong tokens, in headers and in the form alike: an address that gave too many has to wait."""

    def __init__(self) -> None:
        self._failures = Failures(_PER_MINUTE)

    def expect_few(self, call: Call) -> None:
        """Raise Refusal (429) where this address has to wait."""
        wait = self._failures.wait(call.peer, "", system_clock())
        if wait is not None:
            text = Text("令牌错误次数过多，请稍后再试。", "Too many wrong tokens; try again later.")
            raise refuse("rate-limited", text, headers={"Retry-After": str(wait)})

    def add(self, call: Call) -> None:
        """Take note of a wrong token."""
        self._failures.add(call.peer, "", system_clock())


def unknown_caller() -> Refusal:
    """The refusal of somebody without the token (401)."""
    said = "请在 Authorization 中附上令牌（Bearer）。 / The token is missing or wrong (Authorization: Bearer)."
    return Refusal(Problem("unauthenticated", said, headers=(("WWW-Authenticate", 'Bearer realm="conformance"'),)))

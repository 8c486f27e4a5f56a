"""Where requests may go: to the origins of the participants and nowhere else, whatever an answer points to."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from conformance.exchange.model import Trouble
from conformance.standard.model import Text

_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> str | None:
    """``https://host:443`` of an address; None for what is no address of HTTP, or carries a user's name."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not parts.hostname or parts.username is not None or parts.password is not None:
        return None
    return f"{scheme}://{_host(parts)}:{port or _PORTS[scheme]}"


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower().rstrip(".")
    return f"[{host}]" if ":" in host else host


def resolved(base: str, written: str) -> str:
    """An address that an answer gives, against the one it was asked at (RFC 3986 §5); ``invalid:…``, which leads nowhere, for
    what is no address."""
    try:
        found = urljoin(base, written)
        urlsplit(found)
    except ValueError:
        return f"invalid:{quote(written, safe='', errors='surrogatepass')}"
    return found


def is_loopback(url: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def elsewhere(url: str, allowed: Collection[str]) -> Trouble | None:
    """Why an address is not asked; None where it may be."""
    found = origin(url)
    if found is not None and found in allowed:
        return None
    named = found or url[:120]
    return Trouble(
        "other-host",
        Text(
            f"地址指向 {named}，不是受测服务（{'、'.join(sorted(allowed))}），没有访问。请检查 next、Location 和网关改写。",
            f"The address leads to {named}, which is not the service under test ({', '.join(sorted(allowed))}); it was not "
            "asked. Look at next, Location and gateways that rewrite them.",
        ),
    )

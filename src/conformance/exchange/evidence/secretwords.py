"""What is secret by where it stands or by its look, and known secrets in every way of writing them."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator

SHORTEST = 4
"""Known secrets of fewer characters are replaced only where their name says what they are: elsewhere they would be everywhere."""
_WORDS = (
    r"access[_-]?token|refresh[_-]?token|id[_-]?token|auth[_-]?token|bearer[_-]?token|session[_-]?token|csrf[_-]?token|"
    r"security[_-]?token|x[_-]?auth[_-]?token|token|client[_-]?secret|app[_-]?secret|secret[_-]?key|secret[_-]?access[_-]?key|"
    r"shared[_-]?secret|secret|client[_-]?assertion|password|passwd|passphrase|pwd|api[_-]?key|apikey|"
    r"access[_-]?key|app[_-]?key|private[_-]?key|subscription[_-]?key|credentials?|session[_-]?id|jsessionid|phpsessid|"
    r"authorization|proxy[_-]?authorization|cookie|set[_-]?cookie|密码|口令|令牌|密钥"
)
_NAME = re.compile(rf"(?:x[_-]?)?(?:{_WORDS})", re.IGNORECASE)
_HEADER = re.compile(
    r"(?i)proxy-.*|.*(?:token|secret|password|credential|api-?key|subscription-key|access-key|session).*"
)
_SAID = re.compile(
    rf"(?i)(?<![\w-])(?:x-)?(?:{_WORDS})\\?[\"']?\s*(=>|=|:|：|is\b)\s*\\?[\"']?(?:(?:Bearer|Basic)\s+)?([^\s\"'&,;}}\]<>\\，。；]+)"
)
"""``password=…``, ``"token": "…"`` inside a sentence or a text of another form."""
_JWT = re.compile(r"eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*")
_SCHEME = re.compile(r"\b(?:Bearer|Basic)\s+([A-Za-z0-9._~+/-]{8,}+=*+)(?![\"'=\w])")
_USERINFO = re.compile(r"://(?:[^/@:\s\"'<>]*:)?([^/@\s\"'<>]+)@")
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_CORE = 8
"""Characters that a secret has to have in BASE64 for a piece of a longer BASE64 text to be it."""


def is_secret_name(name: str | None) -> bool:
    """Whether the name of a key, a parameter or an element says that its value is a secret."""
    return name is not None and _NAME.fullmatch(name.strip()) is not None


def is_secret_header(name: str) -> bool:
    """Whether the name of a header other than ``Authorization`` and cookies says that its value is a secret."""
    return _HEADER.fullmatch(name) is not None or is_secret_name(name)


def looks_secret(text: str) -> bool:
    """Whether a word is more likely a secret than a word of a sentence."""
    mixed = any(c.isdigit() for c in text) or (any(c.islower() for c in text) and any(c.isupper() for c in text[1:]))
    return (len(text) >= 6 and mixed) or len(text) >= 32


def told(text: str) -> Iterator[tuple[int, int]]:
    """Where secrets stand that a text tells by their names or their look."""
    for found in _SAID.finditer(text):
        if found.group(1) == "=" or looks_secret(found.group(2)):
            yield found.span(2)
    for found in _JWT.finditer(text):
        yield found.span()
    for found in _SCHEME.finditer(text):
        if looks_secret(found.group(1)):
            yield found.span(1)
    for found in _USERINFO.finditer(text):
        yield found.span(1)


class Known:
    """The secrets of a run: as they are, in BASE64 wherever they begin in it, and in hexadecimal digits."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._literals: dict[str, bool] = {}
        self._compiled: re.Pattern[str] | None = None
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: str) -> None:
        """One more; its escapes need not be learnt, since texts are searched as they are read."""
        if len(secret) < SHORTEST or secret in self._literals:
            return
        octets = secret.encode("utf-8", "surrogateescape")
        self._literals[secret] = False
        self._literals[octets.hex()] = self._literals[octets.hex().upper()] = False
        for whole in (base64.b64encode(octets), base64.urlsafe_b64encode(octets)):
            self._literals[whole.decode("ascii").rstrip("=")] = True
        for skipped in range(3):
            core = _core(octets, skipped)
            if len(core) >= _CORE:
                self._literals[core] = self._literals[core.replace("+", "-").replace("/", "_")] = True
        self._compiled = None

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where known secrets stand in a text, each once."""
        if not any(literal in text for literal in self._literals):
            return
        if self._compiled is None:
            longest_first = sorted(self._literals, key=len, reverse=True)
            self._compiled = re.compile("|".join(map(re.escape, longest_first)))
        done = 0
        for found in self._compiled.finditer(text):
            start, end = found.span()
            if self._literals[found.group()]:
                start, end = _run_around(text, start, end)
            if end > done:
                yield max(start, done), end
                done = end


def _core(octets: bytes, skipped: int) -> str:
    """The characters of BASE64 that depend on the secret alone where it begins ``skipped`` bytes behind a group of three."""
    whole = base64.b64encode(b"\0" * skipped + octets).decode("ascii")
    bits = (skipped + len(octets)) * 8
    return whole[-(-skipped * 8 // 6) : bits // 6]


def _run_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole BASE64 text that a piece belongs to."""
    while start and re.match(r"[A-Za-z0-9+/]", text[start - 1]):
        start -= 1
    found = _BASE64_RUN.match(text, start)
    return start, max(end, found.end() if found else end)

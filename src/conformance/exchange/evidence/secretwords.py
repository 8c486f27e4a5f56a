"""What is secret by where it stands or by its look, and known secrets in every way of writing them."""

from __future__ import annotations

import base64
import re
import string
from collections.abc import Iterable, Iterator

from conformance.exchange.evidence.memory import Words

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
    rf"(?i)(?<![\w-])(?:x-)?(?:{_WORDS})\\?[\"']?\s*+(=>|=|:|：|is\b)\s*+\\?[\"']?(?:(?:Bearer|Basic)\s++)?([^\s\"'&,;}}\]<>\\，。；]++)"
)
"""``password=…``, ``"token": "…"`` inside a sentence or a text of another form."""
_BARE_SHORTEST = 16
_BARE = re.compile(rf"(?i)(?<![\w-])(?:{_WORDS})\s++([A-Za-z0-9._~+/=-]{{{_BARE_SHORTEST},}}+)")
"""``the token PGxk…`` inside a sentence: a long word behind one that says what it is."""
_JWT = "eyJ"
"""What JSON Web Tokens begin with."""
_JWT_HEAD = re.compile(r"eyJ[A-Za-z0-9_-]{4,}+")
_JWT_REST = re.compile(r"\.[A-Za-z0-9_-]{4,}+\.[A-Za-z0-9_-]*+")
_SCHEME = re.compile(r"\b(?:Bearer|Basic)\s++([A-Za-z0-9._~+/-]{8,}+=*+)(?![\"'=\w])")
_USERINFO = re.compile(r"://(?:[^/@:\s\"'<>]*:)?([^/@\s\"'<>]+)@")
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]*+={0,2}")
_BASE64_LETTERS = frozenset(f"{string.ascii_letters}{string.digits}+/")
_MAY_TELL = re.compile(r"[=:：]|is\b|eyJ|Bearer|Basic", re.IGNORECASE)
"""One of these is in every text that tells a secret."""
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
    if len(text) > _BARE_SHORTEST:
        for found in _BARE.finditer(text):
            if looks_secret(found.group(1)):
                yield found.span(1)
    if _MAY_TELL.search(text) is None:
        return
    for found in _SAID.finditer(text):
        if found.group(1) == "=" or looks_secret(found.group(2)):
            yield found.span(2)
    yield from _web_tokens(text)
    for found in _SCHEME.finditer(text):
        if looks_secret(found.group(1)):
            yield found.span(1)
    for found in _USERINFO.finditer(text):
        yield found.span(1)


def _web_tokens(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while (start := text.find(_JWT, at)) >= 0:
        head = _JWT_HEAD.match(text, start)
        at = start + len(_JWT) if head is None else head.end()
        rest = None if head is None else _JWT_REST.match(text, at)
        if rest is not None:
            at = rest.end()
            yield start, at


class Known:
    """The secrets of a run: as they are, in BASE64 wherever they begin in it, and in hexadecimal digits."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._literals = Words()
        self.count = 0
        """How many there are."""
        self._packed: set[str] = set()
        """Those of them that are BASE64, and may be pieces of a longer text in it."""
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: str) -> None:
        """One more; its escapes need not be learnt, since texts are searched as they are read."""
        if len(secret) < SHORTEST or secret in self._literals:
            return
        self.count += 1
        octets = _octets(secret)
        for literal in (secret, octets.hex(), octets.hex().upper()):
            self._literals.add(literal)
        packed = {whole(octets).decode("ascii").rstrip("=") for whole in (base64.b64encode, base64.urlsafe_b64encode)}
        for skipped in range(3):
            core = _core(octets, skipped)
            if len(core) >= _CORE:
                packed |= {core, core.replace("+", "-").replace("/", "_")}
        for literal in packed:
            self._literals.add(literal)
        self._packed |= packed - {secret}

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where known secrets stand in a text, each once. Raises TooMuchWork, see :class:`Words`."""
        done = 0
        for place in self._literals.found(text):
            if place[1] <= done:
                continue
            start, end = _run_around(text, *place, done) if text[slice(*place)] in self._packed else place
            yield max(start, done), end
            done = end


def _octets(text: str) -> bytes:
    """UTF-8; of what is no text as well: bytes that were none, and halves of characters as JSON may have them."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _core(octets: bytes, skipped: int) -> str:
    """The characters of BASE64 that depend on the secret alone where it begins ``skipped`` bytes behind a group of three."""
    whole = base64.b64encode(b"\0" * skipped + octets).decode("ascii")
    bits = (skipped + len(octets)) * 8
    return whole[-(-skipped * 8 // 6) : bits // 6]


def _run_around(text: str, start: int, end: int, done: int) -> tuple[int, int]:
    """The whole BASE64 text that a piece belongs to, as far as it lies behind ``done``."""
    while start > done and text[start - 1] in _BASE64_LETTERS:
        start -= 1
    found = _BASE64_RUN.match(text, end)
    return start, end if found is None else found.end()

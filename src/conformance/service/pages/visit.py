"""Who asks for a page: in which language, and whose checks are theirs."""

from __future__ import annotations

import re
import secrets
from urllib.parse import parse_qsl, quote, urlencode

from msgspec import Struct
from starlette.requests import Request

from conformance.service.access import COOKIE, same, session_of
from conformance.service.settings import Settings
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

VISITOR = "conformance-visitor"
"""The cookie that says whose checks are whose, among those who know the token."""
_ID = re.compile(r"[0-9a-f]{32}")
_LANG = "lang"


class Visit(Struct, frozen=True):
    """One request for a page."""

    lang: Lang
    path: str
    query: str
    known: bool = True
    """Whether nothing more has to be shown before checks may be seen; always so on the machine itself."""
    cookie: bool = False
    """Whether that is so because of a cookie."""
    visitor: str | None = None
    """Whose checks are theirs where several people use the service; None where there is one only."""

    def pick(self, text: Text) -> str:
        """A text in the language of the page."""
        return pick(text, self.lang)

    def t(self, zh: str, en: str, **parts: object) -> str:
        """A text of the page, with its parts."""
        return (zh if self.lang == "zh" else en).format(**parts) if parts else zh if self.lang == "zh" else en

    def to(self, path: str) -> str:
        """An address of ours in the same language. It stands in the address and nowhere else, so that it needs no cookie."""
        return path if self.lang == "zh" else f"{path}{'&' if '?' in path else '?'}{_LANG}=en"

    @property
    def other(self) -> str:
        """This page in the other language."""
        rest = _without_lang(self.query)
        if self.lang == "zh":
            rest.append((_LANG, "en"))
        return self.path + (f"?{urlencode(rest)}" if rest else "")


def visit_of(request: Request) -> Visit:
    """The visit of a request. Where there is a token, only who knows it gets as far as to a page behind the login."""
    settings: Settings = request.app.state.settings
    lang: Lang = "en" if request.query_params.get(_LANG) == "en" else "zh"
    # A form that was sent has no page of its own to be shown again in the other language.
    reading = request.method in ("GET", "HEAD")
    path, query = (request.url.path, request.url.query) if reading else ("/", "")
    if settings.token is None:
        return Visit(lang, path, query)
    known = same(request.cookies.get(COOKIE, ""), session_of(settings.token))
    visitor = request.cookies.get(VISITOR, "")
    return Visit(lang, path, query, known, cookie=known, visitor=visitor if _ID.fullmatch(visitor) else "")


def login_address(path: str, query: str) -> str:
    """Where the token is asked for, in the language of what was wanted, which is shown afterwards."""
    lang: Lang = "en" if (_LANG, "en") in parse_qsl(query) else "zh"
    rest = urlencode(_without_lang(query))
    return Visit(lang, path, query).to(f"/login?next={quote(path + (f'?{rest}' if rest else ''))}")


def _without_lang(query: str) -> list[tuple[str, str]]:
    return [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key != _LANG]


def new_visitor() -> str:
    """An id that nobody can guess."""
    return secrets.token_hex(16)

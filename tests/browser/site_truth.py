"""What the pages of a site say of themselves, read from their HTML: the measure for its search box."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from lxml import html

_KIND = re.compile(r'<body class="kind-([a-z-]+)">')
_READ = 60_000
NOT_FOUND = {"moved", "start"}
"""Kinds that the search box leaves out."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One page as its reader sees it."""

    address: str
    kind: str
    zh: str
    en: str
    id: str
    size: int


def shown(folder: Path) -> list[Shown]:
    """Every page of the folder."""
    return [_shown(file, folder) for file in sorted(folder.rglob("*.html"))]


def largest(pages: list[Shown], kind: str) -> Shown | None:
    """The largest page of a kind that axe reads in seconds: whatever one of them has, it is likely to have. Else the smallest."""
    own = sorted((page for page in pages if page.kind == kind), key=lambda page: page.size)
    return next((page for page in reversed(own) if page.size <= _READ), own[0] if own else None)


def folded(text: str) -> str:
    """As the search box takes it: full width and half width, capitals and small letters are the same."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _shown(file: Path, folder: Path) -> Shown:
    text = file.read_text(encoding="utf-8")
    kind = _KIND.search(text)
    tree = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    title = tree.find(".//h1")
    beside = title.find("*[@lang='en']")
    identifier = tree.find(".//p[@class='kind']/code")
    return Shown(
        file.relative_to(folder).as_posix(),
        "" if kind is None else kind[1],
        (title.text or "").strip(),
        "" if beside is None else beside.text_content().strip(),
        "" if identifier is None else identifier.text_content(),
        len(text),
    )

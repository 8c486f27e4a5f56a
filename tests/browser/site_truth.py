"""What the pages of a site say of themselves, read from their HTML: the measure for its search box."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from lxml import html
from msgspec import Struct

_KIND = re.compile(r"<body class=kind-([a-z-]+)>")
_DIGEST = re.compile("[0-9a-f]{64}")
_READ = 60_000
NOT_FOUND = {"index-a-z.html"}
"""Addresses that the search box leaves out."""
_ALIKE = str.maketrans({**dict.fromkeys("_‐‑‒–—―−", "-"), **dict.fromkeys("()[]{}\"'‘’“”〈〉《》「」『』【】〔〕")})
_CJK = "[\u2e80-\u9fff\uf900-\ufaff]"


class Shown(Struct, frozen=True):
    """One page as its reader sees it."""

    address: str
    kind: str
    zh: str
    en: str
    id: str
    size: int
    texts: frozenset[str]
    """Whatever stands between two tags of the page itself, without what is no word and without digests."""


def shown(folder: Path) -> list[Shown]:
    """Every page of the folder."""
    return [_shown(file, folder) for file in sorted(folder.rglob("*.html"))]


def largest(pages: list[Shown], kind: str) -> Shown | None:
    """The largest page of a kind that axe reads in seconds: whatever one of them has, it is likely to have. Else the smallest."""
    own = sorted((page for page in pages if page.kind == kind), key=lambda page: page.size)
    return next((page for page in reversed(own) if page.size <= _READ), own[0] if own else None)


@cache
def folded(text: str) -> str:
    """As the search box takes it: width, case, kinds of hyphens, brackets and blanks beside Chinese make no difference."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_ALIKE)
    return re.sub(rf"(?<={_CJK}) | (?={_CJK})", "", " ".join(plain.split()))


def words(query: str) -> list[str]:
    """What has to be there of a query, each by itself."""
    return [word for one in unicodedata.normalize("NFKC", query).split() if (word := folded(one))]


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
        frozenset(one for one in map(" ".join, map(str.split, tree.find(".//main").itertext())) if _told(one)),
    )


def _told(text: str) -> bool:
    return any(map(str.isalnum, text)) and not _DIGEST.fullmatch(text)

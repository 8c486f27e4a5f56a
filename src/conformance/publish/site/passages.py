"""The texts of a page as a reader sees them, cut where the language or the place changes: what the search scans."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache

_APART = r"p|li|t[dhr]|h[1-6]|i|dt|dd|dl|caption|fig(?:caption|ure)|pre|summary|details|div|table|thead|tbody|ul|ol|blockquote|nav|svg|g|text|title|desc"
_CUT = re.compile(rf"<(?:/?(?:{_APART})(?=[\s>/])[^<>]*|br)>")
_WITHIN = re.compile("<[^<>]*>")


def passages(body: str) -> Iterator[str]:
    """Cells, paragraphs, entries of lists and the like in their order, each language by itself; nothing of what says nothing.

    They are cut at elements only, so that whatever stands in one element and one language stands in one passage.
    """
    return filter(None, map(_said, _CUT.split(body)))


@cache
def _said(piece: str) -> str:
    text = " ".join(html.unescape(_WITHIN.sub("", piece)).split())
    return text if any(map(str.isalnum, text)) else ""

"""Long pages in parts: what there is at the top, and each part one that can be folded.

Parts are open as they are written, so that whoever has no scripts, prints, or searches in the page has all of it. ``fold.js`` closes
them on a narrow screen.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup
from msgspec import Struct

from conformance.publish.site.html import Piece, piece

FOLDED = Markup('<details class="part" open>')
"""What a page has that needs the script."""


class Part(Struct, frozen=True):
    """One part of a page."""

    title: Piece
    anchor: str
    body: Markup


def parted(parts: Iterable[Part]) -> Markup:
    """A list of the parts, and the parts; one alone has no need of either."""
    found = list(parts)
    if len(found) == 1:
        return found[0].body
    contents = Markup("\n").join(
        Markup('<li><a href="#{}">{}</a></li>').format(one.anchor, piece(one.title)) for one in found
    )
    nav = Markup('<nav class="contents" aria-label="本页内容 · On this page"><ul>\n{}\n</ul></nav>\n').format(contents)
    shown = (
        FOLDED
        + Markup('<summary><h2 id="{}">{}</h2></summary>\n{}</details>\n').format(
            one.anchor, piece(one.title), one.body
        )
        for one in found
    )
    return nav + Markup().join(shown)

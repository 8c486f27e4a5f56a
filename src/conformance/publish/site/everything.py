"""The index of all pages, which needs no scripts."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from conformance.publish.site import addresses
from conformance.publish.site.html import code, heading, joined, link, listed
from conformance.publish.site.kinds import KINDS
from conformance.publish.site.model import Page
from conformance.standard.model import Text


def everything(pages: Sequence[Page]) -> Page:
    """One page with a link to every other, by kind."""
    parts = []
    for kind, words in KINDS.items():
        own = [page for page in pages if page.kind == kind and page.searched]
        if own:
            rows = [
                joined((link(addresses.ALL, one.address, one.title), *([code(one.id)] if one.id else [])))
                for one in sorted(own, key=lambda one: (one.title.zh, one.address))
            ]
            parts += [heading(words, anchor=kind), listed(rows)]
    title = Text("全部页面", "All pages")
    return Page(addresses.ALL, "index", title, Markup("").join(parts), searched=False)

"""The index of all pages, which needs no scripts."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from conformance.publish.site import addresses
from conformance.publish.site.html import code, joined, link, paragraph
from conformance.publish.site.kinds import KINDS
from conformance.publish.site.model import Page
from conformance.publish.site.parts import Part, parted
from conformance.standard.model import Text

_TITLE = Text("全部页面", "All pages")


def everything(pages: Sequence[Page]) -> Page:
    """One page with a link to every other, by kind."""
    by_kind = {kind: [page for page in pages if page.kind == kind and page.searched] for kind in KINDS}
    there = {kind: sorted(own, key=_order) for kind, own in by_kind.items() if own}
    said = Text(
        "按种类列出全部页面，同一种类按名称的拼音排列；没有脚本时也能用，可以用浏览器的“查找”。",
        "Every page by kind, and within a kind by the pinyin of its name. It needs no scripts; your browser can search in it.",
    )
    parts = (Part(joined([KINDS[kind], len(own)]), kind, _listed(own)) for kind, own in there.items())
    return Page(addresses.ALL, "index", _TITLE, paragraph(said) + parted(parts), searched=False)


def _order(page: Page) -> tuple[bytes, str]:
    """The common characters stand in GB 18030 in the order of their pinyin."""
    return page.name.zh.encode("gb18030"), page.address


def _listed(own: Sequence[Page]) -> Markup:
    rows = Markup("\n").join(
        Markup("<li>{}</li>").format(
            joined([link(addresses.ALL, page.address, page.name), *([code(page.id)] if page.id else [])])
        )
        for page in own
    )
    return Markup('<ul class="columns">\n{}\n</ul>\n').format(rows)

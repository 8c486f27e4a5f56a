"""What surrounds every page: head, search box, sections, trail, foot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import jinja2
from markupsafe import Markup

from conformance.publish.model import EditionModel
from conformance.publish.site import addresses
from conformance.publish.site.html import both
from conformance.publish.site.kinds import KINDS
from conformance.publish.site.model import Page
from conformance.publish.site.parts import FOLDED
from conformance.standard.lists import LIST_TITLES
from conformance.standard.model import Text
from conformance.standard.pages import html_templates

SECTIONS: Mapping[str, Text] = {
    addresses.index_of("data"): LIST_TITLES["data"],
    addresses.index_of("behaviour"): LIST_TITLES["behaviour"],
    addresses.index_of("application"): LIST_TITLES["application"],
    addresses.index_of("record-type"): LIST_TITLES["record-type"],
    addresses.rules(): Text("校验规则", "rules"),
    addresses.index_of("unit"): LIST_TITLES["unit"],
    addresses.api(): Text("交换接口", "exchange"),
    addresses.downloads(): Text("下载", "downloads"),
    addresses.ALL: Text("全部页面", "all pages"),
}
"""What the head of every page leads to."""


@cache
def environment() -> jinja2.Environment:
    """The templates of all pages with what they call."""
    made = html_templates("conformance.publish.site")
    made.globals |= {"both": both, "addresses": addresses}
    return made


def render(template: str, here: str, **context: object) -> Markup:
    """A template of ``templates/`` filled in; ``to`` in it gives the link to an address from the page that it is for."""
    to = lambda address: addresses.relative(here, address)  # noqa: E731 - one expression, used once
    return Markup(environment().get_template(template).render(to=to, **context))  # noqa: S704 - everything was escaped there


def framed(page: Page, pages: Mapping[str, Page], edition: EditionModel) -> str:
    """The whole page. ``pages`` are all of the site by address. Raises ValueError for a trail that leads nowhere.

    The head leads to the start page and to the sections; a trail that has no more than these would say it twice.
    """
    above = [] if page.address == addresses.START else list(_trail(page, pages))[::-1]
    names = [page.name.zh] if page.address == addresses.START else [page.name.zh, edition.title.zh]
    return render(
        "base.html",
        page.address,
        page=page,
        title_line=" · ".join(names),
        root=addresses.relative(page.address, addresses.START).removesuffix(addresses.START),
        kind=KINDS[page.kind],
        folds=FOLDED in page.body,
        sections=[(address, words) for address, words in SECTIONS.items() if address in pages],
        above={one.address for one in above},
        trail=above[1:] if any(one.address not in SECTIONS for one in above[1:]) else [],
        edition=edition,
    )


def _trail(page: Page, pages: Mapping[str, Page]) -> Iterator[Page]:
    """The pages above, the nearest first."""
    seen = {page.address}
    while page.address != addresses.START:
        if page.under in seen or page.under not in pages:
            raise ValueError(f"the page above {page.address} is {page.under!r}, which leads to no start page")
        page = pages[page.under]
        seen.add(page.address)
        yield page

"""A site is whole or it is not built: every address once, every link to something that is there."""

from __future__ import annotations

import pytest
from markupsafe import Markup
from msgspec.structs import replace

from conformance.publish.model import EditionModel
from conformance.publish.site import addresses
from conformance.publish.site.build import Broken, whole
from conformance.publish.site.frame import framed
from conformance.publish.site.model import Page
from conformance.publish.site.search import search_index
from conformance.standard.model import Text

START = Page(addresses.START, "start", Text("首页", "Start"), Markup('<p id="here">x</p>'))
EDITION = EditionModel("2016", "2016.1", Text("标准", "Standard"), "2016-05-09", "sha256:" + "0" * 64, (), (), (), None)  # type: ignore[arg-type]
OTHERS = {"assets/style.css": b"", "assets/search.js": b"", "index-a-z.html": b""}
PAGE = Page("items/a.html", "item", Text("甲", "A"), Markup('<a href="../index.html#here">x</a>'), id="a")


def test_pages_that_link_to_each_other_are_taken() -> None:
    assert list(whole([START, PAGE], EDITION, OTHERS)) == ["index.html", "items/a.html"]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (replace(PAGE, body=Markup('<a href="b.html">x</a>')), "items/b.html, which does not exist"),
        (replace(PAGE, body=Markup('<a href="../index.html#no">x</a>')), "#no"),
        (replace(PAGE, body=Markup('<img src="https://example.org/x.png">')), "outside of the site"),
        (replace(PAGE, body=Markup('<a href="/index.html">x</a>')), "outside of the site"),
        (replace(PAGE, kind="nothing"), "unknown kind"),
        (replace(PAGE, address="index.html"), "two pages have the address"),
        (replace(PAGE, address="items/a b.html"), "is no address"),
        (replace(PAGE, address="Index.html", body=Markup("")), "are one file to some systems"),
    ],
)
def test_what_would_be_broken_is_refused(page: Page, said: str) -> None:
    with pytest.raises(Broken, match=said):
        whole([START, page], EDITION, OTHERS)


def test_a_page_below_nothing_is_refused() -> None:
    page = replace(PAGE, under="nowhere.html")
    with pytest.raises(ValueError, match=r"nowhere\.html"):
        framed(page, {one.address: one for one in (START, page)}, EDITION)


@pytest.mark.parametrize(
    ("here", "address", "link"),
    [
        ("index.html", "items/a.html", "items/a.html"),
        ("items/a.html", "index.html", "../index.html"),
        ("items/a.html", "items/b.html", "b.html"),
        ("api/classes/a.html", "api/index.html", "../index.html"),
        ("api/classes/a.html", "items/a.html", "../../items/a.html"),
    ],
)
def test_links_are_relative(here: str, address: str, link: str) -> None:
    assert addresses.relative(here, address) == link


def test_the_index_leaves_out_what_is_not_searched() -> None:
    written = search_index([PAGE, replace(PAGE, address="items/b.html", searched=False)]).decode()
    assert "items/a.html" in written
    assert "items/b.html" not in written

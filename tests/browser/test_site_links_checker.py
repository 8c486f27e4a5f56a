"""The checker of links itself: each thing that can be wrong with an address is seen, and nothing that is right is blamed."""

from __future__ import annotations

import pytest

from browser.site_links import faults, reached


def folder(body: str) -> dict[str, bytes]:
    return {
        "index.html": b'<a href="units/a.html">a</a>',
        "units/a.html": f"<h1 id='top'>a</h1>{body}".encode(),
        "units/b c.html": b'<p id="x">b</p>',
        "site.css": b"p { background: url(dot.png) }",
        "dot.png": b"",
    }


@pytest.mark.parametrize(
    "body",
    [
        '<a href="../index.html">',
        '<a href="#top">',
        '<a href="b%20c.html#x">',
        '<link href="../site.css">',
        "<svg><a href='a.html#top'/></svg>",
        '<img src="data:image/gif;base64,AA==">',
        "<style>p { background: url('../dot.png') }</style>",
        '<h2 id="t"><section aria-labelledby="top t">',
    ],
)
def test_a_good_address(body: str) -> None:
    assert list(faults(folder(body))) == []


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('<a href="c.html">', "is not there"),
        ('<a href="A.html">', "is not there"),
        ('<a href="b%20c.html#y">', "the page has no such place"),
        ('<a href="#nowhere">', "the page has no such place"),
        ('<a href="/index.html">', "does not work from a folder"),
        ('<a href="">', "empty address"),
        ('<a href="a.html?x=1">', "has a query"),
        ('<a href="https://example.invalid/">', "leads out of the folder"),
        ('<script src="//example.invalid/x.js">', "leads out of the folder"),
        ('<a href="javascript:void(0)">', "leads out of the folder"),
        ('<img srcset="no.png 2x">', "is not there"),
        ("<svg><use xlink:href='no.svg'/></svg>", "is not there"),
        ('<p style="background: url(no.png)">', "is not there"),
        ("<style>@import 'no.css';</style>", "is not there"),
        ('<label for="no">', "names an id that is not there"),
        ('<i id="top">', "id twice"),
        ('<p onclick="x()">', "has onclick"),
        ('<base href="x/">', "has <base>"),
    ],
)
def test_a_bad_address(body: str, why: str) -> None:
    assert any(why in fault for fault in faults(folder(body)))


def test_an_address_in_a_style_sheet() -> None:
    assert list(faults(folder("") | {"site.css": b"p { background: url(no.png) }"})) == [
        "site.css: no.png: is not there"
    ]


def test_a_page_that_nothing_leads_to() -> None:
    assert set(folder("")) - reached(folder("")) == {"units/b c.html", "site.css", "dot.png"}

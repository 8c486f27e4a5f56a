"""What the search has of a page, what a written page leaves out, and pages in parts."""

from __future__ import annotations

import json

import pytest
from lxml import html
from markupsafe import Markup
from msgspec.structs import replace

from conformance.publish.site.html import facts, link, slim, table
from conformance.publish.site.model import Page
from conformance.publish.site.parts import Part, parted
from conformance.publish.site.passages import passages
from conformance.publish.site.search import packed, search_index
from conformance.standard.model import Text

PAGE = Page(
    "items/a.html", "item", Text("甲", "A"), Markup('<p>乙 <i lang="en">B</i></p>'), id="a", summary=Text("丙", "C")
)


def index(*pages: Page) -> dict[str, list[list[object]]]:
    """What a browser reads of the script."""
    line = search_index(pages).decode()
    made: dict[str, list[list[object]]] = json.loads(line.removeprefix("window.conformanceSearch=").removesuffix(";\n"))
    return made


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<p>信用 <i lang="en">credit</i></p>', ["信用", "credit"]),
        ("<tr><th>甲</th><td>a<br>b</td></tr>", ["甲", "a", "b"]),
        ('<li><a href="x">许可</a>、<code>XK_WSH</code></li>', ["许可、XK_WSH"]),
        ("<pre><code>a  b\n c</code></pre>", ["a b c"]),
        ("<p>&lt;b&gt; &amp; “c”</p>", ["<b> & “c”"]),
        ("<svg><text>流程</text><rect/></svg>", ["流程"]),
        ("<td>—</td><td></td>", []),
        ("<pre>x</pre><p>y</p><ins>z</ins>", ["x", "y", "z"]),
    ],
)
def test_texts_are_cut_at_elements_and_languages(body: str, found: list[str]) -> None:
    assert list(passages(body)) == found


def test_a_passage_stands_in_the_index_once() -> None:
    made = index(PAGE, replace(PAGE, address="items/b.html", id="b"))
    assert made["texts"] == ["丙", "C", "乙", "B"]
    assert [row[-2:] for row in made["pages"]] == [[2, "0+3"], [2, "0+3"]]


def test_digests_are_left_out() -> None:
    assert index(replace(PAGE, summary=None, body=Markup("<td>%s</td><td>%s</td>") % ("ab" * 32, "ab" * 31)))[
        "texts"
    ] == ["ab" * 31]


@pytest.mark.parametrize(
    ("numbers", "written"),
    [([], ""), ([0], "0"), ([3, 4, 5], "3+2"), ([5, 6, 2, 40], "5+1 -5 11"), ([36, 0], "10 -11")],
)
def test_numbers_are_packed(numbers: list[int], written: str) -> None:
    assert packed(numbers) == written


def test_what_is_left_out_of_a_written_page_is_there_for_a_parser() -> None:
    page = table(
        Text("表", "t"), ["甲", "乙"], [["1", link("a.html", "b/c.html", "it's")], ['="x" >', "2"]], ["r1", "r2"]
    )
    page += facts([("丙", "x"), ("丁", "y")])
    written = slim(page)
    assert len(written) < len(page) * 0.85
    assert "</td>" not in written
    assert "href=b/c.html" in written
    before, after = (html.fragment_fromstring(one, create_parent="div") for one in (page, written))
    for tree in (before, after):
        for body in tree.findall(".//tbody"):
            body.drop_tag()
    shape = [
        [(one.tag, dict(one.attrib), "".join(one.text_content().split())) for one in tree.iter()]
        for tree in (before, after)
    ]
    assert shape[0] == shape[1]


def test_parts_are_open_as_they_are_written_and_listed_above() -> None:
    tree = html.fragment_fromstring(
        parted([Part("甲", "a", Markup("<p>1</p>")), Part("<乙>", "b", Markup("<p>2</p>"))]), create_parent="div"
    )
    assert [one.get("href") for one in tree.iter("a")] == ["#a", "#b"]
    assert [one.get("id") for one in tree.iter("h2")] == ["a", "b"]
    assert all("open" in one.attrib for one in tree.iter("details"))
    assert "<乙>" in tree.text_content()


def test_one_part_alone_is_not_folded() -> None:
    assert parted([Part("甲", "a", Markup("<p>1</p>"))]) == "<p>1</p>"

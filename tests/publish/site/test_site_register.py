"""Addresses that were given out stay good: a page, or a page that says where to go instead."""

from __future__ import annotations

from lxml import html

from conformance.publish.site.register import Moved, closed, declared, earlier_divisions, registered, stub
from conformance.standard.load import load
from conformance.standard.model import Text

WHY = Text("改名", "renamed")


def moved(address: str, to: str | None) -> Moved:
    return Moved(address, to, "2016.2", WHY, Text("旧名", "old name"))


def test_an_address_that_was_given_out_and_has_no_page_keeps_the_site_from_being_built():
    (fault,) = closed(["items/a.html", "items/b.html"], {"items/a.html"}, [])
    assert "items/b.html was given out and has no page" in fault


def test_an_address_that_has_moved_or_was_withdrawn_is_no_fault():
    gone = [moved("items/b.html", "items/a.html"), moved("items/c.html", None)]
    assert not list(closed(["items/a.html", "items/b.html", "items/c.html"], {"items/a.html"}, gone))


def test_a_move_that_makes_no_sense_is_a_fault():
    faults = list(
        closed(
            [],
            {"items/a.html"},
            [moved("items/a.html", "items/a.html"), moved("items/b.html", "items/x.html"), moved("items/b.html", None)],
        )
    )
    assert [fault.partition(" ")[2] for fault in faults] == [
        "is declared as moved, and has a page",
        "is declared as moved to items/x.html, which has no page",
        "is declared as moved twice",
    ]


def test_the_page_at_an_old_address_leads_to_the_new_one_and_says_why():
    page = stub(moved("items/old.html", "items/new.html"))
    body = html.fragment_fromstring(page.body, create_parent="div")
    assert [a.get("href") for a in body.iter("a")] == ["new.html"]
    assert (page.kind, page.summary) == ("moved", WHY)
    withdrawn = stub(moved("items/old.html", None))
    assert "href" not in withdrawn.body
    assert "Nothing stands in its place" in withdrawn.body


def test_a_district_is_found_under_the_codes_that_it_had_before():
    found = {
        one.address: one.to for one in earlier_divisions(load(), {"districts/310101.html", "districts/310115.html"})
    }
    assert found["districts/310103.html"] == "districts/310101.html"  # 卢湾区
    assert found["districts/310225.html"] == "districts/310115.html"  # 南汇县, by way of 南汇区
    assert "districts/310108.html" not in found  # nothing to lead to
    assert "districts/310101.html" not in found


def test_the_register_has_every_address_once_and_in_order():
    for edition in ("2016",):
        given = registered(edition)
        assert given
        assert list(given) == sorted(set(given))
        assert {one.address for one in declared(edition)} <= set(given)
    assert registered("1999") == ()

"""Addresses that were given out stay good: a page, or a page that says where to go instead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from lxml import html

from conformance.publish.site.machine import CATALOG
from conformance.publish.site.register import Moved, closed, declared, earlier_divisions, registered, stub
from conformance.publish.site.registers.__main__ import main
from conformance.standard.load import load
from conformance.standard.model import Text
from conformance.standard.problems import Faulty

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


def test_an_edition_without_a_register_is_not_published():
    with pytest.raises(Faulty, match=r"1999\.txt.*--begin 1999"):
        registered("1999")


def published(folder: Path, *addresses: str) -> str:
    """A folder as far as the register reads it."""
    parts = {"pages": [{"address": one} for one in addresses], "moved": [], "downloads": []}
    (folder / CATALOG).write_text(json.dumps({"edition": {"id": "2030"}, **parts}), encoding="utf-8")
    return str(folder)


def test_a_register_is_begun_and_grows_by_what_is_published(tmp_path, capsys):
    def command(*arguments: str) -> int:
        registered.cache_clear()
        return main(arguments, tmp_path)

    assert command("--begin", "2030") == 0
    folder = published(tmp_path, "index.html", "items/a.html")
    assert command(folder, "--check") == 1
    assert capsys.readouterr().out == "not registered: index.html\nnot registered: items/a.html\n"
    assert command(folder) == 0
    assert command(published(tmp_path, "index.html"), "--check") == 0
    assert command(published(tmp_path, "index.html", "items/b.html")) == 0
    registered.cache_clear()
    assert registered("2030", tmp_path) == ("index.html", "items/a.html", "items/b.html")
    with pytest.raises(FileExistsError):
        command("--begin", "2030")


ROW = {
    "address": "items/b.html",
    "to": "items/a.html",
    "since": "2030.2",
    "title": {"zh": "旧名", "en": "old name"},
    "why": {"zh": "改名", "en": "renamed"},
}


def written(folder: Path, content: object) -> Path:
    (folder / "2030-moved.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


def test_moves_are_read_from_their_file(tmp_path):
    withdrawn = {key: value for key, value in ROW.items() if key != "to"} | {"address": "items/c.html"}
    first, second = declared("2030", written(tmp_path, {"moved": [ROW, withdrawn]}))
    assert first == Moved("items/b.html", "items/a.html", "2030.2", WHY, Text("旧名", "old name"))
    assert (second.address, second.to) == ("items/c.html", None)
    assert declared("2031", tmp_path) == ()


@pytest.mark.parametrize(
    "content",
    [
        {"moved": [ROW | {"whither": "items/a.html"}]},
        {"moved": [ROW | {"why": {"zh": "改名"}}]},
        {"moved": [ROW | {"why": {"zh": "改名", "en": "renamed", "fr": "x"}}]},
        {"moved": [ROW | {"why": {"zh": 1, "en": "renamed"}}]},
        {"moved": [{key: value for key, value in ROW.items() if key != "since"}]},
        {"moves": []},
        [],
    ],
)
def test_a_file_of_moves_that_is_none_is_refused_with_its_name(tmp_path, content):
    with pytest.raises(Faulty, match=r"^2030-moved\.yaml: "):
        declared("2030", written(tmp_path, content))

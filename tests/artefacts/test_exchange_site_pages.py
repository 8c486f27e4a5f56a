"""The pages about the exchange: all of the profile, the suite and the faults, each led to from the next."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from lxml import html

from conformance.artefacts import emitters
from conformance.artefacts.pages import changelog, classes, envelopes, exchange, quality, requirements
from conformance.exchange.profile.load import profile
from conformance.exchange.server.faults.load import load as load_faults
from conformance.exchange.suite.load import load_suite
from conformance.publish.lists import shipped_lists
from conformance.publish.matrix import constructs, declared_targets
from conformance.publish.modelling import shipped_model
from conformance.publish.names import name_table
from conformance.publish.site.kinds import KINDS
from conformance.publish.site.model import Given, Page, SiteSource
from conformance.standard.load import compiled


def source(against: str | None = None) -> SiteSource:
    return SiteSource(shipped_model(), name_table("2016"), shipped_lists(), Given(against=against))


@cache
def pages() -> dict[str, Page]:
    made = [one for module in (exchange, envelopes, classes, requirements, quality) for one in module.pages(source())]
    found = {page.address: page for page in made}
    assert len(found) == len(made)
    return found


def body(address: str) -> html.HtmlElement:
    return html.fragment_fromstring(pages()[address].body, create_parent="div")


def links(address: str) -> set[str]:
    return {a.get("href") for a in body(address).iter("a")}


def test_everything_of_profile_and_suite_has_a_page():
    found, suite = profile(), load_suite()
    wanted = {f"api/operations/{one.id}.html" for one in found.operations}
    wanted |= {f"api/envelopes/{name}.html" for name in found.bodies()}
    wanted |= {f"api/problems/{one.id}.html" for one in found.problems}
    wanted |= {f"api/classes/{one.id}.html" for one in found.classes}
    wanted |= {f"api/requirements/{one.id}.html" for one in suite.requirements}
    wanted |= {f"api/tests/{one.id}.html" for one in suite.tests}
    assert wanted <= pages().keys()
    assert {page.kind for page in pages().values()} <= KINDS.keys()


def test_a_requirement_says_on_whose_word_it_is_which_test_shows_it_and_what_breaks_it():
    assert "../../clauses/T8.html" in links("api/requirements/exchange-districts.html")
    for fault in load_faults().faults:
        for name in fault.breaks:
            assert f"../faults/index.html#{fault.id}" in links(f"api/requirements/{name}.html")
    text = body("api/requirements/push-idempotent.html").text_content()
    assert "本标准自定" in text
    assert "this standard's own" in text


def test_what_no_test_shows_says_why():
    untested = [one for one in load_suite().requirements if one.reason is not None]
    assert untested
    for one in untested:
        assert one.reason is not None
        text = body(f"api/requirements/{one.id}.html").text_content()
        assert one.reason.zh in text
        assert one.reason.en in text
        assert f"api/requirements/{one.id}.html" in links("quality.html")


def test_every_fault_has_a_place_of_its_own():
    places = {row.get("id") for row in body("api/faults/index.html").iter("tr")}
    assert {fault.id for fault in load_faults().faults} <= places


def test_quality_has_a_row_for_every_construct_and_a_column_for_every_target():
    tables = [
        one
        for one in body("quality.html").iter("table")
        if len(one.findall("thead/tr/th")) == len(declared_targets()) + 1
    ]
    (matrix,) = tables
    assert len(matrix.findall("tbody/tr")) == len(constructs())


def test_an_edition_that_is_compared_with_nothing_says_so():
    (page,) = changelog.pages(source())
    assert "没有指明与哪个早先的版本比较" in page.body
    assert "standard-2016.json" in page.body


def test_the_changelog_tells_what_has_changed_and_not_where_the_other_edition_lay(tmp_path: Path):
    earlier = tmp_path / "earlier.json"
    standard = json.loads(compiled())
    standard["edition"]["version"] = "2016.0"
    for check in standard["record_types"]["licence"]["checks"]:
        if check["kind"] == "max_length":
            check["params"]["limit"] += 1
    earlier.write_text(json.dumps(standard), encoding="utf-8")
    (page,) = changelog.pages(source(str(earlier)))
    assert "2016 (2016.0) → 2016 (2016.1)" in page.body
    assert "<code>check-tightened-mild</code>" in page.body  # what is too long only warns
    assert "可以在本版次内发布" in page.body
    assert str(tmp_path) not in page.body
    assert "earlier.json" not in page.body


@pytest.mark.parametrize("name", sorted(profile().bodies()))
def test_an_envelope_shows_each_of_its_keys(name: str):
    from conformance.standard.shapes import load_shapes

    text = body(f"api/envelopes/{name}.html").text_content()
    for slot in load_shapes().classes[name].slots:
        assert slot.key in text
        assert slot.title in text


def rows_of(label: str) -> dict[str, list[str]]:
    """A table of the quality page by what stands first in its rows; heads under nothing."""
    [found] = [one for one in body("quality.html").iter("div") if (one.get("aria-label") or "").startswith(label)]
    rows = [[cell.text_content() for cell in row] for row in found.iter("tr")]
    return {"": rows[0]} | {row[0]: row[1:] for row in rows[1:]}


def test_quality_says_of_oracle_that_it_is_declared_and_not_proved():
    """There is no engine that judges it: no tick stands in its column, and the steps that it lacks have their reasons."""
    shown = rows_of("各种生成物能校验什么")
    columns = {head: [row[n - 1] for row in list(shown.values())[1:]] for n, head in enumerate(shown[""]) if n}
    assert not any("●" in cell or "◐" in cell for cell in columns["sql-oracle"])
    assert any("○" in cell for cell in columns["sql-oracle"])
    assert all("●" in "".join(cells) for target, cells in columns.items() if target != "sql-oracle")
    lacks = "".join(one.text_content() for one in body("quality.html").iter("tr") if "sql-oracle" in one.text_content())
    assert "声明未经检验" in lacks


def test_quality_has_a_row_of_steps_for_every_artefact():
    text = body("quality.html").text_content()
    assert rows_of("各种生成物如何验证").keys() - {""} == emitters().keys()
    assert "持续集成" in text

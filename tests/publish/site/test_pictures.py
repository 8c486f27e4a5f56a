"""Pictures of an edition: every box can be read, nothing runs across it, and a list says the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from lxml import etree, html
from markupsafe import Markup
from tests.publish.emit.nasty import NASTY, nasty_model

from conformance.publish.lists import shipped_lists
from conformance.publish.modelling import shipped_model
from conformance.publish.site.pictures.er import common_fields, er_svg, references
from conformance.publish.site.pictures.flow import flow_of, flow_svg
from conformance.publish.site.pictures.lettering import ems, lines
from conformance.standard.entries import Entry
from conformance.standard.links import Index, Ref, links_of
from conformance.standard.titles import name_of

SVG = "{http://www.w3.org/2000/svg}"


def entry(key: str, identifier: str, basis: str = "stated", **more: object) -> Entry:
    data = {"id": identifier, "title": {"zh": identifier, "en": identifier}, "provenance": {"basis": basis}, **more}
    return Entry(key, data, f"{key}.yaml", 2)


def index(*entries: tuple[str, Entry]) -> Index:
    known = {Ref(name, one.id): one for name, one in entries}
    links = [link for ref, one in known.items() for link in links_of(ref, one, "document")]
    out = {ref: tuple(link for link in links if link.source == ref) for ref in known}
    into = {ref: tuple(link for link in links if link.target == ref) for ref in known}
    return Index(known, out, into)


def linked() -> Index:
    return index(
        ("data", entry("items", "permit")),
        ("data", entry("items", "unused")),
        ("behaviour", entry("behaviours", "polluting", "implied", data_items=["permit"])),
        ("application", entry("applications", "award", behaviours=["polluting"], data_items=["permit"])),
        ("application", entry("applications", "loan", data_items=["permit"], link_basis=["assigned"])),
        ("regime", entry("regimes", "blacklist", data_items=["permit"])),
    )


@cache
def shipped() -> dict[Ref, Markup]:
    """The picture of every entry of the three lists that has one."""
    links = shipped_lists().links
    made = {ref: flow_svg(ref, links, str) for ref in links.entries if ref.list in ("data", "behaviour", "application")}
    return {ref: picture for ref, picture in made.items() if picture}


def drawing(picture: Markup) -> etree._Element:
    return etree.fromstring(picture[picture.index("<svg") : picture.index("</svg>") + 6].encode())


def boxes(svg: etree._Element) -> list[tuple[float, float, float, float]]:
    return [
        (float(box.get("x")), float(box.get("y")), float(box.get("width")), float(box.get("height")))
        for box in svg.iter(f"{SVG}rect")
    ]


def inside(svg: etree._Element) -> bool:
    left, top, width, height = map(float, svg.get("viewBox").split())
    return all(
        left <= x and x + wide <= left + width and top <= y and y + high <= top + height
        for x, y, wide, high in boxes(svg)
    )


def overlapping(svg: etree._Element) -> Iterator[tuple[object, object]]:
    found = boxes(svg)
    for number, (x, y, wide, high) in enumerate(found):
        for x2, y2, wide2, high2 in found[number + 1 :]:
            if x < x2 + wide2 and x2 < x + wide and y < y2 + high2 and y2 < y + high:
                yield (x, y), (x2, y2)


def lettered(svg: etree._Element) -> str:
    return "".join(text.text or "" for text in svg.iter(f"{SVG}text"))


def test_an_item_leads_to_the_conduct_that_it_shows_and_on_to_its_uses():
    flow = flow_of(Ref("data", "permit"), linked())
    assert [[ref.id for ref in column] for column in flow.columns] == [
        ["permit"],
        ["polluting"],
        ["award", "loan", "blacklist"],
    ]
    assert (Ref("behaviour", "polluting"), Ref("application", "award")) in flow.steps
    assert {other.id for _, other in flow.direct} == {"award", "loan", "blacklist"}


def test_an_application_is_fed_by_conduct_and_by_data():
    flow = flow_of(Ref("application", "award"), linked())
    assert [[ref.id for ref in column] for column in flow.columns] == [["permit"], ["polluting"], ["award"]]


def test_what_the_document_does_not_say_is_dashed_and_said():
    picture = flow_svg(Ref("data", "permit"), linked(), str)
    dashed = {node.tag.removeprefix(SVG) for node in drawing(picture).iter() if node.get("stroke-dasharray")}
    assert dashed == {"rect", "path"}
    assert "本标准关联" in picture
    assert "推知" in picture
    assert "dasharray" not in flow_svg(
        Ref("data", "permit"),
        index(("data", entry("items", "permit")), ("regime", entry("regimes", "list", data_items=["permit"]))),
        str,
    )


def test_an_item_that_nothing_names_has_no_picture():
    assert flow_svg(Ref("data", "unused"), linked(), str) == ""


def test_a_picture_of_another_list_is_refused():
    with pytest.raises(ValueError, match="three lists"):
        flow_of(Ref("unit", "sh-env"), linked())


def test_every_flow_keeps_within_its_frame_and_no_box_covers_another():
    assert len(shipped()) > 300
    assert [str(ref) for ref, picture in shipped().items() if not inside(drawing(picture))] == []
    assert [str(ref) for ref, picture in shipped().items() if list(overlapping(drawing(picture)))] == []


def test_every_flow_says_in_its_list_what_its_boxes_say():
    links = shipped_lists().links
    for ref, picture in shipped().items():
        flow = flow_of(ref, links)
        listed = html.fromstring(picture).find(".//figcaption").text_content()
        drawn = lettered(drawing(picture)).replace(" ", "")
        for other in {one for column in flow.columns for one in column}:
            name = name_of(other, links)
            assert name.zh in listed, (ref, other)
            assert name.zh.replace(" ", "") in drawn, (ref, other)


def test_every_flow_links_to_all_but_what_it_is_about():
    for ref, picture in shipped().items():
        linked_to = {a.get("href") for a in drawing(picture).iter(f"{SVG}a")}
        wanted = {str(one) for column in flow_of(ref, shipped_lists().links).columns for one in column} - {str(ref)}
        assert linked_to == wanted


def test_lines_past_the_middle_column_cross_none_of_its_boxes():
    for ref, picture in shipped().items():
        svg = drawing(picture)
        lanes = [
            float(path.get("d").split("H")[0].split()[-1]) for path in svg.iter(f"{SVG}path") if "H" in path.get("d")
        ]
        columns = sorted({x for x, *_ in boxes(svg)})
        middle = [box for box in boxes(svg) if len(columns) == 3 and box[0] == columns[1]]
        assert all(not y <= lane <= y + high for lane in lanes for _, y, _, high in middle), ref


def test_record_types_that_refer_to_others_stand_left_of_them():
    edition = shipped_model()
    svg = drawing(er_svg(edition, str))
    # A title may stand in several boxes (as a field); the first text of its link is the head of its own.
    places = {a.get("href"): float(a[0].get("x")) for a in svg.iter(f"{SVG}a")}
    found = references(edition)
    assert {(one.source, one.target) for one in found} == {
        ("licence", "registration"),
        ("penalty", "registration"),
        ("list-entry", "penalty"),
        ("list-entry", "list-entry"),
    }
    assert all(places[one.source] < places[one.target] for one in found if one.source != one.target)


def test_the_record_types_keep_apart_and_within_their_frame():
    svg = drawing(er_svg(shipped_model(), str))
    assert inside(svg)
    assert list(overlapping(svg)) == []


def test_fields_that_all_have_are_drawn_once():
    edition = shipped_model()
    picture = er_svg(edition, str)
    shared = {field.name for field in common_fields(edition)}
    assert {"subject_name", "subject_uscc", "division_code", "data_timestamp"} <= shared
    assert "valid_until" not in shared
    assert lettered(drawing(picture)).count("统一社会信用代码") == 1


def test_a_field_that_is_called_differently_says_so():
    number = next(field for field in common_fields(shipped_model()) if field.name == "decision_date")
    assert number.differs


def test_every_record_type_is_linked_and_listed():
    edition = shipped_model()
    picture = er_svg(edition, str)
    assert {a.get("href") for a in drawing(picture).iter(f"{SVG}a")} == {record.id for record in edition.records}
    listed = html.fromstring(picture).find(".//figcaption").text_content()
    shared = {field.name for field in common_fields(edition)}
    own = [field.title.zh for record in edition.records for field in record.fields if field.name not in shared]
    assert [title for title in own if title not in listed] == []
    assert "以所依据的处罚决定文号引用“行政处罚”" in listed


def test_a_nasty_edition_is_drawn_and_lettered_as_it_is():
    picture = er_svg(nasty_model(), str)
    assert "<script" not in picture
    head = next(drawing(picture).iter(f"{SVG}a"))
    assert "".join(head.itertext())
    assert NASTY.split()[0] in html.fromstring(picture).find(".//figcaption").text_content()


def test_lines_hold_what_fits_and_lose_nothing():
    text = "道路交通安全管理领域严重失信名单（2016）unified social credit code"
    broken = lines(text, 9)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")
    assert all(ems(line) <= 9.6 for line in broken)
    assert lines("环保、税务，工商", 3.5)[0] == "环保、"


def test_a_word_that_is_too_long_for_any_line_is_parted():
    assert len(lines("incomprehensibilities", 5)) > 1

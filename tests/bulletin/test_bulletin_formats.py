"""What every format shows, and that texts of others stay texts in each."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from lxml import etree
from msgspec.structs import replace
from openpyxl import load_workbook

from bulletin.bulletins import POLICE, PUDONG, STANDARD, month, official, plan, year
from conformance.bulletin.definitions import definitions, measures
from conformance.bulletin.model import RATES, Bulletin, Place, Rate, Use
from conformance.bulletin.registry import FORMATS, format_of, renderer
from conformance.bulletin.tables import marks
from conformance.bulletin.words import change_text, score_text
from conformance.catalog.store import open_catalogue
from conformance.history.model import ManifestFigures, Withheld
from conformance.report.view import View
from conformance.standard.model import Text

HOSTILE = '=HYPERLINK("http://x.example","y")<script>alert(1)</script>\u202e&'


@pytest.fixture(scope="module")
def bulletin() -> Bulletin:
    runs = [official(POLICE, "fire-safety", "2016-06-03", 20, 2), official(PUDONG, "admin-licence", "2016-06-03")]
    return month([*runs, official("unit:nobody" + HOSTILE, "fire-safety", "2016-06-02")], only=(POLICE, PUDONG))


def shown(bulletin: Bulletin, name: str, lang: str = "zh") -> str | bytes:
    return renderer(name).render(bulletin, View(STANDARD, lang))


def titled(bulletin: Bulletin, title: str) -> Bulletin:
    """The same with another name for the first unit."""
    return replace(bulletin, units=(replace(bulletin.units[0], title=Text(title, title)), *bulletin.units[1:]))


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_the_same_bytes_again(name, bulletin):
    assert shown(bulletin, name) == shown(bulletin, name)


def test_formats_are_told_by_the_suffix():
    assert [format_of(suffix) for suffix in (".txt", ".HTML", ".xlsx", ".json", ".pdf")] == [*FORMATS, None]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_definitions_stand_in_every_format(lang, bulletin):
    said = [one.zh if lang == "zh" else one.en for one in definitions(bulletin.minimum)]
    html = etree.HTML(shown(bulletin, "html", lang))
    paragraphs = {"".join(p.itertext()) for p in html.iter("p")}
    cells = {
        cell.value for row in load_workbook(io.BytesIO(shown(bulletin, "xlsx", lang))).worksheets[0] for cell in row
    }
    text = shown(bulletin, "text", lang)
    for one in said:
        assert one in text
        assert one in paragraphs
        assert one in cells
    assert [one[lang] for one in json.loads(shown(bulletin, "json", lang))["definitions"]] == said


def test_precedents_are_the_documents_words_each_for_its_own_unit(bulletin):
    text = shown(bulletin, "text")
    assert (
        "T40.1：“月查和通报制度”、“数据库”、“市检察院”（每月检查录入并通报，完善数据库）；只及于上海市人民检察院"
        in text
    )
    assert "T44.2：“考核评价体系”、“统计排名”（考核评价与定期排名）；只及于上海市静安区" in text
    assert "S5.2：“市信用平台年度运行报告”（平台功能提升与年度运行报告）；文件没有写明单位" in text
    assert "origin: profile" in text


def test_what_is_cited_is_stated_in_the_document():
    obligations = [one.data for one in open_catalogue(only=("obligations",), checked=False).entries.of("obligations")]
    for cited in plan().precedents:
        stated = [one["term"] for one in obligations if cited.clause in one["clauses"] and one["basis"] == "stated"]
        assert any(term in quoted for term in stated for quoted in cited.terms), cited.clause


@pytest.mark.parametrize("name", ["text", "html", "xlsx"])
def test_each_measure_stands_beside_its_formula_and_whose_word_it_is(name, bulletin):
    """A row of a table, however the format draws one."""
    rows = rows_of(shown(bulletin, name), name)
    for measure in measures():
        (row,) = (row for row in rows if row[:2] == [measure.title.zh, measure.formula.zh])
        assert row[2] == "本标准自定（origin: profile）"
        assert row[3] == ("T44.2（只及于上海市静安区）" if measure.precedents else "无")
    assert [measure.name for measure in measures()[:5]] == list(RATES)


@pytest.mark.parametrize(("basis", "remark"), [("inferred", "使用单位推知"), ("named_in_text", "")])
def test_a_use_that_the_document_does_not_state_is_marked(basis, remark, bulletin):
    use = Use("an-application", Text("某应用", "Some application"), (), basis=basis)
    told = replace(bulletin, units=(replace(bulletin.units[0], uses=(use,)),))
    (row,) = (row for row in rows_of(shown(told, "html"), "html") if row[0] == "某应用")
    assert row[2] == remark


def rows_of(content: str | bytes, name: str) -> list[list[str]]:
    """The rows of all tables."""
    if name == "text":
        return [re.split(" {2,}", line.strip()) for line in str(content).splitlines()]
    if name == "html":
        return [["".join(cell.itertext()) for cell in row] for row in etree.HTML(content).iter("tr")]
    return [[str(cell.value) for cell in row] for sheet in load_workbook(io.BytesIO(content)) for row in sheet.rows]


def words_of(content: str | bytes, name: str) -> str:
    """All that a reader reads."""
    if name == "html":
        page = etree.HTML(content)
        return "\n".join([*page.find("body").itertext(), *page.xpath("//@aria-label")])
    return str(content) if name == "text" else "\n".join(" ".join(row) for row in rows_of(content, name))


@pytest.mark.parametrize("name", ["text", "html", "xlsx"])
def test_the_english_has_no_chinese_punctuation_but_in_what_it_quotes(name):
    said = (ManifestFigures("admin-licence", 20, 20, 17, (Withheld("personal-privacy", 3),)),)
    runs = [
        official(PUDONG, "admin-licence", "2016-06-03", figures=said),
        official(PUDONG, "admin-penalty", "2016-06-20", recorded=datetime(2016, 7, 1, 3, tzinfo=UTC)),
        official(PUDONG, "admin-penalty", "2016-05-03"),
        official(PUDONG, "tax-credit-rating", "2016-06-03", 0),
        official("unit:nobody", "fire-safety", "2016-06-03"),
        official("district:310108", "admin-licence", "2016-06-03", sending="increment"),
        official(POLICE, "fire-safety", "2016-06-03", inputs=()),
    ]
    english = words_of(shown(month(runs), name, "en"), name)
    assert "Withheld (personal privacy)" in english
    quoted = [f"“{term}”" for cited in plan().precedents for term in cited.terms]
    for term in quoted:
        english = english.replace(term, "")
    assert re.findall("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”—]", english) == []


def test_a_change_that_no_tenth_shows_is_said_in_words():
    then, now = Rate(9_999, 10_000), Rate(10_000, 10_000)
    assert [change_text(now, then, lang) for lang in ("zh", "en")] == [
        "升不到 0.1 个百分点",
        "up by less than 0.1 points",
    ]
    assert change_text(then, now, "en") == "down by less than 0.1 points"
    assert change_text(now, Rate(9, 10), "en") == "+10.0 points"


def test_html_loads_nothing_and_shows_hostile_names_as_text(bulletin):
    page = shown(titled(bulletin, HOSTILE), "html")
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|<script|@import", page)
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert HOSTILE.replace("\u202e", "\\u202e") in "".join(etree.HTML(page).itertext())
    assert "\u202e" not in page


def test_links_of_the_page_lead_to_a_unit(bulletin):
    page = etree.HTML(shown(bulletin, "html"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in page.xpath("//a/@href")} <= set(ids)
    assert page.xpath("//section[@id='ranking']//a/@href")


def test_every_picture_is_said_in_words_and_drawn_in_whole_numbers(bulletin):
    page = etree.HTML(shown(bulletin, "html"))
    (picture,) = page.xpath("//section[@id='overall']//svg")
    assert "入库率 95% (38/40)" in picture.get("aria-label")
    assert [int(bar.get("width")) for bar in picture.xpath("./rect[@fill='#2f6f9f']")][-1] == 400 * 38 // 40


def test_the_workbook_has_tables_and_a_sheet_for_each_unit_and_no_formula(bulletin):
    content = shown(titled(bulletin, HOSTILE), "xlsx")
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames[:3] == ["说明", "表一 总体情况", "表二 排名"]
    assert len(book.sheetnames) >= len(bulletin.units)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "/worksheets/" in name)
    assert book.properties.created.date() == bulletin.as_of


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_names_of_the_tables_are_whole_on_their_sheets(lang):
    report = year([official(POLICE, "fire-safety", "2016-06-03")], only=(POLICE,))
    book = load_workbook(io.BytesIO(shown(report, "xlsx", lang)))
    for sheet in book.worksheets[1:-1]:
        assert sheet["A1"].value == sheet.title


def test_json_has_whole_numbers_and_says_whose_word_it_is(bulletin):
    content = json.loads(shown(bulletin, "json"))
    assert content["origin"] == "profile"
    assert content["total"]["rates"]["taken"] == {"numerator": 38, "denominator": 40}
    assert set(content["total"]["rates"]) == set(RATES)
    assert not re.search(r":\s*-?[0-9]+\.[0-9]", shown(bulletin, "json")), "no number is a fraction that was rounded"


def test_a_yearly_report_has_the_months_of_each_unit():
    report = year([official(POLICE, "fire-safety", "2016-06-03")], only=(POLICE,))
    page = etree.HTML(shown(report, "html"))
    assert len(page.xpath("//section[@id='course']//tbody/tr")) == 12
    drawn = page.xpath("//section[@id='unit-1']//svg/@aria-label")
    assert "2016-06" in drawn[0]
    assert shown(report, "text").startswith("2016年度信用信息报送运行报告")
    assert report.previous_as_of == date(2015, 12, 31)


@pytest.mark.parametrize("name", FORMATS)
def test_a_bulletin_that_was_published_does_not_change_as_the_history_grows(name, bulletin):
    for before in ([], [official(POLICE, "fire-safety", "2016-06-03")]):
        grown = month([*before, official(POLICE, "fire-safety", "2016-07-04")], only=(POLICE,))
        assert shown(grown, name) == shown(month(before, only=(POLICE,)), name)
        assert grown.later == 1


@pytest.mark.parametrize(
    ("part", "shown"), [(0, "0.00"), (1, "<0.01"), (50_000, "50.00"), (99_999, ">99.99"), (100_000, "100.00")]
)
def test_a_score_is_never_rounded_to_all_or_nothing(part, shown):
    assert score_text(Place("departments", 1, 2, False, Rate(part, 100_000))) == shown


def test_the_workbook_has_numbers_as_numbers_under_a_head_that_stays(bulletin):
    book = load_workbook(io.BytesIO(shown(bulletin, "xlsx")))
    ranking, units = book["表二 排名"], book["表三 各单位情况"]
    rows = list(ranking.iter_rows())
    at = next(n for n, row in enumerate(rows) if row[0].value == "名次")
    assert [cell.value for cell in rows[at][:6]] == ["名次", "单位", "得分", "报送率", "分子", "分母"]
    place, _, score, rate, numerator, denominator = rows[at + 1][:6]
    assert place.value == 1
    assert place.number_format.startswith('0"/')
    assert rate.value == numerator.value / denominator.value
    assert (score.number_format, rate.number_format) == ("0.00", "0.00%")
    assert (ranking.freeze_panes, units.freeze_panes) == (f"A{at + 2}", "A4")
    assert units.auto_filter.ref.startswith("A3:")


def test_html_breaks_no_number_day_or_state(bulletin):
    page = etree.HTML(shown(bulletin, "html"))
    cells = {"".join(cell.itertext()): cell.get("class") for cell in page.xpath("//td")}
    assert {cells["按时"], cells["未报"], cells["2016-06-03"]} == {"whole"}
    scores = page.xpath("//section[@id='ranking']//tbody/tr/td[3]/@class")
    assert scores
    assert set(scores) == {"number"}
    style = "".join(page.xpath("//style/text()"))
    assert "td.number, th.number { text-align: right; white-space: nowrap; }" in style
    assert ".full td.whole { white-space: nowrap; }" in style


def test_the_english_text_tells_units_and_measures_apart():
    runs = [
        official(party, "admin-licence", "2016-06-03") for party in ("unit:sh-police", "unit:sh-civil", "unit:sh-env")
    ]
    whole = month(runs)
    lines = shown(whole, "text", "en").splitlines()
    section = lines[lines.index("Units") + 2 :]
    named = [re.split(r"  +", line.strip())[0] for line in section[: len(whole.units)]]
    assert len(set(named)) == len(whole.units)
    labels = [row[0] for row in marks(whole.total, whole.before, "en").rows]
    assert len({label.casefold() for label in labels}) == len(labels)


def test_the_workbook_rounds_nothing_to_all():
    nearly = month([official(POLICE, "fire-safety", "2016-06-03", 100_000, 1)], only=(POLICE,))
    sheet = load_workbook(io.BytesIO(shown(nearly, "xlsx")))["表一 总体情况"]
    cell = next(row[1] for row in sheet.iter_rows() if row[0].value == "入库率")
    assert (cell.value, cell.number_format) == (0.99999, '">99.9%"')

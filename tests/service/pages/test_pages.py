"""The pages as a browser without scripts gets them."""

from __future__ import annotations

import re

import pytest
from lxml import html

PAGES = [
    "/",
    "/checks",
    "/templates",
    "/checks/delete",
    "/nowhere",
    *(f"/checks/{n * 32}" for n in "1234"),
    f"/checks/{'1' * 32}/delete",
]


def text_of(found) -> str:
    return re.sub(r"\s+", " ", found.text_content()).strip()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_are_whole_in_either_language_and_lead_to_the_other(looked_at, path, lang):
    answer = looked_at.get(path + ("?lang=en" if lang == "en" else ""))
    page = html.fromstring(answer.content)
    assert answer.status_code == (404 if path == "/nowhere" else 200)
    assert page.get("lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert page.xpath("count(//h1)") == 1
    assert page.xpath("//*[@id='main']")
    other = page.xpath("//a[@hreflang]")[0].get("href")
    assert html.fromstring(looked_at.get(other).content).get("lang") != page.get("lang")


@pytest.mark.parametrize("path", PAGES)
def test_english_stays_english_whatever_is_followed(looked_at, path):
    page = looked_at.tree(f"{path}?lang=en")
    followed = [*page.xpath("//a[not(@hreflang)]/@href"), *page.xpath("//form[@method='post']/@action")]
    assert [one for one in followed if not one.startswith("#") and "lang=en" not in one] == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_comes_from_elsewhere_and_nothing_is_inline(looked_at, path):
    answer = looked_at.get(path)
    page = html.fromstring(answer.content)
    addresses = page.xpath("//*/@href | //*/@src | //*/@action")
    assert [one for one in addresses if not re.match(r"(/(?!/)|#)", one)] == []
    assert page.xpath("//style | //script[not(@src)] | //*/@style") == []
    assert [
        name for one in page.iter() if isinstance(one.tag, str) for name in one.attrib if name.startswith("on")
    ] == []
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_pages_load_is_there_and_may_be_kept(looked_at):
    page = looked_at.tree("/")
    for address in page.xpath("//link/@href | //script/@src"):
        answer = looked_at.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    assert looked_at.get(re.sub("/[0-9a-f]{16}/", "/0000000000000000/", address)).status_code == 404


def test_the_form_offers_every_item_and_party_and_asks_for_a_self_check(looked_at):
    from conformance.standard.load import load

    page, standard = looked_at.tree("/"), load()
    assert sorted(page.xpath("//select[@name='item']//option/@value")) == sorted(["", *standard.items])
    assert sorted(page.xpath("//select[@name='party']//option/@value")) == sorted(["", *standard.parties])
    assert page.xpath("//input[@name='kind'][@checked]/@value") == ["self"]
    for field in page.xpath("//form//*[self::select or self::input[not(@type='hidden')]]"):
        assert field.get("aria-label") or page.xpath(f"//label[@for='{field.get('id')}']"), field.get("name")


def test_the_page_of_a_check_is_its_report_with_downloads_below_the_verdict(looked_at):
    page = looked_at.tree(f"/checks/{'1' * 32}")
    assert text_of(page.xpath("//h1")[0]) == "不通过"
    assert text_of(page.xpath("//*[@role='banner']/following-sibling::*[1]/h2")[0]) == "下载和更正"
    assert page.get_element_by_id("problems") is not None
    files = [one.rpartition("/")[2] for one in page.xpath("//ul[@class='files']//a/@href")]
    assert files == "mended changes xlsx html json csv text markdown sarif junit findings accepted rejected".split()
    facts = text_of(page.xpath("//dl")[0])
    assert "行政处罚信息（自动识别）" in facts
    assert "2016-12-31" in facts
    assert "conformance fix" not in text_of(page)


def test_of_several_files_no_mended_copy_is_offered(looked_at):
    page = looked_at.tree(f"/checks/{'4' * 32}")
    assert "admin-penalty-mixed.xlsx 等 2 个文件" in text_of(page.xpath("//title")[0])
    assert page.xpath("//a[contains(@href, 'mended')]") == []


def test_a_file_that_is_not_recognised_is_asked_for_its_item(looked_at):
    page = looked_at.tree(f"/checks/{'2' * 32}")
    assert text_of(page.xpath("//h1")[0]) == "未校验"
    assert "没有认出是哪个数据事项" in text_of(page.xpath("//*[@class='note-box']")[0])
    assert page.xpath("//details[@open]//select[@name='item']")


@pytest.mark.parametrize(("number", "lang"), [("1", "zh"), ("2", "zh"), ("3", "en")])
def test_who_has_a_page_is_told_of_no_options_in_what_to_do_and_what_was_not_checked(looked_at, number, lang):
    page = looked_at.tree(f"/checks/{number * 32}?lang={lang}")
    parts = [page.get_element_by_id(one, None) for one in ("next", "unchecked", "inputs", "basis", "files")]
    text = " ".join(text_of(one if one.get("id") != "next" else one.getparent()) for one in parts if one is not None)
    assert "--" not in text
    assert "conformance check" not in text


def test_names_and_cells_of_others_stay_texts(looked_at):
    for path in ("/", "/checks", f"/checks/{'2' * 32}", f"/checks/{'2' * 32}/delete"):
        answer = looked_at.get(path)
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert "<b onclick" not in answer.text


def test_a_report_in_the_other_language_is_said_to_be_one_and_can_be_had_in_this(looked_at):
    page = looked_at.tree(f"/checks/{'3' * 32}")
    assert "这份报告是英文的" in text_of(page.get_element_by_id("files"))
    assert page.xpath("//form[contains(@action, '/again')]//input[@name='lang']/@value")[0] == "zh"
    assert not looked_at.tree(f"/checks/{'3' * 32}?lang=en").xpath("//input[@name='same']")


def test_an_official_submission_is_told_as_one(looked_at):
    page = looked_at.tree(f"/checks/{'3' * 32}?lang=en")
    assert "official submission 2016-12" in text_of(page.xpath("//dl")[0])
    assert "Pudong" in text_of(page.xpath("//dl")[0])


@pytest.mark.parametrize(("name", "begins"), [("html", b"<!DOCTYPE html>"), ("json", b"{")])
def test_reports_are_loaded_down_under_a_name_of_their_own(looked_at, name, begins):
    answer = looked_at.get(f"/checks/{'1' * 32}/files/{name}")
    assert answer.content.startswith(begins)
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename*=UTF-8''admin-penalty-mixed-%E6%A0%A1"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_result_is_a_page_that_says_so(looked_at):
    answer = looked_at.get(f"/checks/{'1' * 32}/files/secrets")
    assert answer.status_code == 404
    assert "没有这种结果" in text_of(html.fromstring(answer.content).get_element_by_id("problem"))


def test_forms_are_found_by_words_and_come_as_workbook_and_csv(looked_at):
    page = looked_at.tree("/templates?q=纳税信用")
    assert "tax-credit-rating" in page.xpath("//ul[@class='templates']//code/text()")
    assert len(looked_at.tree("/templates").xpath("//ul[@class='templates']/li")) == 154
    assert "没有找到" in text_of(looked_at.tree("/templates?q=%3Cscript%3E").xpath("//*[@role='status']")[0])
    assert looked_at.get("/templates/tax-credit-rating.xlsx").content.startswith(b"PK")
    csv = looked_at.get("/templates/tax-credit-rating.csv")
    assert csv.content.decode("utf-8-sig").count("\r\n") == 1
    assert looked_at.get("/templates/nothing.xlsx").status_code == 404
    assert looked_at.get("/templates/tax-credit-rating.exe").status_code == 404


def test_english_finds_items_by_their_chinese_titles_too(looked_at):
    assert "tax-credit-rating" in looked_at.tree("/templates?lang=en&q=纳税信用").xpath("//code/text()")

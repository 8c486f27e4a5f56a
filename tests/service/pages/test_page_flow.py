"""What forms do: a file is kept and waits, is asked for again in another way, is removed; refusals are pages with one sentence."""

from __future__ import annotations

import re
from datetime import date

import pytest
from lxml import html
from msgspec.structs import replace

from service.live import GOOD, MIXED
from service.pages.serving import SMALL, finished, settings

CSV = "行政许可决定书文号\n1\n".encode("gb18030")


def sentence(answer) -> str:
    """The sentence of a page that refuses."""
    return re.sub(r"\s+", " ", html.fromstring(answer.content).get_element_by_id("problem").text_content())


def location(answer) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_what_is_sent_is_kept_as_it_was_asked_and_leads_to_its_page(begun):
    site = begun()
    place = location(site.send("许可 6月.csv", CSV, item="admin-licence", party="district:310115", as_of="2016-06-30"))
    assert re.fullmatch(r"/checks/[0-9a-f]{32}", place)
    job = site.jobs.get(place.rpartition("/")[2])
    assert (job.name, job.asked.item, job.asked.party) == ("许可 6月.csv", "admin-licence", "district:310115")
    assert (str(job.asked.as_of), job.asked.official, job.asked.lang) == ("2016-06-30", None, "zh")
    assert (site.jobs.store.uploads(job.id) / job.name).read_bytes() == CSV


def test_a_check_that_waits_says_so_with_and_without_scripts(begun):
    site = begun()
    place = location(site.send("a.csv", CSV))
    page = site.tree(place)
    assert "排队中，马上开始。" in page.get_element_by_id("said").text
    # Only where there are no scripts: with them the page asks by itself and keeps the reader's place.
    assert page.xpath("//head/noscript/meta/@content") == [f"2; url={place}"]
    state = site.get(page.get_element_by_id("progress").get("data-state")).json()
    assert state == {"ended": False, "said": "排队中，马上开始。", "percent": None, "next": place}
    second = location(site.send("b.csv", CSV))
    assert "前面还有 1 个文件" in site.get(f"{second}/state").json()["said"]


def test_a_self_check_does_not_look_at_the_number_of_a_batch(begun):
    site = begun()
    job = site.jobs.get(location(site.send("a.csv", CSV, batch="2016-06")).rpartition("/")[2])
    assert job.asked.official is None


def test_an_official_submission_has_its_batch(begun):
    site = begun()
    place = location(site.send("a.csv", CSV, as_of="", kind="official", batch="2016-06", party="unit:sh-fda"))
    assert site.jobs.get(place.rpartition("/")[2]).asked.official == "2016-06"


def test_a_day_may_be_written_as_in_the_data(begun):
    site = begun()
    place = location(site.send("a.csv", CSV, as_of="2016/05/09"))
    assert site.jobs.get(place.rpartition("/")[2]).asked.as_of.isoformat() == "2016-05-09"


@pytest.mark.parametrize(
    ("name", "content", "fields", "status", "said"),
    [
        ("", b"", {}, 400, "没有选择文件"),
        ("a.csv", b"x" * 30_000, {}, 413, "文件超过"),
        ("a.csv", CSV, {"kind": "official"}, 400, "请填写批次号"),
        ("a.csv", CSV, {"kind": "official", "batch": "2016-06", "as_of": ""}, 422, "请选好报送单位"),
        ("a.csv", CSV, {"kind": "official", "batch": "2016-06", "party": "unit:sh-fda"}, 400, "正式报送以收到当天"),
        ("a.csv", CSV, {"kind": "offical", "batch": "2016-06"}, 400, "没有名为“offical”的类别"),
        ("a.csv", CSV, {"as_off": "2016-06-01"}, 400, "没有名为“as_off”的字段"),
        ("a.csv", CSV, {"as_of": "9.5.2016"}, 400, "校验日“9.5.2016”不是日期，请写成 2016-05-09 或 2016/05/09"),
        ("a.csv", CSV, {"item": "nothing"}, 422, "没有名为“nothing”的数据事项"),
        ("a.csv", CSV, {"party": "unit:<b>"}, 400, "没有名为“unit:<b>”的报送单位"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_a_page_and_nothing_is_kept(begun, name, content, fields, status, said):
    site = begun(limits=SMALL)
    answer = site.send(name, content, **fields)
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert said in sentence(answer)
    assert "errors" not in html.fromstring(answer.content).text_content()  # that is for programs
    assert site.jobs.all() == []
    assert list(site.jobs.settings.incoming.iterdir()) == []


def test_the_file_is_the_last_field_so_that_the_others_are_judged_before_it_is_sent(begun):
    form = begun(limits=SMALL).tree("/").get_element_by_id("check")
    names = [one.get("name") for one in form.iter("input", "select") if one.get("name")]
    assert names[-1] == "file"
    assert {"item", "party", "as_of", "kind", "batch"} == set(names[:-1])


def test_refusals_are_in_english_for_who_reads_english(begun):
    site = begun(limits=SMALL)
    answer = site.post("/checks?lang=en", files={"file": ("a.csv", b"x" * 30_000)}, data={"kind": "self"})
    assert "larger than" in sentence(answer)
    assert "超过" not in answer.text


def test_a_full_queue_says_when_to_come_again(begun):
    site = begun(limits=SMALL)
    for _ in range(SMALL.queued_checks):
        location(site.send("a.csv", CSV))
    answer = site.send("a.csv", CSV)
    assert answer.status_code == 503
    assert f"请在 {answer.headers['Retry-After']} 秒后再试" in answer.text


def test_an_expired_check_says_so(begun):
    answer = begun().get("/checks/" + "0" * 32)
    assert answer.status_code == 404
    assert "已满 7 天被清除" in sentence(answer)


def test_a_worker_that_died_is_told_with_a_button_to_check_again(begun):
    from conformance.service.pool import DIED

    site = begun()
    place = location(site.send("a.csv", CSV))
    site.jobs._end(place.rpartition("/")[2], problem=DIED)
    page = site.tree(place)
    assert "校验进程意外终止" in page.get_element_by_id("problem").text
    form = page.xpath("//main//form")[0]
    again = location(site.post(form.get("action"), data=dict(form.fields)))
    assert again != place
    assert "排队中" in site.tree(again).get_element_by_id("said").text


def test_a_field_that_comes_twice_is_refused_for_nobody_knows_which_is_meant(begun):
    site = begun()
    place = location(site.send("a.csv", CSV))
    answer = site.post(f"{place}/again", data=[("party", "unit:sh-fda"), ("party", "district:310115")])
    assert (answer.status_code, len(site.jobs.all())) == (400, 1)
    assert "party 出现了两次" in sentence(answer)


def test_an_official_submission_whose_worker_died_stays_one_and_keeps_how_it_was_asked(begun):
    from conformance.service.model import Asked
    from conformance.service.pool import DIED

    site = begun()
    first = site.jobs.get(location(site.send("a.csv", CSV)).rpartition("/")[2])
    how = Asked(
        item="admin-penalty", party="unit:sh-fda", as_of=date(2016, 6, 5), purpose="publication", encoding="gb18030",
        applies_from=date(2016, 1, 1), sheet="数据", official="2016-06",
    )  # fmt: skip
    job = site.jobs.again(first.id, how)
    site.jobs._end(job.id, problem=DIED)
    again = location(site.post(f"/checks/{job.id}/again?lang=en", data={"same": "yes"}))
    assert site.jobs.get(again.rpartition("/")[2].partition("?")[0]).asked == replace(how, lang="en")


def test_again_asks_in_another_way_and_leaves_the_first_check_as_it_was(begun, tmp_path):
    finished(settings(tmp_path / "kept"), "1" * 32, MIXED)
    site = begun()
    filled = {"item": "admin-penalty", "party": "district:310115", "as_of": "2016-06-30", "kind": "self", "batch": ""}
    new = site.jobs.get(location(site.post(f"/checks/{'1' * 32}/again?lang=en", data=filled)).partition("?")[0][-32:])
    assert (new.asked.item, new.asked.party, str(new.asked.as_of), new.asked.lang) == (
        "admin-penalty",
        "district:310115",
        "2016-06-30",
        "en",
    )
    assert new.name == MIXED.name
    assert site.jobs.get("1" * 32).outcome is not None


def test_what_is_being_made_says_so_and_where_it_will_be(begun, tmp_path, monkeypatch):
    from conformance.service.pages.routes import results

    monkeypatch.setattr(results, "_PATIENCE", 0.0)
    finished(settings(tmp_path / "kept"), "1" * 32, MIXED)
    site = begun()
    page = site.tree(f"/checks/{'1' * 32}/files/xlsx")
    assert "正在生成“问题批注表”" in page.get_element_by_id("said").text
    state = site.get(page.get_element_by_id("progress").get("data-state")).json()
    assert (state["ended"], state["next"]) == (False, f"/checks/{'1' * 32}/files/xlsx")


def test_a_mended_copy_that_is_still_being_made_leads_back_to_the_report(begun, tmp_path, monkeypatch):
    from conformance.service.pages.routes import results

    monkeypatch.setattr(results, "_PATIENCE", 0.0)
    finished(settings(tmp_path / "kept"), "1" * 32, MIXED)
    report = f"/checks/{'1' * 32}"
    page = html.fromstring(begun().post(f"{report}/mended").content)
    assert page.xpath("//head/noscript/meta/@content") == [f"2; url={report}"]
    assert page.get_element_by_id("progress").get("data-state") == f"{report}/files/mended/state?then=report"
    assert page.get_element_by_id("progress").get("data-done") is None


def test_what_cannot_be_made_says_why(begun, tmp_path):
    from conformance.service.pool import Broken
    from conformance.standard.model import Text

    finished(settings(tmp_path / "kept"), "1" * 32, MIXED)
    site = begun()
    why = Broken(Text("没有这样的记录。", "No such records."), refused=True)
    site.jobs._results._impossible["1" * 32, "accepted"] = why
    assert sentence(site.get(f"/checks/{'1' * 32}/files/accepted?lang=en")) == "No such records."


def test_a_wrong_item_and_an_official_submission_of_nobody_are_told_above_the_downloads(begun, tmp_path):
    given = settings(tmp_path / "kept")
    finished(given, "1" * 32, MIXED, item="tax-credit-rating")
    finished(given, "2" * 32, MIXED, official="2016-12")
    site = begun()
    wrong, nobody = (site.tree(f"/checks/{n * 32}").xpath("string(//*[@class='note-box'])") for n in "12")
    assert "可能选错了事项" in wrong
    assert "正式报送要知道报送单位，这次没有记入历史记录" in nobody
    for page in ("/checks", f"/checks/{'2' * 32}"):
        assert "没有记作正式报送（批次 2016-12）" in site.get(page).text


def test_a_check_is_removed_after_a_question(begun, tmp_path):
    given = settings(tmp_path / "kept")
    finished(given, "1" * 32, MIXED)
    finished(given, "2" * 32, MIXED)
    site = begun()
    page = site.tree(f"/checks/{'1' * 32}/delete")
    assert "删除“admin-penalty-mixed.xlsx”的这次校验？" in page.xpath("string(//h1)")
    assert location(site.post(page.xpath("//main//form/@action")[0])) == "/checks"
    assert not (given.checks / ("1" * 32)).exists()
    assert [job.id for job in site.jobs.all()] == ["2" * 32]
    assert location(site.post("/checks/delete")) == "/checks"
    assert site.jobs.all() == []
    assert "还没有校验过文件" in site.get("/checks").text


def test_reading_changes_nothing(begun):
    site = begun()
    place = location(site.send("a.csv", CSV))
    for path in ("/checks/delete", f"{place}/delete", "/login", "/logout"):
        site.get(path)
    assert len(site.jobs.all()) == 1
    assert site.get("/logout").status_code == 405


@pytest.mark.parametrize("path", ["/checks", "/checks/delete", f"/checks/{'1' * 32}/again", "/login"])
def test_a_page_of_another_site_can_send_nothing(begun, path):
    site = begun()
    location(site.send("a.csv", CSV))
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert site.post(path, headers=headers, files={"file": ("b.csv", CSV)}).status_code == 403
    assert len(site.jobs.all()) == 1


def test_a_name_that_was_given_our_address_gets_a_page_of_nothing(begun):
    answer = begun().get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert "127.0.0.1" in sentence(answer)


def test_an_official_nil_return_is_told_as_one_and_a_table_without_records_of_a_self_check_is_not(begun, tmp_path):
    given, nothing = settings(tmp_path / "kept"), tmp_path / "nothing.csv"
    nothing.write_bytes(GOOD.read_bytes().splitlines(keepends=True)[0])
    finished(given, "1" * 32, nothing, item="admin-licence", party="district:310115", official="2016-12")
    finished(given, "2" * 32, nothing, item="admin-licence", party="district:310115")
    site = begun()
    official, own = (html.tostring(site.tree(f"/checks/{one * 32}"), encoding="unicode") for one in "12")
    assert "未校验（记录后为零报告）" in official
    assert official.count("批次 2016-12 记入历史记录后即为零报告") == 1
    assert "已记为零报告" in official
    assert "（零报告）" not in own
    assert "正式报送后即记为零报告" in own
    assert site.get("/checks").text.count("（零报告）") == 1

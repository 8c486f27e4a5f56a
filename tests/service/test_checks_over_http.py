"""A file is sent, becomes a check, and what comes of it is what the library says of the same file."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

import conformance
from conformance.service.outputs import OUTPUTS
from service.live import API, DAY, GOOD, MIXED, Live, problem, until, waiting


def test_the_report_is_what_the_library_says_of_the_file(live: Live):
    told = live.check(MIXED)
    kept = live.get(told["links"]["json"]).json()
    assert kept == json.loads(json.dumps(_plain(conformance.check(MIXED, as_of=DAY))))
    assert told["outcome"]["verdict"] == kept["verdict"] == "non-conforming"
    assert told["outcome"]["errors"] == kept["counts"]["error"]
    assert told["outcome"]["rows"] == kept["inputs"][0]["rows"]


def _plain(report: conformance.Report) -> dict[str, object]:
    import msgspec

    found = msgspec.to_builtins(report)
    said = json.dumps(found, ensure_ascii=False).replace(json.dumps(str(MIXED))[1:-1], MIXED.name)
    return dict(json.loads(said))  # the service calls a file what its sender calls it


def test_what_is_not_waited_for_is_taken_and_can_be_asked_for(live: Live):
    answer = live.post(
        f"checks?name=许可.csv&as_of={DAY}", data=GOOD.read_bytes(), headers={"Content-Type": "text/csv"}
    )
    assert answer.status_code == 202
    assert answer.headers["Retry-After"] == "1"
    place = answer.headers["Location"]
    told = live.get(place, headers=waiting(30)).json()
    assert (told["state"], told["files"]) == ("done", ["许可.csv"])
    assert told["outcome"]["verdict"] == "conforming"
    assert live.get(told["links"]["upload"]).content == GOOD.read_bytes()
    assert told["id"] in [one["id"] for one in live.get("checks?limit=200").json()["checks"]]


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_result_can_be_had(live: Live, name: str):
    told = _mixed(live)
    answer = live.get(told["links"][name], headers=waiting(30))
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == OUTPUTS[name].media_type
    assert answer.headers["Content-Disposition"].startswith("inline" if name == "html" else "attachment")
    assert answer.content
    again = live.get(told["links"][name])
    assert again.content == answer.content
    ranged = live.get(told["links"][name], headers={"Range": "bytes=0-3"})
    assert (ranged.status_code, ranged.content) == (206, answer.content[:4])


_KEPT: dict[str, dict[str, Any]] = {}


def _mixed(live: Live) -> dict[str, dict[str, str]]:
    if live.url not in _KEPT:
        _KEPT[live.url] = live.check(MIXED)
    return _KEPT[live.url]


def test_the_mended_copy_is_what_fix_makes(live: Live, tmp_path):
    told = _mixed(live)
    conformance.fix(MIXED, tmp_path / "mended.xlsx", as_of=DAY)
    mended = live.get(told["links"]["mended"], headers=waiting(30)).content
    assert _cells(mended) == _cells((tmp_path / "mended.xlsx").read_bytes())
    figures = live.get(told["links"]["mending"]).json()
    assert figures["cells"] > 0


def _cells(workbook: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return package.read("xl/worksheets/sheet1.xml")


def test_what_no_file_can_give_is_refused_with_a_sentence(live: Live, tmp_path):
    unread = tmp_path / "notes.txt"
    unread.write_bytes(b"\x00\x01\x02 nothing of ours")
    told = live.check(unread)
    assert told["outcome"]["verdict"] == "not-checked"
    answer = live.get(told["links"]["mended"], headers=waiting(30))
    assert (answer.status_code, problem(answer)) == (409, "no-report")


def test_several_files_are_one_check_and_none_hides_another(live: Live):
    files = [
        ("file", ("a.csv", GOOD.read_bytes())),
        ("file", ("a.csv", GOOD.read_bytes())),
        ("file", ("b.xlsx", MIXED.read_bytes())),
    ]
    told = live.post("checks", files=files, data={"as_of": DAY}, headers=waiting(30)).json()
    assert told["files"] == ["a.csv", "a (2).csv", "b.xlsx"]
    assert told["outcome"]["inputs"] == 3
    paths = [one["path"] for one in live.get(told["links"]["json"]).json()["inputs"]]
    assert sorted(paths) == ["a (2).csv", "a.csv", "b.xlsx"]
    answer = live.get(told["links"]["mended"], headers=waiting(30))
    assert problem(answer) == "no-report"


def test_a_zip_is_opened_and_a_bomb_is_refused_with_a_sentence(live: Live, tmp_path):
    archive, bomb = tmp_path / "sent.zip", tmp_path / "bomb.zip"
    with zipfile.ZipFile(archive, "w") as package:
        package.write(GOOD, "许可.csv")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package, package.open("a.csv", "w") as member:
        for _ in range(128):
            member.write(bytes(1 << 20))
    assert live.check(archive)["outcome"]["items"] == ["admin-licence"]
    told = live.check(bomb)
    assert told["outcome"]["verdict"] == "not-checked"
    assert "解压" in live.get(told["links"]["json"]).json()["inputs"][0]["problem"]


def test_two_uploads_of_the_same_bytes_are_two_checks(live: Live):
    one, other = live.check(GOOD), live.check(GOOD)
    assert one["id"] != other["id"]
    assert one["digest"] == other["digest"]
    live.send("DELETE", one["links"]["self"])
    assert live.get(other["links"]["upload"]).content == GOOD.read_bytes()


def test_a_check_is_removed_with_all_that_belongs_to_it(live: Live):
    told = live.check(GOOD)
    assert live.send("DELETE", told["links"]["self"]).status_code == 204
    assert not (live.settings.checks / told["id"]).exists()
    assert [problem(live.send(method, told["links"]["self"])) for method in ("GET", "DELETE")] == ["not-found"] * 2
    assert told["id"] in [one["id"] for one in _runs(live)]


def _runs(live: Live) -> list[dict[str, object]]:
    found, after = [], ""
    while True:
        page = live.get(f"runs?limit=500{after}").json()
        found += page["runs"]
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"


def test_each_check_is_a_run_of_the_history_and_pages_have_them_all(live: Live):
    ids = [live.check(GOOD, party="district:310115")["id"] for _ in range(3)]
    seen, after = [], ""
    while True:
        page = live.get(f"runs?limit=2&party=district:310115{after}").json()
        seen += [one["id"] for one in page["runs"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert {one for one in seen if one in ids} == set(ids)  # within a second the order is that of the ids
    assert len(set(seen)) == len(seen)


def test_an_official_batch_is_recorded_once_and_other_contents_are_refused_beside_their_report(live: Live):
    said = {"party": "district:310115", "official": "2016-06-01", "item": "admin-licence", "as_of": ""}
    first, again = live.check(GOOD, **said), live.check(GOOD, **said)
    assert not first["outcome"]["record_failed"]
    assert "没有重复记录" in again["outcome"]["recorded"]
    other = live.post(
        "checks", files={"file": ("b.csv", GOOD.read_bytes() + b"\n")}, data=said, headers=waiting(30)
    ).json()
    assert other["state"] == "done"
    assert other["outcome"]["record_failed"]
    assert "内容与本次不同" in other["outcome"]["recorded"]
    runs = [one for one in _runs(live) if one["batch"] == "2016-06-01"]
    assert [one["id"] for one in runs] == [first["id"]]


def test_an_official_submission_of_nobody_is_refused_at_once_unless_its_files_may_say_who_submits(live: Live, tmp_path):
    said = {"official": "2016-06-09", "item": "admin-licence", "as_of": ""}
    mute, telling = tmp_path / "mute.zip", tmp_path / "telling.zip"
    for archive, names in ((mute, ["许可.csv"]), (telling, ["许可.csv", "manifest.yaml"])):
        with zipfile.ZipFile(archive, "w") as package:
            for name in names:
                package.writestr(name, GOOD.read_bytes() if name.endswith("csv") else "party: nobody\n")
    for file in (GOOD, MIXED, mute):
        answer = live.post("checks", files={"file": (file.name, file.read_bytes())}, data=said)
        assert (answer.status_code, problem(answer)) == (422, "party-missing")
        assert "--" not in answer.json()["detail"]
    assert live.left() == []
    told = live.post("checks", files={"file": (telling.name, telling.read_bytes())}, data=said)
    assert told.status_code == 202
    message = {"file": ("a.json", b"[]")}
    recorded = live.post("checks", files=message, data=said, headers=waiting(30)).json()["outcome"]
    assert recorded["record_failed"]
    assert "报送单位（party）" in recorded["recorded"]


def test_progress_is_told_and_a_check_under_way_is_stopped(live: Live, tmp_path):
    big = tmp_path / "big.csv"
    head, _, rows = GOOD.read_bytes().partition(b"\n")
    big.write_bytes(head + b"\n" + rows * 5_000)
    with big.open("rb") as stream:
        told = live.post("checks", files={"file": ("big.csv", stream)}, data={"as_of": DAY}).json()
    place = told["links"]["self"]
    until(lambda: (live.get(place).json()["progress"] or {}).get("rows"))
    assert live.send("DELETE", place).status_code == 204
    assert live.check(GOOD)["outcome"]["verdict"] == "conforming"
    assert not (live.settings.checks / told["id"]).exists()


@pytest.mark.parametrize(
    ("sent", "status", "name"),
    [
        ({"data": b"x", "headers": {"Content-Type": "text/html"}}, 415, "unsupported-media-type"),
        ({"data": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, "invalid-request"),
        ({"data": b"no form", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 400, "invalid-request"),
        ({"files": {"other": b"x"}}, 400, "invalid-request"),
        ({"files": {"file": ("a.csv", b"x")}, "data": {"color": "red"}}, 400, "invalid-request"),
        ({"files": {"file": ("a.csv", b"x")}, "data": {"item": "nothing"}}, 422, "unknown-item"),
        ({"files": {"file": ("a.csv", b"x")}, "data": {"party": "nobody"}}, 400, "invalid-request"),
        ({"files": {"file": ("a.csv", b"x")}, "data": {"as_of": "1.7.2016"}}, 400, "invalid-request"),
        ({"files": {"file": ("a.csv", b"x")}, "data": {"official": "a b"}}, 400, "invalid-request"),
        ({"files": {"file": ("a.csv", b"x")}, "data": {"official": "a", "as_of": DAY}}, 400, "invalid-request"),
        ({"files": {"file": ("a.csv", b"x")}, "data": {"lang": "fr"}}, 400, "invalid-request"),
        ({"files": {"file": ("a.csv", b"x")}, "data": {"item": "x" * 70_000}}, 413, "too-large"),
        ({"files": {"file": ("a.csv", b"x")}, "params": {"lang": "en"}, "data": {"lang": "en"}}, 400, "invalid-request"),
        ({"files": {"file": ("a.csv", b"x")}, "headers": {"Accept": "text/html"}}, 406, "not-acceptable"),
        ({"files": {"file": ("a.csv", b"x")}, "params": {"colour": "red"}}, 400, "invalid-request"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_and_nothing_is_kept(live: Live, sent, status, name):
    before = live.get("checks").json()["total"]
    answer = live.post("checks", **sent)
    assert (answer.status_code, problem(answer)) == (status, name)
    assert live.left() == []
    assert live.get("checks").json()["total"] == before


def test_an_address_of_the_machine_is_in_no_answer(live: Live):
    told = _mixed(live)
    place = str(live.settings.folder)
    for name in ("json", "html", "text", "csv", "sarif", "junit", "markdown", "mending"):
        assert place not in live.get(told["links"][name], headers=waiting(30)).text, name
    assert place not in json.dumps(told)
    assert told["links"]["self"] == f"{API}/checks/{told['id']}"

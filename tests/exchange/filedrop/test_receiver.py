"""The reference receiver of file drops: what it answers, what it leaves alone, and that nothing is ever half done."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.exchange.filedrop import ledger, receiver
from conformance.exchange.filedrop.layout import OWN, RECEIPT, RECEIPT_TABLE, digest_of
from conformance.exchange.filedrop.receiver import Receiver, Said, Ways
from conformance.exchange.profile.envelopes import faults
from exchange.carrying import DAY, STANDARD

HEADER = "主体名称,统一社会信用代码,评价名称,评价等级,评价年度,评价日期,评价单位,当前状态,地方编码,数据更新时间戳"
ROW = "上海甲公司,91310000TTTTXEGM6M,纳税信用等级评价,A,2015,2016/04/01,上海市税务局,0,310000,2016/04/02"
GOOD = f"{HEADER}\r\n{ROW}\r\n"
Put = Callable[..., Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Make a drop: files by name, and a manifest over them with whatever else it is to say."""

    def make(drop: str, files: dict[str, bytes], number: str = "2016-05", **entry: Any) -> Path:
        place = tmp_path / drop
        place.mkdir()
        for name, content in files.items():
            (place / name).write_bytes(content)
        listed = [
            {"path": name, "item": "tax-credit-rating", "records": 1, "sha256": digest_of(content), **entry}
            for name, content in files.items()
        ]
        manifest = {"id": number, "period": {"from": "2016-01-01", "to": "2016-12-31"}, "files": listed}
        (place / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
        return place

    return make


def look(folder: Path, ways: Ways = Ways()) -> dict[str, Said]:  # noqa: B008 - frozen
    return {said.drop: said for said in Receiver(folder, STANDARD, lambda: DAY, ways).once()}


def receipt(drop: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((drop / RECEIPT).read_text(encoding="utf-8"))
    assert list(faults("DropReceipt", found)) == []
    return found


def reasons(drop: Path) -> list[str]:
    return [problem["rule"] for problem in receipt(drop)["problems"]]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_drop_is_answered_and_nothing_of_the_senders_changes(put: Put, tmp_path: Path) -> None:
    drop = put("五月", {"评价.csv": GOOD.encode("gb18030")})
    before = contents(drop)
    assert look(tmp_path)["五月"].standing == "answered"
    after = contents(drop)
    assert {name: after.pop(name) for name in before} == before
    assert after.keys() == {RECEIPT, RECEIPT_TABLE}


def test_the_receipt_has_a_line_for_every_row_with_rule_clause_and_message(put: Put, tmp_path: Path) -> None:
    wrong = ROW.replace("2016/04/01", "2016/04/31")
    drop = put("d", {"r.csv": f"{GOOD}{wrong}\r\n".encode()}, records=2)
    look(tmp_path)
    found = receipt(drop)
    lines = found["files"][0]["receipt"]["lines"]
    assert (found["state"], found["totalSize"], found["successSize"], found["failSize"]) == (
        "partially-accepted",
        2,
        1,
        1,
    )
    assert [(line["row"], line["verdict"]) for line in lines] == [(1, "accepted"), (2, "rejected")]
    problem = lines[1]["problems"][0]
    assert (problem["rule"], problem["pointer"]) == ("date", "/评价日期")
    assert problem["clause"]
    assert "2016/04/31" in problem["message"]


def test_people_get_the_same_lines_as_a_table_that_runs_no_formulas(put: Put, tmp_path: Path) -> None:
    drop = put("=d", {"r.csv": GOOD.encode()}, number="=HYPERLINK(1)")
    look(tmp_path)
    text = (drop / RECEIPT_TABLE).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    assert [row[5] for row in rows[1:]] == ["可入库", ""]
    assert {row[0] for row in rows[1:]} == {"'=HYPERLINK(1)"}
    assert rows[-1][-1] == "共 1 条，可入库 1 条，退回 0 条"


def test_a_row_that_came_in_another_file_names_that_file_and_no_place_of_the_receivers(
    put: Put, tmp_path: Path
) -> None:
    drop = put("d", {"a.csv": GOOD.encode(), "b.csv": GOOD.encode()})
    look(tmp_path)
    told = [
        problem["message"]
        for file in receipt(drop)["files"]
        for line in file["receipt"]["lines"]
        for problem in line["problems"]
    ]
    assert any("a.csv" in message for message in told)
    assert str(tmp_path) not in (drop / RECEIPT).read_text(encoding="utf-8")


def test_a_drop_without_a_manifest_is_left_alone_and_said(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "r.csv").write_text(GOOD, encoding="utf-8")
    said = look(tmp_path)["d"]
    assert said.standing == "waiting"
    assert "清单" in said.text.zh
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["r.csv"]


@pytest.mark.parametrize("name", [".manifest.json", "~$manifest.json", "manifest.json.part", "manifest.json.TMP"])
def test_what_is_still_being_written_is_no_manifest(name: str, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / name).write_text("{", encoding="utf-8")
    assert look(tmp_path)["d"].standing == "waiting"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"records": 2}, "manifest-count"),
        ({"sha256": "0" * 64}, "manifest-digest"),
        ({"sha256": None}, "drop-digest-missing"),
        ({"path": "other.csv"}, "manifest-file-missing"),
        ({"path": "../r.csv"}, "drop-manifest-unreadable"),
        ({"item": "no-such-item"}, "drop-manifest-unreadable"),
    ],
)
def test_a_drop_that_is_not_what_its_manifest_says_is_refused_as_a_whole(
    change: dict[str, Any], reason: str, put: Put, tmp_path: Path
) -> None:
    drop = put("d", {"r.csv": GOOD.encode()}, **change)
    look(tmp_path)
    assert reasons(drop)[0] == reason
    assert (receipt(drop)["state"], receipt(drop)["files"], receipt(drop)["totalSize"]) == ("refused", [], 0)
    assert str(tmp_path) not in (drop / RECEIPT).read_text(encoding="utf-8")


def test_links_are_not_followed(put: Put, tmp_path: Path) -> None:
    secret = tmp_path / ".secret.csv"
    secret.write_text(GOOD, encoding="utf-8")
    drop = put("d", {"r.csv": GOOD.encode()})
    (drop / "r.csv").unlink()
    (drop / "r.csv").symlink_to(secret)
    look(tmp_path)
    assert receipt(drop)["state"] == "refused"


def test_a_folder_that_leads_out_is_not_followed_either(put: Put, tmp_path: Path) -> None:
    outside = tmp_path / ".outside"
    outside.mkdir()
    (outside / "r.csv").write_text(GOOD, encoding="utf-8")
    drop = put("d", {"r.csv": GOOD.encode()}, path="sub/r.csv")
    (drop / "sub").symlink_to(outside)
    look(tmp_path)
    assert receipt(drop)["state"] == "refused"


def test_a_manifest_that_is_a_link_is_refused(put: Put, tmp_path: Path) -> None:
    drop = put("d", {"r.csv": GOOD.encode()})
    (drop / "manifest.json").replace(tmp_path / ".kept.json")
    (drop / "manifest.json").symlink_to(tmp_path / ".kept.json")
    look(tmp_path)
    assert reasons(drop) == ["drop-file-linked"]


@pytest.fixture
def gbk(put: Put, tmp_path: Path) -> Path:
    """A drop that a program of Windows copied onto this disk: folder and file have names in GBK."""
    drop = put("d", {"许可.csv": GOOD.encode()})
    place = os.fsdecode(os.fsencode(tmp_path) + b"/" + "五月".encode("gbk"))
    try:
        (drop / "许可.csv").rename(os.fsdecode(os.fsencode(drop) + b"/" + "许可.csv".encode("gbk")))
        return drop.rename(place)
    except OSError:
        pytest.skip("this disk takes names in UTF-8 only")


def test_names_in_gbk_are_found_under_what_they_mean(gbk: Path, tmp_path: Path) -> None:
    before = sorted(gbk.iterdir())
    assert look(tmp_path)["五月"].standing == "answered"
    found = receipt(gbk)
    assert (found["state"], [file["path"] for file in found["files"]]) == ("accepted", ["许可.csv"])
    assert {path for path in gbk.iterdir() if path.name not in (RECEIPT, RECEIPT_TABLE)} == set(before)
    assert [path.name for path in (tmp_path / OWN).iterdir()] == ["taken.json"]


def test_a_name_in_gbk_that_nobody_listed_is_named_as_it_is_meant(put: Put, tmp_path: Path) -> None:
    drop = put("d", {"r.csv": GOOD.encode()})
    try:
        Path(os.fsdecode(os.fsencode(drop) + b"/" + "旧的.csv".encode("gbk"))).touch()
    except OSError:
        pytest.skip("this disk takes names in UTF-8 only")
    look(tmp_path)
    assert "旧的.csv" in receipt(drop)["problems"][0]["message"]


def test_two_manifests_are_one_too_many(put: Put, tmp_path: Path) -> None:
    drop = put("d", {"r.csv": GOOD.encode()})
    shutil.copy(drop / "manifest.json", drop / "manifest.yaml")
    look(tmp_path)
    assert reasons(drop) == ["drop-manifest-twice"]


def test_a_file_beyond_the_manifest_is_named_and_refuses_nothing(put: Put, tmp_path: Path) -> None:
    drop = put("d", {"r.csv": GOOD.encode()})
    (drop / "old.csv").write_text(GOOD, encoding="utf-8")
    look(tmp_path)
    assert (receipt(drop)["state"], reasons(drop)) == ("accepted", ["manifest-file-unlisted"])


def test_the_same_batch_again_is_recognised_and_the_first_receipt_stays(put: Put, tmp_path: Path) -> None:
    first = put("一", {"r.csv": GOOD.encode()})
    look(tmp_path)
    kept = (first / RECEIPT).read_bytes()
    shutil.copytree(first, tmp_path / "二", ignore=shutil.ignore_patterns("receipt.*"))
    look(tmp_path)
    again = receipt(tmp_path / "二")
    assert (again["repeats"], again["state"]) == ("一", "accepted")
    assert again["files"] == receipt(first)["files"]
    assert (first / RECEIPT).read_bytes() == kept
    assert [one.drop for one in ledger.read(tmp_path)] == ["一"]


def test_a_number_that_was_used_is_refused_and_a_refused_one_stays_free(put: Put, tmp_path: Path) -> None:
    put("bad", {"r.csv": GOOD.encode()}, records=7)
    look(tmp_path)
    put("good", {"r.csv": GOOD.encode()})
    look(tmp_path)
    other = put("other", {"r.csv": GOOD.replace("甲", "乙").encode()})
    look(tmp_path)
    assert receipt(tmp_path / "good")["state"] == "accepted"
    assert reasons(other) == ["drop-batch-reused"]


@pytest.mark.parametrize("at", range(3))
def test_a_break_at_any_write_leaves_nothing_half_and_is_made_good_at_the_next_look(
    at: int, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop = put("d", {"r.csv": GOOD.encode()})
    replaced = Path.replace
    writes = iter(range(9))

    def broken(self: Path, target: Path) -> Path:
        if next(writes) == at:
            raise KeyboardInterrupt
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(KeyboardInterrupt):
        look(tmp_path)
    monkeypatch.undo()
    assert not (drop / RECEIPT).exists()
    assert not list(tmp_path.rglob("*.tmp*"))
    look(tmp_path)
    assert (receipt(drop)["state"], "repeats" in receipt(drop)) == ("accepted", False)


def test_what_a_power_cut_left_behind_is_in_nobodys_way(put: Put, tmp_path: Path) -> None:
    drop = put("d", {"r.csv": GOOD.encode()})
    left = drop / f".{RECEIPT}.{os.getpid()}.tmp"
    left.write_text('{"batch"', encoding="utf-8")
    look(tmp_path)
    assert (receipt(drop)["state"], left.exists()) == ("accepted", False)


def test_one_drop_that_cannot_be_dealt_with_does_not_hold_up_the_others(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a", {"r.csv": GOOD.encode()}, number="1")
    put("b", {"r.csv": GOOD.encode()}, number="2")

    def judge(drop: Any, basis: Any) -> Any:
        if drop.name == "a":
            raise OSError(5, "Input/output error")
        return receiver.judge(drop, basis)

    said = look(tmp_path, Ways(judge=judge))
    assert (said["a"].standing, said["b"].standing) == ("trouble", "answered")


@pytest.mark.parametrize("damaged", ["[{", "[" * 200_000], ids=["cut", "deep"])
def test_a_damaged_list_of_what_was_taken_stops_taking(damaged: str, put: Put, tmp_path: Path) -> None:
    drop = put("d", {"r.csv": GOOD.encode()})
    (tmp_path / OWN).mkdir()
    (tmp_path / OWN / "taken.json").write_text(damaged, encoding="utf-8")
    said = look(tmp_path)["d"]
    assert (said.standing, "taken.json" in said.text.en) == ("trouble", True)
    assert not (drop / RECEIPT).exists()


@pytest.mark.skipif(os.name == "nt", reason="needs a file system that refuses")
def test_what_belongs_to_nobody_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    assert look(tmp_path) == {}

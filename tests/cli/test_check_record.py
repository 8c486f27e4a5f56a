"""``check --record``: the run is kept, the check is none the worse for it, and nothing of the data comes along."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from submissions import CITIZEN, TITLES, licence, write_csv

from conformance.history.model import ManifestFigures, Run, Withheld
from conformance.history.opening import open_store

Command = Callable[..., tuple[int, str, str]]
PARTY = ("--party", "district:310115", "--as-of", "2016-05-09")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'history.db'}"


def runs(url: str) -> list[Run]:
    with open_store(url, create=False) as store:
        return list(store.runs())


def sha256(path: Path) -> str:
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def test_a_self_check_is_kept_with_the_numbers_of_its_report(
    conformance: Command, bad: Path, tmp_path: Path, url: str
) -> None:
    report = tmp_path / "report.json"
    code, _, err = conformance("check", bad, *PARTY, "--format", "json", "--output", report, "--record", url)
    said = json.loads(report.read_text(encoding="utf-8"))
    (run,) = runs(url)
    (kept,) = run.inputs
    (shown,) = said["inputs"]
    assert code == 1
    assert "已记入历史记录" in err
    assert "自查" in err
    assert (run.kind, run.party, run.batch, run.as_of.isoformat()) == ("self-check", PARTY[1], None, said["as_of"])
    assert (run.verdict, run.edition) == (said["verdict"], said["standard"]["edition"])
    assert {"error": run.errors, "warning": run.warnings, "info": run.infos} == said["counts"]
    assert (kept.item, kept.rows, kept.accepted, kept.rejected) == (
        shown["item"], shown["rows"], shown["accepted_rows"], shown["rejected_rows"]
    )  # fmt: skip
    assert kept.digest == sha256(bad)
    failed = {(one.rule, one.field): one.errors + one.warnings + one.infos for one in kept.rules}
    told: dict[tuple[str, str | None], int] = {}
    for rule in said["rules"]:
        told[rule["id"], rule["field"]] = told.get((rule["id"], rule["field"]), 0) + rule["failed"]
    assert {key: number for key, number in failed.items() if number} == {k: n for k, n in told.items() if n}
    project = next(one for one in kept.fields if one.field == "project_name")
    assert (project.filled, project.blank, project.placeholder) == (2, 1, 0)


def test_nothing_of_the_data_is_kept(conformance: Command, tmp_path: Path, url: str) -> None:
    """No value, no name of a file or a sheet, no header that is not the standard's."""
    rows = [[*licence(number, 备注=f"{CITIZEN} "), "无名列之值"] for number in range(1, 4)]
    rows += [[*licence(4, 项目名称="", 许可决定日期="2016/13/45"), "无名列之值"]]
    path = write_csv(tmp_path / "张示例.csv", rows, titles=(*TITLES, "李示例的备注"))
    conformance("check", path, *PARTY, "--record", url)
    (run,) = runs(url)
    texts = {str(cell) for row in rows for cell in row if len(str(cell)) > 3} - {"310115"}  # the party has that
    kept = "\n".join(sqlite3.connect(tmp_path / "history.db").iterdump())
    assert run.errors
    assert [text for text in (*texts, *TITLES, CITIZEN, "张示例", "李示例", "无名列") if text in kept] == []
    assert [text for text in texts if text in repr(run)] == []


def test_an_official_submission_is_kept_once(conformance: Command, good: Path, url: str) -> None:
    official = (*PARTY, "--record", url, "--official", "2016-05")
    first = conformance("check", good, *official)
    second = conformance("check", good, *official)
    (run,) = runs(url)
    assert first[0] == second[0] == 0
    assert "正式报送，批次 2016-05" in first[2]
    assert "没有重复记录" in second[2]
    assert (run.kind, run.batch) == ("official", "2016-05")


def test_a_batch_with_other_contents_is_refused_after_the_report(
    conformance: Command, good: Path, bad: Path, tmp_path: Path, url: str
) -> None:
    official = (*PARTY, "--record", url, "--official", "2016-05")
    conformance("check", good, *official)
    report = tmp_path / "report.html"
    code, _, err = conformance("check", bad, *official, "--output", report)
    assert code == 2
    assert "内容与本次不同" in err
    assert report.is_file()
    assert len(runs(url)) == 1


def test_an_official_submission_of_nobody_is_refused(conformance: Command, good: Path, url: str) -> None:
    code, out, err = conformance("check", good, "--record", url, "--official", "1")
    assert code == 2
    assert "校验通过" in out
    assert "--party" in err
    assert runs(url) == []


def test_a_nil_return_and_a_file_that_cannot_be_read(conformance: Command, tmp_path: Path, url: str) -> None:
    nothing = write_csv(tmp_path / "nothing.csv", [])
    (tmp_path / "empty.csv").write_bytes(b"")
    code, _, err = conformance("check", nothing, tmp_path / "empty.csv", *PARTY, "--record", url)
    (run,) = runs(url)
    assert code == 2
    assert "已记入历史记录" in err
    assert [(one.item, one.nil, one.verdict) for one in run.inputs] == [
        ("admin-licence", True, "not-checked"),
        (None, False, "not-checked"),
    ]


def test_what_cannot_be_read_beside_a_batch_that_is_there_is_not_called_the_same(
    conformance: Command, good: Path, tmp_path: Path, url: str
) -> None:
    (tmp_path / "strange.csv").write_bytes(b"a,b\n1,2\n")
    said = []
    for files in ([good], [good], [good, tmp_path / "strange.csv"]):
        _, _, err = conformance("check", *files, *PARTY, "--record", url, "--official", "2016-05")
        said.append("认不出数据事项的 1 个文件不在其内" in err)
    assert said == [False, False, True]


def test_an_official_nil_return_is_told_as_one(conformance: Command, tmp_path: Path, url: str) -> None:
    nothing = write_csv(tmp_path / "nothing.csv", [])
    code, out, err = conformance("check", nothing, *PARTY, "--record", url, "--official", "2016-05")
    assert code == 2
    assert "请先解决未能校验的文件" not in out
    assert "未校验（记录后为零报告）" in out
    assert "没有记录的表，批次 2016-05 记入历史记录后即为零报告" in out
    assert "正式报送，批次 2016-05，已记为零报告" in err


def test_a_report_calls_nothing_a_nil_return_that_the_history_refuses(
    conformance: Command, good: Path, tmp_path: Path, url: str
) -> None:
    nothing = write_csv(tmp_path / "nothing.csv", [])
    said = []
    for file in (good, nothing):
        _, out, err = conformance("check", file, *PARTY, "--record", url, "--official", "2016-05")
        said.append((out, err))
    out, err = said[1]
    assert "没有记录" in err
    assert "未校验（记录后为零报告）" in out
    assert "批次 2016-05 记入历史记录后即为零报告" in out
    assert "作为零报告报送" not in out
    assert "未校验（零报告）" not in out
    assert len(runs(url)) == 1


def test_an_official_nil_return_is_told_in_json_too(conformance: Command, tmp_path: Path, url: str) -> None:
    nothing, report = write_csv(tmp_path / "nothing.csv", []), tmp_path / "report.json"
    told = []
    for more in ((), ("--official", "2016-05")):
        conformance("check", nothing, *PARTY, "--record", url, *more, "--format", "json", "--output", report)
        told.append(json.loads(report.read_bytes()))
    assert [one["verdict"] for one in told] == ["not-checked", "not-checked"]
    assert ["批次 2016-05 记入历史记录后即为零报告" in "".join(one["notes"]) for one in told] == [False, True]


def test_a_manifest_gives_period_and_party(conformance: Command, good: Path, tmp_path: Path, url: str) -> None:
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(
        "id: m1\nparty: district:310115\nperiod: {from: 2016-05-01, to: 2016-05-31}\nkind: increment\n"
        "files:\n  - path: good.csv\n    records: 3\n    item: admin-licence\n"
        "    decisions: {to_publish: 5, published: 3, withheld: [{ground: state-secret, records: 1}]}\n",
        encoding="utf-8",
    )
    conformance("check", "--manifest", manifest, "--as-of", "2016-06-05", "--record", url, "--official", "1")
    (run,) = runs(url)
    assert (run.party, str(run.period_from), str(run.period_to), run.sending) == (
        "district:310115", "2016-05-01", "2016-05-31", "increment"
    )  # fmt: skip
    assert run.figures == (ManifestFigures("admin-licence", 3, 5, 3, (Withheld("state-secret", 1),)),)


@pytest.mark.parametrize(("published", "told"), [(5, False), (6, True)])
def test_more_decisions_published_than_to_be_published_are_told(
    conformance: Command, good: Path, tmp_path: Path, published: int, told: bool
) -> None:
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(
        "id: m1\nparty: district:310115\nperiod: {from: 2016-05-01, to: 2016-05-31}\n"
        "files:\n  - path: good.csv\n    records: 3\n    item: admin-licence\n"
        f"    decisions: {{to_publish: 5, published: {published}}}\n",
        encoding="utf-8",
    )
    code, out, _ = conformance("check", "--manifest", manifest, "--as-of", "2016-06-05")
    assert code == 0
    assert ("已公开 6 件，多于应公开的 5 件" in out) is told


def test_a_store_that_cannot_be_written_leaves_the_report(conformance: Command, good: Path, tmp_path: Path) -> None:
    """Exit code 2 and one sentence, after the report."""
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = other.read_bytes()
    code, out, err = conformance("check", good, *PARTY, "--record", f"sqlite:///{other}")
    assert code == 2
    assert "校验通过" in out
    assert len(err.strip().splitlines()) == 1
    assert "不是历史记录" in err
    assert other.read_bytes() == before


@pytest.mark.parametrize("url", ["history.db", "mysql://a:geheim@b/c", "sqlite://", "sqlite:///:memory:", "x:geheim@y"])
def test_what_is_no_address_is_not_repeated(conformance: Command, good: Path, url: str) -> None:
    code, out, err = conformance("check", good, "--record", url)
    assert (code, out) == (2, "")
    assert "sqlite:///文件" in err
    assert "geheim" not in err


def test_no_report_takes_the_place_of_the_history(conformance: Command, good: Path, tmp_path: Path, url: str) -> None:
    conformance("check", good, *PARTY, "--record", url)
    target = tmp_path / "history.db"
    code, _, err = conformance("check", good, *PARTY, "--format", "text", "--output", target, "--record", url)
    assert code == 2
    assert err
    assert len(runs(url)) == 1


def test_a_batch_without_a_history_is_a_slip(conformance: Command, good: Path) -> None:
    code, out, err = conformance("check", good, "--official", "1")
    assert (code, out) == (2, "")
    assert "--record" in err


@pytest.mark.parametrize(
    ("library", "extra"), [("sqlalchemy", "history"), ("alembic", "history"), ("psycopg", "postgres")]
)
def test_a_missing_library_is_told_before_any_work(
    conformance: Command, good: Path, monkeypatch: pytest.MonkeyPatch, library: str, extra: str
) -> None:
    for name in [name for name in sys.modules if name.startswith("conformance.history.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    code, out, err = conformance("check", good, "--record", "postgresql://a:geheim@b/c")
    assert (code, out) == (2, "")
    assert f"three-list-conformance[{extra}]" in err
    assert "geheim" not in err


def test_where_there_is_no_file_the_cells_have_a_digest() -> None:
    from conformance.api import check_many
    from conformance.submission.model import Contents

    def digest(records: list[dict[str, str]]) -> str | None:
        told: list[Contents] = []
        check_many([records], on_judged=told.append)
        return told[0].digests[0]

    records = [dict(zip(TITLES, licence(number), strict=True)) for number in (1, 2)]
    assert digest(records) == digest([dict(one) for one in records])
    assert str(digest(records)).startswith("text-sha256:")
    assert digest(records) != digest(records[::-1])

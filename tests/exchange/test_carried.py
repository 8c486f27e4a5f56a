"""Folders and databases from the outside: a run that is recorded and judged again, and what lies there at rest."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.cli import main
from conformance.cli.main import cli
from conformance.exchange import receiving
from conformance.exchange.carried import carrier_of, target_of
from conformance.exchange.evidence.reader import read_record
from conformance.exchange.evidence.verification import suite_of, verified
from conformance.exchange.filedrop.carrier import FolderCarrier
from conformance.exchange.filedrop.layout import RECEIPT, digest_of
from conformance.exchange.filedrop.planted import FAULTS
from conformance.exchange.filedrop.receiver import Receiver, Ways
from conformance.exchange.probe import Found, Options, probe
from conformance.report.errors import UsageError
from exchange.carrying import DAY, STANDARD, Working, remembering
from exchange.filedrop.test_receiver import GOOD, look

__all__ = ["remembering"]
ONLY = ("drop-good", "drop-repeat", "drop-formats")


def run(folder: Path, out: Path, ways: Ways = Ways(), **more: bool) -> Found:  # noqa: B008 - frozen
    receiver = Receiver(folder, STANDARD, lambda: DAY, ways)
    clock = Working(work=receiver.once)
    options = Options(as_of=DAY.isoformat(), seed=3, only=ONLY, **{"allow_writes": True, **more})
    carrier = FolderCarrier(folder, STANDARD, clock)
    return probe([target_of("file-drop")], options, out, clock, carrier=carrier)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "exchange"
    made.mkdir()
    return made


@pytest.mark.usefixtures("remembering")
@pytest.mark.parametrize("fault", [None, "drop-changes-file"])
def test_a_recorded_run_is_judged_again_offline_and_comes_out_the_same(
    fault: str | None, folder: Path, tmp_path: Path
) -> None:
    found = run(folder, tmp_path / "run", Ways() if fault is None else FAULTS[fault])
    record = read_record(tmp_path / "run")
    again = verified(record, *suite_of(record))
    assert again.results == found.results
    assert ("fail" in {one.verdict for one in again.results.tests}) == (fault is not None)


@pytest.mark.usefixtures("remembering")
def test_the_record_names_no_place_of_the_testers_machine(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "run")
    for path in (tmp_path / "run").rglob("*"):
        assert not path.is_file() or str(tmp_path).encode() not in path.read_bytes()


@pytest.mark.usefixtures("remembering")
def test_without_leave_nothing_is_put_into_a_folder(folder: Path, tmp_path: Path) -> None:
    found = run(folder, tmp_path / "run", allow_writes=False)
    assert found.results.verdict == "not-fully-verified"
    assert list(folder.iterdir()) == []


@pytest.fixture
def answered(folder: Path) -> Path:
    """A folder with one drop and its receipt."""
    drop = folder / "五月"
    drop.mkdir()
    (drop / "r.csv").write_bytes(GOOD.encode())
    (drop / "manifest.yaml").write_text(
        "id: '5'\nperiod: {from: 2016-01-01, to: 2016-12-31}\nfiles:\n"
        f"  - {{path: r.csv, item: tax-credit-rating, records: 1, sha256: {digest_of(GOOD.encode())}}}\n",
        encoding="utf-8",
    )
    look(folder)
    return folder


def verify(folder: Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["verify", str(folder), "--as", "file-drop", "--lang", "en"])
    return result.exit_code, result.output


def test_a_folder_at_rest_is_judged_as_it_lies(answered: Path) -> None:
    before = sorted(answered.rglob("*"))
    code, said = verify(answered)
    assert (code, said.splitlines()[0].startswith("Verdict: conformant")) == (0, True)
    assert sorted(answered.rglob("*")) == before


def test_names_in_gbk_are_judged_at_rest(answered: Path) -> None:
    try:
        (answered / "五月").rename(os.fsdecode(os.fsencode(answered) + b"/" + "五月".encode("gbk")))
    except OSError:
        pytest.skip("this disk takes names in UTF-8 only")
    assert verify(answered)[0] == 0


def test_a_receipt_that_says_something_else_is_found_at_rest(answered: Path) -> None:
    place = answered / "五月" / RECEIPT
    place.write_text(place.read_text(encoding="utf-8").replace('"accepted"', '"rejected"'), encoding="utf-8")
    code, said = verify(answered)
    assert code == 1
    assert "五月" in said


def test_repetitions_and_numbers_that_were_used_are_rightly_answered_at_rest(answered: Path) -> None:
    shutil.copytree(answered / "五月", answered / "again", ignore=shutil.ignore_patterns("receipt.*"))
    shutil.copytree(answered / "again", answered / "reused")
    place = answered / "reused" / "manifest.yaml"
    place.write_text(place.read_text(encoding="utf-8") + "# other bytes\n", encoding="utf-8")
    look(answered)
    assert verify(answered)[0] == 0


def test_an_empty_folder_shows_nothing(folder: Path) -> None:
    assert verify(folder)[0] == 4


def test_an_unanswered_drop_is_found_at_rest(answered: Path) -> None:
    (answered / "五月" / RECEIPT).unlink()
    assert verify(answered)[0] == 1


@pytest.mark.parametrize(("class_", "place"), [("file-drop", "nowhere"), ("staging-table", "sqlite:///nowhere.db")])
def test_a_place_that_is_not_there_is_refused(class_: str, place: str) -> None:
    with pytest.raises(UsageError):
        carrier_of(class_, place, STANDARD, Working())  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", ["no-such-fault", "staging-never-answers"])
def test_a_receiver_is_started_only_with_a_fault_of_its_own(fault: str, folder: Path) -> None:
    with pytest.raises(UsageError):
        receiving.of_folder(folder, fault, STANDARD, lambda: DAY)


def test_a_started_receiver_says_what_it_did_and_what_waits(answered: Path) -> None:
    (answered / "half").mkdir()
    (answered / "五月" / RECEIPT).unlink()
    once = receiving.of_folder(answered, None, STANDARD, lambda: DAY)
    assert {name: text.zh for name, text in once()} == {
        "half": "没有报送清单，视为尚未放完，未处理",
        "五月": "全部入库：共 1 条，可入库 1 条，退回 0 条",
    }


def test_a_staging_database_is_made_where_there_is_none(tmp_path: Path) -> None:
    once = receiving.of_database(f"sqlite:///{tmp_path / 'new.db'}", None, STANDARD, lambda: DAY)
    assert list(once()) == []
    assert (tmp_path / "new.db").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ["probe", "nowhere", "--as", "file-drop", "--output", "run"],
        ["probe", "--as", "file-drop", "--output", "run"],
        ["probe", ".", "--as", "file-drop", "--as", "district", "--output", "run"],
        ["probe", "x.db", "--as", "staging-table", "--output", "run"],
        ["verify", "nowhere", "--as", "file-drop"],
        ["reference-server", "--file-drop", "nowhere"],
        ["reference-server", "--file-drop", ".", "--staging-table", "sqlite:///x.db"],
    ],
)
def test_a_wrong_call_ends_with_2_and_one_sentence(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main.run(arguments) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (tmp_path / "run").exists()

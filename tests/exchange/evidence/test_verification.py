"""A run is believed only if it is whole and comes out as it says; every refusal says where."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from conformance.exchange.evidence import lines, runfile
from conformance.exchange.evidence.reader import read_record
from conformance.exchange.evidence.recorder import Recorder
from conformance.exchange.evidence.runfile import Recorded
from conformance.exchange.evidence.verification import suite_of, verified
from conformance.exchange.model import Exchange
from conformance.exchange.run import results as resulting
from conformance.report.errors import Refusal
from conformance.standard.model import Standard
from exchange.evidence.service import CONFORMING, LIST, VARIED, made
from exchange.run.tiny import suite

Change = Callable[[Any], Any]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, standard: Standard) -> Path:
    """A run of tests of every verdict, as it was written."""
    folder = tmp_path_factory.mktemp("run") / "whole"
    made(folder, standard, VARIED)
    return folder


@pytest.fixture
def run(whole: Path, tmp_path: Path) -> Path:
    """A copy that may be spoilt."""
    return Path(shutil.copytree(whole, tmp_path / "run"))


def refusal(folder: Path, standard: Standard, tests: Any = VARIED) -> str:
    with pytest.raises(Refusal) as refused:
        verified(read_record(folder), tests, standard)
    assert refused.value.text.zh
    assert "\n" not in refused.value.text.en
    return refused.value.text.en


def change_run(folder: Path, **changed: Any) -> None:
    runfile.write(folder, replace(runfile.read(folder), **changed))


def change_results(folder: Path, change: Change) -> None:
    """Change the verdicts and mend the digest, as somebody would who knows how the folder is made."""
    data = json.loads((folder / "results.json").read_bytes())
    change(data)
    content = json.dumps(data, ensure_ascii=False).encode()
    (folder / "results.json").write_bytes(content)
    change_run(folder, results=f"sha256:{lines.digest(content)}")


def rewrite(folder: Path, kept: Callable[[list[Exchange]], list[Exchange]]) -> None:
    """Write other exchanges, every digest right."""
    record = read_record(folder)
    (folder / "exchanges.ndjson").unlink()
    shutil.rmtree(folder / "bodies")
    recorder = Recorder(folder / "again")
    for number, one in enumerate(kept([*record.exchanges]), 1):
        recorder.write(replace(one, sequence=number))
    recorder.close()
    for name in ("exchanges.ndjson", "bodies"):
        (folder / "again" / name).rename(folder / name)
    (folder / "again").rmdir()
    change_run(folder, exchanges=Recorded(recorder.count, recorder.digest))


def test_a_whole_run_comes_out_as_it_says(run: Path, standard: Standard) -> None:
    again = verified(read_record(run), VARIED, standard)
    assert {one.test: one.verdict for one in again.results.tests} == {
        "list": "pass", "missing": "pass", "failing": "fail", "writing": "skip", "undeclared": "skip",
    }  # fmt: skip
    assert resulting.encode(again.results) == (run / "results.json").read_bytes()


def test_a_verdict_that_was_changed(run: Path, standard: Standard) -> None:
    change_results(
        run, lambda data: next(one for one in data["tests"] if one["test"] == "failing").update(verdict="pass")
    )
    assert "failing of service is said to be pass and comes out as fail" in refusal(run, standard)


def test_a_class_verdict_that_was_changed(run: Path, standard: Standard) -> None:
    change_results(run, lambda data: data.update(verdict="conformant"))
    assert "what is said of requirements or classes" in refusal(run, standard)


def test_a_test_that_was_left_out(run: Path, standard: Standard) -> None:
    change_results(run, lambda data: data.update(tests=[one for one in data["tests"] if one["test"] != "failing"]))
    assert "lacks test failing of service" in refusal(run, standard)


def test_a_test_that_was_left_out_with_its_exchanges(run: Path, standard: Standard) -> None:
    rewrite(run, lambda all_: [one for one in all_ if one.test != "failing"])
    change_results(run, lambda data: data.update(tests=[one for one in data["tests"] if one["test"] != "failing"]))
    assert (
        "lacks a request that the suite asks for (service: failing/ask #1: GET http://service.test/records)"
        in refusal(run, standard)
    )


def test_an_exchange_that_nobody_asked_for(run: Path, standard: Standard) -> None:
    rewrite(run, lambda all_: [*all_, replace(all_[-1], test="more")])
    assert "is no request that the suite sends" in refusal(run, standard)


def test_two_exchanges_at_one_place(run: Path, standard: Standard) -> None:
    rewrite(run, lambda all_: [*all_, all_[-1]])
    assert "two exchanges at one place" in refusal(run, standard)


def test_another_request_than_the_suite_sends(run: Path, standard: Standard) -> None:
    def elsewhere(all_: list[Exchange]) -> list[Exchange]:
        return [replace(one, request=replace(one.request, url="http://service.test/easy")) for one in all_]

    rewrite(run, elsewhere)
    assert "line 1 (service: run/discovery #1): the request is not the one that the suite sends" in refusal(
        run, standard
    )


def test_a_run_of_another_suite_says_which(run: Path, standard: Standard) -> None:
    other = replace(suite(LIST), digest="sha256:another")
    said = refusal(run, standard, other)
    assert "made by another suite (sha256:tiny" in said
    assert "this tool has sha256:another" in said


def test_a_run_of_another_standard(run: Path, standard: Standard) -> None:
    said = refusal(run, replace(standard, digest="sha256:0"))
    assert "made by another standard" in said


def test_a_run_of_an_edition_that_is_not_there(run: Path) -> None:
    change_run(run, edition="2099")
    with pytest.raises(Refusal, match="2099"):
        suite_of(read_record(run))


def test_a_run_that_was_cut_short(run: Path, standard: Standard) -> None:
    change_run(run, ended=None)
    assert "was cut short" in refusal(run, standard)


def test_a_run_that_was_interrupted(run: Path, standard: Standard) -> None:
    change_results(run, lambda data: data.update(interrupted=True))
    assert "was interrupted" in refusal(run, standard)


def test_options_that_were_changed_make_other_tests_due(run: Path, standard: Standard) -> None:
    setup = dict(runfile.read(run).setup) | {"allow_writes": True}
    change_run(run, setup=setup)
    assert "writing/ask #1" in refusal(run, standard)


def test_participants_that_were_changed(run: Path, standard: Standard) -> None:
    setup = msgspec.to_builtins(runfile.read(run).setup)
    setup["participants"][0]["name"] = "somebody"
    change_run(run, setup=setup)
    assert "environment in" in refusal(run, standard)


def test_a_baseline_that_was_changed(run: Path, standard: Standard) -> None:
    change_run(run, baseline="sha256:" + "0" * 64)
    assert "baseline in" in refusal(run, standard)


def test_a_service_is_judged_by_the_classes_of_its_run(run: Path, standard: Standard) -> None:
    with pytest.raises(Refusal, match="--as"):
        verified(read_record(run), VARIED, standard, ("department",))


def test_what_was_not_declared_follows_from_the_recorded_discovery(tmp_path: Path, standard: Standard) -> None:
    made(tmp_path / "run", standard, CONFORMING)

    def lies(all_: list[Exchange]) -> list[Exchange]:
        answer = all_[0].response
        assert answer is not None
        silent = replace(answer, body=b'{"profile": "2016.1", "classes": ["district"], "operations": []}')
        return [replace(all_[0], response=silent), *(one for one in all_[1:] if one.test != "list")]

    rewrite(tmp_path / "run", lies)
    assert "list of service is said to be pass and comes out as skip" in refusal(tmp_path / "run", standard, CONFORMING)

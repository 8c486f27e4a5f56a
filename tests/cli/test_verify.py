"""``conformance verify`` on the command line: what it says, what it refuses, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance.cli.main import run as conformance
from conformance.exchange.evidence import runfile, verification
from conformance.exchange.evidence.folder import RunFolder
from conformance.exchange.model import Participant
from conformance.exchange.suite.load import load_suite
from conformance.standard.load import load
from conformance.standard.model import Standard
from exchange.evidence.service import CONFORMING, VARIED, made


@pytest.fixture(scope="module")
def standard() -> Standard:
    return load()


@pytest.fixture
def conforming(tmp_path: Path, standard: Standard, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run of a small suite, which stands for the one that is shipped."""
    made(tmp_path / "run", standard, CONFORMING)
    monkeypatch.setattr(verification, "suite_of", lambda record: (CONFORMING, standard))
    return tmp_path / "run"


def test_a_run_that_comes_out_as_it_says(conforming: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert conformance(["verify", str(conforming), "--lang", "en"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Verdict: conformant")
    assert said[-1] == "Verified: all 3 exchanges are whole, and every verdict is the one that they give."


def test_the_results_as_json(conforming: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert conformance(["verify", str(conforming), "--format", "json"]) == 0
    assert capsys.readouterr().out.encode() == (conforming / "results.json").read_bytes()


def test_a_run_that_does_not_conform_ends_with_1(
    tmp_path: Path, standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path / "run", standard, VARIED)
    monkeypatch.setattr(verification, "suite_of", lambda record: (VARIED, standard))
    assert conformance(["verify", str(tmp_path / "run")]) == 1


def test_a_changed_run_is_refused_in_one_line(conforming: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (conforming / "results.json").write_text("{}", encoding="utf-8")
    assert conformance(["verify", str(conforming), "--lang", "en"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"conformance: {conforming / 'results.json'} does not match the digest in run.json; the verdicts were changed."
    ]


def test_views_are_written_into_the_folder(conforming: Path) -> None:
    assert conformance(["verify", str(conforming), "--views"]) == 0
    assert {"report.txt", "report.html", "junit.xml", "exchanges.har", "requirements.csv"} <= {
        path.name for path in conforming.iterdir()
    }


def test_from_a_key_to_a_certificate_that_is_believed(
    conforming: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "issuer.key"
    assert conformance(["verify", "--make-key", str(key)]) == 0
    assert conformance(["verify", str(conforming), "--certify", str(key)]) == 0
    assert json.loads((conforming / "certificate.json").read_bytes())["verdict"] == "conformant"
    capsys.readouterr()
    assert conformance(["verify", str(conforming), "--certificate-key", f"{key}.pub", "--lang", "en"]) == 0
    assert "The certificate is good until" in capsys.readouterr().out
    assert conformance(["verify", str(conforming), "--certificate-key", str(key)]) == 2
    assert conformance(["verify", "--make-key", str(key)]) == 2


@pytest.mark.parametrize(("arguments", "said"), [
    ([], "Name the folder of a run"),
    (["nowhere"], "There is no run.json in nowhere"),
    (["nowhere", "--make-key", "k"], "--make-key only makes keys"),
])  # fmt: skip
def test_wrong_calls(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert conformance(["verify", *arguments, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err


def test_a_client_is_judged_as_something(
    tmp_path: Path, standard: Standard, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = load_suite()
    setup = {"participant": "client", "url": "http://service.test", "provoked": [], "as_of": "2016-07-01"}
    who = Participant("client", "http://service.test", (), "test")
    started = "2016-07-01T00:00:00.000Z"
    RunFolder(tmp_path / "run", runfile.begun("observed", suite, standard, setup, [who], started)).end(started)
    assert conformance(["verify", str(tmp_path / "run"), "--lang", "en"]) == 2
    assert "say with --as what it is to be judged as" in capsys.readouterr().err
    # It did nothing at all, which shows nothing.
    assert conformance(["verify", str(tmp_path / "run"), "--as", "department", "--lang", "en"]) == 4
    assert capsys.readouterr().out.startswith("Verdict: not fully verified")

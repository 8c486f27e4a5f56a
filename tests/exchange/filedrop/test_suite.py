"""The tester is tested: the reference receiver conforms, and each way of being wrong is caught by exactly what it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.exchange.filedrop.carrier import FolderCarrier
from conformance.exchange.filedrop.planted import FAULTS
from conformance.exchange.filedrop.receiver import Receiver, Ways
from conformance.exchange.run.results import Results
from conformance.exchange.server.faults.load import by_id
from exchange.carrying import DAY, STANDARD, Working, caught, probed, remembering, words

__all__ = ["remembering"]
DECLARED = {name: fault for name, fault in by_id().items() if fault.level == "folder"}


def probe(folder: Path, ways: Ways = Ways()) -> Results:  # noqa: B008 - frozen
    receiver = Receiver(folder, STANDARD, lambda: DAY, ways)
    clock = Working(work=receiver.once)
    return probed("file-drop", FolderCarrier(folder, STANDARD, clock), clock)


@pytest.mark.usefixtures("remembering")
def test_the_reference_passes_with_no_fail_skip_or_error(tmp_path: Path) -> None:
    results = probe(tmp_path)
    assert (results.verdict, results.exit) == ("conformant", 0)
    assert set(words(results).values()) == {"pass"}
    assert {one.verdict for one in results.participants[0].requirements} == {"verified", "attested"}


@pytest.mark.usefixtures("remembering")
def test_the_tester_takes_back_what_it_put_there(tmp_path: Path) -> None:
    (tmp_path / "another's").mkdir()
    (tmp_path / "another's" / "data.csv").write_text("1", encoding="utf-8")
    probe(tmp_path)
    assert [path.name for path in sorted(tmp_path.iterdir())] == [".receiver", "another's"]
    assert (tmp_path / "another's" / "data.csv").read_text(encoding="utf-8") == "1"


def test_every_fault_is_declared_and_every_declared_one_can_be_planted() -> None:
    assert DECLARED.keys() == FAULTS.keys()
    assert len(FAULTS) >= 10


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.usefixtures("remembering")
def test_a_fault_is_caught_by_exactly_the_checks_that_it_names(name: str, tmp_path: Path) -> None:
    fault = DECLARED[name]
    results = probe(tmp_path, FAULTS[name])
    assert caught(results) == (set(fault.fails), set(fault.unshown))
    assert results.exit == fault.exit
    asked = results.participants[0].requirements
    broken = {one.id for one in asked if one.verdict in ("violated", "verified-with-findings")}
    assert set(fault.breaks) <= broken

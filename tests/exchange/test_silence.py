"""A folder or a database in which nobody works: neither for nor against whoever should, and not for long."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from conformance.exchange.carrier import Carrier, CarrierTransport
from conformance.exchange.filedrop.carrier import FolderCarrier
from conformance.exchange.model import ConformanceClass, Planned
from conformance.exchange.run.clock import StillClock
from conformance.exchange.run.guard import Guard
from conformance.exchange.run.model import Limits
from conformance.exchange.silence import MOST, Silence, Silent
from conformance.exchange.staging.carrier import PATIENCE, TableCarrier
from conformance.exchange.staging.layout import BATCHES
from exchange.carrying import STANDARD, database, probed, words


def carrier(class_: ConformanceClass, folder: Path, clock: StillClock) -> Carrier:
    if class_ == "file-drop":
        return FolderCarrier(folder, STANDARD, clock)
    return TableCarrier(database(folder / "staging.db"), STANDARD, clock)


@pytest.mark.parametrize("class_", ["file-drop", "staging-table"])
def test_where_nobody_works_nothing_is_verified_and_nothing_held_against_anybody(
    class_: ConformanceClass, tmp_path: Path
) -> None:
    clock = StillClock()
    results = probed(class_, carrier(class_, tmp_path, clock), clock)
    assert (results.verdict, results.exit) == ("not-fully-verified", 4)
    assert not {"fail", "warn"} & {check.verdict for one in results.tests for check in one.checks}
    assert clock.monotonic() < (MOST + 1) * PATIENCE


def test_what_was_put_into_a_folder_in_which_nobody_works_is_taken_back(tmp_path: Path) -> None:
    clock = StillClock()
    results = probed("file-drop", carrier("file-drop", tmp_path, clock), clock)
    assert words(results)["drop-clear"] == "pass"
    assert list(tmp_path.iterdir()) == []


def test_what_was_put_into_tables_in_which_nobody_works_is_taken_back() -> None:
    clock, tables = StillClock(), database()
    probed("staging-table", TableCarrier(tables, STANDARD, clock), clock)
    assert tables.rows(BATCHES) == []


def test_a_wait_in_vain_counts_once_somebody_was_heard_of() -> None:
    silence = Silence()
    with pytest.raises(Silent):
        silence.in_vain("first", 60)
    silence.heard = True
    silence.in_vain("second", 60)
    assert silence.forgotten() == ["first"]


def test_to_the_end_nothing_is_said_of_whom_nobody_heard_of() -> None:
    with pytest.raises(Silent):
        Silence().forgotten()


@pytest.mark.parametrize("limits", [Limits(requests=2), Limits(run_seconds=5)])
def test_the_limits_of_a_run_hold_here_as_well_and_leave_room_for_clearing_up(limits: Limits, tmp_path: Path) -> None:
    clock = StillClock()
    transport = CarrierTransport(carrier("file-drop", tmp_path, clock), Guard(("r",)), clock, limits=limits)
    ask = Planned("r", "test", "step", 1, "GET", "file-drop://folder/drops")
    for _ in range(2):
        assert transport.send(ask).trouble is None
        clock.sleep(3)
    spent = transport.send(ask).trouble
    assert spent is not None
    assert spent.kind == "budget"
    assert transport.send(replace(ask, method="DELETE")).trouble is None

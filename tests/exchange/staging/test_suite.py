"""The tester is tested: the reference receiver conforms, and each way of being wrong is caught by exactly what it names."""

from __future__ import annotations

import pytest

from conformance.exchange.run.results import Results
from conformance.exchange.server.faults.load import by_id
from conformance.exchange.staging.carrier import TableCarrier
from conformance.exchange.staging.database import Database
from conformance.exchange.staging.layout import BATCHES, LINES, RECEIPTS, data_tables
from conformance.exchange.staging.planted import FAULTS
from conformance.exchange.staging.receiver import Receiver, Ways
from exchange.carrying import DAY, STANDARD, Working, caught, database, probed, remembering, words

__all__ = ["remembering"]
DECLARED = {name: fault for name, fault in by_id().items() if fault.level == "table"}


def probe(ways: Ways = Ways(), within: Database | None = None) -> Results:  # noqa: B008 - frozen
    tables = within or database()
    receiver = Receiver(tables, STANDARD, lambda: DAY, ways)
    clock = Working(work=receiver.once)
    return probed("staging-table", TableCarrier(tables, STANDARD, clock), clock)


@pytest.mark.usefixtures("remembering")
def test_the_reference_passes_with_no_fail_skip_or_error() -> None:
    results = probe()
    assert (results.verdict, results.exit) == ("conformant", 0)
    assert set(words(results).values()) == {"pass"}
    assert {one.verdict for one in results.participants[0].requirements} == {"verified", "attested"}


@pytest.mark.usefixtures("remembering")
def test_the_tester_takes_back_what_it_put_there() -> None:
    tables = database()
    probe(within=tables)
    names = [BATCHES, RECEIPTS, LINES, *(table.name for table in data_tables(STANDARD))]
    assert {name: tables.rows(name) for name in names} == {name: [] for name in names}


def test_every_fault_is_declared_and_every_declared_one_can_be_planted() -> None:
    assert DECLARED.keys() == FAULTS.keys()
    assert len(FAULTS) >= 10


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.usefixtures("remembering")
def test_a_fault_is_caught_by_exactly_the_checks_that_it_names(name: str) -> None:
    fault = DECLARED[name]
    results = probe(FAULTS[name])
    assert caught(results) == (set(fault.fails), set(fault.unshown))
    assert results.exit == fault.exit
    asked = results.participants[0].requirements
    broken = {one.id for one in asked if one.verdict in ("violated", "verified-with-findings")}
    assert set(fault.breaks) <= broken

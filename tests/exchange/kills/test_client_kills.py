"""Wrong client programs are watched by the reference server, and each is caught by exactly the checks that it names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.exchange.evidence.reader import read_record
from conformance.exchange.evidence.verification import verified
from conformance.exchange.model import ConformanceClass
from conformance.exchange.run.results import Results
from conformance.exchange.server.faults import load
from conformance.exchange.server.faults.closure import expected
from conformance.exchange.suite.load import load_suite
from conformance.standard.load import load as load_standard
from exchange.carrying import caught
from exchange.server.service import Clock, Service

DECLARED = [fault for fault in load.load().faults if fault.level == "client"]
CASES = [(fault.id, name) for fault in DECLARED for name in fault.classes]


def judged(client: type, name: ConformanceClass, serve: Callable[..., Service], folder: Path) -> Results:
    """A client's day at a server that makes it bear what a service may do, judged as ``verify --as`` does."""
    from conformance.exchange.server import provoke
    from conformance.exchange.server.watch import Watch
    from exchange.kills.wrong_clients import day

    suite, standard, clock = load_suite(), load_standard(), Clock()
    watch = Watch(folder, suite, standard, "http://127.0.0.1", ("district", "city"), provoke.PROVOKED, clock())
    service = serve(hooks=(provoke.hooks(),), watch=watch, clock=clock)
    day(client, service)
    watch.end(clock())
    return verified(read_record(folder), suite, standard, (name,)).results


def test_every_wrong_client_is_declared_and_every_declared_one_exists():
    from exchange.kills.wrong_clients import WRONG

    assert set(WRONG) == {fault.id for fault in DECLARED}


@pytest.mark.parametrize("name", ["department", "province"])
def test_the_example_clients_conform(name, serve, tmp_path):
    from department_client import Client
    from province_client import Follower

    results = judged(Client if name == "department" else Follower, name, serve, tmp_path / "run")
    assert caught(results) == (set(), set())
    assert results.exit == 0


@pytest.mark.parametrize(("fault", "name"), CASES)
def test_a_wrong_client_is_caught_by_exactly_the_checks_that_it_names(fault, name, serve, tmp_path):
    from exchange.kills.wrong_clients import WRONG

    results = judged(WRONG[fault], name, serve, tmp_path / "run")
    assert caught(results) == expected(load.find(fault), load_suite(), name)
    assert results.exit == load.find(fault).exit
    asked = {one.id: one.verdict for one in results.participants[0].requirements}
    assert {asked[one] for one in load.find(fault).breaks} <= {"violated", "verified-with-findings", "not-verified"}

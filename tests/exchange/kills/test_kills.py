"""The tester is tested: the reference server passes, and every fault is caught by exactly the checks that it names."""

from __future__ import annotations

import os

import pytest

from conformance.exchange.model import ConformanceClass
from conformance.exchange.run.plan import SERVING
from conformance.exchange.run.results import Results
from conformance.exchange.server.faults import load
from conformance.exchange.server.faults.closure import expected, in_scenarios, put_to
from conformance.exchange.server.faults.model import HOOKED
from exchange.carrying import caught
from exchange.kills.playing import asked, hurrying, over_network, played, suite, together

if not os.environ.get("CI"):
    pytest.importorskip("fastapi", reason="needs the extra web: pip install -e '.[web]'")

HOOKS = [
    pytest.param(fault.id, marks=pytest.mark.slow if fault.level == "wire" else ())
    for fault in load.load().faults
    if fault.level in HOOKED
]
SERVERS = [fault.id for fault in load.load().faults if fault.level == "server"]
CLOSED = "closed-port"
PLAYERS: dict[str, ConformanceClass] = {"accepted-rows-lost": "district", "tombstones-missing": "city"}
"""Faults that show in scenarios → who has them there."""


@pytest.fixture(autouse=True)
def _hurrying(monkeypatch: pytest.MonkeyPatch) -> None:
    hurrying(monkeypatch)


def of_class(results: Results, name: ConformanceClass) -> tuple[tuple[set[str], set[str]], int]:
    """What failed and could not be shown in the tests that a class is put to, and how a probe of a service of that class ends."""
    mine = {test.id for test in suite().tests if put_to(test, name)}
    fails, unshown = caught(results)
    fails, unshown = {one for one in fails if one.partition("/")[0] in mine}, unshown & mine
    return (fails, unshown), 1 if fails else 4 if unshown else 0


def test_the_reference_passes_without_a_failure_a_skip_or_an_error():
    results = played()
    assert caught(results) == (set(), set())
    assert {one.verdict for one in results.participants[0].classes} == {"conformant"}
    assert results.exit == 0


@pytest.mark.parametrize("name", SERVING)
def test_the_reference_passes_as_each_class_by_itself(name):
    results = played(classes=(name,))
    assert caught(results) == (set(), set())
    assert results.exit == 0


@pytest.mark.slow
def test_over_a_network_and_redacted_every_verdict_is_the_same():
    from conformance.exchange.server.hooks import Hooks

    there = {test.test: test.verdict for test in over_network(Hooks()).tests}
    assert there == {test.test: test.verdict for test in played().tests}


@pytest.mark.parametrize("fault", HOOKS)
def test_a_fault_is_caught_by_exactly_the_checks_that_it_names(fault):
    declared, results = load.find(fault), played(fault)
    assert caught(results) == (set(declared.fails) - in_scenarios(declared, suite()), set(declared.unshown))
    assert results.exit == declared.exit
    for name in SERVING:
        exit_code = declared.exit if name in declared.classes else 0
        assert of_class(results, name) == (expected(declared, suite(), name), exit_code), name


@pytest.mark.slow
@pytest.mark.parametrize(("fault", "at"), PLAYERS.items())
def test_a_fault_of_one_shows_where_several_play_together(fault, at):
    from conformance.exchange.server.faults.plant import hooks_of

    declared = load.find(fault)
    scenes = {case.id for case in suite().tests if case.scenario}
    failed = {one for one in caught(together(hooks_of(declared), at))[0] if one.partition("/")[0] in scenes}
    assert failed == in_scenarios(declared, suite()) != set()


def test_every_fault_that_shows_in_scenarios_is_played():
    assert set(PLAYERS) == {fault.id for fault in load.load().faults if in_scenarios(fault, suite())}


@pytest.mark.parametrize("server", [one for one in SERVERS if one != CLOSED])
def test_a_degenerate_server_is_never_conformant_and_ends_as_it_declares(server):
    declared = load.find(server)
    results = played(server, declared.classes)
    assert results.exit == declared.exit
    assert {one.verdict for one in results.participants[0].classes} <= {"non-conformant", "not-fully-verified"}


def test_a_closed_port_is_an_error_and_never_a_failure():
    from conformance.exchange.server.faults.degenerate import reserved_port

    with reserved_port() as held:
        results = asked(f"http://127.0.0.1:{held.getsockname()[1]}")
    assert {test.verdict for test in results.tests} <= {"error", "skip", "omit"}
    assert results.exit == load.find(CLOSED).exit

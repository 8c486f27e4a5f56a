"""The declarations of the faults: each has its hook, each hook is small, and faults and suite fit each other."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
from msgspec.structs import replace

from conformance.exchange.server.faults import load
from conformance.exchange.server.faults.closure import gaps
from conformance.exchange.server.faults.degenerate import CLOSED
from conformance.exchange.server.faults.model import HOOKED, Declared
from conformance.exchange.server.faults.plant import hooks_of, planted
from conformance.exchange.suite.load import load_suite
from conformance.report.errors import UsageError
from conformance.standard.problems import Faulty

LINES = 10
"""Of a hook at the most, without its decorator and docstring."""
HOOKS = [(fault, one) for fault, hooks in planted().items() for one in hooks]


def lines_of(hook: object) -> int:
    """Lines of a function from ``def`` to its end, but for the docstring."""
    tree = ast.parse(inspect.getsource(hook))  # type: ignore[arg-type]
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    docstring = function.body[0]
    told = (docstring.end_lineno or 0) - docstring.lineno + 1
    return (function.end_lineno or 0) - function.lineno + 1 - told


@pytest.mark.parametrize(("fault", "planted_hook"), HOOKS, ids=[f"{fault}-{one.point}" for fault, one in HOOKS])
def test_a_hook_has_at_most_ten_lines(fault, planted_hook):
    assert lines_of(planted_hook.hook) <= LINES


def test_every_fault_of_the_server_has_one_hook_at_the_level_that_it_declares():
    declared = {fault.id: fault.level for fault in load.load().faults if fault.level in HOOKED}
    assert declared == {
        fault: hooks[0].level for fault, hooks in planted().items() if load.find(fault).level != "server"
    }
    assert all(len(planted()[fault]) == 1 for fault in declared)


def test_there_are_enough_of_them_in_every_group_and_at_every_level():
    faults = [fault for fault in load.load().faults if fault.level in HOOKED]
    assert len(faults) >= 45
    assert {fault.level for fault in faults} == set(HOOKED)
    assert {fault.group for fault in faults} >= {
        "status", "problems", "authentication", "push", "query", "paging", "payload", "transport", "honesty",
    }  # fmt: skip


def test_degenerate_servers_are_six_and_all_but_the_closed_port_have_hooks():
    servers = [fault.id for fault in load.load().faults if fault.level == "server"]
    assert len(servers) == 6
    assert set(servers) - planted().keys() == {CLOSED}


def test_faults_and_suite_fit_each_other():
    assert list(gaps(load.load(), load_suite())) == []


def test_a_fault_that_breaks_what_does_not_exist_is_a_gap():
    one = replace(load.find("key-ignored"), breaks=("no-such",), fails=("no/such/result",), unshown=("nothing",))
    found = list(gaps(Declared((one,), ()), load_suite()))
    assert "key-ignored: there is no requirement no-such" in found
    assert "key-ignored: there is no result no/such/result" in found
    assert "key-ignored: there is no test nothing" in found


@pytest.mark.parametrize("level", ["wire", "client", "folder", "table", "server"])
def test_a_kill_that_no_result_of_the_fault_shows_is_a_gap_at_every_level(level):
    one = next(fault for fault in load.load().faults if fault.level == level)
    other = "date-right" if level == "table" else "staging-answered"
    claims = replace(one, breaks=(other,))
    gap = f"{one.id}: breaks {other}, which none of its results verifies"
    assert gap in list(gaps(Declared((claims,), ()), load_suite()))


def test_a_requirement_that_nothing_breaks_is_a_gap():
    declared = load.load()
    only = replace(declared, faults=tuple(one for one in declared.faults if one.id != "key-ignored"))
    assert list(gaps(only, load_suite())) != []


def test_a_fault_that_does_not_exist_is_answered_with_those_that_may_be_meant():
    with pytest.raises(UsageError, match="key-ignored"):
        load.find("key-ignore")


def test_a_fault_of_a_client_cannot_be_planted_in_a_server():
    client = next(fault for fault in load.load().faults if fault.level == "client")
    with pytest.raises(UsageError, match=client.id):
        hooks_of(client)


def test_the_list_says_id_classes_and_exit():
    assert "key-ignored district,city 1" in list(load.listing())


def test_a_fault_that_is_declared_twice_is_named_with_both_places(tmp_path: Path):
    entry = "  - {id: twice, title: {zh: 甲, en: a}, level: wire, group: transport, classes: [city], fails: [a/b/c], exit: 1}\n"
    folder = tmp_path / "server" / "faults" / "declared"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text("faults:\n" + entry + entry, encoding="utf-8")
    with pytest.raises(Faulty, match=r"a\.yaml:3: fault twice is declared already, at .*a\.yaml:2"):
        load.read(tmp_path)


def test_a_key_that_no_fault_has_is_named_with_its_line(tmp_path: Path):
    (tmp_path / "filedrop").mkdir()
    (tmp_path / "filedrop" / "faults.yaml").write_text("faults:\n  - {id: a, kind: b}\n", encoding="utf-8")
    with pytest.raises(Faulty, match=r"filedrop/faults\.yaml:2.*'kind' was unexpected"):
        load.read(tmp_path)

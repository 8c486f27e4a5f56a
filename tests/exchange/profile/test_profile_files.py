from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from conformance.catalog.store import open_catalogue
from conformance.exchange.profile.load import profile, read_profile
from conformance.exchange.profile.problems import PROBLEMS, TYPE_PREFIX
from conformance.standard.problems import Faulty

SHIPPED = Path(str(files("conformance.exchange.profile")))


@pytest.fixture
def copied(tmp_path):
    for path in SHIPPED.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def changed(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_capability_has_operations_and_every_scope_is_needed_by_one():
    found = profile()
    offered = {capability for one in found.classes for capability in one.offers}
    assert offered == {one.capability for one in found.operations if one.capability}
    assert {one.scope for one in found.operations if one.scope} == {"push", "query", "list", "correct"}


def test_an_operation_knows_all_problems_that_it_may_answer():
    pushed = profile().operation("push")
    assert {"digest-mismatch", "unauthenticated", "too-large", "internal-error"} <= set(pushed.problems)
    assert "unauthenticated" not in profile().operation("catalogue").problems
    assert "idempotency-key-reused" not in profile().operation("query").problems


def test_the_token_answers_400_and_401_in_its_own_words():
    refused = {PROBLEMS[name].status for name in profile().operation("token").problems}
    assert not refused & {400, 401}


def test_a_problem_type_is_a_urn_with_the_status_of_its_answer():
    assert PROBLEMS["cursor-expired"].type == TYPE_PREFIX + "cursor-expired"
    assert PROBLEMS["cursor-expired"].status == 410


def test_the_clauses_of_the_flows_are_those_of_the_source_document():
    clauses = {entry.id for entry in open_catalogue(only=["clauses"], checked=False).entries.of("clauses")}
    assert {clause for flow in profile().flows for clause in flow.clauses} <= clauses


def test_an_unknown_key_is_refused_with_file_and_line(copied):
    changed(copied, "problems.yaml", "    status: 400\n", "    state: 400\n")
    with pytest.raises(Faulty, match=r"problems\.yaml:\d+: .*state"):
        read_profile(copied)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("operations.yaml", "[digest-mismatch,", "[digest-missmatch,", "push: there is no problem digest-missmatch"),
        ("operations.yaml", "envelope: Batch\n", "envelope: Batches\n", "push: there is no envelope Batches"),
        ("operations.yaml", "examples: [batch]", "examples: [bach]", "push: there is no example bach of Batch"),
        ("operations.yaml", "headers: [Location]", "headers: [Locus]", "push: there is no header Locus"),
        ("operations.yaml", "leads_to: [batch-status,", "leads_to: [status,", "push: there is no operation status"),
        ("operations.yaml", "/batches/{id}/receipt", "/batches/{batch}/receipt", "receipt: the parameters in"),
        ("problems.yaml", "headers: [Allow]", "headers: [Alow]", "method-not-allowed: there is no header Alow"),
        ("problems.yaml", "id: too-large", "id: forbidden", "the problem forbidden is there twice"),
        ("examples.yaml", "envelope: Token\n", "envelope: Tokens\n", "the example token: there is no envelope Tokens"),
        ("classes.yaml", 'profile: "2016.1"', 'profile: "2016.2"', "different versions: 2016.1, 2016.2"),
    ],
)
def test_what_does_not_fit_together_is_refused(copied, name, old, new, said):
    changed(copied, name, old, new)
    with pytest.raises(Faulty) as caught:
        read_profile(copied)
    assert any(said in str(problem) for problem in caught.value.problems)

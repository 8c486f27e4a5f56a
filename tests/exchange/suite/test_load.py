"""The loader: what is shipped can be loaded, and whatever is wrong in a file is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.exchange.suite.load import load_suite, read_suite
from conformance.standard.problems import Faulty

REQUIREMENT = """
requirements:
  - id: answered
    origin: profile
    clause: "profile#x"
    level: shall
    actors: [city]
    since: "2016"
    verification: automated
    text: {zh: 应答, en: It answers}
"""
TEST = """
tests:
  - id: first
    title: {zh: 一, en: One}
    actors: [city]
    verifies: [answered]
    effect: read
    steps:
      - id: ask
        request: {method: GET, path: /records, as: full, query: {since: "${list.end}", limit: "${given.page_size}"}}
        capture: {list.next: {pointer: /next}}
        checks:
          - {kind: status, with: {in: [200]}}
          - {kind: value, with: {pointer: /next, equals: "${list.next}"}}
    explain: {zh: 因, en: Because}
    remedy: {zh: 改, en: Mend it}
"""


def suite(folder: Path, test: str = TEST, requirement: str = REQUIREMENT) -> Path:
    (folder / "requirements").mkdir()
    (folder / "tests").mkdir()
    (folder / "requirements" / "all.yaml").write_text(requirement, encoding="utf-8")
    (folder / "tests" / "07-paging.yaml").write_text(test, encoding="utf-8")
    return folder


def refused(folder: Path, test: str = TEST, requirement: str = REQUIREMENT) -> str:
    with pytest.raises(Faulty) as faulty:
        read_suite(suite(folder, test, requirement), "2016")
    return "\n".join(map(str, faulty.value.problems))


def test_a_test_knows_its_group_and_what_it_needs(tmp_path: Path) -> None:
    (case,) = read_suite(suite(tmp_path), "2016").tests

    assert case.group == "paging"
    assert set(case.needs) == {"list.end", "given.page_size", "token.full"}
    assert case.steps[0].checks[0].id == "status"
    assert case.steps[0].checks[0].verifies == ("answered",)


def test_a_requirement_of_another_edition_takes_its_tests_with_it(tmp_path: Path) -> None:
    later = REQUIREMENT.replace('since: "2016"', 'since: "2020"')
    read = read_suite(suite(tmp_path, requirement=later), "2016")

    assert (read.requirements, read.tests) == ((), ())


def test_the_digest_is_that_of_what_is_asked_and_done(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = read_suite(suite(tmp_path / "a"), "2016")
    other = read_suite(suite(tmp_path / "b", TEST.replace("in: [200]", "in: [204]")), "2016")

    assert one.digest == read_suite(tmp_path / "a", "2016").digest
    assert one.digest != other.digest


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("effect: read", "effect: none", "tests/07-paging.yaml:7"),
        ("explain:", "explian:", "explian"),
        ("kind: status", "kind: statuses", "unknown check kind 'statuses'"),
        ("with: {in: [200]}", "with: {is: [200]}", "no parameter 'is'"),
        ("with: {in: [200]}", "with: {in: ['200']}", "of type integers"),
        ("with: {in: [200]}", "with: {}", "in is missing"),
        ("verifies: [answered]", "verifies: [anwsered]", "unknown requirement anwsered"),
        ("as: full", "as: admin", "admin"),
        ("path: /records, ", "", "either a path or an address"),
        ("request:", "poll:", "until"),
        ("request: {", "request: {times: 3, ", ""),
        ("{pointer: /next}}", "{jsonpath: $.next}}", "taken from exactly one of"),
        ("list.next: {", "given.next: {", "not for a test to set"),
        ("query: {", "body: {json: {}, text: x}, query: {", "a body is exactly one of"),
        ("query: {", "body: {fixture: good, size: 3}, query: {", "unknown key size"),
        ("kind: value", "kind: same", "stands in the wrong place"),
        ("    effect: read", "    effect: read\n    when: [pull]", "'pull' is neither an operation"),
        ("    effect: read", "    effect: read\n    over: run", "no steps of its own"),
        ("id: ask", "id: across", "is taken"),
        ("title: {zh: 一, en: One}", "title: {zh: 一}", "en"),
    ],
)
def test_whatever_is_wrong_is_said_with_its_line(tmp_path: Path, wrong: str, right: str, said: str) -> None:
    assert wrong in TEST
    changed = TEST.replace(wrong, right, 1)
    if said == "":
        read_suite(suite(tmp_path, changed), "2016")
        return

    problems = refused(tmp_path, changed)

    assert said in problems
    assert "tests/07-paging.yaml" in problems


def test_two_of_one_name_are_refused(tmp_path: Path) -> None:
    twice = TEST + TEST.removeprefix("\ntests:\n")

    assert "two tests are called first" in refused(tmp_path, twice)


def test_what_is_shipped_has_one_file_for_each_group() -> None:
    assert {case.group for case in load_suite().tests} >= {"honesty", "push", "receipt", "query", "paging", "transport"}

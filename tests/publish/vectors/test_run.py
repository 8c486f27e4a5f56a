"""Putting vectors to a command: agreement is told from wrong answers, time-outs, crashes and noise."""

from __future__ import annotations

import json
import sys

import pytest

from conformance.publish.vectors.cases import vectors
from conformance.publish.vectors.process import Asked
from conformance.publish.vectors.run import MOST_FAILURES, NoHarness, run
from conformance.standard.load import load

RULES = ("date-order", "one-of-required")
SOME = [one for one in vectors() if one.rule in RULES and one.rules <= set(RULES)][:12]
SOME += [one for one in vectors() if one.rule == RULES[1] and one.rules == {RULES[1]}][:3]
FIRST = SOME[0]
KEY = {one.id: sorted(one.rules) for one in SOME}
HARNESS = f"""
import json, sys, time
KEY = json.loads({json.dumps(KEY)!r})
def say(answer):
    print(answer if isinstance(answer, str) else json.dumps(answer), flush=True)
for line in sys.stdin:
    question = json.loads(line)
    if "format" in question:
        say(CLAIMS)
        continue
    rules = KEY[question["id"]]
    PATCH
    say({{"id": question["id"], "rules": rules}})
"""


def asked(patch: str = "pass", claims: object = None, timeout: float = 20.0, code: str = HARNESS):
    """The outcome of a run with a command that knows the answers, but for what the patch makes of them."""
    claims = {"claims": list(RULES)} if claims is None else claims
    source = code.replace("PATCH", patch).replace("CLAIMS", repr(claims))
    return run(lambda: Asked([sys.executable, "-S", "-c", source], timeout), SOME, load())


def only_first(patch: str) -> str:
    return f"if question['id'] == {FIRST.id!r}: {patch}"


def faults(outcome) -> list[tuple[str, str]]:
    return [(told.vector, told.fault) for told in outcome.told]


def test_a_command_that_knows_all_answers_agrees():
    outcome = asked()
    assert (outcome.right, outcome.agreed, outcome.not_claimed, outcome.told) == (True, len(SOME), 0, [])


def test_all_can_be_claimed_at_once():
    assert asked(claims={"claims": "all"}).claims == set(RULES)


def test_what_is_not_claimed_is_counted_and_not_asked():
    outcome = asked(claims={"claims": ["date-order"]})
    others = sum(one.rule != "date-order" for one in SOME)
    assert (outcome.right, outcome.agreed, outcome.not_claimed) == (True, len(SOME) - others, others)
    assert others > 0


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("rules = ['one-of-required']", "finds without ground one-of-required"),
        ("rules = ['no-such-rule']", "names rules that it does not claim no-such-rule"),
    ],
)
def test_a_wrong_answer_says_what_is_wrong(answer, why):
    outcome = asked(only_first(answer))
    assert faults(outcome) == [(FIRST.id, "wrong")]
    assert outcome.told[0].what.en.startswith(why)
    assert (outcome.right, outcome.agreed) == (False, len(SOME) - 1)


def test_a_rule_that_is_missed_is_told():
    outcome = asked("rules = []")
    invalid = [one for one in SOME if one.expect]
    assert [told.vector for told in outcome.told] == [one.id for one in invalid]
    assert {told.what.en for told in outcome.told} == {"misses date-order", "misses one-of-required"}


def test_a_command_that_hangs_is_ended_and_the_rest_is_asked():
    outcome = asked(only_first("time.sleep(60)"), timeout=3)
    assert faults(outcome) == [(FIRST.id, "timeout")]
    assert outcome.agreed == len(SOME) - 1


def test_a_crash_is_told_with_its_exit_code_and_last_words():
    outcome = asked(only_first("sys.exit('out of luck')"))
    assert faults(outcome) == [(FIRST.id, "crash")]
    assert outcome.told[0].what.en == "it ended without an answer, exit 1: out of luck"
    assert outcome.agreed == len(SOME) - 1


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("say('hello')", "the answer is no JSON: hello"),
        ("say([])", "the answer is no JSON object"),
        ("say({'id': question['id']})", "the answer is no JSON object with id and rules"),
        ("say({'id': 'another', 'rules': []})", "the answer is about 'another'"),
        ("say({'id': question['id'], 'rules': [1]})", "not all of its rules are texts"),
        ("say('x' * 2000000)", "the answer is too long"),
    ],
)
def test_what_is_no_answer_is_told_as_such(answer, why):
    outcome = asked(only_first(answer))
    assert faults(outcome) == [(FIRST.id, "garbled")]
    assert outcome.told[0].what.en.startswith(why)
    assert outcome.agreed == len(SOME) - 1


def test_a_command_that_always_fails_is_left_alone_and_the_rest_counted():
    outcome = asked("sys.exit(3)")
    assert [told.fault for told in outcome.told] == ["crash"] * (MOST_FAILURES + 1)
    assert (outcome.not_asked, outcome.right) == (len(SOME) - MOST_FAILURES - 1, False)


def test_much_on_standard_error_stops_nobody():
    assert asked("sys.stderr.write('noise\\n' * 20000)").right


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"claims": []}, "claims no rule"),
        ({"claims": ["dates"]}, "there are no vectors of these rules: dates"),
        ({"claims": "most"}, "the greeting asks for"),
        ([], "the greeting asks for"),
        ("hello", "no answer to the greeting: the answer is no JSON: hello"),
    ],
)
def test_a_greeting_without_claims_is_no_run(claims, why):
    with pytest.raises(NoHarness, match=why):
        asked(claims=claims)


def test_a_command_that_ends_at_once_is_no_run():
    with pytest.raises(NoHarness, match="no answer to the greeting: it ended without an answer, exit 4"):
        asked(code="import sys; sys.exit(4)")


def test_a_command_that_is_not_there_is_no_run():
    with pytest.raises(NoHarness, match="the command '/nowhere/at/all' cannot be started: No such file"):
        run(lambda: Asked(["/nowhere/at/all"], 1), SOME, load())

"""What a reader of the terminal sees: the verdict first, then what to mend, what was not shown and why, and where the evidence is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from conformance.exchange.model import Response
from conformance.exchange.run.results import Cleanup, Results
from conformance.exchange.run.told import told
from conformance.exchange.run.words import brief
from conformance.exchange.suite.model import Suite
from conformance.standard.model import Lang
from exchange.run.scripted import declaring, participant, ran, response
from exchange.run.tiny import case, requirement, status, step, suite, text

SUITE: Suite = suite(
    case("good", step("get", {"method": "GET", "path": "/good"}, status(200))),
    case("bad", step("get", {"method": "GET", "path": "/bad"}, status(200, verifies=("mended",)))),
    case("needy", step("get", {"method": "GET", "path": "/x"}, status(200)), needs=("given.subject",)),
    case("foreign", step("get", {"method": "GET", "path": "/x"}, status(200)), when=("undeclared:push",)),
    requirements=[requirement("kept"), requirement("mended", remedy=text("remedy of the requirement"))],
)


def found(lang: Lang = "en", **more: object) -> tuple[list[str], Results]:
    def answering(planned: object) -> Response:
        return response(500 if "bad" in str(planned) else 200, {})

    results, transport, _ = ran(SUITE, declaring(answering))
    briefs = {one.sequence: brief(one) for one in transport.exchanges}
    results = replace(results, **more)  # type: ignore[arg-type]
    return told(results, SUITE, briefs, lang, "run"), results


@pytest.mark.parametrize(
    ("lang", "first"), [("zh", "结论：不符合　区县子平台（district）"), ("en", "Verdict: non-conformant")]
)
def test_the_first_line_is_the_verdict(lang: Lang, first: str) -> None:
    assert found(lang)[0][0].startswith(first)


def test_what_failed_names_requirement_exchange_and_remedy() -> None:
    said = "\n".join(found()[0])
    for part in (
        "1. title of bad (bad)",
        "Requirement mended (shall, exchange-profile#x): text of mended",
        "Seen: The status has to be 200 and is 500.",
        "GET /bad → 500",
        "To mend it: remedy of the requirement",
    ):
        assert part in said
    assert "mend it so" not in said


def test_what_was_not_shown_and_what_does_not_apply_have_their_reasons() -> None:
    said = "\n".join(found()[0])
    assert "title of needy (needy): the targets do not give subject" in said
    assert "title of foreign (foreign): push is declared" in said


def test_the_last_line_says_where_the_evidence_is() -> None:
    assert found()[0][-1] == "Evidence: run (conformance verify run judges it again, offline)"


def test_what_is_left_in_the_service_is_listed() -> None:
    _, results = found()
    left = replace(results.participants[0], cleanup=Cleanup(2, ("r7",), text("why")))
    said = "\n".join(found(participants=(left,))[0])
    assert "2 pushed records were withdrawn" in said
    assert "1 are left in the service (why); remove them by hand: r7" in said


def test_several_participants_have_a_verdict_each_and_one_together() -> None:
    two = (participant("a"), participant("b", classes=("city",)))
    results, _, _ = ran(SUITE, declaring(lambda planned: response(200, {})), *two)
    said = told(results, SUITE, {}, "en", None)
    assert said[0] == "Verdict: not fully verified"
    assert [line.rpartition("  ")[2] for line in said if line.startswith("Verdict:")][1:] == [
        "a http://a.example",
        "b http://b.example",
    ]


def test_a_participant_of_no_known_class_is_asked_for_it() -> None:
    results, _, _ = ran(SUITE, lambda planned: response(404), participant(classes=()))
    assert "its class is not known; name it with --as" in told(results, SUITE, {}, "en", None)[0]


def test_all_of_it_is_said_in_chinese_too() -> None:
    said = "\n".join(found("zh")[0])
    assert "不通过 1 项" in said
    assert "证据：run" in said

"""From checks to the verdict of a test. A pass has to be earned: without one passed check there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conformance.exchange.model import CheckResult, Exchange, TestVerdict
from conformance.standard.model import Text

ROLL_UP: tuple[TestVerdict, ...] = ("error", "fail", "skip", "attest", "warn", "pass", "omit")
"""The first of these that is among several verdicts is that of all together."""


def worst(verdicts: Iterable[TestVerdict]) -> TestVerdict:
    """The verdict of several together; ``omit`` of none."""
    found = set(verdicts)
    return next((one for one in ROLL_UP if one in found), "omit")


def of_test(
    checks: Sequence[CheckResult], exchanges: Sequence[Exchange], unplayed: Text | None
) -> tuple[TestVerdict, Text | None]:
    """The verdict of a test that was run, and why it is none of pass, fail and warn.

    ``unplayed`` tells why steps were left out. What fails counts before trouble in the same test: it was seen.
    """
    verdicts = {one.verdict for one in checks}
    if "fail" in verdicts:
        return "fail", None
    trouble = next((one.trouble for one in exchanges if one.trouble is not None and _is_last(one, exchanges)), None)
    if trouble is not None:
        return "error", trouble.text
    if unplayed is not None:
        return "skip", unplayed
    unseen = next((one for one in checks if one.verdict == "not-evaluated"), None)
    if unseen is not None:
        return "skip", unseen.message
    if "warn" in verdicts:
        return "warn", None
    if "pass" in verdicts:
        return "pass", None
    if "info" in verdicts:
        return "attest", Text(
            "没有可自动判定的检查，请人工查看证据",
            "no check decides it by itself; a person has to look at the evidence",
        )
    return "skip", Text("没有作出任何检查", "nothing was checked")


def _is_last(exchange: Exchange, exchanges: Sequence[Exchange]) -> bool:
    """Whether no later attempt of the same step followed, by which the trouble would have been overcome."""
    step = [one for one in exchanges if one.step == exchange.step]
    return step[-1] is exchange

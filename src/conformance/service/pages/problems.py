"""A refusal as a page: what is the matter, and how to mend it, in the language of the page that was asked for."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from conformance.service.pages.frame import page
from conformance.service.pages.visit import Visit, visit_of
from conformance.service.problems import Problem
from conformance.standard.model import Text

_ANEW = Text("请回到上一页，改正后再提交。", "Go back, mend it and send it again.")
_MEND = {
    "invalid-request": _ANEW,
    "unknown-item": _ANEW,
    "internal-error": Text(
        "请稍后重试；仍然出错时，请把编号告诉服务的管理人。",
        "Try again later; if it stays, tell who runs the service the number.",
    ),
}
"""Where the register's remedy speaks to programs."""
_SAID = frozenset(
    {
        "forbidden",
        "method-not-allowed",
        "no-report",
        "not-acceptable",
        "not-found",
        "party-missing",
        "rate-limited",
        "unauthenticated",
        "unavailable",
        "unsupported-media-type",
    }
)
"""Whose sentence says already what to do."""


def refused(request: Request, problem: Problem) -> Response | None:
    """The answer to a person, with the status that a program would get; None where a program asks."""
    if request.url.path == "/openapi.json":
        return None
    visit = visit_of(request)
    return page(
        request,
        "problem.html",
        problem.status,
        title=visit.pick(problem.kind.title),
        sentence=sentence(problem.detail, visit),
        mend=_mend(problem, visit),
        again=dict(problem.headers).get("Retry-After"),
        expected=problem.status != 500,
        instance=problem.instance,
    )


def _mend(problem: Problem, visit: Visit) -> str | None:
    """How to mend it, as somebody before a page can; None where the sentence says all."""
    if problem.name in _SAID:
        return None
    return visit.pick(_MEND.get(problem.name, problem.kind.remedy))


def sentence(detail: str, visit: Visit) -> str:
    """The half of a sentence in both languages that is in the language of the page."""
    zh, between, en = detail.partition(" / ")
    return en if between and visit.lang == "en" else zh

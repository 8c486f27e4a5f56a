"""A refusal as a page: what is the matter, and how to mend it, in the language of the page that was asked for."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from conformance.service.pages.frame import page
from conformance.service.pages.visit import Visit, visit_of
from conformance.service.problems import Problem


def refused(request: Request, problem: Problem) -> Response | None:
    """The answer to a person, with the status that a program would get; None where a program asks."""
    if request.url.path.startswith("/api/") or request.url.path == "/openapi.json":
        return None
    visit = visit_of(request)
    return page(
        request,
        "problem.html",
        problem.status,
        dict(problem.headers),
        title=visit.pick(problem.kind.title),
        sentence=sentence(problem.detail, visit),
        mend=visit.pick(problem.kind.remedy),
        again=dict(problem.headers).get("Retry-After"),
        expected=problem.status != 500,
        instance=problem.instance,
    )


def sentence(detail: str, visit: Visit) -> str:
    """The half of a sentence in both languages that is in the language of the page."""
    zh, between, en = detail.partition(" / ")
    return en if between and visit.lang == "en" else zh

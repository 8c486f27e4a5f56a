"""Giving the token, where other machines can reach the service: it is in a form once, and in no address or cookie ever."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from conformance.exchange.server.frame import call_of
from conformance.service.access import COOKIE, Attempts, same, session_of
from conformance.service.pages.fields import short_form
from conformance.service.pages.frame import page
from conformance.service.pages.visit import VISITOR, new_visitor, visit_of
from conformance.service.settings import Settings

router = APIRouter(include_in_schema=False)
_DAY = 86_400
_PAUSE = 0.5
"""Seconds that a wrong token costs."""


@router.get("/login")
def login(request: Request) -> Response:
    """The form."""
    visit = visit_of(request)
    if visit.known:
        return RedirectResponse(visit.to("/"), 303)
    return page(request, "login.html", problem=None, next=_next(request))


@router.post("/login")
async def logged_in(request: Request) -> Response:
    """The token, against a cookie that is not it."""
    fields = await short_form(request)
    settings: Settings = request.app.state.settings
    visit = visit_of(request)
    if settings.token is None:
        return RedirectResponse(visit.to("/"), 303)
    attempts: Attempts = request.app.state.attempts
    call = call_of(request.scope, 0)
    attempts.expect_few(call)
    if not same(fields.get("token", "").strip(), settings.token):
        attempts.add(call)
        await asyncio.sleep(_PAUSE)
        problem = visit.t(
            "令牌不对。请完整输入启动服务的人给您的令牌。",
            "That is not the token. Enter all of the one that whoever runs the service gave you.",
        )
        return page(request, "login.html", 403, problem=problem, next=_next(request))
    answer = RedirectResponse(visit.to(_next(request)), 303)
    for name, value in ((COOKIE, session_of(settings.token)), (VISITOR, new_visitor())):
        answer.set_cookie(
            name,
            value,
            max_age=settings.kept_days * _DAY,
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
    return answer


@router.post("/logout")
def logged_out(request: Request) -> Response:
    """The cookies are let go of."""
    answer = RedirectResponse(visit_of(request).to("/login"), 303)
    for name in (COOKIE, VISITOR):
        answer.delete_cookie(name, path="/", httponly=True, samesite="strict")
    return answer


def _next(request: Request) -> str:
    """Where the visitor wanted to go: a page of ours, else the start."""
    wanted = parse_qs(request.url.query).get("next", ["/"])[0]
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\", "/login", "/logout"))
    return wanted if ours and wanted.isprintable() else "/"

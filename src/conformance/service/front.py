"""What the pages bring to the app, beside the API."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from conformance.service.problems import Problem


class Front(Struct, frozen=True):
    """Routes of pages, and what the frame has to know of them."""

    routers: tuple[APIRouter, ...] = ()
    """Their routes stand in them directly, none is included in another."""
    public: tuple[str, ...] = ()
    """What begins so may be seen without the token: the form that asks for it, and what that form is made of."""
    login: Callable[[str, str], str] | None = None
    """Where a browser without the token is sent that asked for a path and a query; None: it is refused."""
    refused: Callable[[Request, Problem], Response | None] | None = None
    """Makes a page of a refusal of what is no part of the API; None: it is told as the API does."""


def front() -> Front:
    """The pages there are."""
    from conformance.service.pages.routes import FRONT  # they know what stands here

    return FRONT

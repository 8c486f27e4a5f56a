"""The app: the API under ``/api/v1`` and the page at ``/``, within the frame; and what they share."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response
from starlette.routing import Route

from conformance.history.opening import open_store
from conformance.service import api
from conformance.service.access import Attempts
from conformance.service.frame import Frame
from conformance.service.front import front
from conformance.service.jobs import Jobs
from conformance.service.payloads import Payloads
from conformance.service.problems import error_at, refuse
from conformance.service.settings import Settings
from conformance.standard.load import load
from conformance.standard.model import Standard, Text


def create_app(settings: Settings, standard: Standard | None = None) -> FastAPI:
    """An app with its folder and its workers, which ``close`` lets go of. Raises UsageError where the folder cannot be had.

    Routes find in ``app.state`` the ``settings``, the ``standard``, the ``attempts``, the ``jobs`` and the ``payloads``.
    """
    # No pages of FastAPI's: they fetch scripts from elsewhere.
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.settings, app.state.standard = settings, standard or load()
    app.state.attempts = Attempts()
    app.state.jobs = Jobs(settings)
    try:
        with open_store(settings.history_url):  # made or upgraded now, and what is wrong with it is said now
            pass
        app.state.payloads = Payloads(settings)
    except BaseException:
        app.state.jobs.close()
        raise
    pages = front()
    routers = [*api.ROUTERS, *pages.routers]
    for router in routers:
        app.include_router(router)
    routes = [route for router in routers for route in router.routes if isinstance(route, Route)]
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_middleware(Frame, settings=settings, routes=routes, attempts=app.state.attempts, pages=pages)
    return app


def close(app: FastAPI) -> None:
    """Let go of what the app holds: its workers, which leave checks under way to the next service, and its folder."""
    app.state.payloads.close()
    app.state.jobs.close()


async def _invalid(request: Request, error: Exception) -> Response:
    """A parameter that is not as it should be. Raises Refusal (400)."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - it is entered for these
    errors = [error_at("/" + "/".join(map(str, one["loc"])), str(one["msg"])) for one in error.errors()]
    raise refuse(
        "invalid-request", Text("参数不合要求，见 errors。", "A parameter is not as it should be; see errors."), errors
    )

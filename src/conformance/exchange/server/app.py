"""The app: routes of what is offered, within the frame; and the world that they share."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.routing import Route

from conformance.exchange.profile import reference
from conformance.exchange.server import seed
from conformance.exchange.server.auth import Client, Failures
from conformance.exchange.server.cursors import Cursors
from conformance.exchange.server.frame import Frame
from conformance.exchange.server.pull import Upstream
from conformance.exchange.server.routes import (
    batches,
    corrections,
    discovery,
    listing,
    openapi,
    query,
    reference_data,
    token,
)
from conformance.exchange.server.settings import Settings
from conformance.exchange.server.store import Store
from conformance.exchange.server.world import World
from conformance.standard.load import load
from conformance.standard.model import Standard

_OFFERED = {
    "push": batches.router,
    "query": query.router,
    "list": listing.router,
    "corrections": corrections.router,
    "reference-data": reference_data.router,
}


def create_world(settings: Settings, standard: Standard | None = None) -> World:
    """Everything that the routes share; an empty store gets the documented test data. Raises UsageError for a foreign database."""
    store = Store(settings.database)
    world = World(
        settings=settings,
        standard=standard or load(),
        store=store,
        cursors=Cursors(store.secret, settings.cursor_days),
        clients=tuple(Client(one.id, one.secret, tuple(one.scopes)) for one in reference.CLIENTS.values()),
        failures=Failures(settings.limits.token_failures_per_minute),
        upstreams=tuple(Upstream(url) for url in settings.pull_from),
    )
    if settings.seeded:
        seed.plant(world)
    return world


def create_app(settings: Settings | None = None, standard: Standard | None = None) -> FastAPI:
    """An app of its own with a store of its own, which ``close`` lets go of."""
    world = create_world(settings or Settings(), standard)
    # No pages of FastAPI's: they fetch scripts from elsewhere, and describe what it can see of the routes, not the profile.
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.world = world
    routers = [discovery.router, openapi.router, token.router, *(_OFFERED[name] for name in world.settings.operations)]
    for router in routers:
        app.include_router(router)
    routes = [route for router in routers for route in router.routes if isinstance(route, Route)]
    app.add_middleware(Frame, world=world, routes=routes)
    return app


def close(app: FastAPI) -> None:
    """Let go of what the app holds: database and connections."""
    app.state.world.close()

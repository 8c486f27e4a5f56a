"""The addresses of the pages, a module for each group of them, and what of them is to be had without the token."""

from __future__ import annotations

from conformance.service.front import Front
from conformance.service.pages.problems import refused
from conformance.service.pages.routes import assets, checking, forms, login, results
from conformance.service.pages.visit import login_address

FRONT = Front(
    routers=(assets.router, login.router, checking.router, results.router, forms.router),
    public=("/login", "/assets/"),
    login=login_address,
    refused=refused,
)

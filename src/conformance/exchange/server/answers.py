"""Answers of routes, and what they depend on: who is calling."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request, Response

from conformance.exchange.server.auth import Grant, identify
from conformance.exchange.server.bodies import JSON, moment_of
from conformance.exchange.server.hooks import Moment, through
from conformance.exchange.server.problems import refuse

REALM = 'Bearer realm="credit-exchange"'


def answer(
    moment: Moment, document: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A JSON answer. What people may not keep is not kept on the way either."""
    told = through(lambda hooks: hooks.answer, document, moment)
    body = json.dumps(told, ensure_ascii=False, allow_nan=False).encode()
    return Response(body, status, {"Content-Type": JSON, "Cache-Control": "no-store", **(headers or {})})


def scope(name: str) -> Callable[[Request], Grant]:
    """Dependency: the grant of the caller, which has that scope. Raises Refusal (401, 403)."""

    def granted(request: Request) -> Grant:
        moment = moment_of(request)
        access = through(
            lambda hooks: hooks.access, identify(moment.call.header("Authorization"), moment.world), moment
        )
        if access.grant is None:
            raise _unknown(access.refusal)
        if name not in access.grant.scopes:
            detail = f"本操作需要权限范围“{name}”，所用令牌没有。 / This needs the scope {name}, which the token lacks."
            challenge = f'{REALM}, error="insufficient_scope", scope="{name}"'
            raise refuse("forbidden", detail, headers={"WWW-Authenticate": challenge})
        return access.grant

    return granted


def _unknown(why: str | None) -> Exception:
    if why == "absent":
        detail = "请在 Authorization 中附上令牌（Bearer），令牌取自 /token。 / There is no bearer token; get one from /token."
        return refuse("unauthenticated", detail, headers={"WWW-Authenticate": REALM})
    said = "令牌已过期" if why == "expired" else "令牌无效"
    english = "has expired" if why == "expired" else "is not valid"
    challenge = f'{REALM}, error="invalid_token", error_description="the token {english}"'
    detail = f"{said}，请重新取得。 / The token {english}; get a new one."
    return refuse("unauthenticated", detail, headers={"WWW-Authenticate": challenge})

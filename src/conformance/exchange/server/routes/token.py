"""``POST /token``: a token for a client's id and secret (RFC 6749, section 4.4); errors as section 5.2 has them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request, Response

from conformance.exchange.server import auth
from conformance.exchange.server.answers import answer
from conformance.exchange.server.bodies import FORM, body, moment_of, takes
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.problems import refuse

router = APIRouter()


@router.post("/token", name="token", dependencies=[Depends(takes(FORM))])
def token(request: Request, content: Annotated[bytes, Depends(body)]) -> Response:
    """A token, or why there is none."""
    moment = moment_of(request)
    world, now = moment.world, moment.world.now()
    credentials = auth.basic(moment.call.header("Authorization"))
    name = credentials[0] if credentials else ""
    wait = world.failures.wait(moment.call.peer, name, now)
    if wait is not None:
        detail = f"认证失败过多，请 {wait} 秒后再试。 / Too many failures; try again in {wait} seconds."
        raise refuse("rate-limited", detail, headers={"Retry-After": str(wait)})
    try:
        form = parse_qsl(content.decode(), keep_blank_values=True, strict_parsing=bool(content), errors="strict")
    except ValueError:
        return _refused(moment, "invalid_request", "the body is no form")
    client = None if credentials is None else auth.client_of(*credentials, world)
    if client is None:
        world.failures.add(moment.call.peer, name, now)
        return _refused(moment, "invalid_client", "the client is not known by this id and secret", 401)
    return _granted(moment, client, form)


def _granted(moment: Moment, client: auth.Client, form: list[tuple[str, str]]) -> Response:
    values = dict(form)
    if len(values) != len(form):
        return _refused(moment, "invalid_request", "a parameter comes twice")
    if "grant_type" not in values:
        return _refused(moment, "invalid_request", "grant_type is missing")
    if values["grant_type"] != "client_credentials":
        return _refused(moment, "unsupported_grant_type", "grant_type has to be client_credentials")
    scopes = tuple(values["scope"].split()) if values.get("scope") else client.scopes
    if not set(scopes) <= set(client.scopes) or not scopes:
        return _refused(moment, "invalid_scope", "the client may not have this scope")
    granted = tuple(name for name in client.scopes if name in scopes)
    document = {
        "access_token": auth.issue(moment.world, client.id, granted),
        "token_type": "Bearer",
        "expires_in": moment.world.settings.token_seconds,
        "scope": " ".join(granted),
    }
    return answer(moment, document, headers={"Pragma": "no-cache"})


def _refused(moment: Moment, error: str, description: str, status: int = 400) -> Response:
    headers = {"WWW-Authenticate": 'Basic realm="credit-exchange", charset="UTF-8"'} if status == 401 else {}
    return answer(moment, {"error": error, "error_description": description}, status, headers)

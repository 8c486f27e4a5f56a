"""Faults of who may do what: credentials that are not looked at, refusals that say the wrong thing, answers that say too much."""

from __future__ import annotations

import base64
from urllib.parse import parse_qsl, urlencode

from msgspec.structs import replace

from conformance.exchange.server.auth import Access, Grant, basic
from conformance.exchange.server.faults.edit import edited, other_status
from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Call, Reply
from conformance.exchange.server.problems import Problem

_ALL = frozenset({"push", "query", "query-restricted", "list", "correct"})
_ANYBODY = Access(Grant("full", _ALL))


@plant("no-token-accepted", "access")
def no_token_accepted(access: Access, moment: Moment) -> Access:
    """Who brings no token may do everything."""
    return _ANYBODY if access.refusal == "absent" else access


@plant("corrupt-token-accepted", "access")
def corrupt_token_accepted(access: Access, moment: Moment) -> Access:
    """Any token will do."""
    return _ANYBODY if access.refusal == "unknown" else access


@plant("expired-token-accepted", "access")
def expired_token_accepted(access: Access, moment: Moment) -> Access:
    """Tokens hold for ever."""
    return _ANYBODY if access.refusal == "expired" else access


@plant("scopes-ignored", "access")
def scopes_ignored(access: Access, moment: Moment) -> Access:
    """Whoever may push nothing may push nevertheless."""
    return (
        replace(access, grant=replace(access.grant, scopes=access.grant.scopes | {"push"})) if access.grant else access
    )


@plant("forbidden-as-401", "problem")
def forbidden_as_401(problem: Problem, moment: Moment) -> Problem:
    """Who lacks a scope is asked who they are."""
    return replace(problem, name="unauthenticated") if problem.name == "forbidden" else problem


@plant("unauthenticated-as-403", "problem")
def unauthenticated_as_403(problem: Problem, moment: Moment) -> Problem:
    """Who brings no token is told that they may not."""
    return replace(problem, name="forbidden") if problem.name == "unauthenticated" else problem


@plant("no-challenge", "response")
def no_challenge(reply: Reply, moment: Moment) -> Reply:
    """401 does not say how to authenticate."""
    token = moment.call.operation == "token"
    return reply if token or reply.status != 401 else reply.having("WWW-Authenticate", None)


@plant("token-repeated", "problem")
def token_repeated(problem: Problem, moment: Moment) -> Problem:
    """The refusal of a token repeats it."""
    sent = moment.call.header("Authorization")
    return (
        replace(problem, detail=f"{problem.detail} ({sent})") if problem.name == "unauthenticated" and sent else problem
    )


@plant("wrong-secret-accepted", "request")
def wrong_secret_accepted(call: Call, moment: Moment) -> Call:
    """The id of a client is enough for a token."""
    given = basic(call.header("Authorization"))
    client = next((one for one in moment.world.clients if given and one.id == given[0]), None)
    if call.operation != "token" or client is None:
        return call
    right = base64.b64encode(f"{client.id}:{client.secret}".encode()).decode()
    return call.having("Authorization", f"Basic {right}")


@plant("secrets-may-be-guessed", "request")
def secrets_may_be_guessed(call: Call, moment: Moment) -> Call:
    """Secrets may be tried as often as one likes."""
    return replace(call, peer=f"{call.peer}#{call.number}") if call.operation == "token" else call


@plant("no-retry-after", "response")
def no_retry_after(reply: Reply, moment: Moment) -> Reply:
    """429 does not say when to come again."""
    return reply.having("Retry-After", None) if reply.status == 429 else reply


@plant("token-error-unregistered", "response")
def token_error_unregistered(reply: Reply, moment: Moment) -> Reply:
    """The refusal of a token has a code of its own."""
    refused = moment.call.operation == "token" and reply.status == 401
    return edited(reply, lambda told: {**told, "error": "E401"}) if refused else reply


@plant("token-without-lifetime", "response")
def token_without_lifetime(reply: Reply, moment: Moment) -> Reply:
    """Nobody is told how long a token holds."""
    granted = moment.call.operation == "token" and reply.status == 200
    return edited(reply, lambda told: {k: v for k, v in told.items() if k != "expires_in"}) if granted else reply


@plant("token-cacheable", "response")
def token_cacheable(reply: Reply, moment: Moment) -> Reply:
    """Tokens may be kept by whatever lies between."""
    return reply.having("Cache-Control", None) if moment.call.operation == "token" else reply


@plant("grant-type-as-401", "response")
def grant_type_as_401(reply: Reply, moment: Moment) -> Reply:
    """A grant type that there is not is answered as a wrong secret is."""
    return other_status(reply, moment, "token", 400, 401)


@plant("token-in-address-accepted", "request")
def token_in_address_accepted(call: Call, moment: Moment) -> Call:
    """A token may stand in the address."""
    values = dict(parse_qsl(call.query))
    token = values.pop("access_token", None)
    if token is None:
        return call
    return replace(call, query=urlencode(values)).having("Authorization", f"Bearer {token}")


@plant("restricted-shown", "restricted")
def restricted_shown(hidden: frozenset[str], moment: Moment) -> frozenset[str]:
    """Fields that are not for everybody are shown to everybody."""
    return frozenset()

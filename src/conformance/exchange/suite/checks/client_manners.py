"""What every client owes: waiting, and secrets and identifiers kept out of addresses; tokens that last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from conformance.exchange.model import Exchange
from conformance.exchange.suite.checks.base import Outcome, Scene, answer, departs, holds, kind, unseen
from conformance.exchange.suite.checks.clients import TOLERANCE, all_right, asked, began
from conformance.exchange.suite.checks.look import (
    answered,
    at,
    header_of,
    query_of,
    succeeded,
)
from conformance.exchange.suite.checks.secrets import SECRET


@kind("client-waits", across=True)
def check_client_waits(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """After 429 or 503 the same is not asked again before Retry-After has passed."""
    looked = 0
    for place, one in enumerate(scene.exchanges):
        if one.response is None or one.response.status not in (429, 503):
            continue
        pause, begun = one.response.header("Retry-After"), began(one)
        same = [two for two in scene.exchanges[place + 1 :] if _same_request(one, two)]
        if pause is None or not pause.isdigit() or begun is None or not same:
            continue
        after = began(same[0])
        looked += 1
        if after is not None and after - (begun + one.seconds) < int(pause) - TOLERANCE:
            return departs(
                f"收到 Retry-After: {pause} 后应等待，实际 {after - begun - one.seconds:.1f} 秒后又来。",
                f"After Retry-After: {pause} the client has to wait; it came again after {after - begun - one.seconds:.1f} seconds.",
                one,
                same[0],
            )
    if not looked:
        return unseen("没有看到 429、503 之后的再次请求。", "Nothing was seen to be asked again after 429 or 503.")
    return holds(f"{looked} 次都等到了 Retry-After 之后。", f"It waited for Retry-After, all {looked} times.")


def _same_request(one: Exchange, two: Exchange) -> bool:
    return (one.request.method, one.request.url) == (two.request.method, two.request.url)


@kind("client-token-header", across=True)
def check_client_token_header(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """No address carries a token or a secret."""
    if not scene.exchanges:
        return unseen("没有看到请求。", "No request was seen.")
    wrong = [
        one for one in scene.exchanges if SECRET.search(unquote(one.request.url)) or "access_token" in query_of(one)
    ]
    return all_right(
        wrong,
        len(scene.exchanges),
        ("地址中没有令牌", "No address carries a token"),
        ("地址中不应有令牌", "An address has to be free of tokens"),
    )


_PERSONAL = re.compile(
    r"(?<![0-9A-Za-z])(?:[1-9][0-9]{16}[0-9Xx]|[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10})(?![0-9A-Za-z])"
)
"""Citizen ids and unified social credit codes."""


@kind("client-identifiers", across=True)
def check_client_identifiers(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """No address carries the identifier of a subject."""
    if not scene.exchanges:
        return unseen("没有看到请求。", "No request was seen.")
    wrong = [one for one in scene.exchanges if _PERSONAL.search(unquote(one.request.url))]
    return all_right(
        wrong,
        len(scene.exchanges),
        ("地址中没有主体标识", "No address carries an identifier"),
        ("地址中不应有主体标识", "An address has to be free of identifiers"),
    )


@kind("client-token-kept", across=True)
def check_client_token_kept(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """A token is used for more than one request: another one is not asked for at once, unless it was turned away or runs out."""
    given: list[tuple[Exchange, float]] = []
    for one in succeeded(asked(scene, "POST", "/token")):
        life = at(one, "/expires_in")
        if isinstance(life, int | float) and not isinstance(life, bool):
            given.append((one, float(life)))
    if not given:
        return unseen("没有看到取得令牌。", "No token was seen to be given.")
    for (one, life), (two, _) in pairwise(given):
        begun, then = began(one), began(two)
        between = [x for x in answered(scene.exchanges) if one.sequence < x.sequence < two.sequence]
        if begun is None or then is None or any(answer(x).status in (401, 403) for x in between):
            continue
        if _asked_for(one) == _asked_for(two) and then - begun < life * 0.5 and len(between) <= 1:
            return departs(
                f"令牌应重复使用，实际只用了 {len(between)} 次、在有效期 {life:g} 秒的第 {then - begun:.0f} 秒就再次申请。",
                f"A token has to be used again; another one was asked for after {len(between)} requests, {then - begun:.0f} seconds into its "
                f"{life:g}.",
                one,
                two,
            )
    return holds("令牌都重复使用。", "Tokens were used again and again.")


def _asked_for(exchange: Exchange) -> tuple[bytes, str | None]:
    return exchange.request.body, header_of(exchange.request, "Authorization")

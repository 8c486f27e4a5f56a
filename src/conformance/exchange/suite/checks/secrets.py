"""That secrets do not come back. They are pseudonyms by now: ``secret-`` and twelve characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from conformance.exchange.lenient import text_of
from conformance.exchange.model import Exchange
from conformance.exchange.suite.checks.base import Outcome, Scene, answer, departs, holds, kind, unseen
from conformance.exchange.suite.checks.look import answered, called

SECRET = re.compile(r"secret-[0-9A-Za-z]{12}")


def secrets_sent(exchange: Exchange) -> set[str]:
    """The secrets in a request, wherever they stand."""
    request = exchange.request
    parts = [request.url, *(value for _, value in request.headers), text_of(request.body)]
    return {found for part in parts for found in SECRET.findall(part)}


@kind("no-secret-echo", across=True)
def check_no_secret_echo(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """No answer repeats a secret that some request of the run carried."""
    seen = answered(scene.exchanges)
    carried = {secret for one in seen for secret in secrets_sent(one)}
    if not carried:
        return unseen("没有发出任何秘密。", "No secret was sent.")
    # A token may be given out a second time by the place that gives out tokens.
    wrong = [one for one in seen if _received(one) & (secrets_sent(one) if _gives_tokens(one) else carried)]
    if not wrong:
        return holds("应答没有带回令牌或密码。", "No answer repeats a token or password.")
    return departs(
        f"应答不应带回令牌或密码，{called(wrong[0])} 带回了。",
        f"An answer must not repeat a token or password; that of {called(wrong[0])} does.",
        *wrong,
    )


def _received(exchange: Exchange) -> set[str]:
    response = answer(exchange)
    parts = [*(value for _, value in response.headers), text_of(response.body)]
    return {found for part in parts for found in SECRET.findall(part)}


def _gives_tokens(exchange: Exchange) -> bool:
    return (
        exchange.request.method == "POST"
        and answer(exchange).status == 200
        and "grant_type" in text_of(exchange.request.body)
    )

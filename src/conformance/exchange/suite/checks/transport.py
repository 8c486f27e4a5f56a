"""What is below the messages: whole answers, time, TLS, no detours."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from conformance.exchange.model import Exchange
from conformance.exchange.suite.checks.base import Outcome, Param, Scene, answer, departs, holds, kind, unseen
from conformance.exchange.suite.checks.look import answered, called

_THEIRS = ("too-large", "cut", "malformed")
"""Kinds of trouble that the other side's own bytes make."""


@kind("whole-answers", across=True)
def check_whole_answers(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every answer is whole, bounded, and HTTP."""
    if not answered(scene.exchanges) and not any(one.trouble for one in scene.exchanges):
        return unseen("没有得到应答。", "There was no answer.")
    wrong = [one for one in scene.exchanges if one.trouble is not None and one.trouble.kind in _THEIRS]
    if wrong:
        text = wrong[0].trouble.text if wrong[0].trouble else None
        return departs(
            f"应答应完整、有界，{called(wrong[0])}：{text.zh if text else ''}",
            f"Answers have to be whole and bounded; {called(wrong[0])}: {text.en if text else ''}",
            *wrong,
        )
    whole = answered(scene.exchanges)
    if not whole:
        return unseen("没有得到应答。", "There was no answer.")
    return holds(f"{len(whole)} 个应答都完整。", f"All {len(whole)} answers are whole.")


@kind("no-redirect", across=True)
def check_no_redirect(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """No answer sends the client elsewhere, least of all from https to http."""
    seen = answered(scene.exchanges)
    if not seen:
        return unseen("没有得到应答。", "There was no answer.")
    wrong = [one for one in seen if answer(one).status in (301, 302, 303, 307, 308)]
    if not wrong:
        return holds("没有任何应答要求转到别处。", "No answer leads elsewhere.")
    try:
        target = urlsplit(answer(wrong[0]).header("Location") or "")
    except ValueError:
        target = urlsplit("")
    return departs(
        f"不应要求转到别处，{called(wrong[0])} 转向 {target.scheme or '?'}://{target.netloc or '?'}。",
        f"No answer may lead elsewhere; {called(wrong[0])} leads to {target.scheme or '?'}://{target.netloc or '?'}.",
        *wrong,
    )


@kind("clock-skew", Param("seconds", "number", required=True), across=True)
def check_clock_skew(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every answer has a Date, which lies near the time at which it came (RFC 9110, section 6.6.1)."""
    seen, most = answered(scene.exchanges), params["seconds"]
    if not seen:
        return unseen("没有得到应答。", "There was no answer.")
    for one in seen:
        written = answer(one).header("Date")
        skew = None if written is None else _skew(written, one)
        if skew is None:
            return departs(
                f"应答应带有效的 Date，{called(one)} 没有。",
                f"An answer has to carry a valid Date; that of {called(one)} does not.",
                one,
            )
        if skew > most:
            return departs(
                f"Date 与实际时间应相差不超过 {most:g} 秒，{called(one)} 相差 {skew:.0f} 秒。",
                f"Date has to be within {most:g} seconds of the time; that of {called(one)} is {skew:.0f} seconds off.",
                one,
            )
    return holds(
        f"{len(seen)} 个应答的 Date 相差都不超过 {most:g} 秒。",
        f"The Date of all {len(seen)} answers is within {most:g} seconds.",
    )


def _skew(written: str, exchange: Exchange) -> float | None:
    """Seconds by which a Date lies outside the time of the exchange; None where it is no date."""
    try:
        told = parsedate_to_datetime(written)
        begun = datetime.fromisoformat(exchange.started)
    except (ValueError, TypeError, OverflowError):
        return None
    if told.tzinfo is None:
        told = told.replace(tzinfo=UTC)
    passed = (told - begun).total_seconds()
    # A Date has whole seconds, and belongs somewhere between request and answer.
    return max(-passed - 1.0, passed - exchange.seconds, 0.0)


@kind("https", across=True)
def check_https(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The service is reached by https; a loopback address needs none."""
    address = urlsplit(scene.participant.url)
    if address.scheme == "https":
        return holds("地址使用 https。", "The address is https.")
    if loopback(address.hostname or ""):
        return holds("本机回环地址，无须 https。", "A loopback address needs no https.")
    return departs(
        f"地址应使用 https，实际为 {address.scheme}。", f"The address has to be https and is {address.scheme}."
    )


def loopback(host: str) -> bool:
    """Whether a host is this machine by its name or number."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@kind("tls-floor", across=True)
def check_tls_floor(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every connection is TLS 1.2 or later."""
    seen = [one for one in answered(scene.exchanges) if one.tls is not None]
    if not seen:
        return unseen("没有经由 TLS 的应答。", "There was no answer over TLS.")
    wrong = [one for one in seen if one.tls not in ("TLSv1.2", "TLSv1.3")]
    if not wrong:
        return holds("所有连接都不低于 TLS 1.2。", "Every connection is TLS 1.2 or later.")
    return departs(
        f"连接应不低于 TLS 1.2，实际为 {wrong[0].tls}。",
        f"A connection has to be TLS 1.2 or later and is {wrong[0].tls}.",
        *wrong,
    )


@kind("refusals-end", Param("except_tests", "texts"), across=True)
def check_refusals_end(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Who comes again when Retry-After says so is served: no request ends in 429 after it was repeated."""
    left_out = tuple(params.get("except_tests", ()))
    tries: dict[tuple[str, str], list[Exchange]] = {}
    for one in answered(scene.exchanges):
        if one.test not in left_out:
            tries.setdefault((one.test, one.step), []).append(one)
    if not tries:
        return unseen("没有得到应答。", "There was no answer.")
    wrong = [
        group[-1] for group in tries.values() if len(group) > 1 and all(answer(one).status == 429 for one in group[-2:])
    ]
    if not wrong:
        return holds(
            f"{len(tries)} 个请求中没有一个再来后仍被限流。",
            f"None of {len(tries)} requests was still put off when it came again.",
        )
    return departs(
        f"按 Retry-After 再来的请求应得到应答，{called(wrong[0])} 仍为 429。",
        f"A request that comes again as Retry-After said has to be answered; {called(wrong[0])} is still 429.",
        *wrong,
    )

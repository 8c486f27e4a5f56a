"""Header fields of answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from conformance.exchange.suite.checks.base import Outcome, Param, Scene, answer, departs, holds, kind, unseen
from conformance.exchange.suite.checks.look import answered, called, header_of, listed, shown


@kind("header", Param("name", "text", required=True), Param("matches", "text"), Param("includes", "texts"))
def check_header(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The last answer has a header field, whose value matches a pattern or includes some members of a list."""
    last, name = scene.exchanges[-1], params["name"]
    seen = answer(last).header(name)
    if not seen:
        return departs(f"应答应带 {name}，实际没有。", f"The answer has to carry {name} and does not.", last)
    pattern = params.get("matches")
    if pattern is not None and not re.search(pattern, seen, re.IGNORECASE):
        return departs(
            f"{name} 应符合 {pattern}，实际为“{shown(seen)}”。",
            f"{name} has to match {pattern} and is {shown(seen)!r}.",
            last,
        )
    members = {one.strip().lower() for one in seen.split(",")}
    missing = [one for one in params.get("includes", ()) if one.lower() not in members]
    if missing:
        return departs(
            f"{name} 应包含 {listed(missing)}，实际为“{shown(seen)}”。",
            f"{name} has to include {listed(missing)} and is {shown(seen)!r}.",
            last,
        )
    return holds(f"应答带有 {name}。", f"The answer carries {name}.", last)


@kind("same-host", Param("name", "text", required=True))
def check_same_host(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """A header field of the last answer leads to the host that was asked."""
    last, name = scene.exchanges[-1], params["name"]
    value = answer(last).header(name)
    if not value:
        return unseen(f"应答没有 {name}，无法判断。", f"The answer carries no {name}, so this cannot be judged.", last)
    try:
        there, here = urlsplit(urljoin(last.request.url, value)), urlsplit(last.request.url)
    except ValueError:
        return departs(f"{name} 不是有效的地址。", f"{name} is no address.", last)
    if (there.scheme, there.netloc) == (here.scheme, here.netloc):
        return holds(f"{name} 指向同一服务。", f"{name} leads to the same service.", last)
    return departs(
        f"{name} 应指向 {here.scheme}://{here.netloc}，实际指向 {there.scheme}://{there.netloc}。",
        f"{name} has to lead to {here.scheme}://{here.netloc} and leads to {there.scheme}://{there.netloc}.",
        last,
    )


@kind("echoed", Param("name", "text", required=True), across=True)
def check_echoed(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every answer repeats a header field of its request."""
    name = params["name"]
    asked = [one for one in answered(scene.exchanges) if header_of(one.request, name)]
    if not asked:
        return unseen(f"没有带 {name} 的请求得到应答。", f"No request with {name} was answered.")
    wrong = [one for one in asked if answer(one).header(name) != header_of(one.request, name)]
    if not wrong:
        return holds(f"{len(asked)} 个应答都带回了 {name}。", f"All {len(asked)} answers repeat {name}.")
    return departs(
        f"应答应原样带回 {name}，{len(wrong)} 个没有，如 {called(wrong[0])}。",
        f"An answer has to repeat {name}; {len(wrong)} do not, such as {called(wrong[0])}.",
        *wrong,
    )


_SECONDS = re.compile(r"^[0-9]{1,9}$")
_DATE = re.compile(r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$")


@kind("retry-after", across=True)
def check_retry_after(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every answer of 429 and 503 says when to come again (RFC 9110, section 10.2.3)."""
    busy = [one for one in answered(scene.exchanges) if answer(one).status in (429, 503)]
    if not busy:
        return unseen("没有出现 429 或 503 应答。", "There was no answer of 429 or 503.")
    wrong = [one for one in busy if not _says_when(answer(one).header("Retry-After"))]
    if not wrong:
        return holds(
            f"{len(busy)} 个 429、503 应答都带有 Retry-After。",
            f"All {len(busy)} answers of 429 and 503 carry Retry-After.",
        )
    return departs(
        f"429、503 应答应带 Retry-After（秒数或日期），{called(wrong[0])} 的是“{answer(wrong[0]).header('Retry-After') or ''}”。",
        f"An answer of 429 or 503 has to carry Retry-After (seconds or a date); that of {called(wrong[0])} is "
        f"{answer(wrong[0]).header('Retry-After') or 'absent'!r}.",
        *wrong,
    )


def _says_when(value: str | None) -> bool:
    return value is not None and bool(_SECONDS.match(value) or _DATE.match(value))

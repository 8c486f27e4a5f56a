"""The form of JSON answers, judged once over the whole run; every other check reads leniently."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from typing import Any

from conformance.exchange import lenient
from conformance.exchange.model import Exchange
from conformance.exchange.suite.checks.base import Outcome, Param, Scene, answer, departs, holds, kind, unseen
from conformance.exchange.suite.checks.look import called, media_type, refused, succeeded
from conformance.standard.model import Text

_FAULTS = {
    "encoding": Text("不是 UTF-8 编码", "is not in UTF-8"),
    "bom": Text("带有字节顺序标记", "begins with a byte order mark"),
    "syntax": Text("不是 JSON", "is no JSON"),
    "numbers": Text("含有 NaN 或 Infinity", "holds NaN or Infinity"),
    "keys": Text("有重复的键", "has a key twice"),
    "trailing": Text("JSON 之后还有内容", "goes on behind the JSON value"),
}


class _NoNumber(Exception):
    pass


class _TwiceTheKey(Exception):
    pass


def _no_number(_: str) -> Any:
    raise _NoNumber


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceTheKey
    return found


def faults_of(body: bytes) -> list[str]:
    """What is wrong with the form of a JSON text (RFC 8259, RFC 7493); at most one of syntax and what comes behind the value."""
    found: list[str] = []
    if body.startswith(codecs.BOM_UTF8):
        found.append("bom")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        found.append("encoding")
    text = lenient.text_of(body).strip(" \t\r\n")
    for name, raised, options in (
        ("numbers", _NoNumber, {"parse_constant": _no_number}),
        ("keys", _TwiceTheKey, {"object_pairs_hook": _once_each}),
    ):
        try:
            json.JSONDecoder(**options).raw_decode(text)
        except raised:
            found.append(name)
        except (ValueError, RecursionError):
            return [*found, "syntax"]
    end = json.JSONDecoder().raw_decode(text)[1]
    return [*found, "trailing"] if end != len(text) else found


@kind("json-form", Param("not", "text", required=True, among=tuple(_FAULTS)), across=True)
def check_json_form(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """No body that is said to be JSON has a certain fault of form."""
    fault = params["not"]
    bodies = [one for one in (*succeeded(scene.exchanges), *refused(scene.exchanges)) if _is_json(one)]
    if not bodies:
        return unseen("没有 JSON 应答。", "There was no answer in JSON.")
    wrong = [one for one in bodies if fault in faults_of(answer(one).body)]
    said = _FAULTS[fault]
    if not wrong:
        return holds(
            f"{len(bodies)} 个 JSON 应答中没有一个{said.zh}。", f"None of {len(bodies)} answers in JSON {said.en}."
        )
    return departs(
        f"{len(wrong)} 个应答{said.zh}，如 {called(wrong[0])}。", f"An answer {said.en}: {called(wrong[0])}.", *wrong
    )


@kind("json-type", across=True)
def check_json_type(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every successful answer with a body, whose request accepted JSON alone, is ``application/json``."""
    bodies = [one for one in succeeded(scene.exchanges) if answer(one).body]
    if not bodies:
        return unseen("没有带内容的成功应答。", "There was no successful answer with a body.")
    wrong = [one for one in bodies if media_type(answer(one).header("Content-Type")) != "application/json"]
    if not wrong:
        return holds(
            f"{len(bodies)} 个成功应答都是 application/json。",
            f"All {len(bodies)} successful answers are application/json.",
        )
    seen = answer(wrong[0]).header("Content-Type") or ""
    return departs(
        f"成功应答应为 application/json，{called(wrong[0])} 的是“{seen}”。",
        f"A successful answer has to be application/json; that of {called(wrong[0])} is {seen!r}.",
        *wrong,
    )


def _is_json(exchange: Exchange) -> bool:
    return bool(answer(exchange).body) and media_type(answer(exchange).header("Content-Type")).endswith("json")

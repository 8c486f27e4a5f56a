"""Verdicts, classes and levels in the words that readers see; every view takes them from here."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.exchange.model import ClassVerdict, Exchange, RequirementVerdict, TestVerdict
from conformance.exchange.suite.model import Level
from conformance.standard.model import Text

CLASS_VERDICTS: Mapping[ClassVerdict, Text] = {
    "conformant": Text("符合", "conformant"),
    "conformant-with-findings": Text("符合（有提示）", "conformant, with findings"),
    "not-fully-verified": Text("未能完整验证", "not fully verified"),
    "non-conformant": Text("不符合", "non-conformant"),
}
TEST_VERDICTS: Mapping[TestVerdict, Text] = {
    "pass": Text("通过", "passed"),
    "fail": Text("不通过", "failed"),
    "warn": Text("有提示", "with findings"),
    "skip": Text("未能测试", "skipped"),
    "omit": Text("不适用", "omitted"),
    "error": Text("出错", "errors"),
    "attest": Text("待人工确认", "to be attested"),
}
REQUIREMENT_VERDICTS: Mapping[RequirementVerdict, Text] = {
    "verified": Text("已验证", "verified"),
    "verified-with-findings": Text("已验证（有提示）", "verified, with findings"),
    "violated": Text("违反", "violated"),
    "not-verified": Text("未验证", "not verified"),
    "not-applicable": Text("不适用", "not applicable"),
    "attested": Text("须人工确认", "to be attested"),
    "excused": Text("无法验证", "cannot be verified"),
}
LEVELS: Mapping[Level, Text] = {
    "shall": Text("应", "shall"),
    "shall-not": Text("不应", "shall not"),
    "should": Text("宜", "should"),
    "should-not": Text("不宜", "should not"),
    "may": Text("可", "may"),
}


def brief(exchange: Exchange) -> str:
    """One exchange in one line: ``#12 POST /batches → 202``."""
    place = exchange.request.url.split("://", 1)[-1]
    path = "/" + place.partition("/")[2]
    shown = path if len(path) <= 100 else f"{path[:97]}…"
    trouble = exchange.trouble.kind if exchange.trouble is not None else "–"
    came = trouble if exchange.response is None else str(exchange.response.status)
    return f"#{exchange.sequence} {exchange.request.method} {shown} → {came}"

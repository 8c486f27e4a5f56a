"""Refusals as the profile words them (RFC 9457), and the exception that carries one out of a route."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from conformance.exchange.server.messages import Document, Pairs, Reply

MEDIA_TYPE = "application/problem+json"
_PREFIX = "urn:three-list-conformance:problem:"
_KINDS: dict[str, tuple[int, str]] = {
    "invalid-request": (400, "请求有误"),
    "digest-mismatch": (400, "摘要不符"),
    "idempotency-key-missing": (400, "缺少幂等键"),
    "unauthenticated": (401, "身份未确认"),
    "forbidden": (403, "无权操作"),
    "not-found": (404, "不存在"),
    "method-not-allowed": (405, "方法不可用"),
    "not-acceptable": (406, "没有可接受的格式"),
    "cursor-expired": (410, "游标已过期"),
    "too-large": (413, "内容过大"),
    "unsupported-media-type": (415, "格式不支持"),
    "idempotency-key-reused": (422, "幂等键已用于其他内容"),
    "unknown-edition": (422, "未知的标准版本"),
    "unknown-item": (422, "未知的数据事项"),
    "rate-limited": (429, "请求过于频繁"),
    "internal-error": (500, "内部错误"),
    "unavailable": (503, "暂时不可用"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal: its name in the profile's register, a sentence, and what else the answer carries."""

    name: str
    detail: str
    errors: tuple[Document, ...] = ()
    headers: Pairs = ()
    instance: str = field(default_factory=lambda: f"urn:uuid:{uuid.uuid4()}")

    @property
    def status(self) -> int:
        """The HTTP status that the register has for the name. Raises KeyError for a name that is not in it."""
        return _KINDS[self.name][0]

    def document(self) -> dict[str, object]:
        """The body of the answer."""
        status, title = _KINDS[self.name]
        found: dict[str, object] = {
            "type": _PREFIX + self.name,
            "title": title,
            "status": status,
            "detail": self.detail,
            "instance": self.instance,
        }
        if self.errors:
            found["errors"] = list(self.errors)
        return found

    def reply(self) -> Reply:
        """The answer."""
        body = json.dumps(self.document(), ensure_ascii=False).encode()
        return Reply(self.status, (("Content-Type", MEDIA_TYPE), *self.headers), body)


class Refusal(Exception):
    """The request is refused; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def refuse(name: str, detail: str, errors: Iterable[Document] = (), headers: Mapping[str, str] | None = None) -> Refusal:
    """The exception for a refusal of that name."""
    return Refusal(Problem(name, detail, tuple(errors), tuple((headers or {}).items())))


def error_at(pointer: str, message: str, rule: str | None = None, clause: str | None = None) -> Document:
    """One entry of ``errors``."""
    entry: dict[str, object] = {"pointer": pointer, "message": message}
    if rule is not None:
        entry["rule"] = rule
    if clause is not None:
        entry["clause"] = clause
    return entry

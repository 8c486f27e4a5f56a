"""In what an envelope departs from its class: JSON Schema finds it, a sentence in two languages says it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from conformance.sources.cells import Number, json_text
from conformance.sources.model import Notice
from conformance.standard.jsonpointer import escaped
from conformance.standard.model import Text
from conformance.standard.shapes import load_shapes

FORM = "envelope-form"
UNKNOWN = "envelope-unknown"
_DEEPEST = 60
"""How deeply an envelope may be nested beside its data; none of ours is beyond five."""
_QUOTED = 200
_TYPES = {
    "object": Text("对象", "an object"),
    "array": Text("列表", "a list"),
    "string": Text("文本", "a text"),
    "integer": Text("整数", "a whole number"),
    "number": Text("数字", "a number"),
    "boolean": Text("true 或 false", "true or false"),
    "null": Text("null", "null"),
}


class Fault(Struct, frozen=True):
    """One departure, at a place of the envelope."""

    steps: tuple[str | int, ...]
    what: Text
    value: str | None = None
    unexpected: bool = False
    """Whether it is a member that the class does not know."""

    def notice(self, before: Sequence[str | int] = (), index: int | None = None, *, mild: bool = False) -> Notice:
        """The same as a reader says it; ``before`` leads to what the steps begin at."""
        pointer = pointer_to((*before, *self.steps))
        place = Text(pointer or "最外层", pointer or "the top level")
        details = {"pointer": pointer, "place": place, "what": self.what}
        return Notice(FORM, index, None, self.value, details, "info" if mild else None)


def faults(value: object, name: str) -> list[Fault]:
    """Everything in which a value departs from a class of the exchange, in its order."""
    readable = _plain(value, 0)
    try:
        found = list(_validator(name).iter_errors(readable))
    except (ValueError, UnicodeEncodeError):
        return [_unreadable(value)]
    return [fault for error in found for fault in _of(error)]


def all_right(values: Sequence[Mapping[str, Any]], name: str) -> bool:
    """Whether many values of one class have no fault; several times faster than looking for faults."""
    try:
        return bool(_validator(name, several=True).is_valid(list(values)))
    except (ValueError, UnicodeEncodeError):
        return False


def unknown(steps: Sequence[str | int], value: str, what: Text) -> Notice:
    """What is said of an edition, an item or a provider that is well formed and that nobody knows."""
    pointer = pointer_to(steps)
    return Notice(UNKNOWN, None, None, value, {"pointer": pointer, "place": Text(pointer, pointer), "what": what})


def pointer_to(steps: Sequence[str | int]) -> str:
    """JSON Pointer (RFC 6901) of a place."""
    return "".join(f"/{escaped(str(step))}" for step in steps)


@cache
def _validator(name: str, several: bool = False) -> Any:
    import jsonschema_rs  # takes longer to load than a small file to check; only an envelope needs it

    wanted: dict[str, Any] = {"$ref": f"#/$defs/{name}"}
    if several:
        wanted = {"type": "array", "items": wanted}
    return jsonschema_rs.Draft202012Validator({"$defs": load_shapes().definitions, **wanted})


def _plain(value: Any, depth: int) -> Any:
    """The value with its numbers as numbers; cut where it is nested more deeply than any envelope."""
    if isinstance(value, Number):
        return _number(value)
    if depth > _DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, depth + 1) for inner in value]
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)


def _number(text: str) -> int | float | str:
    """A JSON number; one that no computer has as a number stays a text."""
    if len(text) < _QUOTED and text.lstrip("-").isdecimal():
        return int(text)
    number = float(text)
    return number if math.isfinite(number) else str(text)


def _unreadable(value: object) -> Fault:
    what = Text(
        "其中有不成对的代理码位或无法按编码读取的字节", "it has half a surrogate pair or bytes that are no text"
    )
    return Fault((), what, None)


def _of(error: Any) -> Iterator[Fault]:
    steps = tuple(error.instance_path)
    kind, said = error.kind.name, error.kind.as_dict()
    if kind == "additionalProperties":
        for key in said["unexpected"]:
            yield Fault((*steps, key), Text("规范里没有这个成员", "the profile has no such member"), key, True)
        return
    if kind == "required":
        key = said["property"]
        yield Fault(steps, Text(f"缺少必需的成员 {key}", f"the required member {key} is missing"), None)
        return
    if kind in ("anyOf", "oneOf") and error.instance is not None and said.get("context"):
        yield Fault(
            steps, Text("不是规范所列的任何一种形式", "it is of none of the forms that there are"), _shown(error)
        )
        return
    yield Fault(steps, _sentence(kind, said, str(error.message)), _shown(error))


def _sentence(kind: str, said: Mapping[str, Any], message: str) -> Text:
    match kind:
        case "type":
            wanted = [_TYPES[name] for name in said["types"] if name in _TYPES]
            zh, en = "或".join(one.zh for one in wanted), " or ".join(one.en for one in wanted)
            return Text(f"应为{zh}", f"it has to be {en}")
        case "enum":
            options = [str(option) for option in said["options"]]
            return Text(f"应为 {'、'.join(options)} 之一", f"it has to be one of {', '.join(options)}")
        case "const":
            wanted_value = said.get("expected_value", "")
            return Text(f"应为 {wanted_value}", f"it has to be {wanted_value}")
        case "pattern":
            return Text(f"格式不对，应符合 {said['pattern']}", f"it is not of the form {said['pattern']}")
        case "minimum" | "maximum":
            limit = said["limit"]
            zh, en = ("小于", "no less than") if kind == "minimum" else ("大于", "no more than")
            return Text(f"不得{zh} {limit}", f"it has to be {en} {limit}")
        case "minItems":
            return Text(f"至少要有 {said['limit']} 项", f"it needs {said['limit']} or more")
    return Text(f"不符合规范（{message}）", f"it is not as the profile has it ({message})")


def _shown(error: Any) -> str:
    value = error.instance
    text = value if isinstance(value, str) else json_text(value)
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"

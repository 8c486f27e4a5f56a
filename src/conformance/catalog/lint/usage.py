"""Whether everything is used for something, and everything that is used has something behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conformance.catalog.lint.lifecycle import retired
from conformance.catalog.lint.model import Found, Ground, lint_code, texts
from conformance.catalog.lint.stages import publishes_persons
from conformance.standard.entries import Entry
from conformance.standard.links import Ref
from conformance.standard.model import Text

_USERS = ("behaviour", "application", "regime", "arrangement")
_REASONS = {
    "data": (
        ("not_used", Text("已有行为、应用、名单制度或区域安排用到它", "something uses it")),
        ("persons_published", Text("它不公开自然人的信息", "it publishes nothing about natural persons")),
    ),
    "behaviour": (("no_data", Text("已列出据以认定的数据事项", "the data that shows it is named")),),
    "unit": (("members_unknown", Text("它不是一类单位，或已列出成员", "it is no group, or its members are named")),),
}
"""List → its reasons, and why one has no place on an entry."""
_RESPONSIBLE = {"data": "providers", "behaviour": "recognising_units", "application": "users"}


@lint_code(
    "unused-item",
    "warning",
    ("没有用处的数据事项", "an item that nothing uses"),
    (
        "关联到行为、应用、名单制度或区域安排；没有关联的，写明原因（not_used）",
        "link it to a behaviour, application, regime or arrangement, or say in not_used why it has none",
    ),
)
def unused_item(ground: Ground) -> Iterator[Found]:
    """An item in use that no conduct, use, list or arrangement rests on, without the reason."""
    for ref, entry in ground.of("data"):
        if retired(entry) or entry.data.get("not_used") or used(ref, ground):
            continue
        message = Text(
            "没有行为、应用、名单制度或区域安排用到它，也没有写明原因", "nothing uses it, and not_used does not say why"
        )
        yield Found(message, entry)


@lint_code(
    "behaviour-without-data",
    "warning",
    ("没有数据来源的行为事项", "conduct that no data shows"),
    (
        "列出据以认定的数据事项；没有的，写明原因（no_data）",
        "name the data that shows it, or say in no_data why there is none",
    ),
)
def behaviour_without_data(ground: Ground) -> Iterator[Found]:
    """Conduct that no data item shows, without the reason."""
    for _, entry in ground.of("behaviour"):
        if not retired(entry) and not texts(entry, "data_items") and not entry.data.get("no_data"):
            message = Text(
                "没有列出据以认定的数据事项，也没有写明原因",
                "names no data that shows it, and no_data does not say why",
            )
            yield Found(message, entry)


@lint_code(
    "reason-without-need",
    "error",
    ("写了原因却没有这种情形", "a reason for what is not so"),
    ("删去这个键，或改正条目的其他内容", "drop the key, or mend what it contradicts"),
)
def reason_without_need(ground: Ground) -> Iterator[Found]:
    """A reason why something is not there, or a word about persons, where the rest of the entry says otherwise."""
    needed: dict[str, Callable[[Ref, Entry], bool]] = {
        "not_used": lambda ref, _: not used(ref, ground),
        "persons_published": lambda _, entry: publishes_persons(entry),
        "no_data": lambda _, entry: not texts(entry, "data_items"),
        "members_unknown": lambda _, entry: entry.data.get("naming") == "group" and not texts(entry, "members"),
    }
    for name, keys in _REASONS.items():
        for ref, entry in ground.of(name):
            for key, why in keys:
                if entry.data.get(key) and not needed[key](ref, entry):
                    said = Text(f"不应有 {key}：{why.zh}", f"{key} has no place here: {why.en}")
                    yield Found(said, entry, (key,))


def used(ref: Ref, ground: Ground) -> bool:
    """Whether any conduct, use, list or arrangement rests on an item."""
    return any(ground.used_by(ref, name) for name in _USERS)


@lint_code(
    "item-without-provider",
    "error",
    ("没有责任单位", "nobody is responsible"),
    (
        "写上责任单位；文件没有写的，写 {unit: unspecified, basis: unstated}",
        "name the unit; where the document names none, write {unit: unspecified, basis: unstated}",
    ),
)
def item_without_provider(ground: Ground) -> Iterator[Found]:
    """An entry of the three lists without a unit, or with units that are all retired."""
    for name, key in _RESPONSIBLE.items():
        for _, entry in ground.of(name):
            if retired(entry):
                continue
            named = [str(link.get("unit")) for link in texts(entry, key) if isinstance(link, dict)]
            known = [ground.entry(Ref("unit", unit)) for unit in named]
            if not named or all(unit is not None and retired(unit) for unit in known):
                message = Text("没有写单位，或所写单位均已停用", "names no unit, or none that is still in use")
                yield Found(message, entry, (key,))


@lint_code(
    "provider-basis",
    "error",
    ("单位与认定方式不一致", "a unit and the ground on which it is named differ"),
    (
        "文件未列名的单位写 unstated，其他单位写出依据",
        "unstated for what the document does not name, a ground for what it does",
    ),
)
def provider_basis(ground: Ground) -> Iterator[Found]:
    """A unit that the document does not name with a ground in the document, or the other way round."""
    for name, key in _RESPONSIBLE.items():
        for _, entry in ground.of(name):
            for place, link in enumerate(texts(entry, key)):
                unit = ground.entry(Ref("unit", str(link.get("unit")))) if isinstance(link, dict) else None
                if unit is None:
                    continue
                silent = unit.data.get("naming") == "implied"
                if silent and link.get("basis") in ("task_unit", "named_in_text"):
                    said = Text(f"文件没有写“{unit.id}”", f"the document does not name {unit.id}")
                    yield Found(said, entry, (key, place, "basis"))
                elif not silent and link.get("basis") == "unstated":
                    said = Text(f"“{unit.id}”写作未说明", f"{unit.id} is named and called unstated")
                    yield Found(said, entry, (key, place, "basis"))

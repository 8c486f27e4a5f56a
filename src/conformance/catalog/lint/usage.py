"""Whether everything is used for something, and everything that is used has something behind it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.catalog.links import Ref
from conformance.catalog.lint.lifecycle import retired
from conformance.catalog.lint.model import Found, Ground, lint_code, texts
from conformance.standard.model import Text

_USERS = ("behaviour", "application", "regime", "arrangement")
_RESPONSIBLE = {"data": "providers", "behaviour": "recognising_units", "application": "users"}


@lint_code(
    "unused-item",
    "warning",
    ("没有用处的数据事项", "an item that nothing uses"),
    (
        "关联到行为、应用、名单制度或区域安排；文件没有写用处的，在备注中写明",
        "link it to a behaviour, application, regime or arrangement; where the document gives it none, say so in a note",
    ),
)
def unused_item(ground: Ground) -> Iterator[Found]:
    """An item in use that no conduct, use, list or arrangement rests on, without a word about it."""
    for ref, entry in ground.of("data"):
        if retired(entry) or entry.data.get("note") or any(ground.used_by(ref, name) for name in _USERS):
            continue
        message = Text(
            "没有行为、应用、名单制度或区域安排用到它，备注也没有说明", "nothing uses it, and no note says why"
        )
        yield Found(message, entry)


@lint_code(
    "behaviour-without-data",
    "warning",
    ("没有数据来源的行为事项", "conduct that no data shows"),
    (
        "列出据以认定的数据事项；文件没有写的，在备注中写明",
        "name the data that shows it; where the document does not, say so in a note",
    ),
)
def behaviour_without_data(ground: Ground) -> Iterator[Found]:
    """Conduct that no data item shows, without a word about it."""
    for _, entry in ground.of("behaviour"):
        if not retired(entry) and not texts(entry, "data_items") and not entry.data.get("note"):
            message = Text(
                "没有列出据以认定的数据事项，备注也没有说明", "names no data that shows it, and no note says why"
            )
            yield Found(message, entry)


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

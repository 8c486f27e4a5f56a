"""Gathering changes: every one gets its levels and its sentence from the registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from conformance.catalog.diff.model import Change
from conformance.catalog.diff.names import Names
from conformance.catalog.diff.registry import registry
from conformance.standard.model import Text

NOTHING = Text("（无）", "nothing")
_LONGEST = 160

Say = Callable[[Any], Text]
"""Puts a value into words."""


class Subject(Struct, frozen=True):
    """The entry that changes are about."""

    list: str
    id: str
    called: Text
    """How sentences name it: 数据事项“纳税信用等级”（tax-credit-rating）."""
    place: str = ""


class Found(Struct):
    """The changes found so far."""

    changes: list[Change] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    """What sentences call fields, code lists and rules."""

    def add(
        self,
        kind: str,
        subject: Subject,
        path: str = "",
        old: Any = None,
        new: Any = None,
        *,
        name: Text | str = "",
        say: Say | None = None,
    ) -> None:
        """Enter a change. ``name`` is what the sentence speaks of within the entry, ``say`` puts values into words."""
        known = registry()[kind]
        words = say or plain
        was, now = words(old), words(new)
        called = name if isinstance(name, Text) else Text(name, name)
        self.changes.append(
            Change(
                id=kind,
                list=subject.list,
                entry=subject.id,
                path=path,
                old=old,
                new=new,
                level_submit=known.nature.submit,
                level_read=known.nature.read,
                zh=known.sentence.zh.format(
                    entry=subject.called.zh, name=called.zh, old=_short(was.zh), new=_short(now.zh)
                ),
                en=known.sentence.en.format(
                    entry=subject.called.en, name=called.en, old=_short(was.en), new=_short(now.en)
                ),
                place=subject.place,
            )
        )


def plain(value: Any) -> Text:
    """A value as it is written, lists with commas; a text in two languages in its own words."""
    if value is None or value == "" or value == [] or value == ():
        return NOTHING
    if isinstance(value, Text):
        return value
    if isinstance(value, bool):
        return Text("是" if value else "否", "yes" if value else "no")
    if isinstance(value, Mapping):
        if set(value) <= {"zh", "en"} and "zh" in value:
            return Text(str(value["zh"]), str(value.get("en", value["zh"])))
        pairs = [(key, plain(part)) for key, part in value.items()]
        return Text("，".join(f"{k}={t.zh}" for k, t in pairs), ", ".join(f"{k}={t.en}" for k, t in pairs))
    if isinstance(value, Sequence) and not isinstance(value, str):
        parts = [plain(part) for part in value]
        joint = ("；", "; ") if any(isinstance(part, Mapping) for part in value) else ("、", ", ")
        return Text(joint[0].join(p.zh for p in parts), joint[1].join(p.en for p in parts))
    return Text(str(value), str(value))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"

"""States of entries: what is retired, what took its place, what is published before what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.catalog.lint.model import Found, Ground, lint_code, texts
from conformance.standard.entries import Entry
from conformance.standard.model import Text
from conformance.standard.words import STATES

_THREE = ("data", "behaviour", "application", "regime", "arrangement", "unit")


def retired(entry: Entry) -> bool:
    """Whether an entry is no longer to be used."""
    return bool(entry.data.get("deprecated_since") or entry.data.get("superseded_by"))


@lint_code(
    "superseded-dangling",
    "error",
    ("取代它的条目不存在", "the entry that took its place is not there"),
    ("写上同一清单中取代它的条目的编号", "give the id of the entry of the same list that took its place"),
)
def superseded_dangling(ground: Ground) -> Iterator[Found]:
    """A successor that is no entry of the list, or the entry itself."""
    for ref, links in ground.index.out.items():
        for link in links:
            if link.role == "successor" and (link.target == ref or ground.entry(link.target) is None):
                yield Found(
                    Text(
                        f"“{link.target.id}”不能取代它：没有这个条目，或就是它自己",
                        f"{link.target} cannot take its place",
                    ),
                    ground.index.entries[ref],
                    link.path,
                )


@lint_code(
    "superseded-without-date",
    "error",
    ("被取代而没有停用日期", "superseded without a day"),
    ("补上 deprecated_since", "add deprecated_since"),
)
def superseded_without_date(ground: Ground) -> Iterator[Found]:
    """A successor is named, and nobody knows from when."""
    for _, entry in ground.all():
        if texts(entry, "superseded_by") and not entry.data.get("deprecated_since"):
            message = Text("写了被哪个条目取代，没有写从哪天起停用", "says what took its place and not since when")
            yield Found(message, entry, ("superseded_by",))


@lint_code(
    "deprecated-in-use",
    "error",
    ("在用的条目引用了已停用的条目", "an entry in use names a retired one"),
    ("改为引用取代它的条目，或删去这一关联", "name its successor instead, or drop the link"),
)
def deprecated_in_use(ground: Ground) -> Iterator[Found]:
    """An entry in use that names one which no longer is."""
    for ref, links in ground.index.out.items():
        entry = ground.index.entries[ref]
        if retired(entry) or ref.list not in (*_THREE, "duty"):
            continue
        for link in links:
            named = ground.entry(link.target)
            if link.role in ("successor", "history") or named is None or not retired(named):
                continue
            since = named.data.get("deprecated_since", "")
            yield Found(
                Text(f"引用的 {link.target} 已停用（{since}）", f"{link.target} is retired ({since})"), entry, link.path
            )


@lint_code(
    "state-order",
    "error",
    ("发布在所引用的条目之前", "is ahead of what it names"),
    ("先推进所引用条目的状态，或把本条目退回", "move what it names on first, or this entry back"),
)
def state_order(ground: Ground) -> Iterator[Found]:
    """A published entry that rests on a draft."""
    for ref, links in ground.index.out.items():
        entry = ground.index.entries[ref]
        rank = _rank(entry)
        if ref.list not in _THREE or rank is None:
            continue
        for link in links:
            named = ground.entry(link.target)
            other = None if named is None else _rank(named)
            if other is not None and other < rank and link.role not in ("successor", "history"):
                yield Found(
                    Text(
                        f"状态为“{_said(rank).zh}”，所引用的 {link.target} 还是“{_said(other).zh}”",
                        f"is {_said(rank).en} and names {link.target}, which is still {_said(other).en}",
                    ),
                    entry,
                    link.path,
                )


def _rank(entry: Entry) -> int | None:
    state = entry.data.get("state")
    return list(STATES).index(str(state)) if state in STATES else None


def _said(rank: int) -> Text:
    return list(STATES.values())[rank]

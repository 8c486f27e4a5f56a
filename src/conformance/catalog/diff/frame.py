"""Comparing what all share: the edition's number, documents, division codes, working days, words for an empty cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.catalog.diff.collect import Found, Subject
from conformance.catalog.diff.words import called
from conformance.standard.model import Division, Edition, Standard, Text, WorkCalendar

_KEYS = {
    "name": Text("名称", "name"),
    "first": Text("始于", "from"),
    "last": Text("止于", "until"),
    "successors": Text("后继", "followed by"),
}


def compare_editions(old: Edition | None, new: Edition | None, found: Found) -> None:
    """Number, version, title and day of issue."""
    if old is None or new is None:
        return
    subject = Subject("edition", new.id, called("edition", new.id, new.title))
    if old.id != new.id:
        found.add("edition-renumbered", subject, "id", old.id, new.id)
    if old.version != new.version:
        found.add("edition-version-changed", subject, "version", old.version, new.version)
    for key, name, was, now in (
        ("title", Text("名称", "title"), old.title, new.title),
        ("issued", Text("发布日期", "day of issue"), old.date, new.date),
    ):
        if was != now:
            found.add("edition-described-otherwise", subject, key, was, now, name=name)


def compare_frame(old: Standard, new: Standard, found: Found) -> None:
    """What stands beside the lists."""
    _documents(old, new, found)
    _divisions(old, new, found)
    _calendar(old.calendar, new.calendar, found)
    for kind, mine, other in (
        ("placeholder-removed", old.placeholders, new.placeholders),
        ("placeholder-added", new.placeholders, old.placeholders),
    ):
        for word in mine:
            if word not in other:
                values = (word, None) if kind == "placeholder-removed" else (None, word)
                found.add(kind, Subject("placeholder", word, called("placeholder", word, None)), "", *values, name=word)


def _documents(old: Standard, new: Standard, found: Found) -> None:
    for name in dict.fromkeys([*old.documents, *new.documents]):
        was, now = old.documents.get(name), new.documents.get(name)
        if was == now:
            continue
        known = now or was
        title = known.title if known else name
        subject = Subject("document", name, called("document", name, Text(title, title)))
        kind = "added" if was is None else "removed" if now is None else "changed"
        found.add(f"document-{kind}", subject, name=title)


def _divisions(old: Standard, new: Standard, found: Found) -> None:
    was, now = _by_code(old), _by_code(new)
    for code in dict.fromkeys([*was, *now]):
        before, after = was.get(code), now.get(code)
        if before == after:
            continue
        subject = Subject("division", code, called("division", code, None))
        named = f"{(after or before or ({},))[0].get('name', '')}（{code}）"
        kind = "added" if before is None else "removed" if after is None else "changed"
        found.add(f"division-{kind}", subject, "", before, after, name=Text(named, code), say=_terms)


def _by_code(standard: Standard) -> Mapping[str, tuple[dict[str, Any], ...]]:
    found: dict[str, tuple[dict[str, Any], ...]] = {}
    for one in standard.divisions:
        found[one.code] = (*found.get(one.code, ()), _plain(one))
    return found


def _plain(one: Division) -> dict[str, Any]:
    parts = {"name": one.name, "first": one.first, "last": one.last, "successors": list(one.successors)}
    return {key: value for key, value in parts.items() if value}


def _terms(given: Any) -> Text:
    """The terms of a division code: its name, from when till when, what came after it."""
    said = [
        (_KEYS[key], "、".join(part) if isinstance(part, list) else str(part))
        for one in given or ()
        for key, part in one.items()
    ]
    return Text(
        "，".join(f"{key.zh} {part}" for key, part in said), ", ".join(f"{key.en} {part}" for key, part in said)
    )


def _calendar(old: WorkCalendar, new: WorkCalendar, found: Found) -> None:
    if old == new:
        return
    days = sorted((set(old.off) ^ set(new.off)) | (set(old.on) ^ set(new.on)))
    years = f"{old.first_year}–{old.last_year} → {new.first_year}–{new.last_year}"
    same = (old.first_year, old.last_year) == (new.first_year, new.last_year)
    name = Text("、".join(days[:10]), ", ".join(days[:10])) if same else Text(years, years)
    found.add("calendar-changed", Subject("calendar", "calendar", called("calendar", "calendar", None)), name=name)

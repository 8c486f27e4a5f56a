"""Waivers: breaking changes that somebody has accepted, with a reason, a name and a last day.

A waived change stays visible. A waiver that has run out counts no more, and one that nothing needs is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from conformance.catalog.diff.model import Change
from conformance.catalog.diff.registry import registry
from conformance.catalog.diff.words import LISTS
from conformance.catalog.store import NoCatalogue
from conformance.standard import yamltext

NAME = "waivers.yaml"
"""Beside edition.yaml, for waivers that are kept with the edition."""
_NEEDED = ("change", "list", "entry", "reason", "until", "by")
_KNOWN = frozenset({*_NEEDED, "path"})


class Waiver(Struct, frozen=True):
    """One accepted change."""

    change: str
    list: str
    entry: str
    path: str
    """Empty: every path of the entry."""
    reason: str
    until: date
    """The last day on which it holds."""
    by: str
    place: str = ""

    def covers(self, change: Change) -> bool:
        """Whether it speaks of this change."""
        mine, other = (self.change, self.list, self.entry), (change.id, change.list, change.entry)
        return mine == other and self.path in ("", change.path)


class Waived(Struct, frozen=True):
    """What the waivers come to."""

    by_change: dict[int, Waiver] = field(default_factory=dict)
    """Position of the change → the waiver that holds for it."""
    expired: tuple[Waiver, ...] = ()
    """Run out, and speaking of a change that is there: it counts again."""
    unused: tuple[Waiver, ...] = ()
    """Speaking of nothing that has changed."""


def apply(waivers: Iterable[Waiver], changes: Sequence[Change], today: date) -> Waived:
    """Which waiver holds for which change."""
    by_change: dict[int, Waiver] = {}
    expired, unused = [], []
    for waiver in waivers:
        hit = [number for number, change in enumerate(changes) if waiver.covers(change)]
        if not hit:
            unused.append(waiver)
        elif waiver.until < today:
            expired.append(waiver)
        else:
            by_change |= dict.fromkeys(hit, waiver)
    return Waived(by_change, tuple(expired), tuple(unused))


def read_waivers(path: Path) -> list[Waiver]:
    """The waivers in a file: ``waivers:`` with a list. Raises NoCatalogue that says where and what is wrong."""
    try:
        data, lines = yamltext.read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yamltext.Unreadable) as error:
        raise NoCatalogue(
            f"豁免文件“{path}”无法读取：{error}。", f"The waivers {str(path)!r} cannot be read: {error}."
        ) from error
    rows = data.get("waivers") if isinstance(data, dict) and set(data) == {"waivers"} else None
    if not isinstance(rows, list):
        raise NoCatalogue(
            f"豁免文件“{path}”应有一个键 waivers，下面逐条列出。",
            f"The waivers {str(path)!r} have one key, waivers, with a list.",
        )
    return [_waiver(row, f"{path}:{lines.get(('waivers', number), 1)}") for number, row in enumerate(rows)]


def _waiver(row: Any, place: str) -> Waiver:
    keys = set(row) if isinstance(row, dict) else set()
    if not set(_NEEDED) <= keys <= _KNOWN or not all(isinstance(row[key], str | dict) and row[key] for key in keys):
        needed = "、".join(_NEEDED)
        raise NoCatalogue(
            f"{place}：每条豁免都要写明 {needed}，可另加 path。",
            f"{place}: a waiver has {needed.replace('、', ', ')}, and may have path.",
        )
    if row["change"] not in registry():
        raise NoCatalogue(
            f"{place}：没有名为“{row['change']}”的变化。", f"{place}: there is no change {row['change']!r}."
        )
    if row["list"] not in LISTS:
        known = "、".join(LISTS)
        raise NoCatalogue(
            f"{place}：没有名为“{row['list']}”的清单；可用的有：{known}。",
            f"{place}: there is no list {row['list']!r}; known: {known.replace('、', ', ')}.",
        )
    try:
        until = date.fromisoformat(str(row["until"]))
    except ValueError as error:
        raise NoCatalogue(
            f"{place}：until 应为日期，如 2017-12-31。", f"{place}: until is a day, such as 2017-12-31."
        ) from error
    reason = row["reason"]["zh"] if isinstance(row["reason"], dict) and "zh" in row["reason"] else row["reason"]
    return Waiver(
        change=str(row["change"]),
        list=str(row["list"]),
        entry=str(row["entry"]),
        path=str(row.get("path", "")),
        reason=str(reason),
        until=until,
        by=str(row["by"]),
        place=place,
    )

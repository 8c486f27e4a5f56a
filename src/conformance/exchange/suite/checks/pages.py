"""Walks through a list: pages, their order, what stands on them and where they end.

A page is ``records`` and ``next``; the walk is over when a page has no records and its ``next`` is the cursor that was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from conformance.exchange.model import Exchange
from conformance.exchange.suite.checks.base import Outcome, Param, Scene, departs, holds, kind, unseen
from conformance.exchange.suite.checks.look import at, body_of, doubled, entries, listed, query_of, shown, succeeded

Entry = Mapping[str, Any]


def pages_of(scene: Scene) -> list[Exchange]:
    """The pages of a walk, in order; requests that had to be repeated are left out."""
    return succeeded(scene.exchanges)


def entries_of(page: Exchange) -> list[Entry]:
    """Records and tombstones of a page."""
    return entries(body_of(page), "/records")


def walked(scene: Scene) -> list[Entry]:
    """Those of all pages."""
    return [entry for page in pages_of(scene) for entry in entries_of(page)]


def ended(page: Exchange) -> bool:
    """Whether a page says that there is nothing further."""
    return not entries_of(page) and at(page, "/next") == query_of(page).get("since", at(page, "/next"))


def to_the_end(scene: Scene) -> bool:
    """Whether the walk came to the page that says that there is nothing further."""
    pages = pages_of(scene)
    return bool(pages) and ended(pages[-1])


@kind("page-limit", Param("most", "integer"))
def check_page_limit(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """No page has more entries than ``most``, or else than ``limit`` asked for."""
    most = params.get("most")
    asked = [(page, query_of(page).get("limit", "") if most is None else str(most)) for page in pages_of(scene)]
    known = [(page, int(limit)) for page, limit in asked if limit.isascii() and limit.isdigit()]
    if not known or not any(entries_of(page) for page, _ in known):
        return unseen(
            "没有看到记录，无法判断每页条数。", "No records were seen, so the size of pages cannot be judged."
        )
    wrong = [(page, limit) for page, limit in known if len(entries_of(page)) > limit]
    if not wrong:
        return holds(f"每页不超过 {known[0][1]} 条。", f"No page has more than {known[0][1]} entries.")
    page, limit = wrong[0]
    return departs(
        f"每页应不超过 {limit} 条，实际为 {len(entries_of(page))} 条。",
        f"A page has to have at most {limit} entries and has {len(entries_of(page))}.",
        page,
    )


@kind("page-order")
def check_page_order(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Within a page entries are in the order of time of change and id, and no page begins before the one before it began."""
    last_first: tuple[str, str] | None = None
    seen = 0
    for page in pages_of(scene):
        keys = [_key(entry) for entry in entries_of(page)]
        seen += len(keys)
        if keys != sorted(keys):
            return departs(
                "每页应按变更时间和编号排序，实际不是。",
                "A page has to be in the order of time of change and id, and is not.",
                page,
            )
        if keys and last_first is not None and keys[0] < last_first:
            return departs("后一页不应早于前一页。", "A page must not begin before the one before it.", page)
        last_first = keys[0] if keys else last_first
    if seen < 2:
        return unseen(
            "记录不足两条，无法判断顺序。", "There were fewer than two entries, so the order cannot be judged."
        )
    return holds(f"{seen} 条按变更时间和编号排序。", f"{seen} entries are in the order of time of change and id.")


def _key(entry: Entry) -> tuple[str, str]:
    return _instant(str(entry.get("modified"))), str(entry.get("id"))


def _instant(written: str) -> str:
    """A time such that times sort as their texts: in UTC, with a fraction of nine digits; as written where it is none."""
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return written
    if read.tzinfo is None:
        return written
    _, _, rest = written.partition(".")
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))] if rest else ""
    return f"{read.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{digits[:9].ljust(9, '0')}"


@kind("page-once")
def check_page_once(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """No entry comes twice in one walk in one and the same state of change."""
    keys = [f"{entry.get('id')} @ {entry.get('modified')}" for entry in walked(scene)]
    if not keys:
        return unseen("没有看到记录。", "No records were seen.")
    again = doubled(keys)
    if not again:
        return holds(f"{len(keys)} 条各出现一次。", f"Each of {len(keys)} entries came once.")
    return departs(
        f"每条记录只应出现一次，重复的有 {listed(again)}。", f"An entry has to come once; repeated are {listed(again)}."
    )


@kind("page-cursor")
def check_page_cursor(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Cursors are opaque words, never addresses that would lead elsewhere, and each page with entries leads on."""
    pages = pages_of(scene)
    known = [(page, at(page, "/next")) for page in pages]
    cursors = [(page, cursor) for page, cursor in known if isinstance(cursor, str)]
    if not cursors:
        return unseen("没有看到游标。", "No cursor was seen.")
    for page, cursor in cursors:
        if "://" in cursor or cursor.startswith("/"):
            return departs(
                f"游标应为不透明的标识，实际是地址 {shown(cursor)}。",
                f"A cursor has to be an opaque word and is the address {shown(cursor)}.",
                page,
            )
    return holds(f"{len(cursors)} 个游标都是不透明的标识。", f"All {len(cursors)} cursors are opaque words.")


@kind("page-end")
def check_page_end(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The walk comes to an end: a page without entries whose cursor is the one that was asked for."""
    pages = pages_of(scene)
    if not pages:
        return unseen("没有看到任何一页。", "No page was seen.")
    if not isinstance(at(pages[-1], "/next"), str):
        return unseen("最后一页没有游标。", "The last page has no cursor.", pages[-1])
    if ended(pages[-1]):
        return holds(f"清单在第 {len(pages)} 页结束。", f"The list ends at page {len(pages)}.", pages[-1])
    followed = [query_of(page).get("since") for page in pages]
    stuck = any(entries_of(page) and at(page, "/next") == query_of(page).get("since") for page in pages)
    again = len({cursor for cursor in followed if cursor}) < len([cursor for cursor in followed if cursor])
    idle = len(pages) > 1 and not entries_of(pages[-1])
    if stuck or again or idle or "repeat" in _walk(pages):
        return departs(
            "清单应以一个空页结束，其游标等于所给的游标，实际没有结束。",
            "The list has to end with an empty page whose cursor is the one that was asked for; it does not.",
            pages[-1],
        )
    return unseen(
        f"{len(pages)} 页后仍未到清单末尾。",
        f"The end of the list was not reached within {len(pages)} pages.",
        pages[-1],
    )


def _walk(pages: list[Exchange]) -> str:
    """``repeat`` where later pages bring only entries that earlier ones had: it goes round, however far one follows."""
    seen: set[tuple[str, str]] = set()
    for page in pages:
        keys = {_key(entry) for entry in entries_of(page)}
        if keys and keys <= seen:
            return "repeat"
        seen |= keys
    return ""


@kind("page-complete", Param("ids", "texts", required=True))
def check_page_complete(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Everything that has changed since the cursor is on some page, exactly those records that are known to have."""
    seen = {str(entry.get("id")) for entry in walked(scene)}
    missing = [name for name in params["ids"] if name not in seen]
    if not missing:
        return holds(
            f"{len(params['ids'])} 条已变更的记录都在清单中。",
            f"All {len(params['ids'])} changed records are in the list.",
        )
    if not to_the_end(scene):
        return unseen(
            "未到清单末尾，无法判断是否齐全。", "The end of the list was not reached, so this cannot be judged."
        )
    return departs(
        f"清单应包含游标之后的全部变更，缺少 {listed(missing)}。",
        f"The list has to hold everything that changed since the cursor; it lacks {listed(missing)}.",
    )


@kind("page-nothing-else", Param("before", "objects", required=True))
def check_page_nothing_else(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Nothing that was there before the cursor, and has not changed since, comes again."""
    if not pages_of(scene):
        return unseen("没有看到任何一页。", "No page was seen.")
    old = {_key(entry) for entry in params["before"]}
    again = [str(entry.get("id")) for entry in walked(scene) if _key(entry) in old]
    if not again:
        return holds("没有重复给出游标之前的记录。", "Nothing from before the cursor came again.")
    return departs(
        f"给出游标后不应再出现之前的记录，实际有 {listed(again)}。",
        f"What came before the cursor must not come again; {listed(again)} did.",
    )

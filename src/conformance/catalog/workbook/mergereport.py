"""The outcome of a consultation as text, JSON and workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator

from conformance.catalog.workbook.book import Heading, add_table, add_text, new_book
from conformance.catalog.workbook.merge import Conflict, Merged, Silent, Taken
from conformance.standard.lists import LIST_TITLES
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

_CREATED = "2016-05-09"
_STATE = Text(
    "修改、新增、取消的条目状态改为“已征求意见”；已发布的条目取消后保留编号，写明停用日期。有冲突的条目保持原样。",
    "What was changed, added or cancelled has the state consulted; a published entry that is cancelled keeps its id and "
    "is out of use from the day given. Entries in conflict stay as they were.",
)


def _counts(merged: Merged) -> list[tuple[Text, int]]:
    taken = [one.what for one in merged.taken]
    return [
        (Text("征求意见的单位", "units asked"), merged.asked),
        (Text("已答复", "answered"), merged.answered),
        (Text("未答复", "did not answer"), len(merged.silent)),
        (Text("保留的条目", "entries kept"), merged.kept),
        (Text("修改的条目", "entries changed"), taken.count("修改")),
        (Text("新增的条目", "entries added"), taken.count("新增")),
        (Text("取消的条目", "entries cancelled"), taken.count("取消")),
        (Text("冲突", "conflicts"), len(merged.conflicts)),
    ]


def as_text(merged: Merged, lang: Lang) -> str:
    """For the screen."""
    return "\n".join(_lines(merged, lang)) + "\n"


def _lines(merged: Merged, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    yield ("，" if zh else ", ").join(f"{pick(name, lang)} {number}" for name, number in _counts(merged))
    yield pick(_STATE, lang)
    if merged.taken:
        yield "\n采纳的变更" if zh else "\nTaken over"
        yield from (
            f"  {one.what} {one.list}:{one.id} {one.title}（{'、'.join(one.units)}：{one.reason}）"
            for one in merged.taken
        )
    if merged.conflicts:
        yield "\n冲突（保持原样，请协商后处理）" if zh else "\nConflicts (left as they were)"
        for conflict in merged.conflicts:
            yield f"  {conflict.list}:{conflict.id} {pick(conflict.text, lang)}"
            yield f"      {'; '.join(conflict.places)}"
    if merged.silent:
        yield "\n未答复的单位" if zh else "\nUnits that did not answer"
        yield from (f"  {one.unit} {one.name}：{pick(one.why, lang)}" for one in merged.silent)
    if merged.partial:
        yield "\n答复不全的单位" if zh else "\nAnswers that are not whole"
        yield from (f"  {one.unit} {one.name}：{pick(one.why, lang)}（{_some(one)}）" for one in merged.partial)


def _some(one: Silent) -> str:
    return "、".join(one.entries[:5]) + (" …" if len(one.entries) > 5 else "")


def render(merged: Merged, suffix: str, lang: Lang) -> str | bytes:
    """``.xlsx``, ``.json`` or ``.txt``."""
    if suffix == ".xlsx":
        return _workbook(merged, lang)
    return as_text(merged, lang) if suffix == ".txt" else _json(merged)


def _json(merged: Merged) -> str:
    def conflict(one: Conflict) -> dict[str, object]:
        return {
            "kind": one.kind,
            "entry": f"{one.list}:{one.id}",
            "units": list(one.units),
            "zh": one.text.zh,
            "en": one.text.en,
            "places": list(one.places),
        }

    def taken(one: Taken) -> dict[str, object]:
        what = {"修改": "changed", "新增": "added", "取消": "cancelled"}[one.what]
        return {
            "what": what,
            "entry": f"{one.list}:{one.id}",
            "title": one.title,
            "units": list(one.units),
            "reason": one.reason,
        }

    def silent(one: Silent) -> dict[str, object]:
        return {"unit": one.unit, "name": one.name, "zh": one.why.zh, "en": one.why.en, "entries": list(one.entries)}

    content = {
        "counts": {name.en.replace(" ", "_"): number for name, number in _counts(merged)},
        "taken": [taken(one) for one in merged.taken],
        "conflicts": [conflict(one) for one in merged.conflicts],
        "did_not_answer": [silent(one) for one in merged.silent],
        "not_whole": [silent(one) for one in merged.partial],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _workbook(merged: Merged, lang: Lang) -> bytes:
    book = new_book(_CREATED, "征求意见汇总")
    counts = [(pick(name, lang), str(number)) for name, number in _counts(merged)]
    add_text(book, "汇总", "征求意见汇总", [*counts, ("", ""), ("说明", pick(_STATE, lang))], (24, 100))
    add_table(
        book,
        "冲突",
        _heads(("清单", 12), ("编号", 30), ("单位", 30), ("冲突", 60), ("位置", 60)),
        [
            [pick(LIST_TITLES[c.list], lang), c.id, "、".join(c.units), pick(c.text, lang), "\n".join(c.places)]
            for c in merged.conflicts
        ],
    )
    add_table(
        book,
        "采纳的变更",
        _heads(("变更", 8), ("清单", 12), ("编号", 30), ("名称", 40), ("单位", 30), ("理由", 60)),
        [[t.what, pick(LIST_TITLES[t.list], lang), t.id, t.title, "、".join(t.units), t.reason] for t in merged.taken],
    )
    add_table(
        book,
        "未答复和不全",
        _heads(("单位编号", 20), ("单位名称", 40), ("情况", 30), ("没有意见的条目", 80)),
        [[s.unit, s.name, pick(s.why, lang), "、".join(s.entries)[:30_000]] for s in [*merged.silent, *merged.partial]],
    )
    return book.close()


def _heads(*columns: tuple[str, float]) -> list[Heading]:
    return [Heading(name, "optional", width=width) for name, width in columns]

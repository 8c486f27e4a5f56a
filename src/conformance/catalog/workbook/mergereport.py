"""The outcome of a consultation as text, JSON and workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator

from conformance.catalog.workbook.answers import Rejected
from conformance.catalog.workbook.book import Heading, add_table, add_text, new_book
from conformance.catalog.workbook.mergemodel import Conflict, Merged, Silent, Taken
from conformance.standard.lists import LIST_TITLES
from conformance.standard.model import Lang, Text
from conformance.standard.words import bracket, listing, pick

_STATE = Text(
    "修改、新增、取消的条目状态改为“已征求意见”；已发布的条目取消后保留编号，写明停用日期。有冲突的条目保持原样。"
    "引用这些条目的已发布条目，lint 会以 state-order 指出，待审定、发布后消除。",
    "What was changed, added or cancelled has the state consulted; a published entry that is cancelled keeps its id and "
    "is out of use from the day given. Entries in conflict stay as they were. Published entries that rest on the changed "
    "ones are reported by lint (state-order) until these are approved and published.",
)
_DONE = {
    "修改": Text("修改", "changed"),
    "新增": Text("新增", "added"),
    "取消": Text("取消", "cancelled"),
}


_KINDS = {
    "unreadable": Text("不能读取", "cannot be read"),
    "not-asked": Text("不是征求意见的单位的表", "no workbook of a unit that was asked"),
    "other-edition": Text("不是这一版的表", "about another edition"),
    "twice": Text("同一单位有两份", "two of one unit"),
    "faulty": Text("内容有误", "has faults"),
}
_SHOWN = 20
"""Faults of one workbook that the text lists; the workbook and the JSON have all of them."""


def _counts(merged: Merged) -> list[tuple[Text, int]]:
    taken = [one.what for one in merged.taken]
    return [
        (Text("征求意见的单位", "units asked"), merged.asked),
        (Text("已答复", "answered"), merged.answered),
        (Text("未答复", "did not answer"), len(merged.silent)),
        (Text("退回而不能采用的表", "workbooks not taken"), len(merged.rejected)),
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
        for one in merged.taken:
            said = f"{pick(_DONE[one.what], lang)} {one.list}:{one.id} {pick(one.title, lang)}"
            units = listing(one.units, lang)
            yield f"  {said}（{units}：{one.reason}）" if zh else f"  {said} ({units}: {one.reason})"
            if one.unheard:
                unheard = listing(one.unheard, lang)
                yield (
                    f"      共同负责的单位未表态：{unheard}"
                    if zh
                    else f"      not heard, though responsible: {unheard}"
                )
    if merged.conflicts:
        yield "\n冲突（保持原样，请协商后处理）" if zh else "\nConflicts (left as they were)"
        for conflict in merged.conflicts:
            yield f"  {conflict.list}:{conflict.id} {pick(conflict.text, lang)}"
            yield f"      {'; '.join(conflict.places)}"
    if merged.rejected:
        yield (
            "\n退回而不能采用的表（其中的意见一条也没有采用，请改好后重新汇总）"
            if zh
            else "\nWorkbooks that came back and are not taken (no opinion in them is; mend them and merge again)"
        )
        for rejected in merged.rejected:
            yield from _rejected(rejected, lang)
    if merged.silent:
        yield "\n未答复的单位" if zh else "\nUnits that did not answer"
        yield from (_silent(one, lang) for one in merged.silent)
    if merged.partial:
        yield "\n答复不全的单位" if zh else "\nAnswers that are not whole"
        for one_ in merged.partial:
            some = listing(one_.entries[:5], lang) + (" …" if len(one_.entries) > 5 else "")
            yield _silent(one_, lang) + bracket(some, lang)


def _rejected(one: Rejected, lang: Lang) -> Iterator[str]:
    kind = pick(_KINDS[one.kind], lang)
    who = f"{one.unit} " if one.unit else ""
    yield f"  {who}{one.workbook}：{kind}" if lang == "zh" else f"  {who}{one.workbook}: {kind}"
    yield from (f"      {pick(said, lang)}" for said in one.faults[:_SHOWN])
    more = len(one.faults) - _SHOWN
    if more > 0:
        yield (
            f"      另有 {more} 处，见 .xlsx 或 .json 报告。"
            if lang == "zh"
            else f"      and {more} more, in .xlsx and .json."
        )


def _silent(one: Silent, lang: Lang) -> str:
    colon = "：" if lang == "zh" else ": "
    return f"  {one.unit} {pick(one.name, lang)}{colon}{pick(one.why, lang)}"


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
        return {
            "what": _DONE[one.what].en,
            "entry": f"{one.list}:{one.id}",
            "title": one.title.zh,
            "units": list(one.units),
            "unheard": list(one.unheard),
            "reason": one.reason,
        }

    def silent(one: Silent) -> dict[str, object]:
        return {"unit": one.unit, "name": one.name.zh, "zh": one.why.zh, "en": one.why.en, "entries": list(one.entries)}

    def rejected(one: Rejected) -> dict[str, object]:
        faults = [{"zh": said.zh, "en": said.en} for said in one.faults]
        return {"unit": one.unit, "workbook": one.workbook, "kind": one.kind, "faults": faults}

    content = {
        "counts": {name.en.replace(" ", "_"): number for name, number in _counts(merged)},
        "taken": [taken(one) for one in merged.taken],
        "conflicts": [conflict(one) for one in merged.conflicts],
        "not_taken": [rejected(one) for one in merged.rejected],
        "did_not_answer": [silent(one) for one in merged.silent],
        "not_whole": [silent(one) for one in merged.partial],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _workbook(merged: Merged, lang: Lang) -> bytes:
    def word(zh: str, en: str) -> str:
        return zh if lang == "zh" else en

    title = word("征求意见汇总", "What the units answered")
    book = new_book(merged.created, title)
    counts = [(pick(name, lang), str(number)) for name, number in _counts(merged)]
    lines = [*counts, ("", ""), (word("说明", "note"), pick(_STATE, lang))]
    add_text(book, word("汇总", "Summary"), title, lines, (24, 100))
    listed, id_, units = word("清单", "list"), word("编号", "id"), word("单位", "units")
    add_table(
        book,
        word("冲突", "Conflicts"),
        _heads((listed, 12), (id_, 30), (units, 30), (word("冲突", "conflict"), 60), (word("位置", "places"), 60)),
        [
            [pick(LIST_TITLES[c.list], lang), c.id, listing(c.units, lang), pick(c.text, lang), "\n".join(c.places)]
            for c in merged.conflicts
        ],
    )
    add_table(
        book,
        word("采纳的变更", "Taken over"),
        _heads(
            (word("变更", "change"), 10),
            (listed, 12),
            (id_, 30),
            (word("名称", "title"), 40),
            (units, 30),
            (word("理由", "reason"), 60),
            (word("未表态的共同负责单位", "not heard, though responsible"), 30),
        ),
        [
            [
                pick(_DONE[t.what], lang),
                pick(LIST_TITLES[t.list], lang),
                t.id,
                pick(t.title, lang),
                listing(t.units, lang),
                t.reason,
                listing(t.unheard, lang),
            ]
            for t in merged.taken
        ],
    )
    add_table(
        book,
        word("未答复和不全", "Silent or not whole"),
        _heads(
            (word("单位编号", "unit"), 20),
            (word("单位名称", "name"), 40),
            (word("情况", "what"), 30),
            (word("没有意见的条目", "entries without an opinion"), 80),
        ),
        [
            [s.unit, pick(s.name, lang), pick(s.why, lang), listing(s.entries, lang)[:30_000]]
            for s in [*merged.silent, *merged.partial]
        ],
    )
    add_table(
        book,
        word("不能采用的表", "Not taken"),
        _heads(
            (word("单位编号", "unit"), 20),
            (word("退回的表", "workbook"), 40),
            (word("情况", "what"), 24),
            (word("要改之处", "to be mended"), 100),
        ),
        [
            [one.unit, one.workbook, pick(_KINDS[one.kind], lang), pick(said, lang)]
            for one in merged.rejected
            for said in one.faults
        ],
    )
    return book.close()


def _heads(*columns: tuple[str, float]) -> list[Heading]:
    return [Heading(name, "optional", width=width) for name, width in columns]

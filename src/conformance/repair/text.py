"""What became of a file, for the screen."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.repair.model import ChangeLine, Repair
from conformance.report.leftout import suppressed_lines
from conformance.report.model import Report
from conformance.report.verdict import verdict_line
from conformance.report.view import View, visible
from conformance.report.words import say
from conformance.report.wrap import Whole
from conformance.standard.model import RANKED, Text
from conformance.standard.words import GRADES, SEVERITIES, listing, pick

_WORDS = {
    "done": Text(
        "已更正 {what}，写入 {output}；原文件未改动。", "Mended {what}, written to {output}; the input is as it was."
    ),
    "would": Text(
        "可更正 {what}；这是试运行，没有写出更正后的文件。", "Would mend {what}; a dry run, no mended file was written."
    ),
    "nothing-done": Text(
        "没有可以自动更正的内容；{output} 与原文件内容相同。",
        "There is nothing to mend; {output} is the same as the input.",
    ),
    "nothing": Text("没有可以自动更正的内容。", "There is nothing to mend."),
    "cells": Text("{rows} 行中的 {cells} 个单元格", "{cells} cell{s} in {rows} row{rows_s}"),
    "rows": Text("删去 {removed} 行", "{removed} row{s} left out"),
    "and": Text("，", ", "),
    "rule": Text("  [{grade}] {title}  {rule}  {number} 处", "  [{grade}] {title}  {rule}  {number}"),
    "uncovered": Text(
        "更正后才看得出的问题（原值被改写，此前无法校验）：",
        "Found only now that the cells are mended (what they held could not be judged before):",
    ),
    "failure": Text("  [{severity}] {title}  {rule}  {number} 处", "  [{severity}] {title}  {rule}  {number}"),
    "held": Text("未能更正 {number} 处：{why}。", "Not mended, {number}: {why}."),
    "counts": Text("更正前：{before}；更正后：{after}。", "Before: {before}; after: {after}."),
    "found": Text("校验结果：{before}。", "Found: {before}."),
    "left": Text("其余问题须由人更正，逐处列出请运行：", "The rest has to be mended by hand; to see it run:"),
    "left-some": Text("其余问题逐处列出请运行：", "To see the rest, run:"),
    "confirm": Text(
        "其中 {number} 处改法大致确定（{rules}），用 --dry-run --confirm 逐处核对后，加 --confirm 即可更正。",
        "{number} of these are fairly certain ({rules}): look at each with --dry-run --confirm, then mend them with --confirm.",
    ),
    "log": Text("更正记录：{log}", "Log of changes: {log}"),
    "would-log": Text("将作的更正已列入：{log}", "What would be changed is listed in {log}"),
    "not-mended": Text("按配置不计入的问题也不更正：", "What the configuration suppresses is not mended either:"),
    "line": Text("{place}  {column}：{before} → {after}  {rules}", "{place}  {column}: {before} → {after}  {rules}"),
    "removed": Text("{place}  删去整行（{before}）  {rules}", "{place}  row left out ({before})  {rules}"),
    "removed-blank": Text("{place}  删去整行  {rules}", "{place}  row left out  {rules}"),
    "blank": Text("（空）", "(blank)"),
}


def change_text(line: ChangeLine, view: View) -> str:
    """One change in one line."""
    places = [place for place in (line.cell or line.pointer, say("row", view.lang, row=line.row)) if place]
    if line.line is not None and line.line != line.row:
        places.append(say("line", view.lang, line=line.line))
    rules = " ".join(line.rules)
    if line.fix == "confirm":
        rules += f"  [{pick(GRADES[line.fix], view.lang)}]"
    return _say(
        ("removed" if line.before else "removed-blank") if line.action == "remove" else "line",
        view,
        place=visible(_say("and", view).join(places)),
        column=visible(line.column or ""),
        before=_quoted(line.before, view),
        after=_quoted(line.after, view),
        rules=rules,
    )


def _quoted(text: str | None, view: View) -> str:
    return f"“{visible(text)}”" if text else _say("blank", view)


def summary(repair: Repair, view: View, again: str | None = None) -> Iterator[str]:
    """What was changed, what that uncovered, what is left, and how the file stands now.

    ``again`` is the command that checks the mended file in the same way.
    """
    yield _first(repair, view)
    for one in repair.mended:
        yield _say(
            "rule",
            view,
            grade=pick(GRADES[one.fix], view.lang),
            title=view.rule_title(one.rule),
            rule=one.rule,
            number=one.changed,
        )
    if repair.uncovered:
        yield _say("uncovered", view)
    for found in repair.uncovered:
        yield _say(
            "failure",
            view,
            severity=pick(SEVERITIES[found.severity], view.lang),
            title=view.rule_title(found.rule),
            rule=found.rule,
            number=found.failed,
        )
    for held in repair.held_back:
        yield _say("held", view, number=held.number, why=held.why)
    yield from _counts(repair, view, again)
    yield from _configured(repair.after or repair.before, view)
    if repair.log is not None:
        yield _say("log" if repair.output is not None else "would-log", view, log=visible(repair.log))


def _first(repair: Repair, view: View) -> str:
    parts = []
    if repair.cells:
        parts.append(
            _say(
                "cells",
                view,
                rows=repair.rows,
                cells=repair.cells,
                s=_plural(repair.cells),
                rows_s=_plural(repair.rows),
            )
        )
    if repair.removed:
        parts.append(_say("rows", view, removed=repair.removed, s=_plural(repair.removed)))
    kind = ("done" if parts else "nothing-done") if repair.output is not None else ("would" if parts else "nothing")
    return _say(kind, view, what=_say("and", view).join(parts), output=visible(repair.output or ""))


def _plural(number: int) -> str:
    return "" if number == 1 else "s"


def _counts(repair: Repair, view: View, again: str | None) -> Iterator[str]:
    before = _numbers(repair.before, view)
    if repair.after is None:
        yield _say("found", view, before=before)
    else:
        yield _say("counts", view, before=before, after=_numbers(repair.after, view))
        yield verdict_line(repair.after, view)
    if again is not None and repair.after is not None and repair.after.findings_total:
        yield _say("left-some" if repair.to_confirm else "left", view)
        yield Whole(f"  {visible(again)}")
    if repair.to_confirm:
        rules = [f"{rule} {number}" for rule, number in repair.to_confirm.items()]
        yield _say("confirm", view, number=sum(repair.to_confirm.values()), rules=listing(rules, view.lang))


def _configured(report: Report, view: View) -> Iterator[str]:
    """What weighs otherwise than by the standard, and what does not count and stays as it is."""
    for note in report.notes:
        yield say("note", view.lang, note=visible(note))
    suppressed = suppressed_lines(report, view)
    if suppressed:
        yield _say("not-mended", view)
        yield from (f"  {visible(line)}" for line in suppressed)


def _numbers(report: Report, view: View) -> str:
    found = [f"{pick(SEVERITIES[name], view.lang)} {report.counts[name]}" for name in RANKED]
    return listing(found, view.lang)


def _say(key: str, view: View, **words: object) -> str:
    return pick(_WORDS[key], view.lang).format(**words)

"""The outcome as text for a terminal and as Markdown: the verdict first, then what breaks, then the rest.

As JSON it is in ``plain``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.catalog.diff.gate import Outcome
from conformance.catalog.diff.model import Certainty, Change, Level
from conformance.catalog.diff.names import names_of
from conformance.catalog.diff.registry import AREAS, registry
from conformance.catalog.diff.sides import Side
from conformance.catalog.diff.words import LISTS
from conformance.standard.markdown import cell
from conformance.standard.model import Lang, Text
from conformance.standard.words import bracket, pick

LEVELS: dict[Level, Text] = {
    "ERR": Text("不兼容", "breaking"),
    "WARN": Text("需留意", "to be noticed"),
    "INFO": Text("告知", "for information"),
}
WHO = {"submit": Text("报送", "submit"), "read": Text("使用", "read")}
VERDICTS = {
    "unchanged": Text("没有变化", "nothing has changed"),
    "compatible": Text("可以在本版次内发布：没有不兼容的变化", "may be published within the edition: nothing breaks"),
    "new-edition": Text(
        "可以发布：有不兼容的变化，已用新的版次号", "may be published: it breaks, under a new edition number"
    ),
    "breaking": Text(
        "不能发布：有不兼容的变化，而版次号没有更新（edition.yaml 的 id）",
        "may not be published: it breaks and has no new edition number (id in edition.yaml)",
    ),
}
PROOFS: dict[Certainty, Text] = {
    "yes": Text("已证明", "proved"),
    "no": Text("否，有反例", "no, there is a counter-example"),
    "unknown": Text("未能证明", "not proved"),
}
_LONG = 40
_GROUP = 200
"""Changes of one area and level that text lists one by one; JSON and Markdown list all."""


def text(outcome: Outcome, lang: Lang) -> str:
    """For a terminal."""
    lines = [*_head(outcome, lang), ""]
    for level in LEVELS:
        for area in AREAS:
            chosen = chosen_of(outcome, level, area)
            if not chosen:
                continue
            number = bracket(str(len(chosen)), lang)
            lines.append(f"{pick(LEVELS[level], lang)} · {pick(AREAS[area], lang)}{number}")
            for place, change in chosen[:_GROUP]:
                lines += _lines(place, change, outcome, lang)
            if len(chosen) > _GROUP:
                more = len(chosen) - _GROUP
                lines.append(
                    "  " + pick(Text(f"另有 {more} 项，见 --format json。", f"{more} more, see --format json."), lang)
                )
            lines.append("")
    return "\n".join([*lines, *_tail(outcome, lang)]) + "\n"


def markdown(outcome: Outcome, lang: Lang) -> str:
    """For a page or a review."""
    lines = ["# " + pick(Text("两个版本的变化", "Changes between two editions"), lang), ""]
    lines += [f"- {line}" for line in _head(outcome, lang)]
    heads = Text("| 报送 | 使用 | 变化 | 内容 | 建议 |", "| submit | read | change | what | advice |")
    for level in LEVELS:
        for area in AREAS:
            chosen = chosen_of(outcome, level, area)
            if not chosen:
                continue
            lines += [
                "",
                f"## {pick(LEVELS[level], lang)} · {pick(AREAS[area], lang)}",
                "",
                pick(heads, lang),
                "|---|---|---|---|---|",
            ]
            for number, change in chosen:
                what = "<br>".join(cell(part) for part in said(number, change, outcome, lang))
                advice = pick(registry()[change.id].advice, lang)
                lines.append(
                    f"| {change.level_submit} | {change.level_read} | `{change.id}` | {what} | {cell(advice)} |"
                )
    lines += ["", *(f"- {line}" for line in _tail(outcome, lang))]
    return "\n".join(lines) + "\n"


def _head(outcome: Outcome, lang: Lang) -> list[str]:
    comparison = outcome.comparison
    old, new = _edition(comparison.old, lang), _edition(comparison.new, lang)
    lines = [pick(VERDICTS[outcome.verdict], lang)]
    parts = []
    for direction in outcome.directions:
        counts = [len(outcome.of(direction, level)) for level in LEVELS]
        if direction == "submit":
            words = Text(
                "对报送方：不兼容 {} 项，需留意 {} 项，告知 {} 项",
                "for those who submit: {} breaking, {} to be noticed, {} for information",
            )
        else:
            words = Text(
                "对使用方：不兼容 {} 项，需留意 {} 项，告知 {} 项",
                "for those who read: {} breaking, {} to be noticed, {} for information",
            )
        parts.append(pick(words, lang).format(*counts))
    lines += parts
    lines.append(pick(Text(f"比较：{old} → {new}", f"compared: {old} → {new}"), lang))
    number = len(outcome.waived.by_change)
    if number:
        lines.append(pick(Text(f"已豁免 {number} 项（仍列在下面）", f"{number} waived (still listed below)"), lang))
    hidden = len(comparison.changes) - len(outcome.listed())
    if hidden:
        lines.append(pick(Text(f"按 --level 未列出 {hidden} 项", f"{hidden} not listed, by --level"), lang))
    lines += [pick(Text("未比较：", "NOT compared: "), lang) + pick(part, lang) for part in comparison.not_compared]
    lines += [pick(Text("注意：", "note: "), lang) + pick(part, lang) for part in outcome.notices()]
    return lines


def _tail(outcome: Outcome, lang: Lang) -> Iterator[str]:
    comparison = outcome.comparison
    for proof in comparison.proofs:
        name = f"{pick(LISTS[proof.list], lang)} {pick(proof.title, lang)} ({proof.entry})"
        took, adds = pick(PROOFS[proof.takes_all], lang), pick(PROOFS[proof.adds_none], lang)
        yield pick(
            Text(
                f"{name}：旧版通过的记录新版都通过——{took}；新版通过的记录旧版都通过——{adds}"
                "（就必填、代码、长度、格式、取值而言）",
                f"{name}: all that passed still passes: {took}; all that passes now passed before: {adds} "
                "(as to required fields, codes, lengths, patterns, values)",
            ),
            lang,
        )
    joint = "；" if lang == "zh" else "; "
    yield pick(Text("已比较：", "compared: "), lang) + joint.join(pick(part, lang) for part in comparison.compared)


def chosen_of(outcome: Outcome, level: Level, area: str) -> list[tuple[int, Change]]:
    """Number and change of what is listed of one level, by the graver direction, and area."""
    return [
        (number, change)
        for number, change in outcome.listed()
        if outcome.worst(change) == level and registry()[change.id].area == area
    ]


def _lines(number: int, change: Change, outcome: Outcome, lang: Lang) -> Iterator[str]:
    first, *rest = said(number, change, outcome, lang)
    levels = " ".join(
        f"{pick(WHO[direction], lang)}:{pick(LEVELS[change.level(direction)], lang)}"
        for direction in outcome.directions
    )
    yield f"  {first}"
    yield f"    [{change.id}] {levels}" + (f"  {change.place}" if change.place else "")
    yield from (f"    {line}" for line in rest)
    if outcome.worst(change) == "ERR":
        yield "    " + pick(Text("建议：", "advice: "), lang) + pick(registry()[change.id].advice, lang)


def said(number: int, change: Change, outcome: Outcome, lang: Lang) -> list[str]:
    """A change in sentences: what it is, an example or a proof, and its waiver."""
    lines = [change.sentence(lang)]
    if change.example is not None:
        lines += [pick(line, lang) for line in _example(change, change.example, outcome)]
    elif change.proof == "unknown" and change.level_submit == "ERR":
        lines.append(
            pick(
                Text(
                    "未找到反例，也未能证明没有影响，按有影响对待",
                    "no counter-example, and not proved harmless; it counts",
                ),
                lang,
            )
        )
    elif change.proof == "yes":
        lines.append(
            pick(Text("已证明：旧版通过的记录新版都通过", "proved: every record that passed still passes"), lang)
        )
    waiver = outcome.waived.by_change.get(number)
    if waiver is not None:
        lines.append(
            pick(
                Text(
                    f"已豁免（{waiver.by}，至 {waiver.until}）：{waiver.reason}",
                    f"waived ({waiver.by}, until {waiver.until}): {waiver.reason}",
                ),
                lang,
            )
        )
    return lines


def _example(change: Change, example: dict[str, Any], outcome: Outcome) -> Iterator[Text]:
    """A record that is no longer taken: first the field for which it is not, then all of it, by titles."""
    sides = [side.standard for side in (outcome.comparison.new, outcome.comparison.old) if side.standard is not None]
    names = names_of(*sides)
    record, _, field = change.example_field.partition(".")
    why = names.field(record, field)
    shown = _shortened(example.get(field))
    if not field:
        said = Text("", "")
    elif shown is None:
        said = Text(f"没有填写“{why.zh}”", f"without {why.en}")
    else:
        said = Text(f"“{why.zh}”为“{shown.zh}”", f"{why.en} is “{shown.en}”")
    yield Text(
        f"旧版通过、新版不再通过的记录：{said.zh}", f"a record that passed and does not any more: {said.en}".rstrip()
    )
    parts = [(names.field(record, name), _shortened(value) or Text("", "")) for name, value in example.items()]
    yield Text(
        "  " + "；".join(f"{title.zh.partition('（')[0]} {value.zh}" for title, value in parts),
        "  " + "; ".join(f"{title.en.rpartition(' (')[0]} {value.en}" for title, value in parts),
    )


def _shortened(value: Any) -> Text | None:
    """A value with long texts cut, said with their length."""
    if value is None:
        return None
    text = str(value)
    if len(text) <= _LONG:
        return Text(text, text)
    return Text(f"{text[:8]}…（共 {len(text)} 字）", f"{text[:8]}… ({len(text)} characters)")


def _edition(side: Side, lang: Lang) -> str:
    if side.edition is None:
        return side.name
    return side.name + bracket(f"{side.edition.id}, {side.edition.version}", lang)

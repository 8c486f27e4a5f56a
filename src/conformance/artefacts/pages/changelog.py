"""``changelog.html``: what this edition changes, by the edition gate, against an earlier one that the publisher names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from markupsafe import Markup
from msgspec.structs import replace

from conformance.catalog.diff.compare import compared
from conformance.catalog.diff.gate import Outcome, judge
from conformance.catalog.diff.model import Change
from conformance.catalog.diff.registry import AREAS, registry
from conformance.catalog.diff.report import LEVELS, PROOFS, VERDICTS, WHO, chosen_of, said
from conformance.catalog.diff.sides import Side, open_side
from conformance.catalog.diff.waivers import NAME, read_waivers
from conformance.catalog.diff.words import LISTS
from conformance.publish.site import addresses
from conformance.publish.site.html import Piece, code, heading, link, listed, paragraph, stacked, table
from conformance.publish.site.model import Page, SiteSource
from conformance.standard.model import Edition, Standard, Text

_TITLE = Text("变更记录", "Changelog")


def pages(source: SiteSource) -> Iterator[Page]:
    """The one page. Raises NoCatalogue where the edition to compare with cannot be read."""
    against = source.given.against
    edition = source.standard.edition
    body = _alone(source.standard) if against is None else _body(outcome_of(edition.id, against))
    yield Page(address=addresses.changelog(), kind="changelog", title=_TITLE, body=body)


@cache
def outcome_of(edition: str, against: str) -> Outcome:
    """The verdict of the gate about a shipped edition beside an earlier one, as of the day on which the edition was issued."""
    old, new = _named(open_side(against)), _named(open_side(edition))
    issued = date.fromisoformat(new.edition.date) if new.edition else date.max
    waivers = read_waivers(new.folder / NAME) if new.folder and (new.folder / NAME).is_file() else []
    return judge(compared(old, new), waivers, today=issued)


def _named(side: Side) -> Side:
    """Called by its number, not by the place where it lay: what the page says is the same wherever that was."""
    return side if side.edition is None else replace(side, name=_number(side.edition))


def _number(edition: Edition) -> str:
    return f"{edition.id} ({edition.version})"


def _alone(standard: Standard) -> Markup:
    here, number = addresses.changelog(), _number(standard.edition)
    return Markup().join(
        [
            paragraph(
                Text(
                    f"{number} 发布时没有指明与哪个早先的版本比较，所以这里没有变更。",
                    f"{number} was published without naming an earlier version to compare it with, so that no changes stand here.",
                )
            ),
            paragraph(
                Text(
                    "发布以后的版本时，以本版下载中的“编译后的标准”或清单文件夹作比较：",
                    "When a later version is published, compare it with this one's compiled standard or folder of lists, from the downloads:",
                ),
                code(f"conformance publish --output DIR --against standard-{standard.edition.id}.json"),
                link(here, addresses.downloads(), Text("下载", "downloads")),
            ),
        ]
    )


def _body(outcome: Outcome) -> Markup:
    comparison = outcome.comparison
    parts = [
        paragraph(
            Text(f"{comparison.old.name} → {comparison.new.name}", f"{comparison.old.name} → {comparison.new.name}")
        ),
        paragraph(
            Markup("<strong>{}</strong>").format(VERDICTS[outcome.verdict].zh), Text("", VERDICTS[outcome.verdict].en)
        ),
        table(
            Text("变化的数量", "number of changes"),
            (Text("影响", "for whom"), *LEVELS.values()),
            (
                (WHO[direction], *(len(outcome.of(direction, level)) for level in LEVELS))
                for direction in outcome.directions
            ),
        ),
        listed(outcome.notices()),
    ]
    for level, grave in LEVELS.items():
        for area, title in AREAS.items():
            if chosen := chosen_of(outcome, level, area):
                words = Text(f"{grave.zh}：{title.zh}", f"{grave.en}: {title.en}")
                heads = (
                    Text("变化", "change"),
                    Text("内容", "what"),
                    Text("报送", "submit"),
                    Text("使用", "read"),
                    Text("建议", "advice"),
                )
                rows = (_row(number, change, outcome) for number, change in chosen)
                parts += [heading(words, anchor=f"{level.lower()}-{area}"), table(words, heads, rows)]
    if comparison.proofs:
        title = Text("记录类型与数据事项：以前通过的还通过吗", "Record types and items: does what passed still pass?")
        columns = (
            Text("名称", "name"),
            Text("旧版通过的新版都通过", "all that passed passes"),
            Text("新版通过的旧版都通过", "all that passes passed"),
        )
        parts += [
            heading(title, anchor="proofs"),
            table(
                title,
                columns,
                ((_called(p.list, p.title), PROOFS[p.takes_all], PROOFS[p.adds_none]) for p in comparison.proofs),
            ),
        ]
    parts += [heading(Text("比较了什么", "What was compared"), anchor="compared"), listed(comparison.compared)]
    if comparison.not_compared:
        parts += [heading(Text("没有比较什么", "What was not compared")), listed(comparison.not_compared)]
    return Markup().join(parts)


def _row(number: int, change: Change, outcome: Outcome) -> tuple[Piece, ...]:
    zh, en = said(number, change, outcome, "zh"), said(number, change, outcome, "en")
    what = stacked(Text(one, other) for one, other in zip(zh, en, strict=True))
    levels = (LEVELS[change.level_submit], LEVELS[change.level_read])
    return code(change.id), what, *levels, registry()[change.id].advice


def _called(name: str, title: Text) -> Text:
    return Text(f"{LISTS[name].zh} {title.zh}", f"{LISTS[name].en} {title.en}")

"""The page that says what makes each place of the source document work, what is in part, and what is out of reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from conformance.artefacts.entries.ground import ground
from conformance.artefacts.entries.places import page_of
from conformance.publish.coverage_page import PARTS, RELEVANCE, STANDINGS, count_of, standing
from conformance.publish.lists import text
from conformance.publish.site import addresses, html
from conformance.publish.site.model import Page, SiteSource
from conformance.publish.site.parts import Part, parted
from conformance.standard.entries import Entry
from conformance.standard.links import Ref
from conformance.standard.lists import WORKS
from conformance.standard.model import Text
from conformance.standard.titles import code_text, name_of, title_of

_TITLE = Text("文件落实情况", "Coverage of the source document")
_HEADS = (
    Text("编号", "id"),
    Text("内容", "about"),
    Text("状态", "standing"),
    Text("落实", "what makes it work"),
    Text("尚缺或原因", "what is missing, or why"),
)
Entries = Sequence[tuple[Ref, Entry]]


def pages(source: SiteSource) -> Iterator[Page]:
    """The one page."""
    here = addresses.coverage()
    index = ground().index
    clauses, systems, obligations = (list(index.of(name)) for name in ("clause", "system", "obligation"))
    groups: list[tuple[Text, Entries]] = [(Text("条款", "clauses"), clauses)]
    groups += [
        (title, [one for one in systems if one[1].data["relevance"] == name]) for name, title in RELEVANCE.items()
    ]
    groups.append((Text("要求", "obligations"), obligations))
    document = source.standard.documents[ground().catalogue.source_document]
    body = [
        html.paragraph(
            Text(
                f"逐条说明《{document.title}》（{document.number}）的每一条款、每一系统和制度、每一项要求在本标准中由什么落实，哪些只落实了一部分、还缺什么，"
                "哪些不在范围内、为什么。内容用本项目自己的话概括，不是文件原句；官方名称和用语除外。",
                "For every clause, system and obligation of the source document: what of this standard makes it work, what is still missing, "
                "what is out of reach and why. The descriptions are in our own words; official names and terms are the document's.",
            )
        ),
        html.heading(Text("合计", "Totals")),
        _totals(groups),
    ]
    parts = [
        _part(f"part-{letter}", title, [one for one in clauses if one[0].id.startswith(letter)], here)
        for letter, title in PARTS.items()
    ]
    names = [*(f"systems-{name}" for name in RELEVANCE), "obligations"]
    parts += [_part(name, title, entries, here) for name, (title, entries) in zip(names, groups[1:], strict=True)]
    body.append(parted(parts))
    yield Page(here, "coverage", _TITLE, Markup("").join(body))


def _totals(groups: Sequence[tuple[Text, Entries]]) -> Markup:
    counted = {title: [entry for _, entry in entries] for title, entries in groups}
    columns = [one for one in STANDINGS if one != "bare" or any(count_of(own, "bare") for own in counted.values())]
    return html.table(
        Text("合计", "Totals"),
        [Text("内容", "what"), *(STANDINGS[one] for one in columns), Text("合计", "total")],
        [[title, *(count_of(own, one) for one in columns), len(own)] for title, own in counted.items()],
    )


def _part(anchor: str, title: Text, entries: Entries, here: str) -> Part:
    shown = html.table(title, _HEADS, [_row(ref, entry, here) for ref, entry in entries])
    return Part(html.joined([title, f"（{len(entries)}）"], ""), anchor, shown)


def _row(ref: Ref, entry: Entry, here: str) -> list[html.Piece]:
    data = entry.data
    missing = data.get("out_of_reach") or data.get("partial")
    kind = standing(data)
    return [
        html.link(here, addresses.of(ref), html.code(ref.id)),
        title_of(entry),
        Markup('<span class="standing standing-{}">{}</span>').format(kind, html.both(STANDINGS[kind])),
        html.stacked(dict.fromkeys(_work(work, here) for work in data.get("made_by", ()))) or "—",
        text(missing) if missing else "",
    ]


def _work(work: dict[str, Any], here: str) -> Markup:
    """What makes it work: a link to its page, or the command that shows it."""
    kind, name = work["what"], work["id"]
    ref = Ref(WORKS.get(kind, kind), name)
    address = page_of(ref)
    if address is None:
        what = code_text(ground().catalogue.shapes, "WorkKind", kind)
        return html.joined([what.zh, html.code(work.get("command") or name)])
    return html.link(here, address, name_of(ref, ground().index, ground().standard).zh)

"""Pages of the partner provinces, and the comparison of their fields with the city's, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from conformance.artefacts.entries.divisions import divisions_table
from conformance.artefacts.entries.ground import dossier_of, ground
from conformance.artefacts.entries.page import entry_page
from conformance.artefacts.entries.places import page_of, province
from conformance.publish.region_page import PLACES, REQUIRED, UNKNOWN
from conformance.publish.site import addresses, html
from conformance.publish.site.model import Page, SiteSource
from conformance.standard.links import Ref
from conformance.standard.lists import LIST_TITLES
from conformance.standard.model import Text
from conformance.standard.titles import title_of


def pages(source: SiteSource) -> Iterator[Page]:
    """A page for each province, and the comparison as their index."""
    here = addresses.index_of("region")
    links = []
    for ref, entry in ground().index.of("region"):
        code = province(ref.id)
        title = title_of(entry)
        party = Ref("party", f"province:{code}")
        sections = dossier_of(party).sections if party.id in source.standard.parties else ()
        prefixes = tuple(map(str, entry.data["divisions"]))
        found = [one for one in source.standard.divisions if one.code.startswith(prefixes)]
        below = html.heading(Text("区划代码", "Division codes")) + divisions_table(found)
        # What the profile asks for is among what the registry makes of it, in better words than the entry's own.
        kept = [one for one in sections if one.heading.zh != "基本情况"]
        yield entry_page(ref, kept, below, Text(f"{title.zh}（{code}）", f"{title.en} ({code})"))
        links.append(html.link(here, page_of(ref) or here, title))
    about = Text(
        "与本市共享清单的三个省。下面逐项对照行政许可、行政处罚两种记录在三省一市的名称、代码、长度、是否必填和代码取值；"
        "没有见到依据的一律写“未知”，不作推测。格内方括号为依据。",
        "The three provinces that share lists with the city, and the fields of licences and penalties in all four, side by side. What "
        "nothing was seen of is called unknown and not guessed. The ground stands in brackets.",
    )
    body = [html.paragraph(about), html.listed(links), *_comparison(source, here)]
    yield Page(here, "index", LIST_TITLES["region"], Markup("").join(body))


def _comparison(source: SiteSource, here: str) -> Iterator[Markup]:
    rows = [entry.data for _, entry in ground().index.of("comparison")]
    yield html.heading(Text("已知多少", "How much is known"))
    known = [sum(bool(row[place]["known"]) for row in rows) for place in PLACES]
    heads = [Text("内容", "what"), *PLACES.values()]
    yield html.table(
        Text("已知多少", "How much is known"),
        heads,
        [[Text("已知", "known"), *known], [UNKNOWN, *(len(rows) - count for count in known)]],
    )
    for name in dict.fromkeys(row["record_type"] for row in rows):
        record = source.standard.record_types[name]
        titles = {field.name: field.title for field in record.fields}
        yield html.heading(html.link(here, addresses.record_type(name), record.title))
        yield html.table(
            record.title,
            [Text("数据项", "field"), *PLACES.values()],
            [
                [
                    html.stacked([titles.get(row["field"], ""), html.code(row["field"])]),
                    *(_side(row[p]) for p in PLACES),
                ]
                for row in rows
                if row["record_type"] == name
            ],
        )


def _side(side: Mapping[str, Any]) -> html.Piece:
    if not side["known"]:
        return UNKNOWN
    length = side.get("length")
    parts: list[html.Piece] = [
        side.get("name") or Text("名称未知", "name unknown"),
        html.code(side["code"]) if side.get("code") else Text("代码未知", "code unknown"),
        Text(f"长度 {length}", f"length {length}") if length else Text("长度未知", "length unknown"),
        REQUIRED[side.get("required", "unknown")],
    ]
    if side.get("codes"):
        parts.append(f"取值：{side['codes']}")
    if side.get("clause"):
        parts.append(f"[{side['clause']}]")
    return html.stacked(parts)

"""``items/``: the data list, a page for every data item with everything that whoever submits it has to know."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.artefacts.entries.ground import ground
from conformance.artefacts.entries.page import fresh
from conformance.artefacts.entries.places import surely, where
from conformance.artefacts.entries.view import ARRANGED, sections
from conformance.catalog.dossier import facts, related, submission
from conformance.catalog.dossier.model import Section
from conformance.publish.site import addresses
from conformance.publish.site.fieldtable import field_table, rule_table
from conformance.publish.site.html import Piece, heading, joined, link, paragraph, table
from conformance.publish.site.model import Page, SiteSource
from conformance.publish.site.pictures.flow import flow_svg
from conformance.standard.links import Ref
from conformance.standard.lists import LIST_TITLES
from conformance.standard.model import DataItem, Text
from conformance.standard.titles import code_text, name_of

_MOST = 4
"""Providers that a summary names."""


def pages(source: SiteSource) -> Iterator[Page]:
    """The data list, and a page for every item."""
    yield _index(source)
    for item in source.standard.items.values():
        yield _page(item, source)


def _providers(item: DataItem) -> Text:
    names = [name_of(Ref("unit", one), ground().index) for one in item.providers]
    more = len(names) - _MOST
    zh, en = "、".join(one.zh for one in names[:_MOST]), ", ".join(one.en for one in names[:_MOST])
    return Text(f"{zh}等 {len(names)} 个", f"{en} and {more} more") if more > 0 else Text(zh, en)


def _index(source: SiteSource) -> Page:
    here = addresses.index_of("data")
    standard, shapes = source.standard, source.lists.shapes
    rows = []
    for item in standard.items.values():
        entry = ground().index.entries[Ref("data", item.id)].data
        record = standard.record_types[item.record_type]
        rows.append(
            (
                link(here, addresses.item(item.id), item.title),
                _providers(item),
                link(here, addresses.record_type(record.name), record.title),
                code_text(shapes, "InformationClass", str(entry["information_class"])),
                _basis(item),
            )
        )
    stated = sum(item.basis == "stated" for item in standard.items.values())
    heads = (
        Text("数据事项", "data item"),
        Text("责任单位", "provider"),
        Text("记录类型", "record type"),
        Text("信息类别", "class"),
        Text("依据", "basis"),
    )
    said = Text(
        f"共 {len(rows)} 个数据事项，其中 {stated} 个由文件明示，其余 {len(rows) - stated} 个由条文推知。",
        f"{len(rows)} data items: {stated} are stated by the document, the other {len(rows) - stated} follow from it.",
    )
    body = joined([paragraph(said), table(LIST_TITLES["data"], heads, rows)], "")
    return Page(here, "index", LIST_TITLES["data"], body, terms=("数据事项",))


def _basis(item: DataItem) -> Text:
    return Text("文件明示", "stated") if item.basis == "stated" else Text("推知", "implied")


def _page(item: DataItem, source: SiteSource) -> Page:
    here = addresses.item(item.id)
    ref = Ref("data", item.id)
    entry = ground().index.entries[ref]
    known, record = ground(), source.standard.record_type_of(item.id)
    to, told = where(here), Text("本事项另有的校验规则", "Rules beyond those of its type")

    def shown(*found: Section | None) -> Piece:
        return sections((one for one in found if one is not None), to)

    picture = flow_svg(ref, known.index, surely(here))
    common = {check.rule for check in source.standard.record_types[item.record_type].checks}
    own = [check for check in item.checks if check.rule not in common]
    parts: list[Piece] = [
        shown(facts.provenance(entry, known)),
        ARRANGED,
        shown(submission.duties(ref, known)),
        heading(Text("报送的数据项", "What a record holds"), anchor="fields"),
        paragraph(Text("记录类型：", "Record type:"), link(here, addresses.record_type(record.name), record.title)),
        field_table(record, source.standard, here, item),
        shown(submission.demands(entry, record, known)),
        heading(told, anchor="rules"),
        paragraph(
            Text("记录类型的全部规则对它同样适用：", "All rules of the record type hold for it as well:"),
            link(here, addresses.record_type(record.name), record.title, "rules"),
        ),
        *([rule_table(own, source.standard, here, told)] if own else []),
        shown(submission.commands(ref)),
        heading(Text("从数据到行为到应用", "From data to conduct to use"), anchor="flow"),
        picture or shown_nothing(),
        shown(*fresh([facts.facts(ref, entry, known)], ref, item.title, None), related.others(ref, known)),
    ]
    provenance = entry.data["provenance"]
    providers, basis = _providers(item), _basis(item)
    return Page(
        here,
        "item",
        item.title,
        joined(parts, ""),
        id=item.id,
        summary=Text(
            f"本事项由{basis.zh}。责任单位：{providers.zh}。按本标准的记录类型“{record.title.zh}”报送。",
            f"The item is {basis.en}. Provided by {providers.en}; sent as this standard's record type {record.title.en}.",
        ),
        terms=(str(provenance.get("term", "")), *map(str, provenance["clauses"])),
        under=addresses.index_of("data"),
    )


def shown_nothing() -> Piece:
    """What is said of an item that leads to nothing."""
    return paragraph(
        Text("文件没有把它与三清单的其他事项联系起来。", "The document links it to no other entry of the three lists.")
    )

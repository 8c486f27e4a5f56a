"""``record-types/``: a page for every record type, and the index with the picture of what refers to what."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from conformance.publish.model import RecordModel
from conformance.publish.names import FAMILIES
from conformance.publish.site import addresses
from conformance.publish.site.fieldtable import cited, field_table, rule_table
from conformance.publish.site.html import (
    Piece,
    code,
    facts,
    heading,
    joined,
    link,
    listed,
    paragraph,
    stacked,
    table,
)
from conformance.publish.site.model import Page, SiteSource
from conformance.publish.site.pictures.er import er_svg
from conformance.standard.model import RecordType, Text

_INDEX = Text("记录类型", "Record types")


def pages(source: SiteSource) -> Iterator[Page]:
    """The index, and a page for every type."""
    yield _index(source)
    for model in source.edition.records:
        yield _page(source.standard.record_types[model.record_type], model, source)


def _index(source: SiteSource) -> Page:
    here = addresses.index_of("record-type")
    items = source.standard.items.values()
    rows = [
        (
            link(here, addresses.record_type(one.name), one.title),
            code(one.name),
            len(one.fields),
            sum(item.record_type == one.name for item in items),
        )
        for one in source.standard.record_types.values()
    ]
    heads = (
        Text("记录类型", "record type"),
        Text("编号", "id"),
        Text("数据项", "fields"),
        Text("数据事项", "data items"),
    )
    body = [
        paragraph(
            Text(
                f"{len(rows)} 个记录类型规定每类记录由哪些数据项组成，{len(items)} 个数据事项各用其中一个，可以另有要求。",
                f"{len(rows)} record types say what records consist of; each of the {len(items)} data items uses one of them and may ask for more.",
            )
        ),
        table(_INDEX, heads, rows),
        heading(Text("关系图", "What refers to what"), anchor="picture"),
        er_svg(source.edition, lambda name: addresses.relative(here, addresses.record_type(name))),
    ]
    return Page(here, "index", _INDEX, joined(body, ""), terms=("表", "记录", "ER"))


def _page(record: RecordType, model: RecordModel, source: SiteSource) -> Page:
    here = addresses.record_type(record.name)
    items = [one for one in source.standard.items.values() if one.record_type == record.name]
    label = Text("校验规则", "Rules")
    parts: list[Piece] = [
        facts(_facts(record, model, source, here)),
        heading(Text("数据项", "Fields"), anchor="fields"),
        field_table(record, source.standard, here),
        heading(Text(f"使用它的数据事项（{len(items)}）", f"Data items that use it ({len(items)})"), anchor="items"),
        listed(link(here, addresses.item(one.id), one.title) for one in items),
        heading(label, anchor="rules"),
        rule_table(record.checks, source.standard, here, label),
        heading(Text("在生成的代码中的名称", "Its name in what is generated"), anchor="names"),
        facts((family, code(source.names.record(family, record.name))) for family in FAMILIES),
    ]
    return Page(
        here,
        "record-type",
        record.title,
        joined(parts, ""),
        id=record.name,
        summary=Text(
            f"{len(record.fields)} 个数据项，{len(items)} 个数据事项使用。",
            f"{len(record.fields)} fields, used by {len(items)} data items.",
        ),
        under=addresses.index_of("record-type"),
    )


def _facts(record: RecordType, model: RecordModel, source: SiteSource, here: str) -> Iterator[tuple[Piece, Piece]]:
    def named(name: str) -> Markup:
        field = record.field(name)
        return link(here, addresses.field(record.name, name), Text(field.title, field.title_en))

    yield Text("依据", "rests on"), cited(record.clause, source.standard, source.lists.links, here)
    yield Text("识别记录的数据项", "field that a record is known by"), named(record.key_field)
    if model.one_of:
        yield Text("至少填一个", "at least one of"), stacked(joined(map(named, one), "、") for one in model.one_of)
    if model.orders:
        yield (
            Text("日期先后", "order of dates"),
            stacked(joined([named(one.earlier), "≤", named(one.later)]) for one in model.orders),
        )
    if model.unique:
        yield (
            Text("不得重复", "together unique"),
            stacked(joined(map(named, one), "＋") for one in model.unique),
        )
    for check in record.checks:
        if check.kind == "reference":
            target = source.standard.record_types[check.params["referred_type"]]
            yield (
                Text("引用", "refers to"),
                joined(
                    [
                        joined(map(named, check.fields), "、"),
                        "→",
                        link(here, addresses.record_type(target.name), target.title),
                    ]
                ),
            )

"""``code-lists/``: a page for every code list, with all its codes, and the index."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.site import addresses
from conformance.publish.site.fieldtable import cited
from conformance.publish.site.html import Piece, code, facts, heading, joined, link, listed, paragraph, table
from conformance.publish.site.model import Page, SiteSource
from conformance.standard.model import Code, CodeList, Text

_INDEX = Text("代码表", "Code lists")
_CODES = Text("代码", "Codes")


def pages(source: SiteSource) -> Iterator[Page]:
    """The index, and a page for every list."""
    here = addresses.code_lists()
    lists = source.standard.code_lists.values()
    rows = [
        (
            link(here, addresses.code_list(one.id), Text(one.title, one.title_en)),
            code(one.id),
            "、".join(entry.label for entry in one.codes),
        )
        for one in lists
    ]
    heads = (Text("代码表", "code list"), Text("编号", "id"), Text("取值", "values"))
    count = Text(f"共 {len(rows)} 张。", f"{len(rows)} lists.")
    yield Page(here, "index", _INDEX, joined([paragraph(count), table(_INDEX, heads, rows)], ""))
    for one in lists:
        yield _page(one, source)


def _page(entries: CodeList, source: SiteSource) -> Page:
    here = addresses.code_list(entries.id)
    heads = (
        Text("代码", "code"),
        Text("名称", "label"),
        Text("也认得的写法", "also understood"),
        Text("说明", "note"),
    )
    anchors = [f"code-{one.code}" for one in entries.codes]
    users = [
        (addresses.field(record.name, field.name), record.title, Text(field.title, field.title_en))
        for record in source.standard.record_types.values()
        for field in record.fields
        if field.code_list == entries.id
    ]
    users += [
        (addresses.field(item.id, field.name), item.title, Text(field.title, field.title_en))
        for item in source.standard.items.values()
        for field in item.fields
        if field.code_list == entries.id
    ]
    parts = [
        facts(_facts(entries, source, here)),
        heading(_CODES, anchor="codes"),
        table(_CODES, heads, [_row(one) for one in entries.codes], anchors),
        heading(Text("使用它的数据项", "Fields that use it")),
        listed(joined([link(here, address, title), "—", of]) for address, of, title in users),
    ]
    labels = [word for one in entries.codes for word in (one.code, one.label, one.label_en, *one.aliases)]
    return Page(
        here,
        "code-list",
        Text(entries.title, entries.title_en),
        joined(parts, ""),
        id=entries.id,
        summary=Text(f"{len(entries.codes)} 个代码。", f"{len(entries.codes)} codes."),
        terms=tuple(labels),
        under=addresses.code_lists(),
    )


def _facts(entries: CodeList, source: SiteSource, here: str) -> Iterator[tuple[Piece, Piece]]:
    label = entries.wanted == "label"
    yield (
        Text("报送时填", "to be sent as"),
        Text("名称（中文）", "the Chinese label") if label else Text("代码", "the code"),
    )
    if entries.several:
        yield (
            Text("多个值", "several values"),
            Text("一格可以填几个，以分隔号分开", "a cell may hold several, with a separator between"),
        )
    yield Text("来源", "origin"), cited(entries.source, source.standard, source.lists.links, here)
    if not entries.numbering_stable:
        yield (
            Text("编号", "numbering"),
            Text(
                "各平台的编号不同：只有报送单位声明了编号，才按数字判断。",
                "Platforms number it differently: a bare number is judged only where the party declares its numbering.",
            ),
        )


def _row(one: Code) -> tuple[Piece, ...]:
    note = (
        Text("后面可以用括号或冒号加说明", "a note in brackets or behind a colon may follow")
        if one.note_allowed
        else ""
    )
    return code(one.code), Text(one.label, one.label_en), "、".join(one.aliases), note

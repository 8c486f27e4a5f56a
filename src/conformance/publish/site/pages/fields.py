"""``fields/``: a page for every field of a record type, and of those that only a data item has; an index of all of them."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.names import FAMILIES
from conformance.publish.site import addresses
from conformance.publish.site.fieldtable import WHOSE, cited, own_checks, rule_table
from conformance.publish.site.html import (
    Piece,
    both,
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
from conformance.standard.model import Check, DataItem, Field, RecordType, Text
from conformance.standard.words import FIELD_TYPES, ORIGINS, REQUIREMENTS

_INDEX = Text("数据项", "Fields")
_DISCLOSURE_EN = {
    "public": "public",
    "public-masked": "masked where it is public",
    "shared": "shared among authorities",
}
_PERSONAL = {
    "name": Text("自然人姓名", "the name of a person"),
    "identifier": Text("自然人的号码", "the number of a person"),
}
_OTHERS = 4
"""Other records that a page names before it leads to the index."""
_LABELS = 12
"""Codes that a page names before it leaves the rest to the code list."""
_LANGUAGES = {
    "python": "Python",
    "typescript": "TypeScript",
    "java": "Java",
    "sql": "SQL",
    "protobuf": "Protobuf",
    "xsd": "XML Schema",
}


def pages(source: SiteSource) -> Iterator[Page]:
    """The index, and a page for every field."""
    yield _index(source)
    standard = source.standard
    for record in standard.record_types.values():
        for field in record.fields:
            yield _page(field, record, None, source)
    for item in standard.items.values():
        for field in item.fields:
            yield _page(field, standard.record_type_of(item.id), item, source)


def _holder(record: RecordType, item: DataItem | None) -> tuple[str, Text, str]:
    """Id, title and page of what has the field."""
    if item is not None:
        return item.id, item.title, addresses.item(item.id)
    return record.name, record.title, addresses.record_type(record.name)


def _page(field: Field, record: RecordType, item: DataItem | None, source: SiteSource) -> Page:
    name, title, above = _holder(record, item)
    here = addresses.field(name, field.name)
    above_rules = link(here, addresses.record_type(record.name), record.title, "rules")
    parts = [
        facts(_facts(field, record, item, source, here)),
        heading(Text("校验它的规则", "Rules that look at it")),
        paragraph(
            Text("对全部数据项都适用的规则见记录类型：", "Rules that look at every field are with the record type:"),
            above_rules,
        ),
        rule_table(own_checks(field, record), source.standard, here, Text("校验它的规则", "Rules that look at it")),
        *_narrowed(field, record, item, source, here),
        *_elsewhere(field, record, item, source, here),
        heading(Text("在生成的代码中的名称", "Its name in what is generated")),
        facts(_names(field, source)),
    ]
    return Page(
        here,
        "field",
        Text(field.title, field.title_en),
        joined(parts, ""),
        id=field.name,
        summary=Text(f"“{title.zh}”的数据项。", f"A field of {title.en}. {field.description}"),
        terms=(*field.aliases, *([field.code] if field.code else [])),
        within=title,
        under=above,
    )


def _facts(
    field: Field, record: RecordType, item: DataItem | None, source: SiteSource, here: str
) -> Iterator[tuple[Piece, Piece]]:
    standard = source.standard
    _, title, above = _holder(record, item)
    yield Text("属于", "of"), link(here, above, title)
    yield Text("报文与文件中的名称", "name on the wire"), code(field.name)
    if field.code:
        yield Text("国家代码", "national code"), code(field.code)
    needed = REQUIREMENTS[field.requirement]
    yield Text("填写", "fill in"), joined([both(needed), "—", both(WHOSE[field.requirement_origin])])
    yield Text("类型", "type"), FIELD_TYPES[field.type]
    if field.max_length is not None:
        length = Text(f"最多 {field.max_length} 个字符", f"at most {field.max_length} characters")
        whose = [] if field.length_origin is None else ["—", both(WHOSE[field.length_origin])]
        yield Text("长度", "length"), joined([both(length), *whose])
    codes = standard.code_lists.get(field.code_list or "")
    if codes is not None:
        labels = [one.label for one in codes.codes]
        more = f"等 {len(labels)} 个" if len(labels) > _LABELS else ""
        shown = link(here, addresses.code_list(codes.id), Text(codes.title, codes.title_en))
        yield Text("代码表", "code list"), joined([shown, "：" + "、".join(labels[:_LABELS]) + more], "")
    disclosure = dict(source.lists.shapes.codes["FieldDisclosure"])
    yield Text("公开", "disclosure"), Text(disclosure[field.disclosure], _DISCLOSURE_EN[field.disclosure])
    if field.personal != "none":
        masked = _PERSONAL[field.personal]
        yield (
            Text("个人信息", "personal"),
            Text(f"{masked.zh}：报告引用时遮盖", f"{masked.en}: masked wherever a report quotes it"),
        )
    yield (
        Text("来源", "origin"),
        joined([both(ORIGINS[field.origin]), "—", cited(field.clause, standard, source.lists.links, here)]),
    )
    if field.addition:
        yield (
            Text("表样以外", "beyond the form"),
            Text(
                "排在表样各列之后，文件中可以没有这一列。",
                "It stands behind the columns of the form; a file need not have it.",
            ),
        )
    if field.aliases:
        yield Text("也认得的列名", "headers taken for it as well"), "、".join(field.aliases)


def _names(field: Field, source: SiteSource) -> Iterator[tuple[Piece, Piece]]:
    """What the field is called in each language, those that call it the same in one row."""
    called: dict[str, list[str]] = {}
    for family in FAMILIES:
        called.setdefault(source.names.field(family, field.name), []).append(_LANGUAGES[family])
    yield from (("、".join(languages), code(name)) for name, languages in called.items())


def _narrowed(
    field: Field, record: RecordType, item: DataItem | None, source: SiteSource, here: str
) -> Iterator[Piece]:
    """The items that ask more of the field than its record type does."""
    if item is not None:
        return
    rows = [
        joined([link(here, addresses.item(one.id), one.title), "—", *said])
        for one in source.standard.items.values()
        if one.record_type == record.name and (said := list(_more(field, one)))
    ]
    if rows:
        yield heading(Text("数据事项另有的要求", "What data items ask of it beyond that"))
        yield listed(rows)


def _more(field: Field, item: DataItem) -> Iterator[Piece]:
    if field.name in item.required:
        yield both(Text("必填", "required"))
    yield from (both(said) for check in item.checks if (said := _limited(field, check)) is not None)


def _limited(field: Field, check: Check) -> Text | None:
    if check.kind != "value_of_item" or check.field != field.name:
        return None
    shown = "、".join(check.params["shown"])
    return (
        Text(f"取值：{shown}", f"one of: {shown}")
        if check.params["closed"]
        else Text(f"通常是：{shown}", f"usually: {shown}")
    )


def _elsewhere(
    field: Field, record: RecordType, item: DataItem | None, source: SiteSource, here: str
) -> Iterator[Piece]:
    """The field of the same name in other record types and items."""
    standard = source.standard
    own = _holder(record, item)[0]
    others = [
        (one.name, one.title)
        for one in standard.record_types.values()
        if one.name != own and any(other.name == field.name for other in one.fields)
    ]
    others += [
        (one.id, one.title)
        for one in standard.items.values()
        if one.id != own and any(other.name == field.name for other in one.fields)
    ]
    if others:
        yield heading(Text("其他记录中的同一数据项", "The same field of other records"))
        shown = [link(here, addresses.field(name, field.name), title) for name, title in others[:_OTHERS]]
        more = len(others) - _OTHERS
        if more > 0:
            words = Text(f"另有 {more} 处", f"{more} more")
            shown.append(link(here, addresses.fields(), words, field.name))
        yield listed(shown)


def _index(source: SiteSource) -> Page:
    here = addresses.fields()
    standard = source.standard
    used: dict[str, list[tuple[str, Text, Field]]] = {}
    for record in standard.record_types.values():
        for field in record.fields:
            used.setdefault(field.name, []).append((record.name, record.title, field))
    for item in standard.items.values():
        for field in item.fields:
            used.setdefault(field.name, []).append((item.id, item.title, field))
    rows = [
        (
            stacked(dict.fromkeys(Text(field.title, field.title_en) for _, _, field in places)),
            stacked([code(name), *(code(one) for one in dict.fromkeys(f.code for _, _, f in places if f.code))]),
            joined([link(here, addresses.field(holder, name), title) for holder, title, _ in places], "、"),
        )
        for name, places in sorted(used.items())
    ]
    count = sum(map(len, used.values()))
    body = joined(
        [
            paragraph(
                Text(
                    f"{len(used)} 个名称，{count} 处。同名的数据项在各记录中叫法可以不同，含义相同。",
                    f"{len(used)} names in {count} places. A name means the same in every record, though records may call it differently.",
                )
            ),
            table(
                _INDEX,
                (Text("数据项", "field"), Text("名称", "names"), Text("所在记录", "records that have it")),
                rows,
                sorted(used),
            ),
        ],
        "",
    )
    return Page(here, "index", _INDEX, body, terms=("字段",))

"""What several pages say of the fields of a record: their table, where something is said, and what is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from conformance.publish.site import addresses
from conformance.publish.site.html import Piece, code, joined, link, piece, stacked, table
from conformance.standard.links import Index, Ref
from conformance.standard.model import ROW_KINDS, Check, DataItem, Field, RecordType, Standard, Text
from conformance.standard.words import FIELD_TYPES, ORIGINS, REQUIREMENTS, SEVERITIES

_VENDOR = Text("据一家平台的模板", "from one platform's template")
WHOSE = {**ORIGINS, "vendor": _VENDOR}
"""Whose word it is that a field is required, or so long."""


def address_of(field: Field, record: RecordType, item: DataItem | None = None) -> str:
    """The page of a field: with the record type, or with the item where only the item has it."""
    own = item is not None and field.name in {one.name for one in item.fields}
    return addresses.field(item.id if item is not None and own else record.name, field.name)


def cited(clause: str, standard: Standard, links: Index, here: str) -> Markup:
    """A document and a place in it; a link to the place where the source document has it."""
    name, _, place = clause.partition("#")
    document = standard.documents[name]
    words = joined([f"《{document.title}》" if document.standing != "own" else document.title, document.number or ""])
    ref = Ref("clause", place)
    if ref in links.entries and name == _source_document(links, standard):
        return words + " " + link(here, addresses.of(ref), place)
    return words + " " + code(place) if place else words


def _source_document(links: Index, standard: Standard) -> str:
    """The document whose places are clauses: the one that the items of the edition rest on."""
    return next(
        (item.clause.partition("#")[0] for item in standard.items.values() if _place(item.clause) in links.entries), ""
    )


def _place(clause: str) -> Ref:
    return Ref("clause", clause.partition("#")[2])


def field_table(record: RecordType, standard: Standard, here: str, item: DataItem | None = None) -> Markup:
    """The fields of a record in their order, each with a link to its page."""
    heads = (
        Text("数据项", "field"),
        Text("填写", "fill in"),
        Text("类型", "type"),
        Text("长度", "length"),
        Text("代码表", "code list"),
        Text("名称与国家代码", "names"),
    )
    rows = [_row(field, record, standard, here, item) for field in record.fields]
    return table(Text(f"“{record.title.zh}”的数据项", f"Fields of {record.title.en}"), heads, rows)


def _row(field: Field, record: RecordType, standard: Standard, here: str, item: DataItem | None) -> tuple[Piece, ...]:
    codes = standard.code_lists.get(field.code_list or "")
    own = Text("本事项另加", "of this item") if item is not None and field in item.fields else None
    words = [link(here, address_of(field, record, item), Text(field.title, field.title_en))]
    return (
        joined([*words, Markup('<span class="tag">{}</span>').format(piece(own))] if own else words),
        REQUIREMENTS[field.requirement],
        FIELD_TYPES[field.type],
        field.max_length or "",
        "" if codes is None else link(here, addresses.code_list(codes.id), Text(codes.title, codes.title_en)),
        stacked([code(field.name), *([code(field.code)] if field.code else [])]),
    )


def own_checks(field: Field, record: RecordType) -> list[Check]:
    """The checks that read a field, without those of rules that look at every field alike, and at whole rows."""
    read: dict[str, set[str]] = {}
    for check in record.checks:
        read.setdefault(check.rule, set()).update(check.fields)
    everywhere = {rule for rule, names in read.items() if names >= {one.name for one in record.fields}}
    return [
        one
        for one in record.checks
        if field.name in one.fields and one.rule not in everywhere and one.kind not in ROW_KINDS
    ]


def rule_table(checks: Iterable[Check], standard: Standard, here: str, label: Text) -> Markup:
    """The rules that some checks are of, each once, with the gravest of its severities."""
    rows = list(_rules(checks, standard, here))
    heads = (Text("规则", "rule"), Text("程度", "severity"), Text("来源", "origin"))
    return table(label, heads, rows)


def _rules(checks: Iterable[Check], standard: Standard, here: str) -> Iterator[Sequence[Piece]]:
    by_rule: dict[str, list[Check]] = {}
    for check in checks:
        by_rule.setdefault(check.rule, []).append(check)
    for name, used in sorted(by_rule.items(), key=lambda one: (_rank(standard, *one), one[0])):
        rule = standard.rules[name]
        gravest = min((check.severity or rule.severity for check in used), key=list(SEVERITIES).index)
        origins = dict.fromkeys(check.origin or rule.origin for check in used)
        yield (
            link(here, addresses.rule(name), rule.title),
            SEVERITIES[gravest],
            stacked(ORIGINS[one] for one in origins),
        )


def _rank(standard: Standard, name: str, used: Sequence[Check]) -> int:
    order = list(SEVERITIES)
    return min(order.index(check.severity or standard.rules[name].severity) for check in used)

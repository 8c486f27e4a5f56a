"""``rules/``: the page of every rule, with examples that break and keep it, and the index of all of them by scope."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from conformance.publish.example_files import FileExample, breaking, keeping, shipped_examples
from conformance.publish.examples import Example, examples_of, visible
from conformance.publish.rule_pages import RULE_SCOPES
from conformance.publish.site import addresses
from conformance.publish.site.fieldtable import address_of, cited
from conformance.publish.site.html import (
    Piece,
    block,
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
from conformance.publish.site.parts import Part, parted
from conformance.publish.vectors.cases import shipped_folder
from conformance.standard.model import Check, RecordType, Rule, Standard, Text
from conformance.standard.words import FIXES, MEANINGS, ORIGINS, PURPOSES, SEVERITIES

KIND = "rule"
_INDEX = Text("校验规则", "Rules")
_FIELD, _VALUE = Text("数据项", "field"), Text("值", "value")
_FEW = 3
"""So many fields are named rather than told by what they leave out."""
_FILES_SHOWN = 4
"""How many files of an example are shown; all are offered for download."""


def pages(source: SiteSource) -> Iterator[Page]:
    """The index, and a page for every rule."""
    yield _index(source)
    for rule in source.standard.rules.values():
        yield _page(rule, source)


def _index(source: SiteSource) -> Page:
    standard, here = source.standard, addresses.rules()
    parts = [
        paragraph(
            Text(
                f"共 {len(standard.rules)} 条规则，按判断范围排列。规则编号不变、不复用；“来源”说明是谁的要求：文件、国家规定，还是本标准自定。",
                f"{len(standard.rules)} rules, by what they look at. Ids never change and are never reused; the origin says whose demand a rule is: "
                "a document's, a national standard's, or this standard's own.",
            )
        )
    ]
    scopes = {scope: [one for one in standard.rules.values() if one.scope == scope] for scope in RULE_SCOPES}
    found = (Part(RULE_SCOPES[scope], scope, _table(scope, own, source, here)) for scope, own in scopes.items() if own)
    return Page(address=here, kind="index", title=_INDEX, body=Markup().join([*parts, parted(found)]))


def _table(scope: str, own: Sequence[Rule], source: SiteSource, here: str) -> Markup:
    heads = (
        Text("规则", "rule"),
        Text("名称", "title"),
        Text("程度", "severity"),
        Text("来源", "origin"),
        Text("依据", "clause"),
    )
    rows = [
        (
            link(here, addresses.rule(rule.id), code(rule.id)),
            rule.title,
            SEVERITIES[rule.severity],
            ORIGINS[rule.origin],
            cited(rule.clause, source.standard, source.lists.links, here),
        )
        for rule in sorted(own, key=lambda one: one.id)
    ]
    return table(RULE_SCOPES[scope], heads, rows)


def _page(rule: Rule, source: SiteSource) -> Page:
    standard, here = source.standard, addresses.rule(rule.id)
    uses = [
        (record, check) for record in standard.record_types.values() for check in record.checks if check.rule == rule.id
    ]
    body = Markup().join(
        [
            facts(_facts(rule, [check for _, check in uses], source, here)),
            heading(Text("提示语与更正建议", "Message and remedy")),
            *_sentences(rule, uses),
            *_examples(rule, source, here),
            *_applied(rule, uses, standard, here),
        ]
    )
    return Page(
        address=here,
        kind=KIND,
        id=rule.id,
        title=rule.title,
        body=body,
        terms=(rule.id,),
        summary=rule.why,
        under=addresses.rules(),
    )


def _facts(rule: Rule, checks: Sequence[Check], source: SiteSource, here: str) -> Iterator[tuple[Piece, Piece]]:
    standard, links = source.standard, source.lists.links
    severities = dict.fromkeys([rule.severity, *(check.severity for check in checks if check.severity)])
    yield Text("严重程度", "severity"), stacked(_grave(one) for one in severities)
    yield Text("判断范围", "scope"), RULE_SCOPES[rule.scope]
    yield Text("来源", "origin"), ORIGINS[rule.origin]
    yield Text("依据", "clause"), cited(rule.clause, standard, links, here)
    others = dict.fromkeys(
        (check.origin or rule.origin, check.clause or rule.clause) for check in checks if check.origin or check.clause
    )
    if others:
        yield (
            Text("部分数据项另有依据", "for some fields"),
            stacked(joined([ORIGINS[origin], cited(clause, standard, links, here)]) for origin, clause in others),
        )
    yield Text("更正", "correction"), FIXES[rule.fix]
    purposes = dict.fromkeys(purpose for check in checks for purpose in check.purposes)
    if purposes and len(purposes) < len(PURPOSES):
        yield Text("用途", "purpose"), stacked(PURPOSES[one] for one in purposes)
    if rule.once_per_input:
        yield Text("次数", "count"), Text("每个文件只提示一次", "reported once per file")
    yield Text("命令", "command"), code(f"conformance explain {rule.id}")


def _grave(severity: str) -> Text:
    name, meaning = SEVERITIES[severity], MEANINGS[severity]
    return Text(f"{name.zh}：{meaning.zh}", f"{name.en}: {meaning.en}")


def _sentences(rule: Rule, uses: Sequence[tuple[RecordType, Check]]) -> Iterator[Markup]:
    """The rule's words, and those of checks that have words of their own."""
    own = [(check.message or rule.message, check.remedy or rule.remedy) for _, check in uses]
    found = dict.fromkeys([(rule.message, rule.remedy), *own])
    if any("{" in message.zh for message, _ in found):
        yield paragraph(
            Text("花括号处填入查出的数据项和值。", "What is in braces is filled in with the field and value found.")
        )
    for message, remedy in found:
        yield Markup("<blockquote><p>{}</p></blockquote>\n").format(both(message))
        yield paragraph(remedy)


def _examples(rule: Rule, source: SiteSource, here: str) -> Iterator[Markup]:
    found = examples_of(rule.id, shipped_folder(), source.standard)
    for title, anchor, chosen in (
        (Text("有问题的例子", "Example that breaks it"), "bad", found.failing),
        (Text("正确的例子", "Example that keeps it"), "good", found.passing),
    ):
        if chosen:
            yield heading(title, anchor=anchor)
            for example in chosen:
                yield from _example(example)
    root = shipped_examples()
    bad, good = breaking(rule.id, root), keeping(rule.id, root)
    for title, anchor, files in (
        (Text("有问题的文件", "File that breaks it"), "bad-file", bad),
        (Text("可对照的正确文件", "File to hold it against"), "good-file", good),
    ):
        if files:
            yield heading(title, anchor=anchor)
            yield from _files(files)
    if bad:
        yield paragraph(
            Text("完整文件在示例压缩包中。", "The whole files are in the archive of examples:"),
            link(here, addresses.downloads(), Text("下载", "downloads")),
        )


def _example(example: Example) -> Iterator[Markup]:
    """The cells worth looking at, a column for each record."""
    yield heading(example.title, 3)
    yield paragraph(example.about, *map(code, example.options))
    records = max((len(values) for _, values in example.cells), default=1)
    heads: list[Piece] = [_FIELD]
    heads += (
        [_VALUE] if records == 1 else [Text(f"第 {number} 条", f"record {number}") for number in range(1, records + 1)]
    )
    label = Text(f"例：{example.title.zh}", f"example: {example.title.en}")
    yield table(
        label, heads, ([Text(field.title, field.title_en), *map(_cell, values)] for field, values in example.cells)
    )


def _cell(value: str) -> Piece:
    return code(visible(value)) if value else Text("（空）", "(blank)")


def _files(files: Sequence[FileExample]) -> Iterator[Markup]:
    for one in files[:_FILES_SHOWN]:
        yield paragraph(code(one.path))
        if one.lines:
            yield block([*one.lines, *(["…"] if one.cut else [])], Text(one.path, one.path))
        else:
            yield paragraph(Text("（不是文本文件，请下载查看）", "(not a text file; download it to look at it)"))
    if len(files) > _FILES_SHOWN:
        yield listed(code(one.path) for one in files[_FILES_SHOWN:])


def _applied(rule: Rule, uses: Sequence[tuple[RecordType, Check]], standard: Standard, here: str) -> Iterator[Markup]:
    """Where the rule applies: fields of record types, and the items that ask it beyond theirs."""
    yield heading(Text("适用范围", "Where it applies"), anchor="applies")
    items = [item for item in standard.items.values() if any(check.rule == rule.id for check in item.checks)]
    if not uses and not items:
        yield paragraph(RULE_SCOPES[rule.scope])
        return
    if uses:
        heads = (Text("记录类型", "record type"), _FIELD, Text("检查", "check"))
        yield table(Text("适用的数据项", "fields"), heads, _uses(uses, here))
    if items:
        yield paragraph(Text("以下数据事项另有此要求：", "Data items that ask it beyond their record type:"))
        yield listed(link(here, addresses.item(item.id), item.title) for item in items)


def _uses(uses: Sequence[tuple[RecordType, Check]], here: str) -> Iterator[tuple[Piece, ...]]:
    """A row for each record type and way of checking, with the fields that are checked so."""
    found: dict[tuple[str, Markup], dict[str, None]] = {}
    for record, check in uses:
        how = joined([code(check.kind), *(f"{name} = {_param(value)}" for name, value in check.params.items())])
        found.setdefault((record.name, how), {}).update(dict.fromkeys(check.fields[:1]))
    records = {record.name: record for record, _ in uses}
    for (name, how), fields in found.items():
        record = records[name]
        yield link(here, addresses.record_type(name), record.title), _checked(record, list(fields), here), how


def _checked(record: RecordType, names: Sequence[str], here: str) -> Piece:
    """Fields by name; where it is nearly all of them, those that are left out."""
    others = [field.name for field in record.fields if field.name not in names]
    if len(others) > _FEW or len(names) <= len(others) + _FEW:
        return joined(_links(record, names, here), "、") or "—"
    every = Text(f"全部 {len(record.fields)} 个数据项", f"all {len(record.fields)} fields")
    shown = link(here, addresses.record_type(record.name), every, "fields")
    if not others:
        return shown
    return joined([shown, Text("，除了", "but"), joined(_links(record, others, here), "、")])


def _links(record: RecordType, names: Sequence[str], here: str) -> Iterator[Markup]:
    for field in map(record.field, names):
        yield link(here, address_of(field, record), Text(field.title, field.title_en))


def _param(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= 120 else text[:119] + "…"

"""``api/``: how the exchange goes, from its profile: the overview, operations and problem types."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from conformance.artefacts.pages import tables
from conformance.artefacts.pages.envelopes import envelope_names, row
from conformance.artefacts.pages.tables import NOTHING, OURS, YES
from conformance.exchange.profile.load import profile
from conformance.exchange.profile.model import Operation, ProblemType, Profile
from conformance.exchange.profile.page import ROLES
from conformance.exchange.profile.words import PRINCIPLES, SCOPES
from conformance.publish.site import addresses
from conformance.publish.site.html import (
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
from conformance.standard.links import Ref
from conformance.standard.model import Text


def pages(source: SiteSource) -> Iterator[Page]:
    """The overview, then a page for every operation and problem type."""
    found = profile()
    yield _overview(found)
    yield from (_operation(one, found) for one in found.operations)
    yield from (_problem(one, found) for one in found.problems)


def _overview(found: Profile) -> Page:
    here = addresses.api()
    body = Markup().join(
        [
            *(paragraph(one) for one in PRINCIPLES[1:]),
            listed(
                [
                    link(
                        here,
                        addresses.api_part("requirements", "index"),
                        Text("对参与方的要求，各项怎样验证", "what is asked of participants, and how it is shown"),
                    ),
                    link(
                        here,
                        addresses.api_part("faults", "index"),
                        Text("故障与要求对照", "faults, and the requirements that they break"),
                    ),
                    link(
                        here,
                        addresses.downloads(),
                        Text("OpenAPI 文档等下载", "downloads, the OpenAPI document among them"),
                    ),
                ]
            ),
            heading(Text("信息流", "Flows"), anchor="flows"),
            _flows(found, here),
            heading(Text("符合性类别", "Conformance classes"), anchor="classes"),
            _classes(found, here),
            heading(Text("操作", "Operations"), anchor="operations"),
            _operations(found, here),
            heading(Text("权限范围", "Scopes"), anchor="scopes"),
            table(
                Text("权限范围", "scopes"),
                (Text("权限", "scope"), Text("用途", "for")),
                ((code(k), v) for k, v in SCOPES.items()),
            ),
            heading(Text("报文头", "Headers"), anchor="headers"),
            table(
                Text("报文头", "headers"),
                (Text("报文头", "header"), Text("说明", "what it is"), Text("出处", "source")),
                ((code(one.name), one.what, one.source or OURS) for one in found.headers),
            ),
            heading(Text("问题类型", "Problem types"), anchor="problems"),
            table(
                Text("问题类型", "problem types"),
                (Text("类型", "type"), Text("状态", "status"), Text("名称", "title"), Text("可重试", "retry")),
                (
                    (
                        link(here, addresses.api_part("problems", one.id), code(one.id)),
                        one.status,
                        one.title,
                        YES if one.retry else NOTHING,
                    )
                    for one in found.problems
                ),
            ),
            heading(Text("信封", "Envelopes"), anchor="envelopes"),
            table(
                Text("信封", "envelopes"),
                (Text("名称", "name"), Text("标题", "title"), Text("说明", "what it is")),
                (row(name, here) for name in envelope_names()),
            ),
        ]
    )
    return Page(
        address=here,
        kind="api",
        title=Text(f"交换规范 {found.version}", f"The exchange profile {found.version}"),
        body=body,
        terms=("API", "OpenAPI"),
        summary=PRINCIPLES[0],
    )


def _flows(found: Profile, here: str) -> Markup:
    heads = (
        Text("信息流", "flow"),
        Text("文件条款", "clauses"),
        Text("提供 → 接收", "from → to"),
        Text("类别", "classes"),
        Text("能力", "capabilities"),
    )
    rows = (
        (
            one.title,
            joined(link(here, addresses.of(Ref("clause", name)), code(name)) for name in one.clauses),
            Text(f"{one.sender.zh} → {one.receiver.zh}", f"{one.sender.en} → {one.receiver.en}"),
            tables.classes(one.classes, here),
            tables.words(one.capabilities),
        )
        for one in found.flows
    )
    return table(Text("信息流", "flows"), heads, rows)


def _classes(found: Profile, here: str) -> Markup:
    heads = (
        Text("类别", "class"),
        Text("说明", "what it does"),
        Text("角色", "role"),
        Text("必须提供", "offers"),
        Text("作为客户端使用", "uses"),
    )
    rows = (
        (
            joined([link(here, addresses.api_part("classes", one.id), one.title), code(one.id)]),
            one.what,
            ROLES[one.role],
            tables.words(one.offers),
            tables.words(one.uses),
        )
        for one in found.classes
    )
    return table(Text("符合性类别", "conformance classes"), heads, rows)


def _operations(found: Profile, here: str) -> Markup:
    heads = (
        Text("操作", "operation"),
        Text("请求", "request"),
        Text("能力", "capability"),
        Text("权限", "scope"),
        Text("应答", "answers"),
    )
    rows = (
        (
            link(here, addresses.api_part("operations", one.id), one.title),
            code(f"{one.method} {one.path}"),
            code(one.capability) if one.capability else NOTHING,
            code(one.scope) if one.scope else NOTHING,
            stacked(joined([answer.status, tables.envelope_link(answer.envelope, here)]) for answer in one.answers),
        )
        for one in found.operations
    )
    return table(Text("操作", "operations"), heads, rows)


def _operation(one: Operation, found: Profile) -> Page:
    here = addresses.api_part("operations", one.id)
    called = Text("请求", "request")
    parts = [
        facts(
            [
                (called, code(f"{one.method} {one.path}")),
                (
                    Text("能力", "capability"),
                    code(one.capability) if one.capability else Text("各服务都有", "every service has it"),
                ),
                (Text("权限", "scope"), code(one.scope) if one.scope else Text("不需要令牌", "no token")),
                (Text("来源", "origin"), OURS),
            ]
        ),
    ]
    if one.parameters:
        parts += [
            heading(Text("参数", "Parameters")),
            table(
                Text("参数", "parameters"),
                (Text("参数", "parameter"), Text("位置", "in"), Text("必填", "required"), Text("说明", "what it is")),
                (
                    (code(each.name), each.place, YES if each.required else NOTHING, each.what)
                    for each in one.parameters
                ),
            ),
        ]
    if one.bodies:
        parts.append(heading(Text("请求体", "Body")))
        parts.append(
            listed(
                joined(
                    [
                        code(each.media_type),
                        *([tables.envelope_link(each.envelope, here)] if each.envelope else []),
                        each.what,
                    ]
                )
                for each in one.bodies
            )
        )
        parts += tables.examples((name for each in one.bodies for name in each.examples), found)
    parts.append(heading(Text("应答", "Answers")))
    for answer in one.answers:
        headers = [Text("报文头：", "headers:"), tables.words(answer.headers)] if answer.headers else []
        parts.append(
            paragraph(
                Markup("<strong>{}</strong>").format(answer.status),
                tables.envelope_link(answer.envelope, here),
                answer.what,
                *headers,
            )
        )
        parts += tables.examples(answer.examples, found)
        if answer.leads_to:
            next_ = (
                link(here, addresses.api_part("operations", name), found.operation(name).title)
                for name in answer.leads_to
            )
            parts.append(paragraph(Text("接着：", "then:"), *next_))
    parts.append(heading(Text("可能的问题", "Problems")))
    parts.append(
        listed(
            joined(
                [
                    found.problem(name).status,
                    link(here, addresses.api_part("problems", name), found.problem(name).title),
                    code(name),
                ]
            )
            for name in one.problems
        )
    )
    return Page(
        address=here,
        kind="operation",
        id=one.id,
        title=one.title,
        body=Markup().join(parts),
        terms=(one.id, f"{one.method} {one.path}"),
        summary=one.what,
        under=addresses.api(),
    )


def _problem(one: ProblemType, found: Profile) -> Page:
    here = addresses.api_part("problems", one.id)
    users = [each for each in found.operations if one.id in each.problems]
    body = Markup().join(
        [
            facts(
                [
                    (Text("类型", "type"), code(one.type)),
                    (Text("状态", "status"), one.status),
                    (Text("情形", "when"), one.what),
                    (Text("处理", "what to do"), one.remedy),
                    (Text("同一请求可重试", "same request may succeed later"), YES if one.retry else Text("否", "no")),
                    *([(Text("报文头", "headers"), tables.words(one.headers))] if one.headers else []),
                    (Text("来源", "origin"), OURS),
                ]
            ),
            heading(Text("哪些操作会这样应答", "Which operations may answer it")),
            listed(link(here, addresses.api_part("operations", each.id), each.title) for each in users),
        ]
    )
    return Page(
        address=here,
        kind="problem",
        id=one.id,
        title=one.title,
        body=body,
        terms=(one.id, one.type, str(one.status)),
        summary=one.what,
        under=addresses.api(),
    )

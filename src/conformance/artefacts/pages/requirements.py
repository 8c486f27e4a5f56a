"""``api/requirements/``, ``api/tests/``, ``api/faults.html``: what is asked of participants, what shows it, and what breaks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

from conformance.artefacts.pages import tables
from conformance.artefacts.pages.tables import NOTHING, labelled
from conformance.exchange.server.faults.closure import killers, to_be_killed
from conformance.exchange.server.faults.load import load
from conformance.exchange.server.faults.model import Declared, Fault
from conformance.exchange.suite.closure import verified_by
from conformance.exchange.suite.load import load_suite
from conformance.exchange.suite.model import Check, Requirement, Suite, TestCase
from conformance.publish.site import addresses
from conformance.publish.site.html import Piece, code, facts, heading, joined, link, paragraph, stacked, table
from conformance.publish.site.model import Page, SiteSource
from conformance.standard.model import Text
from conformance.standard.words import ORIGINS

_INDEX = Text("对交换参与方的要求", "What is asked of participants of the exchange")
_ORIGIN = Text(
    "交换本身（哪些单位之间、做什么）出自来源文件；怎样交换，文件没有规定，全部接口规则都由本标准自定；其中采用互联网标准的，写明该标准的条款。"
    "每项要求由测试验证、由对方声明，或说明为什么不能由测试验证。",
    "That there are exchanges, and between whom, is said by the source document; how they go it does not say: every rule of an interface is this "
    "standard's own; where it takes over an Internet standard, it names its section. Each requirement is shown by tests, attested by the participant, or "
    "it is said why no test shows it.",
)
_FAULTS = Text("故障与要求对照", "Faults and the requirements that they break")
_FAULTS_WHAT = Text(
    "参考实现可以按指定方式出错，每次只错一处。下表列明每种故障违反哪项要求、测试中恰好哪些检查不通过；多一项、少一项都算测试工具有错。",
    "A reference implementation can be made wrong in one way at a time. The tables say which requirement each fault breaks and by exactly which results it "
    "is caught: a result more or a result less is a mistake of the tester.",
)


def pages(source: SiteSource) -> Iterator[Page]:
    """The index of requirements, a page for each of them and for each test, and the page of faults."""
    suite, declared = load_suite(), load()
    tested, killed = verified_by(suite), killers(declared)
    reasons = {one.requirement: one.reason for one in declared.excused}
    wanted = {one.id for one in to_be_killed(suite)}
    yield _index(suite)
    for one in suite.requirements:
        yield _requirement(one, tested.get(one.id, ()), killed.get(one.id, ()), reasons.get(one.id), one.id in wanted)
    yield from map(_test, suite.tests)
    yield _faults(declared, suite)


def _index(suite: Suite) -> Page:
    here = addresses.api_part("requirements", "index")
    kinds = Counter(one.verification for one in suite.requirements)
    counted = [(labelled("VerificationKind", kind), count) for kind, count in kinds.most_common()]
    body = Markup().join(
        [
            paragraph(_ORIGIN),
            paragraph(
                Text(
                    "，".join(f"{words.zh} {count} 项" for words, count in counted) + f"；用例 {len(suite.tests)} 个。",
                    ", ".join(f"{count} {words.en}" for words, count in counted) + f"; {len(suite.tests)} tests.",
                )
            ),
            tables.requirement_table(suite.requirements, here),
            heading(Text("用例", "Tests"), anchor="tests"),
            table(
                Text("用例", "tests"),
                (Text("用例", "test"), Text("名称", "title"), Text("类别", "classes")),
                (
                    (
                        link(here, addresses.api_part("tests", case.id), code(case.id)),
                        case.title,
                        tables.classes(case.actors, here),
                    )
                    for case in suite.tests
                ),
            ),
        ]
    )
    return Page(address=here, kind="index", title=_INDEX, body=body, under=addresses.api())


def _requirement(
    one: Requirement, cases: Sequence[TestCase], faults: Sequence[str], excuse: Text | None, binding: bool
) -> Page:
    here = addresses.api_part("requirements", one.id)
    rows: list[tuple[Piece, Piece]] = [
        (Text("程度", "level"), labelled("RequirementLevel", one.level)),
        (Text("来源", "origin"), ORIGINS[one.origin]),
        (Text("依据", "clause"), tables.clause(one, here)),
        (Text("对哪些类别", "asked of"), tables.classes(one.actors, here)),
        (Text("条件", "condition"), code(one.condition) if one.condition else Text("无", "none")),
        (Text("自版次", "since edition"), one.since),
        (Text("验证方式", "verification"), labelled("VerificationKind", one.verification)),
    ]
    if one.reason:
        rows.append((Text("不由测试验证的原因", "why no test shows it"), one.reason))
    rows.append((Text("用例", "shown by"), tables.tests(cases, here)))
    if binding or faults:
        rows.append((Text("由何故障验证", "broken by"), excuse or tables.faults(faults, here)))
    if one.remedy:
        rows.append((Text("处理", "what to do"), one.remedy))
    return Page(
        address=here,
        kind="requirement",
        id=one.id,
        title=one.text,
        body=facts(rows),
        terms=(one.id, one.clause),
        under=addresses.api_part("requirements", "index"),
    )


def _test(case: TestCase) -> Page:
    here = addresses.api_part("tests", case.id)
    parts = [
        facts(
            [
                (Text("处理", "what to do"), case.remedy),
                (Text("类别", "classes"), tables.classes(case.actors, here)),
                (Text("条件", "where declared"), joined(map(code, case.when)) or NOTHING),
                (Text("验证的要求", "requirements that it shows"), tables.requirements(case.verifies, here)),
            ]
        ),
        heading(Text("检查", "Checks")),
        table(
            Text("检查", "checks"),
            (Text("步骤", "step"), Text("检查", "check"), Text("种类", "kind"), Text("验证的要求", "shows")),
            (_check(step, check, here) for step, check in _checks(case)),
        ),
    ]
    return Page(
        address=here,
        kind="test",
        id=case.id,
        title=case.title,
        body=Markup().join(parts),
        terms=(case.id,),
        summary=case.explain,
        under=addresses.api_part("requirements", "index"),
    )


def _checks(case: TestCase) -> Iterator[tuple[str, Check]]:
    for step in case.steps:
        yield from ((step.id, check) for check in step.checks)
    yield from ((NOTHING, check) for check in case.across)


def _check(step: str, check: Check, here: str) -> Sequence[Piece]:
    return code(step), code(check.id), code(check.kind), tables.requirements(check.verifies, here)


def _faults(declared: Declared, suite: Suite) -> Page:
    here = addresses.api_part("faults", "index")
    wanted = to_be_killed(suite)
    excused = {one.requirement for one in declared.excused}
    killed = sum(1 for one in wanted if one.id not in excused)
    parts = [
        paragraph(
            Text(
                f"故障 {len(declared.faults)} 种；自动验证的“应”类要求 {len(wanted)} 项，其中 {killed} 项有故障验证，{len(wanted) - killed} 项说明了理由。",
                f"{len(declared.faults)} faults; of {len(wanted)} automated requirements of level shall, {killed} are broken by a fault and "
                f"{len(wanted) - killed} are excused.",
            )
        ),
    ]
    known = {case.id for case in suite.tests}
    for group, faults in groupby(declared.faults, key=lambda fault: fault.group):
        own = list(faults)
        title = labelled("FaultGroup", group)
        heads = (
            Text("故障", "fault"),
            Text("错在何处", "what is wrong"),
            Text("层次", "level"),
            Text("违反", "breaks"),
            Text("不通过", "fails"),
        )
        parts += [
            heading(title, anchor=f"group-{group}"),
            table(title, heads, (_fault(one, known, here) for one in own), [one.id for one in own]),
        ]
    reasons = [(tables.requirements([one.requirement], here), one.reason) for one in declared.excused]
    columns = (Text("要求", "requirement"), Text("原因", "reason"))
    parts += [
        heading(Text("没有故障验证的要求", "Requirements that no fault breaks")),
        table(_FAULTS, columns, reasons),
    ]
    return Page(
        address=here,
        kind="fault",
        title=_FAULTS,
        body=Markup().join(parts),
        summary=_FAULTS_WHAT,
        under=addresses.api(),
    )


def _fault(one: Fault, known: set[str], here: str) -> Sequence[Piece]:
    fails: list[Piece] = [_result(name, known, here) for name in one.fails]
    if one.unshown:
        fails.append(
            joined([Text("无法验证：", "cannot be shown:"), *(_result(name, known, here) for name in one.unshown)])
        )
    return (
        code(one.id),
        one.title,
        labelled("FaultLevel", one.level),
        tables.requirements(one.breaks, here),
        stacked(fails) or Text("不限", "any"),
    )


def _result(name: str, known: set[str], here: str) -> Piece:
    test = name.partition("/")[0]
    return link(here, addresses.api_part("tests", test), code(name)) if test in known else code(name)

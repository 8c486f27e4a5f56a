"""``quality.html``: what proves the edition and its artefacts: vectors, the matrix of agreement, faults, and what is not proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from conformance.exchange.server.faults.closure import killers, to_be_killed
from conformance.exchange.server.faults.load import load as load_faults
from conformance.exchange.suite.load import load_suite
from conformance.publish.example_files import named_after, shipped_examples
from conformance.publish.matrix import Cell, constructs, declared, declared_targets
from conformance.publish.matrix.steps import STEPS, proofs, unproved
from conformance.publish.site import addresses
from conformance.publish.site.html import Piece, code, link, listed, paragraph, table
from conformance.publish.site.model import Page, SiteSource
from conformance.publish.site.parts import Part, parted
from conformance.publish.vectors.cases import vectors
from conformance.standard.model import Standard, Text

_TITLE = Text("质量", "Quality")
_MATRIX = Text("各种生成物能校验什么", "What each artefact enforces")
_PROOFS = Text("各种生成物如何验证", "How each artefact is proved")
_MARKS = {
    "enforces": Text("● 校验", "enforces"),
    "partly": Text("◐ 部分", "partly"),
    "cannot-express": Text("— 不能", "cannot"),
}
_UNPROVED = {
    "enforces": Text("○ 声明校验，未验证", "declared, not proved"),
    "partly": Text("○ 声明部分，未验证", "in part declared, not proved"),
    "cannot-express": _MARKS["cannot-express"],
}


def pages(source: SiteSource) -> Iterator[Page]:
    """The one page."""
    here = addresses.quality()
    made = {
        "vectors": (Text("规则与测试向量", "Rules and vectors"), _vectors(source.standard, here)),
        "matrix": (_MATRIX, _matrix(here)),
        "proofs": (_PROOFS, _proofs()),
        "exchange": (Text("交换的测试", "Tests of the exchange"), _exchange(here)),
        "not-checked": (Text("没有检验的", "What is not checked"), _not_shown(source.standard, here)),
    }
    body = parted(Part(title, anchor, Markup().join(pieces)) for anchor, (title, pieces) in made.items())
    yield Page(address=here, kind="quality", title=_TITLE, body=body)


def _vectors(standard: Standard, here: str) -> Iterator[Markup]:
    every = vectors()
    counted = Counter((one.rule, not one.expect) for one in every)
    raised = Counter(rule for one in every for rule in one.rules)
    root = shipped_examples()
    yield paragraph(
        Text(
            f"共 {len(every)} 个测试向量，{sum(not one.expect for one in every)} 个正确、{sum(bool(one.expect) for one in every)} 个有问题；"
            "每个都写明应查出的全部规则，多一条、少一条都算错。关于文件、信封和整批报送的规则没有向量，以示例文件代替。",
            f"{len(every)} vectors, {sum(not one.expect for one in every)} right and {sum(bool(one.expect) for one in every)} wrong; each names all rules "
            "that must be told, and one more or one less is a failure. Rules about files, envelopes and whole submissions have example files instead.",
        )
    )
    heads: Sequence[Piece] = (
        Text("规则", "rule"),
        Text("名称", "title"),
        Text("它的正确向量", "right vectors of it"),
        Text("它的错误向量", "wrong vectors of it"),
        Text("所有向量中查出它的", "vectors that raise it"),
        Text("示例文件", "example files"),
    )
    yield table(
        Text("规则与测试向量", "rules and vectors"),
        heads,
        (
            (
                link(here, addresses.rule(rule.id), code(rule.id)),
                rule.title,
                counted[rule.id, True],
                counted[rule.id, False],
                raised[rule.id],
                len(named_after(rule.id, root)),
            )
            for rule in standard.rules.values()
        ),
    )


def _matrix(here: str) -> Iterator[Markup]:
    targets = declared_targets()
    cells = {target: declared(target) for target in targets}
    yield paragraph(
        Text(
            "每种生成物声明它能校验标准的哪些内容。源代码的持续集成用全部向量和变异记录核对，声明与实际不符（哪个方向都算）即不通过；"
            "标“○”的只有声明，没有在引擎上验证，原因见下一节。“部分”的范围和“不能”的原因列在表下。",
            "Each artefact declares which constructs of the standard it enforces. In the continuous integration of the source all vectors and mutated records "
            "are put to it, and a difference from what is declared fails, in either direction; what is marked ○ is declared and not proved on an engine, for "
            "the reason in the next section. The bounds of what is partly enforced, and why something cannot be, stand below.",
        )
    )
    yield table(
        _MATRIX,
        (Text("内容", "construct"), *(code(target) for target in targets)),
        ((one.title, *(_marks(target)[cells[target][one.id].behaviour] for target in targets)) for one in constructs()),
    )
    yield table(
        Text("范围与原因", "bounds and reasons"),
        (
            Text("内容", "construct"),
            Text("生成物", "artefact"),
            Text("程度", "behaviour"),
            Text("范围或原因", "bounds or reason"),
        ),
        (
            (one.title, code(", ".join(names)), _MARKS[cell.behaviour], cell.why or "")
            for one in constructs()
            for cell, names in _alike(one.id, cells)
        ),
    )


def _marks(target: str) -> Mapping[str, Text]:
    return _MARKS if unproved(target) is None else _UNPROVED


def _proofs() -> Iterator[Markup]:
    """What is shown of each artefact, and what is not."""
    yield paragraph(
        Text(
            "表中是源代码里验证每一步的测试函数个数，持续集成全部运行；“—”表示没有这一步，原因列在表下。发布和打包的命令本身不再运行这些测试。",
            "Numbers are those of the test functions in the source that show a step; its continuous integration runs all of them. What has no such step has —, "
            "with the reason below. The commands that publish and pack do not run these tests again.",
        )
    )
    rows = proofs()
    yield table(
        _PROOFS,
        (Text("生成物", "artefact"), *STEPS.values()),
        ((code(target), *(one.tests or "—" for one in row.values())) for target, row in rows.items()),
    )
    yield table(
        Text("没有的步骤", "steps that an artefact does not have"),
        (Text("生成物", "artefact"), Text("步骤", "step"), Text("原因", "why")),
        (
            (code(target), STEPS[step], one.why)
            for target, row in rows.items()
            for step, one in row.items()
            if one.why is not None
        ),
    )


def _alike(construct: str, cells: Mapping[str, Mapping[str, Cell]]) -> Iterator[tuple[Cell, list[str]]]:
    """What targets declare with a reason, those that say the same taken together."""
    found: dict[tuple[str, Text | None], tuple[Cell, list[str]]] = {}
    for target, declares in cells.items():
        cell = declares[construct]
        if cell.why is not None:
            found.setdefault((cell.behaviour, cell.why), (cell, []))[1].append(target)
    yield from found.values()


def _exchange(here: str) -> Iterator[Markup]:
    suite, faults = load_suite(), load_faults()
    wanted, broken = to_be_killed(suite), killers(faults)
    shown = sum(one.verification == "automated" for one in suite.requirements)
    killed = sum(one.id in broken for one in wanted)
    yield listed(
        [
            Text(
                f"要求 {len(suite.requirements)} 项，其中 {shown} 项由测试验证",
                f"{len(suite.requirements)} requirements, {shown} shown by tests",
            ),
            Text(f"用例 {len(suite.tests)} 个", f"{len(suite.tests)} tests"),
            Text(
                f"故障 {len(faults.faults)} 种，每种都被恰好声明的检查发现",
                f"{len(faults.faults)} faults, each caught by exactly the checks that are declared",
            ),
            Text(
                f"自动验证的“应”类要求 {len(wanted)} 项，{killed} 项有故障验证，{len(faults.excused)} 项说明了理由",
                f"of {len(wanted)} automated requirements of level shall, {killed} are broken by a fault, {len(faults.excused)} are excused",
            ),
        ]
    )
    yield paragraph(
        link(here, addresses.api_part("requirements", "index"), Text("全部要求", "all requirements")),
        link(here, addresses.api_part("faults", "index"), Text("故障与要求对照", "faults and what they break")),
    )


def _not_shown(standard: Standard, here: str) -> Iterator[Markup]:
    """What nobody should believe to be proved."""
    untested = [one for one in load_suite().requirements if one.verification != "automated"]
    yield listed(
        [
            Text(
                "记录的内容是否属实：校验只看写法、代码、校验位、先后和一致性，不查证事实。",
                "Whether a record is true: what is checked is form, codes, check digits, order and consistency, never the facts.",
            ),
            Text(
                "号码是否发放过：统一社会信用代码等只核对校验位和构成，不与登记库比对。",
                "Whether an identifier was ever issued: check digits and form are verified, no register is asked.",
            ),
            Text(
                f"对交换参与方的要求中有 {len(untested)} 项不由测试验证，各自的页面写明原因。",
                f"{len(untested)} requirements of the exchange are not shown by tests; the page of each says why.",
            ),
            Text(
                "检验程序自身的变异测试结果不随版本发布，见源代码中的 docs/mutation.md。",
                "Results of mutation tests of the checks are not part of an edition; they stand in docs/mutation.md of the source.",
            ),
        ]
    )
    nobody = [one for one in constructs() if one.nobody is not None]
    if nobody:
        yield paragraph(
            Text(
                "以下内容任何生成物都不能校验，只有校验工具本身能：",
                "No artefact can enforce the following, only the checker itself can:",
            )
        )
        yield listed(
            Text(f"{one.title.zh}：{one.nobody.zh}", f"{one.title.en}: {one.nobody.en}") for one in nobody if one.nobody
        )
    yield table(
        Text("不由测试验证的要求", "requirements that no test shows"),
        (Text("要求", "requirement"), Text("内容", "what is asked"), Text("原因", "why")),
        (
            (link(here, addresses.api_part("requirements", one.id), code(one.id)), one.text, one.reason or "")
            for one in untested
        ),
    )

"""``conformance vectors run``: whether a validator agrees with the standard."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator

import click

from conformance.cli.pipes import tell
from conformance.cli.refusal import Refused, help_option, lang_option
from conformance.publish.vectors.verdicts import Fault, Outcome
from conformance.standard.model import Lang
from conformance.standard.words import pick

_SHOWN = 50
"""So many wrong answers are listed; the rest is counted."""
_FAULTS: dict[Fault, tuple[str, str]] = {
    "wrong": ("回答错误", "wrong answers"),
    "timeout": ("超时", "time-outs"),
    "crash": ("意外结束", "crashes"),
    "garbled": ("不成回答", "no answers"),
}


@click.command("run")
@click.option(
    "--command", "harness", metavar="CMD", required=True, help="校验程序的命令行 / command line of the validator"
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.01, max=3600),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="每个回答的时限 / time that each answer may take",
)
@lang_option
@help_option
@click.pass_context
def command(ctx: click.Context, harness: str, timeout: float, lang: Lang) -> None:
    """用测试向量检验一个校验程序。 / Put the vectors to a validator in any language.

    \b
    程序从标准输入逐行读 JSON，每行回答一行 / it reads lines of JSON and answers each with one:
      {"format": 1, "edition": …}           → {"claims": ["required", …]}   或 / or "all"
      {"id": …, "as_of": …, "records": […]} → {"id": …, "rules": ["required"]}

    只问它声明的规则，其余计为未声明。 / Only rules that it claims are asked, the others are counted as not claimed.

    \b
    退出码 / exit: 0 全部一致 / all agree, 1 有不一致 / some differ, 2 无法检验 / not possible
    """
    from conformance.publish.vectors.cases import vectors
    from conformance.publish.vectors.process import Asked
    from conformance.publish.vectors.run import NoHarness, run
    from conformance.standard.load import load

    try:
        words = shlex.split(harness)
    except ValueError:
        words = []
    if not words:
        raise Refused("--command 不是一行命令" if lang == "zh" else "--command is no command line")
    try:
        outcome = run(lambda: Asked(words, timeout), vectors(), load())
    except NoHarness as error:
        raise Refused(pick(error.what, lang)) from error
    for line in lines(outcome, lang):
        tell(line)
    ctx.exit(0 if outcome.right else 1)


def lines(outcome: Outcome, lang: Lang) -> Iterator[str]:
    """What is said of a run: each fault, and the counts."""
    chinese = lang == "zh"
    for told in outcome.told[:_SHOWN]:
        name = _FAULTS[told.fault][not chinese]
        yield f"{told.vector} [{name}] {pick(told.what, lang)}"
    if (more := len(outcome.told) - _SHOWN) > 0:
        yield f"另有 {more} 个" if chinese else f"and {more} more"
    counts = Counter(told.fault for told in outcome.told)
    parts = [f"一致 {outcome.agreed}" if chinese else f"{outcome.agreed} agree"]
    parts += [
        f"{zh} {counts[fault]}" if chinese else f"{counts[fault]} {en}"
        for fault, (zh, en) in _FAULTS.items()
        if counts[fault]
    ]
    if outcome.not_asked:
        parts.append(f"未问 {outcome.not_asked}" if chinese else f"{outcome.not_asked} not asked")
    parts.append(f"未声明 {outcome.not_claimed}" if chinese else f"{outcome.not_claimed} not claimed")
    claimed = f"（声明 {len(outcome.claims)} 条规则）" if chinese else f" ({len(outcome.claims)} rules claimed)"
    yield ("，" if chinese else ", ").join(parts) + claimed

"""``conformance probe``: a service of the exchange is tested, and everything that was exchanged is kept."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from conformance.cli.parameters import format_option
from conformance.cli.pipes import tell
from conformance.cli.progress import Watch
from conformance.cli.refusal import help_option, lang_option
from conformance.report.days import beijing_today
from conformance.report.errors import UsageError
from conformance.standard.model import Lang

if TYPE_CHECKING:
    from conformance.exchange.model import ConformanceClass

_CLASSES = ("district", "city", "province", "file-drop", "staging-table")


@click.command("probe")
@click.argument("target", metavar="TARGET", required=False)
@click.option(
    "--as",
    "classes",
    type=click.Choice(_CLASSES),
    multiple=True,
    help="按哪一类别测试，可多次给出；不写则按清单或服务自己的声明 / class to test for, may be repeated; by default what it is said to be",
)
@click.option(
    "--targets",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="测试对象清单（YAML） / participants with addresses, credentials by environment variable, test data",
)
@click.option(
    "--allow-writes",
    is_flag=True,
    help="允许报送、更正等写入，仅限测试环境和虚构主体 / allow writes, to test environments only",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="RUN_DIR",
    help="记录全部交换的文件夹，须为新的或空的 / new or empty folder for the record of the run",
)
@click.option(
    "--only", multiple=True, metavar="TEST", help="只做这些用例或用例组 / these tests or groups of tests only"
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1, max=600),
    metavar="SECONDS",
    help="一次交换的时间上限 / the longest that one exchange may take [30]",
)
@click.option("--seed", type=click.IntRange(min=0), help="种子：测试数据由它生成 / test data follow from it")
@format_option("text", "json")
@lang_option
@help_option
@click.pass_context
def command(
    ctx: click.Context,
    target: str | None,
    classes: tuple[ConformanceClass, ...],
    targets: Path | None,
    allow_writes: bool,
    output: Path,
    only: tuple[str, ...],
    timeout: float | None,
    seed: int | None,
    format_: Literal["text", "json"],
    lang: Lang,
) -> None:
    """测试交换服务是否符合规范。 / Test whether a service of the exchange conforms.

    TARGET: 服务地址，如 http://127.0.0.1:8080；用 --targets 时为参与方名称，不写则测全部
    / address of a service, or with --targets the name of a participant (all of them if left out);
    --as file-drop：交换文件夹 / an exchange folder；--as staging-table：sqlite:///文件 / a database

    \b
    例 / examples:
      conformance probe http://127.0.0.1:8080 --as district --allow-writes --output run
      conformance probe jiading --targets targets.yaml --output run-jiading
      conformance probe FOLDER --as file-drop --allow-writes --output run
      conformance probe sqlite:///exchange.db --as staging-table --allow-writes --output run

    \b
    退出码 / exit codes:
      0  符合 / conformant
      1  不符合 / non-conformant
      2  命令或清单有误 / a wrong command or targets file
      3  程序内部错误 / internal error
      4  未能完整验证，包括连不上 / not fully verified, also where there is no connection
    """
    from conformance.exchange.carried import carried_class, carrier_of, target_of
    from conformance.exchange.evidence.publish import publish
    from conformance.exchange.evidence.reader import read_record
    from conformance.exchange.probe import Options, probe
    from conformance.exchange.run.clock import SystemClock
    from conformance.exchange.run.targets import Target, chosen_targets, loopback_target
    from conformance.standard.load import load

    chosen: tuple[Target, ...]
    clock, carrier = SystemClock(), None
    carried = carried_class(classes)
    if carried is not None:
        if target is None or targets is not None:
            raise UsageError(
                f"--as {carried} 请直接给出文件夹或 sqlite:///文件，不用 --targets。",
                f"With --as {carried} name the folder or sqlite:///FILE itself, not --targets.",
            )
        chosen, carrier = (target_of(carried),), carrier_of(carried, target, load(), clock, timeout)
    elif targets is not None:
        chosen = chosen_targets(targets, target, classes, os.environ)
    elif target is not None:
        chosen = (loopback_target(target),)
    else:
        raise UsageError(
            "请给出服务地址，或用 --targets 指定测试对象清单。",
            "Give the address of a service, or name a targets file with --targets.",
        )
    options = Options(
        classes=classes,
        allow_writes=allow_writes,
        only=only,
        seed=secrets.randbelow(1 << 31) if seed is None else seed,
        as_of=beijing_today().isoformat(),
        timeout=timeout,
    )
    with Watch() as watch:
        found = probe(
            chosen,
            options,
            output,
            clock,
            lambda who, test, done, total: _watched(watch, who, test, done, total, lang),
            carrier=carrier,
        )
    publish(read_record(output), found.results, found.suite, lang)
    if format_ == "json":
        from conformance.exchange.run.results import encode

        sys.stdout.write(encode(found.results).decode())
    else:
        from conformance.exchange.run.told import told
        from conformance.report.view import visible

        lines = told(found.results, found.suite, found.briefs, lang, str(output))
        click.echo("\n".join(map(visible, lines)))
    if found.broken is not None:
        raise found.broken
    ctx.exit(found.results.exit)


def _watched(watch: Watch, who: str, test: str, done: int, total: int, lang: Lang) -> None:
    """Show how far it is, and after Ctrl-C why it does not end at once."""
    if total:
        watch(who, done, done / total)
    else:
        tell(
            f"已中断，正在撤回报送到 {who} 的测试记录…"
            if lang == "zh"
            else f"interrupted; withdrawing what was pushed to {who} …"
        )

"""``conformance catalog diff``: what has changed between two editions, whom it breaks, and whether it may be published."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from conformance.cli.parameters import DAY, a_day, format_option
from conformance.cli.refusal import help_option, lang_option
from conformance.standard.model import Lang

if TYPE_CHECKING:
    from conformance.catalog.diff.model import Level
    from conformance.catalog.diff.waivers import Waiver
    from conformance.standard.model import Standard
    from conformance.standard.shapes import Shapes

_FILE = click.Path(path_type=Path)


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--direction",
    type=click.Choice(["submit", "read", "both"]),
    default="both",
    show_default=True,
    help="看对谁的影响：submit 报送方、read 使用方、both 两者 / whom it may break",
)
@click.option(
    "--level",
    type=click.Choice(["ERR", "WARN", "INFO"]),
    default="INFO",
    show_default=True,
    help="列出哪一级以上的变化：ERR 不兼容、WARN 需留意、INFO 全部 / least level listed",
)
@click.option("--waivers", "waivers_", type=_FILE, metavar="FILE", help="豁免文件 .yaml / accepted changes")
@click.option(
    "--as-of", metavar=DAY, callback=a_day, help="按哪一天判断豁免是否到期，默认今天 / the day by which waivers run out"
)
@format_option("text", "json", "markdown")
@click.option("--output", type=_FILE, metavar="FILE", help="写入文件；不写则显示在屏幕上 / file to write")
@lang_option
@help_option
@click.pass_context
def command(
    ctx: click.Context,
    old: str,
    new: str,
    direction: Literal["submit", "read", "both"],
    level: Level,
    waivers_: Path | None,
    as_of: date | None,
    format_: Literal["text", "json", "markdown"],
    output: Path | None,
    lang: Lang,
) -> None:
    """比较两个版本：哪些变化影响报送方或使用方，能不能发布。 / Compare two editions: what breaks whom, and may it be published.

    OLD、NEW 是版次号（2016）、清单文件夹（含 edition.yaml）、编译好的标准（2016.json）或项目目录（含 schemas/ 和
    catalogs/，多个版次时写 目录#版次；编译需要 build 附加包）。 / OLD and NEW are the number of a shipped edition, a folder of
    lists, a compiled standard, or a project (PROJECT#EDITION where it holds several; compiling needs the extra `build`).

    豁免文件：waivers 下逐条写 change、list、entry、path（可省）、reason、until、by；取自 --waivers 和新版本文件夹里的
    waivers.yaml，到期的重新计入，没有用到的会指出，详见编辑指南。 / Waivers, from --waivers and from waivers.yaml in the
    folder of NEW: change, list, entry, path (optional), reason, until, by; what has run out counts again, see the guide.

    \b
    例 / examples:
      conformance catalog diff 2016 catalogs/2016
      conformance catalog diff 2016 . --waivers waivers.yaml
      conformance catalog diff 旧/2016.json 新/2016.json --format markdown --output 变化.md

    \b
    退出码 / exit codes:
      0  可以发布：没有不兼容的变化，或已用新的版次号 / nothing breaks, or the edition number is new
      1  不能发布：有不兼容的变化而版次号没有更新 / something breaks without a new edition number
      2  无法比较，或命令有误 / cannot be compared, or a wrong command
    """
    from conformance.catalog.diff import plain, report
    from conformance.catalog.diff.compare import compared
    from conformance.catalog.diff.gate import judge
    from conformance.catalog.diff.sides import open_side
    from conformance.cli.outputs import to_stdout
    from conformance.report.files import write_whole

    sides = [open_side(where, _compile) for where in (old, new)]
    accepted = _waivers(waivers_, sides[1].folder)
    outcome = judge(
        compared(sides[0], sides[1]),
        accepted,
        today=as_of or date.today(),  # noqa: DTZ011 the user's own day
        directions=("submit", "read") if direction == "both" else (direction,),
        level=level,
    )
    made = {"text": report.text, "markdown": report.markdown}
    content = plain.data(outcome) if format_ == "json" else made[format_](outcome, lang)
    if output is None:
        to_stdout(content, plain=format_ == "text")
    else:
        write_whole(output, content)
    ctx.exit(outcome.exit_code)


def _waivers(given: Path | None, folder: Path | None) -> list[Waiver]:
    """Those of the file, and those that the new edition keeps with its lists."""
    from conformance.catalog.diff.waivers import NAME, read_waivers

    files = [given] if given is not None else []
    if (
        folder is not None
        and (folder / NAME).is_file()
        and (folder / NAME).resolve() not in {p.resolve() for p in files}
    ):
        files.append(folder / NAME)
    return [waiver for file in files for waiver in read_waivers(file)]


def _compile(root: Path, edition: str) -> tuple[Standard, Shapes]:
    """An edition of a project, compiled now. Only this needs LinkML."""
    from conformance.catalog.store import NoCatalogue
    from conformance.standard.installing import installing
    from conformance.standard.problems import Faulty

    try:
        from conformance.standard.compile import build
    except ModuleNotFoundError as error:
        how = installing("build")
        raise NoCatalogue(
            f"比较项目目录“{root}”要先编译，缺少 {error.name}：请安装 {how.zh}，或改用清单文件夹、编译好的标准。",
            f"The project {str(root)!r} has to be compiled first and {error.name} is missing: {how.en}, or give a folder of "
            "lists or a compiled standard.",
        ) from error
    try:
        return build.outputs(root, edition)
    except Faulty as faulty:
        first, number = faulty.problems[0], len(faulty.problems)
        raise NoCatalogue(
            f"项目目录“{root}”有 {number} 处错误，编译不了；第一处：{first}",
            f"The project {str(root)!r} has {number} faults and cannot be compiled; the first: {first}",
        ) from faulty

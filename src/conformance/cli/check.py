"""``conformance check``: files in, a report and an exit code out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from conformance.cli.parameters import DAY, a_day
from conformance.cli.refusal import lang_option
from conformance.report.view import View, visible
from conformance.standard.model import Lang, Purpose

if TYPE_CHECKING:
    from conformance.cli.outputs import Output
    from conformance.report.model import Report

_FILE = click.Path(path_type=Path)


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--item", metavar="ID", help="数据事项，如 admin-licence；不写则由表头判断 / data item; found from the headers"
)
@click.option("--party", metavar="ID", help="报送单位，如 district:310115 / who submits")
@click.option(
    "--as-of", metavar=DAY, callback=a_day, help="按哪一天校验，默认今天 / the day to judge by, default today"
)
@click.option(
    "--purpose",
    type=click.Choice(["submission", "publication"]),
    default="submission",
    show_default=True,
    help="用途：报送或公示 / what the data is for",
)
@click.option(
    "--applies-from",
    metavar=DAY,
    callback=a_day,
    help="此日之前的决定按首次补报，不判迟报 / earlier decisions are back-filings",
)
@click.option("--mapping", type=_FILE, metavar="FILE", help="列名和代码值对照文件 / mapping of headers and values")
@click.option("--encoding", metavar="E", help="文本编码，如 gb18030；不写则自行判断 / encoding, proved if not given")
@click.option("--sheet", metavar="S", help="只校验这个工作表 / check this sheet only")
@click.option("--format", "formats", multiple=True, metavar="F", help="报告格式 text 或 json，可重复 / report format")
@click.option(
    "--output",
    "targets",
    multiple=True,
    metavar="FILE",
    help="报告文件，依次对应 --format / report file, in order of --format",
)
@click.option("--findings", type=_FILE, metavar="FILE", help="全部问题清单 .csv .jsonl .parquet / every finding")
@click.option("--accepted", type=_FILE, metavar="FILE", help="可入库的记录另存为 / records that can be taken")
@click.option("--rejected", type=_FILE, metavar="FILE", help="退回的记录另存为 / records that go back")
@lang_option
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="从哪一级起退出码为 1 / severity from which the exit code is 1",
)
@click.option("--show-personal-data", is_flag=True, help="不隐去个人信息 / do not mask personal data")
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    item: str | None,
    party: str | None,
    as_of: date | None,
    purpose: Purpose,
    applies_from: date | None,
    mapping: Path | None,
    encoding: str | None,
    sheet: str | None,
    formats: tuple[str, ...],
    targets: tuple[str, ...],
    findings: Path | None,
    accepted: Path | None,
    rejected: Path | None,
    lang: Lang,
    fail_on: Literal["error", "warning"],
    show_personal_data: bool,
) -> None:
    """校验文件，先给结论，再列问题和更正建议。 / Check files: the verdict first, then what to mend and how.

    PATH 是文件、文件夹或 -（标准输入）。 / PATH is a file, a folder or - for standard input.
    """
    from conformance.api import Options, check_many
    from conformance.cli import inputs, outputs
    from conformance.cli.pipes import quiet_pipes
    from conformance.cli.progress import Watch
    from conformance.report.build import exit_code
    from conformance.standard.load import load

    planned = outputs.plan(formats, targets)
    sources, notes = inputs.expand(paths, lang)
    written = [output.target for output in planned if output.target is not None]
    written += [path for path in (findings, accepted, rejected) if path is not None]
    inputs.check_targets(written, [*sources, *([str(mapping)] if mapping is not None else [])])
    options = Options(
        item=item,
        party=party,
        as_of=as_of,
        purpose=purpose,
        applies_from=applies_from,
        mapping=mapping,
        encoding=encoding,
        sheet=sheet,
        lang=lang,
        show_personal_data=show_personal_data,
        findings=findings,
        accepted=accepted,
        rejected=rejected,
    )
    standard = load()
    with Watch() as watch:
        report = check_many(sources, options, standard=standard, notes=notes, on_progress=watch)
    view = View(standard, lang)
    with quiet_pipes():
        outputs.emit(report, planned, view)
        _aside(report, planned, view)
    ctx.exit(exit_code(report, fail_on))


def _aside(report: Report, planned: list[Output], view: View) -> None:
    """A line on standard error for those who do not see the text report: inputs that were not checked, the verdict."""
    if any(output.target is None and output.format == "text" for output in planned):
        return
    from conformance.cli.pipes import tell
    from conformance.report.text import verdict_line

    for entry in report.inputs:
        if entry.problem:
            tell(f"conformance: {visible(entry.path)}: {visible(entry.problem)}")
    if all(output.target is not None for output in planned):
        tell(verdict_line(report, view))

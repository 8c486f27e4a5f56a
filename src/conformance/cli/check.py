"""``conformance check``: files in, a report and an exit code out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from conformance.cli import completion, garbage
from conformance.cli.parameters import (
    DAY,
    FILE,
    a_day,
    as_of_option,
    configuration_options,
    encoding_option,
    item_option,
    mapping_option,
    party_option,
    purpose_option,
)
from conformance.cli.refusal import LANG, help_option, lang_option
from conformance.cli.sharing import runner_of, sharing
from conformance.report.view import View, visible
from conformance.standard.model import Lang, Purpose
from conformance.standard.words import pick

if TYPE_CHECKING:
    from conformance.cli.outputs import Output
    from conformance.report.model import Report
    from conformance.submission.model import Contents


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH…]", shell_complete=completion.files)
@item_option
@party_option("报送单位，如 district:310115（浦东新区）、province:320000（江苏省）；用于核对地方编码 / who submits")
@as_of_option
@purpose_option
@click.option(
    "--applies-from",
    metavar=DAY,
    callback=a_day,
    help="此日之前的决定按首次补报，不判迟报 / earlier decisions are back-filings",
)
@mapping_option
@encoding_option
@click.option("--sheet", metavar="S", help="只校验这个工作表（写工作表名） / check the sheet of this name only")
@click.option(
    "--manifest",
    type=FILE,
    metavar="FILE",
    help="报送清单 .yaml .json（文件、记录数、期间、合计）；不写 PATH 则校验清单所列文件 / the manifest; its files are checked if no PATH is given",
)
@click.option(
    "--previous",
    type=FILE,
    metavar="PATH",
    help="上期报送的文件、文件夹、ZIP 或清单，用于比对 / the submission before, to be compared with",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="F",
    shell_complete=completion.formats,
    help="报告格式，可重复：text（默认） html xlsx csv json sarif junit markdown / report format",
)
@click.option(
    "--output",
    "targets",
    multiple=True,
    metavar="FILE",
    shell_complete=completion.files,
    help="报告写入文件，依次对应 --format；不写则显示在屏幕上 / report file, in order of --format",
)
@click.option(
    "--group-by",
    metavar="COLUMN",
    help="问题批注表（--format xlsx）按这一列（如 许可机关）每个单位一张问题表 / a sheet of problems for each value of a column",
)
@click.option(
    "--findings",
    type=FILE,
    metavar="FILE",
    help="另存全部问题的清单 .csv .jsonl .parquet（报告只列示例） / every finding",
)
@click.option(
    "--accepted",
    type=FILE,
    metavar="FILE",
    help="可入库的记录另存为（原样，不隐去个人信息） / records that can be taken, unmasked",
)
@click.option(
    "--rejected",
    type=FILE,
    metavar="FILE",
    help="退回的记录另存为（原样，不隐去个人信息） / records that go back, unmasked",
)
@lang_option
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="有这一级的问题时退出码为 1：error 错误、warning 警告 / severity from which the exit code is 1",
)
@click.option(
    "--baseline",
    type=FILE,
    metavar="FILE",
    help="只列新增的问题：与以前的 JSON 报告或 --findings 清单比较 / show only what is new since an earlier report or findings file",
)
@configuration_options
@click.option(
    "--record",
    "record_at",
    metavar="DB_URL",
    help="记入历史记录（自查）：sqlite:///文件 或 postgresql://…；只记规则、数目和摘要 / keep the run in a history: counts and digests only",
)
@click.option(
    "--official",
    metavar="BATCH",
    help="记为正式报送，BATCH 为批次号，要知道报送单位；与 --record 一起使用 / an official submission with the number of its batch",
)
@click.option(
    "--processes",
    type=click.IntRange(1),
    metavar="N",
    help="大文件最多由几个进程同时校验，结果相同；不写则每两个处理器一个 / processes that share a large file; one for every two processors if not given",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="在哪里校验：local 本机，spark 在 Apache Spark 集群上，结果相同 / where files are judged, with the same result",
)
@click.option(
    "--master", metavar="URL", help="Spark 集群的地址，如 spark://主机:7077、yarn / the cluster of --engine spark"
)
@click.option("--show-personal-data", is_flag=True, help="报告中不隐去个人信息，请妥善保管 / do not mask personal data")
@help_option
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
    manifest: Path | None,
    previous: Path | None,
    formats: tuple[str, ...],
    targets: tuple[str, ...],
    group_by: str | None,
    findings: Path | None,
    accepted: Path | None,
    rejected: Path | None,
    lang: Lang,
    fail_on: Literal["error", "warning"],
    baseline: Path | None,
    config: Path | None,
    no_config: bool,
    record_at: str | None,
    official: str | None,
    processes: int | None,
    engine: Literal["local", "spark"],
    master: str | None,
    show_personal_data: bool,
) -> None:
    """校验文件，先给结论，再列问题和更正建议。 / Check files: the verdict first, then what to mend and how.

    PATH 是文件、文件夹、ZIP 压缩包、通配符、数据库里的表或 -（标准输入），可以写多个；其中有报送清单的按清单校验；原文件和数据库不会改动。 /
    PATH is a file, a folder, a ZIP, a pattern, a table of a database or - for standard input; a manifest among the files is
    used; files and databases are never changed.

    \b
    例 / examples:
      conformance check 行政许可.xlsx
      conformance check 许可.csv 处罚.csv --party district:310115
      conformance check 许可.csv --accepted 可入库.csv --rejected 退回.csv
      conformance check 报送.zip "2016-06/**/*.csv"
      conformance check "postgresql://reader@db.example/credit?table=public.xk_info"
      conformance check --manifest 2016-06/manifest.yaml --previous 2016-05/manifest.yaml
      conformance check 许可.csv --party unit:sh-fda --record sqlite:///历史.db --official 2016-06

    \b
    退出码 / exit codes:
      0  通过 / conforming
      1  不通过 / non-conforming
      2  有文件未能校验，或命令有误 / not checked, or a wrong command
      3  程序内部错误 / internal error
    """
    # What needs every record is judged in one process: `processes.runner` has the last word, here helpers are spared.
    in_one_go = any((findings, accepted, rejected, baseline, previous, "xlsx" in formats, engine != "local"))
    if engine == "spark":
        import logging

        logging.getLogger().addHandler(logging.NullHandler())  # else py4j tells of Ctrl-C with a traceback
    helpers = ctx.with_resource(sharing(paths, 1 if in_one_go else processes))

    from conformance.api import Options, check_many
    from conformance.cli import inputs, outputs
    from conformance.cli.configured import chosen, told
    from conformance.cli.pipes import quiet_pipes, tell
    from conformance.cli.progress import Watch
    from conformance.cli.signals import wake_at_interrupts
    from conformance.report.build import exit_code
    from conformance.report.errors import UsageError
    from conformance.sources.database.address import Address
    from conformance.standard.load import load

    if engine == "spark" and processes is not None:
        raise UsageError(
            "--processes 用于本机校验；用 --engine spark 时由集群分工，请去掉 --processes。",
            "--processes is for this machine; with --engine spark the cluster shares the work, so leave --processes out.",
        )
    planned = outputs.plan(formats, targets)
    if not paths and manifest is None:
        raise UsageError(
            "请写明要校验的文件（PATH），或用 --manifest 指定报送清单。",
            "Name the files to check (PATH), or a manifest with --manifest.",
        )
    sources, notes = inputs.expand(paths)
    if any(isinstance(one, Address) and one.bare for one in sources):
        tell(f"conformance: {pick(inputs.PASSWORD_SHOWN, lang)}")
    keep = None
    if record_at is not None or official is not None:
        from conformance.history.recording import record, recording

        keep = recording(record_at, official)
    standard = load()
    files = inputs.files_among(sources)
    configuration = chosen(config, no_config, [*files, *([manifest] if manifest is not None else [])], standard)
    if configuration is not None:
        purpose = told(ctx, "purpose", purpose, configuration.purpose)
        fail_on = told(ctx, "fail_on", fail_on, configuration.fail_on)
        lang = ctx.find_root().meta[LANG] = told(ctx, "lang", lang, configuration.lang)
    written = [output.target for output in planned if output.target is not None]
    written += [
        path for path in (findings, accepted, rejected, None if keep is None else keep.file) if path is not None
    ]
    own = [] if configuration is None else [configuration.path]
    read = [*files, *(str(one) for one in (mapping, manifest, previous, baseline, *own) if one is not None)]
    inputs.check_targets(written, [*read, *inputs.listed(manifest, previous)])
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
        manifest=manifest,
        previous=previous,
        config=configuration or False,
        baseline=baseline,
        engine=engine,
        master=master,
        workbook=(workbook := ctx.with_resource(outputs.workbook(planned))),
        group_by=group_by,
    )
    garbage.loaded()
    wake_at_interrupts()
    judged: list[Contents] = []
    with Watch() as watch:
        report = check_many(
            sources,
            options,
            standard=standard,
            notes=[pick(note, lang) for note in notes],
            on_progress=watch,
            on_judged=None if keep is None else judged.append,
            runner=runner_of(helpers),
        )
    view = View(standard, lang, fail_on=fail_on, official=official)
    with quiet_pipes():
        outputs.emit(report, planned, view, workbook)
        _aside(report, planned, view)
    if keep is not None:  # whatever becomes of it: the report is written
        tell(f"conformance: {pick(record(keep, report, standard, judged[0]), lang)}")
    ctx.exit(exit_code(report, fail_on))


def _aside(report: Report, planned: list[Output], view: View) -> None:
    """A line on standard error for those who do not see the text report: inputs that were not checked, the verdict."""
    if any(output.target is None and output.format == "text" for output in planned):
        return
    from conformance.cli.pipes import tell
    from conformance.report.verdict import verdict_line
    from conformance.report.words import say

    for entry in report.inputs:
        if entry.problem:
            tell(f"conformance: {visible(entry.path)}: {visible(entry.problem)}")
    if any(output.format == "csv" for output in planned) and report.findings_shown < report.findings_total:
        # A table of findings has no place to say so itself: a last line would be read as one more finding.
        tell("csv: " + say("capped", view.lang, total=report.findings_total, shown=report.findings_shown))
    if all(output.target is not None for output in planned):
        tell(verdict_line(report, view))

"""``conformance catalog import``: edited workbooks back into the files of the lists."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from conformance.cli.catalog.shared import PATH, many, tell_all
from conformance.cli.pipes import tell
from conformance.cli.refusal import help_option, lang_option
from conformance.report.errors import UsageError
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick


@click.command("import")
@click.argument("path", metavar="FILE.xlsx|DIR", type=PATH)
@click.option("--output", type=PATH, metavar="DIR", help="写入新文件夹 / write a fresh folder")
@click.option(
    "--into",
    type=PATH,
    metavar="DIR",
    help="更新这一文件夹里的清单，只改有变化的文件 / update the lists in this folder",
)
@click.option(
    "--merge",
    is_flag=True,
    help="PATH 是各单位退回的征求意见表的文件夹，汇总意见 / gather the workbooks that units sent back",
)
@click.option(
    "--base",
    metavar="PATH",
    help="--merge 时所依据的版本，不写则用随附的 2016 版 / edition that the units were asked about",
)
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="ID",
    help="--merge 时征求意见的单位，可重复，不写则以工作簿所记为准 / units that were asked",
)
@click.option(
    "--report",
    "reports",
    type=PATH,
    multiple=True,
    metavar="FILE",
    help="--merge 的汇总报告 .xlsx、.json 或 .txt，可重复 / report of the merge",
)
@click.option(
    "--day",
    metavar="DATE",
    help="--merge 时取消的条目从这一天起停用，不写则为今天 / day from which cancelled entries are out of use",
)
@click.option(
    "--canonical", is_flag=True, help="--into、--merge 时接受别处注释和非标准写法的丢失 / let odd form and comments go"
)
@click.option(
    "--over", is_flag=True, help="--into 时以工作簿为准，覆盖导出之后的改动 / let the workbook win over later changes"
)
@lang_option
@help_option
def command(
    path: Path,
    output: Path | None,
    into: Path | None,
    merge: bool,
    base: str | None,
    units: tuple[str, ...],
    reports: tuple[Path, ...],
    day: str | None,
    canonical: bool,
    over: bool,
    lang: Lang,
) -> None:
    """把改好的工作簿导回清单文件；有问题时全部列出，什么也不写。 / Read an edited workbook back; faults are listed, nothing is written then.

    \b
    例 / examples:
      conformance catalog import 清单.xlsx --output 新文件夹
      conformance catalog import 清单.xlsx --into catalogs/2016
      conformance catalog import 征求意见 --merge --output 新文件夹 --report 汇总.xlsx
    """
    if (output is None) == (into is None):
        raise UsageError(
            "请用 --output 指定新文件夹，或用 --into 指定要更新的文件夹。",
            "Give either --output (a fresh folder) or --into (a folder to update).",
        )
    if merge:
        if output is None:
            raise UsageError(
                "--merge 的结果写入新文件夹，请用 --output 指定。",
                "The merge goes into a fresh folder; name it with --output.",
            )
        _merge(path, output, base, units, reports, day, canonical, lang)
        return
    if base is not None or units or reports or day is not None:
        raise UsageError(
            "--base、--unit、--report 和 --day 要与 --merge 一起用。",
            "--base, --unit, --report and --day go with --merge.",
        )
    _import(path, output, into, canonical, over, lang)


def _import(path: Path, output: Path | None, into: Path | None, canonical: bool, over: bool, lang: Lang) -> None:
    from conformance.catalog.workbook.grid import BadWorkbook
    from conformance.catalog.workbook.importing import read
    from conformance.catalog.workbook.saving import NotSaved, update, write_fresh
    from conformance.report.files import unwritable
    from conformance.standard.shapes import load_shapes

    if path.is_dir():
        raise UsageError(
            f"“{path}”是文件夹；汇总各单位的意见请加 --merge。",
            f'"{path}" is a folder; to gather answers of units add --merge.',
        )
    if into is not None and not into.is_dir():
        raise UsageError(f"没有文件夹“{into}”。", f'There is no folder "{into}".')
    shapes = load_shapes()
    try:
        imported = read(path, shapes)
    except BadWorkbook as error:
        raise UsageError(error.text.zh, error.text.en) from None
    if imported.faults:
        number = len(imported.faults)
        tell(
            f"有 {number} 处要改，没有写入任何文件："
            if lang == "zh"
            else f"{many(number, 'fault')}; nothing was written:"
        )
        tell_all([Text(f"{f.place()}：{f.zh}", f"{f.place()}: {f.en}") for f in imported.faults], lang)
        for said in imported.unread:
            tell(pick(said, lang))
        raise click.exceptions.Exit(1)
    if not imported.files and not imported.noted:
        raise UsageError(
            f"“{path.name}”里没有条目，没有写入。", f'There are no entries in "{path.name}"; nothing was written.'
        )
    if imported.ignored:
        names = imported.ignored
        tell(f"未读取的工作表：{'、'.join(names)}" if lang == "zh" else f"sheets left out: {', '.join(names)}")
    try:
        if output is not None:
            if any(not noted.whole for noted in imported.noted.values()):
                tell(
                    "工作簿只含部分条目，新文件夹里也只有这些；要更新整个清单请用 --into。"
                    if lang == "zh"
                    else "The workbook holds some of the entries only, and so will the folder; to update lists use --into."
                )
            saved = write_fresh(
                output, imported.files, {name: one.content for name, one in imported.loose.items()}, shapes
            )
            entries = sum(len(file.entries) for file in imported.files)
            tell(
                f"已写入 {output}（{len(saved.added)} 个文件，{entries} 个条目）"
                if lang == "zh"
                else f"wrote {output} ({many(len(saved.added), 'file')}, {many(entries, 'entry', 'entries')})"
            )
        if into is not None:
            saved = update(into, imported, shapes, loss=canonical, over=over)
            for what, names_ in (("新增", saved.added), ("修改", saved.changed), ("删除", saved.removed)):
                for name in names_:
                    tell(
                        f"{what} {name}"
                        if lang == "zh"
                        else f"{ {'新增': 'added', '修改': 'changed', '删除': 'removed'}[what] } {name}"
                    )
            tell(f"未变 {saved.same} 个文件" if lang == "zh" else f"{many(saved.same, 'file')} unchanged")
    except NotSaved as error:
        tell("没有写入：" if lang == "zh" else "Nothing was written:")
        tell_all(error.lines, lang)
        raise click.exceptions.Exit(2) from None
    except OSError as error:
        raise unwritable(output or into or path, error) from error


def _merge(
    path: Path,
    output: Path,
    base: str | None,
    units: tuple[str, ...],
    reports: tuple[Path, ...],
    day: str | None,
    canonical: bool,
    lang: Lang,
) -> None:
    from conformance.api import day_of
    from conformance.catalog.store import open_catalogue
    from conformance.catalog.workbook.answers import came_back
    from conformance.catalog.workbook.asked import asked
    from conformance.catalog.workbook.canonical_form import NotCarried
    from conformance.catalog.workbook.merge import merge_folder
    from conformance.catalog.workbook.mergereport import as_text, render
    from conformance.catalog.workbook.saving import NotSaved, write_fresh
    from conformance.cli.catalog.shared import fresh_folder
    from conformance.cli.inputs import check_targets
    from conformance.cli.outputs import to_stdout
    from conformance.report.errors import unknown
    from conformance.report.files import unwritable, write_whole

    if not path.is_dir():
        raise UsageError(f"没有文件夹“{path}”。", f'There is no folder "{path}".')
    fresh_folder(output)
    check_targets(reports, [])
    for report in reports:
        if report.suffix.lower() not in (".xlsx", ".json", ".txt"):
            raise UsageError(
                f"“{report.name}”的扩展名应为 .xlsx、.json 或 .txt。",
                f'"{report.name}" has to end in .xlsx, .json or .txt.',
            )
    if not came_back(path):
        raise UsageError(
            f"文件夹“{path}”里没有退回的征求意见表（.xlsx），没有可汇总的内容；请把各单位退回的表放进去再运行。",
            f'There is no workbook (.xlsx) in the folder "{path}", so there is nothing to merge; put in it what the units '
            "sent back.",
        )
    catalogue = open_catalogue(base)
    everybody = asked(catalogue).units
    for unit in units:
        if unit not in everybody:
            raise unknown("征求意见的单位", "unit that was asked", unit, everybody)
    until = day_of(day, "--day") or datetime.now(tz=UTC).astimezone().date()
    try:
        merged = merge_folder(catalogue, path, until.isoformat(), loss=canonical, units=units)
    except NotCarried as error:
        tell("没有汇总：" if lang == "zh" else "Nothing was merged:")
        tell_all(error.lines, lang)
        raise click.exceptions.Exit(2) from None
    if merged.faults:
        tell(
            "征求意见表都不是 --base 这一版的，没有写入任何文件："
            if lang == "zh"
            else "No workbook is about the edition of --base; nothing was written:"
        )
        tell_all(merged.faults, lang)
        raise click.exceptions.Exit(1)
    try:
        write_fresh(output, merged.files, merged.loose, catalogue.shapes)
    except NotSaved as error:
        raise UsageError(error.lines[0].zh, error.lines[0].en) from None
    except OSError as error:
        raise unwritable(output, error) from error
    for report in reports:
        write_whole(report, render(merged, report.suffix.lower(), lang))
    to_stdout(as_text(merged, lang), plain=True)
    if merged.conflicts or merged.rejected:
        raise click.exceptions.Exit(1)

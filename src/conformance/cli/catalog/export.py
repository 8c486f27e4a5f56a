"""``conformance catalog export``: the lists as workbooks, for editing, for asking the units, for signature."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.catalog.shared import PATH, fresh_folder, list_keys, many, tell_all
from conformance.cli.pipes import tell
from conformance.cli.refusal import help_option, lang_option
from conformance.report.errors import UsageError
from conformance.standard.model import Lang
from conformance.standard.words import pick

if TYPE_CHECKING:
    from conformance.catalog.store import Catalogue


@click.command("export")
@click.argument("path", required=False, metavar="[PATH]")
@click.option("--output", type=PATH, metavar="FILE.xlsx", help="供编辑的工作簿 / workbook for editing")
@click.option(
    "--list",
    "lists",
    multiple=True,
    metavar="LIST",
    help="只导出这一清单，可重复：data、behaviour、application、unit … / only this list",
)
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="ID",
    help="只导出与这一单位有关的条目，可重复 / only entries that name this unit",
)
@click.option(
    "--by-unit",
    "by_unit",
    type=PATH,
    metavar="DIR",
    help="每个责任单位一份征求意见表，写入新文件夹 / one workbook per responsible unit",
)
@click.option(
    "--annex",
    "annexes",
    type=PATH,
    multiple=True,
    metavar="FILE",
    help="供签发的附表 .xlsx 或 .docx，可重复 / tables for signature",
)
@click.option("--against", metavar="OLD", help="附表带与这一版的变更对照 / with the changes since this edition")
@click.option(
    "--reasons",
    type=PATH,
    metavar="FILE.json",
    help="变更理由取自 import --merge 的 JSON 报告 / reasons from the report of a merge",
)
@click.option("--over", is_flag=True, help="覆盖已有的 --output 工作簿 / write over a workbook that is there")
@click.option("--all-states", is_flag=True, help="附表也列入草拟和征求意见的条目 / entries of any state in the annex")
@click.option(
    "--canonical",
    is_flag=True,
    help="接受非标准写法、别处注释和带不下的附带文件的丢失 / let odd form, comments and odd files go",
)
@lang_option
@help_option
def command(
    path: str | None,
    output: Path | None,
    lists: tuple[str, ...],
    units: tuple[str, ...],
    by_unit: Path | None,
    annexes: tuple[Path, ...],
    against: str | None,
    reasons: Path | None,
    all_states: bool,
    over: bool,
    canonical: bool,
    lang: Lang,
) -> None:
    """把清单导出为工作簿。 / Write the lists as workbooks.

    PATH: 版本号（如 2016）或清单所在文件夹，不写则用随附的 2016 版。 / an edition or a folder

    \b
    例 / examples:
      conformance catalog export --output 清单.xlsx
      conformance catalog export --by-unit 征求意见
      conformance catalog export --annex 附表.xlsx --annex 附表.docx --against 上一版文件夹
    """
    from conformance.catalog.store import open_catalogue
    from conformance.cli.inputs import check_targets

    if output is None and by_unit is None and not annexes:
        raise UsageError(
            "请指明要导出什么：--output（编辑用工作簿）、--by-unit（征求意见表）或 --annex（附表）。",
            "Say what to export: --output (for editing), --by-unit (for the units) or --annex (for signature).",
        )
    if against is not None and not annexes:
        raise UsageError("--against 要与 --annex 一起用。", "--against goes with --annex.")
    targets = [*([] if output is None else [output]), *annexes]
    if reasons is not None and against is None:
        raise UsageError("--reasons 要与 --against 一起用。", "--reasons goes with --against.")
    check_targets(targets, [] if reasons is None else [str(reasons)])
    if output is not None and output.exists() and not over:
        raise UsageError(
            f"“{output}”已存在，其中可能有未导入的修改；请换一个文件名，确要覆盖请加 --over。",
            f'"{output}" is there and may hold edits that were not imported; choose another name, or give --over.',
        )
    _check_suffixes(output, annexes)
    if by_unit is not None:
        fresh_folder(by_unit)
    keys = list_keys(lists)
    catalogue = open_catalogue(path)
    from conformance.catalog.workbook.canonical_form import NotCarried

    try:
        if output is not None:
            _for_editing(catalogue, output, keys, units, canonical, lang)
        if by_unit is not None:
            _for_units(catalogue, by_unit, units, lang)
        for annex in annexes:
            _for_signature(catalogue, annex, against, reasons, all_states, lang)
    except NotCarried as error:
        tell("没有导出：" if lang == "zh" else "Nothing was exported:")
        tell_all(error.lines, lang)
        raise click.exceptions.Exit(2) from None


def _check_suffixes(output: Path | None, annexes: tuple[Path, ...]) -> None:
    for target, known in [
        *([] if output is None else [(output, (".xlsx",))]),
        *((a, (".xlsx", ".docx")) for a in annexes),
    ]:
        if target.suffix.lower() not in known:
            raise UsageError(
                f"“{target.name}”的扩展名应为 {' 或 '.join(known)}。",
                f'The name "{target.name}" has to end in {" or ".join(known)}.',
            )


def _for_editing(
    catalogue: Catalogue, output: Path, keys: tuple[str, ...], units: tuple[str, ...], loss: bool, lang: Lang
) -> None:
    from conformance.catalog.workbook.export import Selection, export
    from conformance.report.errors import unknown
    from conformance.report.files import write_whole

    known = catalogue.entries.index("units") or catalogue.standard.units
    for unit in units:
        if unit not in known:
            raise unknown("单位", "unit", unit, known)
    selection = Selection(keys, units)
    taken = sum(selection.takes(entry) for file in catalogue.entries.files for entry in file.entries)
    if not taken:
        raise UsageError("选出的清单里没有条目。", "There is no entry in what was chosen.")
    write_whole(output, export(catalogue, selection, loss=loss))
    tell(
        f"已写入 {output}（{taken} 个条目）" if lang == "zh" else f"wrote {output} ({many(taken, 'entry', 'entries')})"
    )


def _for_units(catalogue: Catalogue, folder: Path, units: tuple[str, ...], lang: Lang) -> None:
    from conformance.catalog.workbook.asked import asked, name_of
    from conformance.catalog.workbook.byunit import INDEX, write_all
    from conformance.report.errors import unknown

    everybody = asked(catalogue)
    for unit in units:
        if unit in everybody.nobody:
            name = name_of(unit, catalogue)
            raise UsageError(
                f"“{unit}”（{name.zh}）不是具体单位，没有可以征求意见的对象；请改选具体单位。",
                f'"{unit}" ({name.en}) is no particular unit that could be asked; choose another.',
            )
        if unit not in everybody.units:
            raise unknown("负责三清单条目的单位", "unit that answers for an entry", unit, everybody.units)
    written = write_all(catalogue, folder, units)
    number, nobody = len(written.workbooks), written.nobody
    zh = lang == "zh"
    tell(
        f"已在 {folder} 写入 {number} 份征求意见表和 {INDEX}"
        if zh
        else f"wrote {many(number, 'workbook')} and {INDEX} into {folder}"
    )
    if nobody:
        names = [pick(name_of(unit, catalogue), lang) for unit in nobody]
        tell(
            f"没有具体单位可以征求意见：{'、'.join(names)}（{len(nobody)} 个；其中 {written.unasked} 个条目没有别的责任单位）"
            if zh
            else f"no particular unit to ask: {'; '.join(names)} ({len(nobody)}; "
            f"{many(written.unasked, 'entry', 'entries')} with no other unit)"
        )


def _for_signature(
    catalogue: Catalogue, annex: Path, against: str | None, reasons: Path | None, all_states: bool, lang: Lang
) -> None:
    from conformance.catalog.store import open_catalogue
    from conformance.catalog.workbook.annex import annex_of, read_reasons, render
    from conformance.report.files import write_whole

    old = None if against is None else open_catalogue(against)
    try:
        why = {} if reasons is None else read_reasons(reasons)
    except (OSError, ValueError):
        raise UsageError(
            f"“{reasons}”不是 import --merge 的 JSON 报告。", f'"{reasons}" is no JSON report of a merge.'
        ) from None
    content = annex_of(catalogue, old, all_states=all_states, reasons=why)
    write_whole(annex, render(content, annex.suffix.lower()))
    counts = "、".join(f"{table.title} {len(table.rows)}" for table in content.tables)
    tell(f"已写入 {annex}（{counts}）" if lang == "zh" else f"wrote {annex}")
    left = sum(table.left_out for table in content.tables)
    if left:
        tell(
            f"没有列入 {left} 个条目：尚未审定，或已停用（加 --all-states 可全部列出）"
            if lang == "zh"
            else f"{many(left, 'entry', 'entries')} left out: not yet approved, or deprecated (--all-states lists them)"
        )

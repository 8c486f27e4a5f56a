"""``conformance fix``: mends what can be mended by itself, into another file."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli import completion, garbage
from conformance.cli.parameters import (
    FILE,
    as_of_option,
    configuration_options,
    encoding_option,
    item_option,
    mapping_option,
    party_option,
)
from conformance.cli.refusal import LANG, help_option, lang_option
from conformance.standard.model import Lang

if TYPE_CHECKING:
    from conformance.repair.model import ChangeLine


@click.command("fix")
@click.argument("path", metavar="PATH", shell_complete=completion.files)
@click.option(
    "--output",
    type=FILE,
    metavar="FILE",
    help="更正后的文件（格式、编码与原文件相同）；--dry-run 时不写 / the mended file, of the same format and encoding",
)
@click.option(
    "--dry-run", is_flag=True, help="只列出每一处更正，不写更正后的文件 / show every change, write no mended file"
)
@click.option(
    "--confirm",
    is_flag=True,
    help="改法大致确定的也更正（请先用 --dry-run 核对） / also what is only fairly certain; look at it first",
)
@click.option("--to-utf8", is_flag=True, help="文本文件转换为 UTF-8 / convert a text file to UTF-8")
@click.option("--log", type=FILE, metavar="FILE", help="更正记录 .csv .jsonl（隐去个人信息） / every change, masked")
@item_option
@party_option("报送单位，如 district:310115（浦东新区）；其代码表和要求随之生效 / who submits")
@as_of_option
@mapping_option
@encoding_option
@click.option("--sheet", metavar="S", help="只更正这个工作表（写工作表名） / mend the sheet of this name only")
@configuration_options
@lang_option
@click.option(
    "--show-personal-data",
    is_flag=True,
    help="屏幕和更正记录不隐去个人信息 / do not mask personal data on screen and in the log",
)
@help_option
@click.pass_context
def command(
    ctx: click.Context,
    path: str,
    output: Path | None,
    dry_run: bool,
    confirm: bool,
    to_utf8: bool,
    log: Path | None,
    item: str | None,
    party: str | None,
    as_of: date | None,
    mapping: Path | None,
    encoding: str | None,
    sheet: str | None,
    config: Path | None,
    no_config: bool,
    lang: Lang,
    show_personal_data: bool,
) -> None:
    """自动更正改法确定的问题，另存为新文件。 / Mend what can be mended for certain, into another file.

    只改有问题的单元格，其余内容原样不动；原文件不会改动。须由人判断的问题留给人更正。 / Only cells at fault change, nothing
    else does; the input stays as it is. What needs a person is left to one.

    \b
    例 / examples:
      conformance fix 许可.csv --dry-run
      conformance fix 许可.csv --output 许可-已更正.csv --log 更正记录.csv
      conformance fix 许可.xlsx --output 许可-已更正.xlsx --confirm

    \b
    退出码 / exit codes:
      0  已写出（或试运行完成），仍有的问题会列明 / written, what is left is said
      2  文件未能读取或写出，或命令有误 / the file cannot be read or written, or a wrong command
      3  复核不符或程序内部错误，没有写出 / the result did not check as it should, nothing was written
    """
    from conformance.api import Options
    from conformance.cli import inputs
    from conformance.cli.again import check_command
    from conformance.cli.configured import chosen, told
    from conformance.cli.pipes import quiet_pipes, tell
    from conformance.cli.progress import Watch
    from conformance.cli.signals import wake_at_interrupts
    from conformance.cli.terminal import columns
    from conformance.repair.api import How, mend
    from conformance.repair.proof import Unproved
    from conformance.repair.text import change_text, summary
    from conformance.report.errors import UsageError
    from conformance.report.view import View
    from conformance.report.wrap import fitted
    from conformance.standard.load import load
    from conformance.standard.words import pick

    if output is None and not dry_run:
        raise UsageError(
            "请用 --output 写明更正后的文件，或用 --dry-run 只看要改哪些。",
            "Name the mended file with --output, or see what would change with --dry-run.",
        )
    standard = load()
    configuration = chosen(config, no_config, [path], standard)
    if configuration is not None:
        lang = ctx.find_root().meta[LANG] = told(ctx, "lang", lang, configuration.lang)
    read = [path, *(str(one) for one in (mapping, configuration and configuration.path) if one is not None)]
    inputs.check_targets([target for target in (output, log) if target is not None], read)
    options = Options(
        item=item,
        party=party,
        as_of=as_of,
        mapping=mapping,
        encoding=encoding,
        sheet=sheet,
        lang=lang,
        show_personal_data=show_personal_data,
        config=configuration or False,
    )
    garbage.loaded()
    wake_at_interrupts()
    view = View(standard, lang)
    width = columns(sys.stdout)

    def show(line: ChangeLine) -> None:
        click.echo("\n".join(fitted([change_text(line, view)], width)))

    with quiet_pipes():
        try:
            with Watch() as watch:
                how = How(None if dry_run else output, confirm, to_utf8, log)
                repair = mend(
                    path, options, how, standard=standard, on_change=show if dry_run else None, on_progress=watch
                )
        except Unproved as error:
            tell(f"conformance: {pick(error.text, lang)}")
            ctx.exit(3)
        again = None if output is None else check_command(ctx.params, path, output, configuration, lang)
        click.echo("\n".join(fitted(summary(repair, view, again), width)))

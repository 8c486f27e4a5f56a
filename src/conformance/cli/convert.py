"""``conformance convert``: records of one party in another party's form."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal

import click

from conformance.cli import completion
from conformance.cli.parameters import FILE, encoding_option, item_option, mapping_option
from conformance.cli.refusal import help_option, lang_option
from conformance.standard.model import Lang

_FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl", "parquet", "xml", "batch")


@click.command("convert")
@click.argument("path", metavar="FILE", shell_complete=completion.files)
@click.option(
    "--from",
    "source",
    metavar="PARTY",
    required=True,
    shell_complete=completion.parties,
    help="记录是哪一方的，如 province:320000 / whose form the records are in",
)
@click.option(
    "--to",
    "target",
    metavar="PARTY",
    required=True,
    shell_complete=completion.parties,
    help="转换成哪一方的，如 district:310115 / whose form they are to have",
)
@click.option("--output", type=FILE, metavar="FILE", required=True, help="转换后的文件 / the file in the other form")
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    help="格式；不写时看文件名。batch 是交换接口的报送批次 / told by the file's name if not given; batch is a batch of the exchange",
)
@click.option(
    "--headers",
    type=click.Choice(["title", "code", "name"]),
    help="列名写中文名、代码还是英文名；表格默认中文名，批次默认英文名，其余默认代码 / titles, codes or English names as headers",
)
@click.option("--report", type=FILE, metavar="FILE", help="损失说明另存为 JSON / write the loss report as JSON")
@item_option
@mapping_option
@encoding_option
@click.option("--sheet", metavar="S", help="转换哪个工作表（写工作表名） / the sheet to convert")
@lang_option
@help_option
def command(
    path: str,
    source: str,
    target: str,
    output: Path,
    format_: str | None,
    headers: Literal["title", "code", "name"] | None,
    report: Path | None,
    item: str | None,
    mapping: Path | None,
    encoding: str | None,
    sheet: str | None,
    lang: Lang,
) -> None:
    """把一方的记录转换成另一方的写法，并说明有何差别。 / Turn one party's records into another's form, and say what differs.

    列名和代码按对方的写法改；对方没有的项目（如使用范围、失信严重程度）随带在后，不丢弃；不更正任何内容。原文件不会改动。 /
    Headers and codes change; fields that the other side lacks go along at the end; nothing is mended and nothing dropped.

    \b
    例 / examples:
      conformance convert 江苏处罚.csv --from province:320000 --to district:310115 --output 处罚.csv
      conformance convert 处罚.csv --from unit:sh-tax --to province:320000 --output 处罚.xml
    """
    from conformance.cli.inputs import check_targets
    from conformance.cli.terminal import columns
    from conformance.exchange.convert.api import Wanted, convert
    from conformance.exchange.convert.text import loss_report
    from conformance.options import Options
    from conformance.report.files import write_whole
    from conformance.report.wrap import fitted

    read = [path, *([str(mapping)] if mapping is not None else [])]
    check_targets([one for one in (output, report) if one is not None], read)
    options = Options(item=item, mapping=mapping, encoding=encoding, sheet=sheet, lang=lang)
    done = convert(path, source, target, Wanted(output, format_, headers), options)
    if report is not None:
        write_whole(report, json.dumps(done.as_json(), ensure_ascii=False, indent=2) + "\n")
    click.echo("\n".join(fitted(loss_report(done, str(output), lang), columns(sys.stdout))))

"""``conformance catalog template``: blank workbooks, for records of a data item and for lists of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.catalog.shared import PATH, list_keys
from conformance.cli.pipes import tell
from conformance.cli.refusal import help_option, lang_option
from conformance.report.errors import UsageError
from conformance.standard.model import Lang


@click.command("template")
@click.argument("what", nargs=-1, required=True, metavar="data:ID | list:NAME…")
@click.option("--output", type=PATH, required=True, metavar="FILE.xlsx", help="写入的文件 / file to write")
@click.option(
    "--party",
    metavar="ID",
    help="报送单位，其平台另加的列也列出，如 province:320000 / add the columns that this party asks for",
)
@lang_option
@help_option
def command(what: tuple[str, ...], output: Path, party: str | None, lang: Lang) -> None:
    """生成空白填报表：某一数据事项的，或自编清单的。 / Blank workbooks for a data item or for lists.

    \b
    例 / examples:
      conformance catalog template data:admin-licence --output 行政许可.xlsx
      conformance catalog template data:admin-penalty --party province:320000 --output 处罚.xlsx
      conformance catalog template list:data list:behaviour list:application --output 本区三清单.xlsx
    """
    from conformance.catalog.store import LISTS, open_catalogue
    from conformance.catalog.workbook.template import item_template, list_template
    from conformance.cli.inputs import check_targets
    from conformance.report.files import write_whole

    check_targets([output], [])
    if output.suffix.lower() != ".xlsx":
        raise UsageError(f"“{output.name}”的扩展名应为 .xlsx。", f'The name "{output.name}" has to end in .xlsx.')
    lists = [name.removeprefix("list:") for name in what if name.startswith("list:")]
    items = [name for name in what if not name.startswith("list:")]
    if (lists and items) or len(items) > 1:
        raise UsageError(
            "一次只能生成一个数据事项的填报表；list: 可以写多个，但不与 data: 混用。",
            "One data item at a time; several list: are fine, but not together with data:.",
        )
    if lists:
        if party is not None:
            raise UsageError("--party 只用于数据事项的填报表。", "--party goes with a data item.")
        catalogue = open_catalogue()
        content = list_template(list_keys(lists), catalogue)
    else:
        from conformance.api import item_of, party_of
        from conformance.sample.values import values_of

        catalogue = open_catalogue(only=[LISTS["data"], LISTS["party"]])
        item = item_of(items[0], catalogue.standard)
        who = None if party is None else party_of(party, catalogue.standard)
        content = item_template(item, who, catalogue, values_of(item, catalogue.standard))
    write_whole(output, content)
    tell(f"已写入 {output}" if lang == "zh" else f"wrote {output}")

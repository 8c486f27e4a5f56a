"""``conformance schema ITEM``: the JSON Schema of one record of a data item; ``schema report``: that of the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import click

from conformance.cli import completion
from conformance.cli.parameters import FILE, party_option, purpose_option
from conformance.cli.pipes import tell
from conformance.cli.refusal import help_option, lang_option
from conformance.standard.model import Lang, Purpose

_GIVEN = click.core.ParameterSource.COMMANDLINE
REPORT = "report"
"""In the place of an item: what ``check --format json`` writes. No item has this id."""


@click.command("schema")
@click.argument("item", metavar="ITEM|report", shell_complete=completion.items)
@party_option("报送单位，如 province:320000；另有要求的单位 / who sends: some ask for more")
@purpose_option
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="收入哪些规则：error 只收错误，warning 连同警告 / severity from which a rule is in the schema",
)
@click.option("--output", type=FILE, metavar="FILE", help="写入文件 / write to a file")
@lang_option
@help_option
@click.pass_context
def command(
    ctx: click.Context,
    item: str,
    party: str | None,
    purpose: Purpose,
    fail_on: Literal["error", "warning"],
    output: Path | None,
    lang: Lang,
) -> None:
    """输出一条记录的 JSON Schema（2020-12）。 / Print the JSON Schema of one record of a data item.

    记录以字段的英文名为键（decision_date），各字段的 title 是中文名。 / A record has the fields' English names as its
    keys; their titles are the Chinese names.

    ITEM: 任一数据事项，如 admin-licence，全部见 conformance catalog list data。
    ITEM 写 report 则输出校验报告（--format json）的模式 / "report" stands for the report of check --format json.
    模式只收 JSON Schema 能准确表达的规则，其余列在 x-not-expressed 中 / rules that it cannot say are named there
    """
    from conformance.cli.outputs import to_stdout
    from conformance.report.files import write_whole

    schema = _of_report(ctx) if item == REPORT else _of_records(item, party, purpose, fail_on)
    content = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        to_stdout(content, plain=False)
        return
    write_whole(output, content)
    tell(f"已写入 {output}" if lang == "zh" else f"wrote {output}")


def _of_report(ctx: click.Context) -> dict[str, Any]:
    from conformance.publish.report_schema import report_schema
    from conformance.report.errors import UsageError

    given = [name for name in ("party", "purpose", "fail_on") if ctx.get_parameter_source(name) is _GIVEN]
    if given:
        options = ", ".join("--" + name.replace("_", "-") for name in given)
        raise UsageError(f"{options} 与 report 不能同时使用。", f"{options} cannot be used with report.")
    return report_schema()


def _of_records(item: str, party: str | None, purpose: Purpose, fail_on: Literal["error", "warning"]) -> dict[str, Any]:
    from conformance.api import item_of, party_of
    from conformance.publish.records.build import record_schema
    from conformance.standard.load import load

    standard = load()
    sender = None if party is None else party_of(party, standard)
    return record_schema(item_of(item, standard), standard, sender, purpose, fail_on)

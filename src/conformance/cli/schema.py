"""``conformance schema``: the JSON Schema of one record of a data item (ITEM), of the report, of the bulletin, of the exchange's
envelopes, or the OpenAPI document of the exchange."""

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
"""In the place of an item: what ``check --format json`` writes. No item has this id, nor one of the next."""
BULLETIN = "bulletin"
"""What ``bulletin --format json`` writes."""
EXCHANGE = "exchange"
"""All envelopes of the exchange; with a colon and a name one of them."""
OPENAPI = "openapi"
SQL = "sql"
"""The tables of a staging database; with a colon and a dialect in that of PostgreSQL or Oracle."""


@click.command("schema")
@click.argument("item", metavar="ITEM|report|bulletin|exchange|openapi", shell_complete=completion.schemas)
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
    """输出记录、报告、通报、交换信封的 JSON Schema（2020-12）或 OpenAPI 文档。 / Print the JSON Schema of a record, or of the
    report, the bulletin or the exchange's envelopes, or the OpenAPI document.

    记录以字段的英文名为键（decision_date），各字段的 title 是中文名。 / A record has the fields' English names as its
    keys; their titles are the Chinese names.

    ITEM: 任一数据事项，如 admin-licence，全部见 conformance catalog list data。

    ITEM 写 report 则输出校验报告（--format json）的模式 / "report" stands for the report of check --format json.

    ITEM 写 bulletin 则输出通报（bulletin --format json）的模式 / "bulletin" stands for what bulletin --format json writes.

    ITEM 写 exchange 则输出全部交换信封的模式，exchange:Batch 只输出其中一个 / "exchange" stands for all envelopes of the
    exchange, "exchange:Batch" for one of them.

    ITEM 写 sql 则输出前置库的建表语句（SQLite），sql:postgresql、sql:oracle 为另两种 / "sql" stands for the tables of a
    staging database in SQLite, "sql:postgresql" and "sql:oracle" for the other dialects.

    ITEM 写 openapi 则输出交换接口的 OpenAPI 3.1 文档 / "openapi" stands for the OpenAPI 3.1 document of the exchange.

    模式只收 JSON Schema 能准确表达的规则，其余列在 x-not-expressed 中 / rules that it cannot say are named there
    """
    from conformance.cli.outputs import to_stdout
    from conformance.report.files import write_whole

    if item.partition(":")[0] == SQL:
        _refuse_options(ctx, item)
        content = _tables(item.partition(":")[2] or "sqlite")
    elif item in (REPORT, BULLETIN, OPENAPI) or item.partition(":")[0] == EXCHANGE:
        _refuse_options(ctx, item)
        content = _json(_of_interface(item))
    else:
        content = _json(_of_records(item, party, purpose, fail_on))
    if output is None:
        to_stdout(content, plain=False)
        return
    write_whole(output, content)
    tell(f"已写入 {output}" if lang == "zh" else f"wrote {output}")


def _refuse_options(ctx: click.Context, item: str) -> None:
    """Only records differ by who sends them, and for what."""
    from conformance.report.errors import UsageError

    given = [name for name in ("party", "purpose", "fail_on") if ctx.get_parameter_source(name) is _GIVEN]
    if given:
        options = ", ".join("--" + name.replace("_", "-") for name in given)
        raise UsageError(f"{options} 与 {item} 不能同时使用。", f"{options} cannot be used with {item}.")


def _json(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _tables(dialect: str) -> str:
    """The tables of a staging database. Raises UsageError for an unknown dialect."""
    from conformance.exchange.staging.ddl import script
    from conformance.standard.load import load

    return script(load(), dialect)


def _of_interface(item: str) -> dict[str, Any]:
    if item in (REPORT, BULLETIN):
        from conformance.publish.written_schema import bulletin_schema, report_schema

        return report_schema() if item == REPORT else bulletin_schema()
    if item == OPENAPI:
        from conformance.exchange.profile.openapi import openapi_document

        return openapi_document()
    return _of_envelope(item)


def _of_envelope(item: str) -> dict[str, Any]:
    from conformance.exchange.profile.envelopes import envelope_names, envelope_schema, exchange_schema
    from conformance.report.errors import unknown

    _, colon, name = item.partition(":")
    if not colon:
        return exchange_schema()
    try:
        return envelope_schema(name)
    except KeyError:
        raise unknown("信封", "envelope", name, envelope_names()) from None


def _of_records(item: str, party: str | None, purpose: Purpose, fail_on: Literal["error", "warning"]) -> dict[str, Any]:
    from conformance.api import item_of, party_of
    from conformance.publish.records.build import record_schema
    from conformance.standard.load import load

    standard = load()
    sender = None if party is None else party_of(party, standard)
    return record_schema(item_of(item, standard), standard, sender, purpose, fail_on)

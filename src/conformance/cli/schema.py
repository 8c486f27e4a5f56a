"""``conformance schema ITEM``: the JSON Schema of one record of a data item."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import click

from conformance.cli.pipes import tell
from conformance.cli.refusal import help_option, lang_option
from conformance.standard.model import Lang, Purpose


@click.command("schema")
@click.argument("item", metavar="ITEM")
@click.option(
    "--party", metavar="ID", help="报送单位，如 province:320000；另有要求的单位 / who sends: some ask for more"
)
@click.option(
    "--purpose",
    type=click.Choice(["submission", "publication"]),
    default="submission",
    show_default=True,
    help="用途：submission 报送、publication 公示 / what the data is for",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="收入哪些规则：error 只收错误，warning 连同警告 / severity from which a rule is in the schema",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="写入文件 / write to a file")
@lang_option
@help_option
def command(
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
    模式只收 JSON Schema 能准确表达的规则，其余列在 x-not-expressed 中 / rules that it cannot say are named there
    """
    from conformance.api import item_of, party_of
    from conformance.cli.outputs import to_stdout
    from conformance.publish.records.build import record_schema
    from conformance.report.files import write_whole
    from conformance.standard.load import load

    standard = load()
    known = item_of(item, standard)
    sender = None if party is None else party_of(party, standard)
    schema = record_schema(known, standard, sender, purpose, fail_on)
    content = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        to_stdout(content, plain=False)
        return
    write_whole(output, content)
    tell(f"已写入 {output}" if lang == "zh" else f"wrote {output}")

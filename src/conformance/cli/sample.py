"""``conformance sample``: made-up records of an item, to try things with."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.refusal import lang_option
from conformance.standard.model import Lang

_FILE = click.Path(path_type=Path)


@click.command("sample")
@click.argument("item", metavar="ITEM")
@click.option("--rows", type=click.IntRange(min=0), default=20, show_default=True, help="记录数 / number of records")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="种子：相同则结果相同 / the same seed, the same bytes"
)
@click.option(
    "--defects",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="有意放入缺陷的记录占比 / share of records with a planted defect",
)
@click.option("--defects-log", type=_FILE, metavar="FILE", help="缺陷清单 .csv / list of the planted defects")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["csv", "tsv", "xlsx", "json", "jsonl", "parquet"]),
    help="文件格式，不写则看扩展名 / format, by the file's name if not given",
)
@click.option(
    "--encoding", default="utf-8", show_default=True, metavar="E", help="csv、tsv 的编码 / encoding of csv and tsv"
)
@click.option("--output", type=_FILE, required=True, metavar="FILE", help="写入的文件 / file to write")
@lang_option
def command(
    item: str,
    rows: int,
    seed: int,
    defects: float,
    defects_log: Path | None,
    format_: str | None,
    encoding: str,
    output: Path,
    lang: Lang,
) -> None:
    """生成某一数据事项的示例数据（均为虚构）。 / Make sample records of a data item; they belong to nobody.

    ITEM: admin-licence, admin-penalty
    """
    from conformance.api import item_of
    from conformance.cli.inputs import check_targets
    from conformance.report.errors import UsageError
    from conformance.report.files import unwritable
    from conformance.sample import write_sample
    from conformance.standard.load import load

    standard = load()
    known = item_of(item, standard)
    check_targets([output] if defects_log is None else [output, defects_log], [])
    try:
        write_sample(known, rows, seed, output, format_, defects, defects_log, standard, encoding)
    except OSError as error:
        raise unwritable(output, error) from error
    except (ValueError, LookupError) as error:
        if isinstance(error, UsageError | KeyError):
            raise
        raise UsageError(f"无法生成示例数据：{error}。", f"The sample cannot be made: {error}.") from error
    said = f"已写入 {output}（{rows} 条）" if lang == "zh" else f"wrote {output} ({rows} records)"
    click.echo(said, err=True)

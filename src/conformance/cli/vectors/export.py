"""``conformance vectors export``: the vectors as files."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.parameters import FILE
from conformance.cli.pipes import tell
from conformance.cli.refusal import help_option, lang_option
from conformance.standard.model import Lang


@click.command("export")
@click.argument("folder", type=FILE, metavar="DIR")
@lang_option
@help_option
def command(folder: Path, lang: Lang) -> None:
    """导出测试向量。 / Write the vectors to a folder.

    \b
    manifest.json     版本、规则、数量、各文件的摘要 / edition, rules, counts, digests
    vectors.jsonl     每行一个向量 / one vector a line
    schema/           以上两种文件的 JSON Schema / JSON Schemas of both
    """
    from conformance.publish.vectors.cases import vectors
    from conformance.publish.vectors.export import files
    from conformance.report.files import unwritable, write_whole
    from conformance.standard.load import load

    every = vectors()
    for path, content in files(load(), every).items():
        place = folder / path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(place.parent, error) from None
        write_whole(place, content)
    some = f"已导出 {len(every)} 个向量，写入 {folder}"
    tell(some if lang == "zh" else f"wrote {len(every)} vectors to {folder}")

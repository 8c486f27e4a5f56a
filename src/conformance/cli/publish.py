"""``conformance publish``: an edition as a folder, with a site that needs no network."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.parameters import FILE
from conformance.cli.pipes import tell
from conformance.cli.refusal import help_option, lang_option
from conformance.standard.model import Lang


@click.command("publish")
@click.option(
    "--output",
    type=FILE,
    metavar="DIR",
    required=True,
    help="不存在的或空的文件夹 / a folder that does not exist, or an empty one",
)
@click.option(
    "--against", metavar="EDITION|PATH", help="变更记录与之比较的版本 / the edition that the changelog compares with"
)
@lang_option
@help_option
def command(output: Path, against: str | None, lang: Lang) -> None:
    """发布一个版本：网站、下载、清单，全部在一个文件夹中。 / Publish an edition: site and downloads in one folder.

    文件夹不需要网络，打开 index.html 即可；同一版本每次发布的内容完全相同。 / It needs no network: open index.html. The same
    edition always gives the same bytes.

    \b
    例 / for example:
      conformance publish --output 2016.1
    """
    from conformance.artefacts.folder import edition_folder
    from conformance.artefacts.placing import place

    files = edition_folder(against)
    size = sum(map(len, files.values())) / 1_000_000
    if not place(files, output):
        tell(
            f"{output} 已是这一版本，没有改动"
            if lang == "zh"
            else f"{output} holds this edition already; nothing was done"
        )
        return
    tell(
        f"已发布 {len(files)} 个文件，{size:.1f} MB，写入 {output}；请打开 {output / 'index.html'}"
        if lang == "zh"
        else f"published {len(files)} files, {size:.1f} MB, to {output}; open {output / 'index.html'}"
    )

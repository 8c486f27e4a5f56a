"""``conformance generate``: code, schemas and tables made of the whole edition or of one data item."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli import completion
from conformance.cli.parameters import FILE
from conformance.cli.pipes import tell
from conformance.cli.refusal import help_option, lang_option
from conformance.standard.model import Lang


@click.command("generate")
@click.argument("target", metavar="TARGET", shell_complete=completion.targets)
@click.option(
    "--item",
    metavar="ID",
    shell_complete=completion.items,
    help="只生成一个数据事项，不写则生成整个版本 / one data item; the whole edition if not given",
)
@click.option("--output", type=FILE, metavar="DIR", required=True, help="写入的文件夹 / the folder to write to")
@click.option(
    "--check",
    is_flag=True,
    help="不写入，只与文件夹中的比较，有出入则退出码为 1 / write nothing, exit with 1 where the folder differs",
)
@lang_option
@help_option
@click.pass_context
def command(ctx: click.Context, target: str, item: str | None, output: Path, check: bool, lang: Lang) -> None:
    """由标准生成代码、模式、建表语句等。 / Make code, schemas, tables and more from the standard.

    \b
    TARGET:
      json-schema                     JSON Schema 2020-12，strict、permissive
      openapi                         OpenAPI 3.1
      python  pydantic                Python
      typescript  java                TypeScript, Java
      sql-postgresql  sql-oracle      建表语句 / DDL
      sql-mysql  sql-sqlite
      xsd  protobuf                   XML Schema, Protobuf
      shacl  jsonld-context           RDF
      table-schema                    Table Schema, CSVW
      code-lists                      代码表 / code lists: CSV, SKOS
      linkml                          LinkML

    同一版本每次生成的内容完全相同；文件夹中的其他文件不受影响。 / The same edition always gives the same bytes; other files
    in the folder are left alone.

    \b
    例 / for example:
      conformance generate java --output generated
      conformance generate json-schema --item admin-licence --output schemas --check
    """
    from conformance.artefacts import artefact
    from conformance.report.errors import UsageError
    from conformance.report.files import unwritable, write_whole

    wanted = artefact(target, item)
    differing = [path for path, content in wanted.items() if _there(output / path) != content]
    if check:
        if differing:
            names = "、".join(differing) if lang == "zh" else ", ".join(differing)
            tell(f"与标准不一致：{names}" if lang == "zh" else f"differ from the standard: {names}")
            ctx.exit(1)
        tell(f"{len(wanted)} 个文件与标准一致" if lang == "zh" else f"{len(wanted)} files agree with the standard")
        return
    if other := next((path for path in differing if _made_otherwise(_there(output / path), target, item)), None):
        raise UsageError(
            f"{output} 中的 {other} 是另一目标或另一事项的生成结果，两者写在一起都不能用；请换一个文件夹，或生成整个版本（不写 --item）。",
            f"{other} in {output} was made for another target or item, and neither works once they are mixed; "
            "name another folder, or generate the whole edition (no --item).",
        )
    for path in differing:
        place = output / path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(place.parent, error) from None
        write_whole(place, wanted[path])
    some = f"{len(wanted)} 个文件" if lang == "zh" else f"{len(wanted)} files"
    tell(f"已生成 {some}，写入 {output}" if lang == "zh" else f"wrote {some} to {output}")


def _made_otherwise(content: bytes | None, target: str, item: str | None) -> bool:
    """Whether a file says that it is of another target, or of more or fewer items."""
    from conformance.publish.emit.header import made_for

    made = None if content is None else made_for(content[:2000].decode("utf-8", "replace"))
    return made is not None and made != (target, item)


def _there(path: Path) -> bytes | None:
    """What the file holds; None where there is none, or it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None

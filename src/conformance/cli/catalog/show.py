"""``conformance catalog show``: everything about an entry."""

from __future__ import annotations

import json
from typing import Literal

import click

from conformance.catalog import lookup
from conformance.catalog.dossier import render
from conformance.catalog.dossier.build import dossier
from conformance.catalog.dossier.model import Ground
from conformance.catalog.dossier.outside import outside
from conformance.catalog.sound import sound
from conformance.catalog.store import open_catalogue
from conformance.cli.catalog.shared import tell_problems
from conformance.cli.outputs import to_stdout
from conformance.cli.parameters import format_option
from conformance.cli.refusal import help_option, lang_option
from conformance.standard.links import index
from conformance.standard.model import Lang


@click.command("show")
@click.argument("refs", metavar="REF…", nargs=-1, required=True)
@format_option("text", "json", "markdown")
@click.option("--catalog", "where", metavar="DIR", help="清单所在文件夹，不写则用随附的 2016 版 / folder of the lists")
@lang_option
@help_option
def command(refs: tuple[str, ...], format_: Literal["text", "json", "markdown"], where: str | None, lang: Lang) -> None:
    """看一个条目的全部内容：事项、单位、条款、系统、记录类型、报送单位。 / Everything about an entry.

    REF 写作 清单:编号；编号只有一份清单有的，可以只写编号。 / REF is LIST:ID, or an id that only one list has.

    \b
    例 / examples:
      conformance catalog show data:tax-credit-rating
      conformance catalog show unit:sh-tax clause:T28.4
      conformance catalog show district:310115 party:province:320000 record-type:rating
    """
    catalogue = sound(open_catalogue(where, checked=False))
    ground = Ground(catalogue, index(catalogue.entries, catalogue.source_document), catalogue.standard)
    known = outside(catalogue.standard)
    found = [dossier(lookup.ref_of(given, ground.index, known), ground) for given in dict.fromkeys(refs)]
    if format_ == "json":
        objects = [render.plain(one, lang) for one in found]
        content = json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=2)
    else:
        rendered = [(render.markdown if format_ == "markdown" else render.text)(one, lang) for one in found]
        content = "\n\n".join("\n".join(lines) for lines in rendered)
    to_stdout(content + "\n", plain=format_ != "json")
    if tell_problems(catalogue, lang):
        raise click.exceptions.Exit(2)

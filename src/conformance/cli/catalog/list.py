"""``conformance catalog list``: finding entries of the lists."""

from __future__ import annotations

import json
from typing import Literal

import click

from conformance.catalog import listing, lookup
from conformance.catalog.lookup import Criteria
from conformance.catalog.sound import sound
from conformance.catalog.store import LISTS, THREE, open_catalogue
from conformance.cli.catalog.shared import tell_problems
from conformance.cli.outputs import to_stdout
from conformance.cli.parameters import format_option
from conformance.cli.refusal import help_option, lang_option
from conformance.standard.links import Ref, index
from conformance.standard.model import Lang
from conformance.standard.words import STATES


@click.command("list")
@click.argument("list_", metavar="[LIST]", required=False, type=click.Choice(list(LISTS)))
@click.option(
    "--word", "words", multiple=True, metavar="W", help="名称、用语、备注、单位名称中的词；可重复，须都有 / word"
)
@click.option("--unit", metavar="U", help="单位的编号或任一名称，含其所在的各类单位 / a unit by id or any name")
@click.option("--clause", metavar="C", help="条款，如 T21.2；T21 包括其各项 / clause; T21 covers its parts")
@click.option("--record-type", metavar="T", help="记录类型，如 rating / record type")
@click.option(
    "--state",
    type=click.Choice(list(STATES)),
    help=f"状态：{'、'.join(state.zh for state in STATES.values())} / state",
)
@format_option("text", "json", "csv")
@click.option("--catalog", "where", metavar="DIR", help="清单所在文件夹，不写则用随附的 2016 版 / folder of the lists")
@lang_option
@help_option
def command(
    list_: str | None,
    words: tuple[str, ...],
    unit: str | None,
    clause: str | None,
    record_type: str | None,
    state: str | None,
    format_: Literal["text", "json", "csv"],
    where: str | None,
    lang: Lang,
) -> None:
    """查找清单中的条目；不写 LIST 则查三清单。 / Find entries; without LIST in the three lists.

    \b
    例 / examples:
      conformance catalog list data --unit 市环保局
      conformance catalog list --word 黑名单
      conformance catalog list --clause T28
    """
    lists = (list_,) if list_ else THREE
    catalogue = sound(open_catalogue(where, only=[LISTS[name] for name in {*lists, "unit"}], checked=False))
    known = index(catalogue.entries, catalogue.source_document)
    if record_type is not None:
        lookup.ref_of(
            f"record-type:{record_type}", known, [Ref("record-type", t) for t in catalogue.standard.record_types]
        )
    if clause is not None:
        clause = lookup.clause_of(clause)
    criteria = Criteria(lists, words, None if unit is None else lookup.unit_of(unit, known), clause, record_type, state)
    found = lookup.find(criteria, known)
    if format_ == "json":
        content = json.dumps(listing.rows(found, known, lang), ensure_ascii=False, indent=2) + "\n"
    elif format_ == "csv":
        content = "\ufeff" + listing.as_csv(found, known)
    else:
        content = "\n".join(listing.as_text(found, criteria, known, lang)) + "\n"
    to_stdout(content, plain=format_ == "text")
    if tell_problems(catalogue, lang):
        raise click.exceptions.Exit(2)

"""``conformance bulletin``: who was to submit what by when, who did, and how well; for a month or a year."""

from __future__ import annotations

import re
import sys
from datetime import date
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from conformance.cli import completion
from conformance.cli.parameters import DAY, a_day
from conformance.cli.refusal import help_option, lang_option
from conformance.report.errors import UsageError
from conformance.standard.model import Lang, Standard

if TYPE_CHECKING:
    from conformance.bulletin.build import Asked
    from conformance.bulletin.model import Bulletin
    from conformance.cli import outputs

_MONTH = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@click.command("bulletin")
@click.option("--month", metavar="YYYY-MM", help="哪个月的通报，如 2016-06 / the bulletin of a month")
@click.option("--year", metavar="YYYY", help="哪一年的运行报告，如 2016 / the report of a year")
@click.option(
    "--db",
    "histories",
    metavar="DB_URL",
    multiple=True,
    required=True,
    help="check --record 所记的历史记录：sqlite:///文件 或 postgresql://… / the history that check --record keeps",
)
@click.option(
    "--as-of",
    metavar=DAY,
    callback=a_day,
    help="截至哪一天，其后的报送不计；不写为该月（年）最后一天 / the last day that counts, default the last of the month or year",
)
@click.option(
    "--recorded-before",
    metavar=DAY,
    callback=a_day,
    help="只计这一天（北京时间）之前记录的，用于重做当时的通报 / what was recorded before this day only, to make an earlier bulletin again",
)
@click.option(
    "--party",
    "parties",
    metavar="ID",
    multiple=True,
    shell_complete=completion.parties,
    help="只看这些单位，可重复 / only these parties, may be repeated",
)
@click.option(
    "--minimum",
    type=click.IntRange(min=0),
    metavar="N",
    help="参加排名至少要有的记录数，默认 10 / records that a unit needs for a place, default 10",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="F",
    help="格式，可重复：text（默认） html xlsx json / format, may be repeated",
)
@click.option(
    "--output",
    "targets",
    multiple=True,
    metavar="FILE",
    shell_complete=completion.files,
    help="写入文件，依次对应 --format；不写则显示在屏幕上 / file, in order of --format",
)
@lang_option
@help_option
def command(
    month: str | None,
    year: str | None,
    histories: tuple[str, ...],
    as_of: date | None,
    recorded_before: date | None,
    parties: tuple[str, ...],
    minimum: int | None,
    formats: tuple[str, ...],
    targets: tuple[str, ...],
    lang: Lang,
) -> None:
    """月度通报和年度运行报告：应报、已报、零报告，五率，分组排名，每个单位一页。 / The bulletin of a month or the report of a year.

    \b
    例 / examples:
      conformance bulletin --month 2016-06 --db sqlite:///历史.db
      conformance bulletin --month 2016-06 --db sqlite:///历史.db --format html --output 通报.html --format xlsx --output 通报.xlsx
      conformance bulletin --year 2016 --db postgresql://user@host/db --format html --output 年报.html
    """
    from conformance.bulletin import registry
    from conformance.cli import inputs, outputs
    from conformance.history.opening import address_at
    from conformance.standard.load import load

    db = _history(histories)
    planned = outputs.plan(formats, targets, registry)
    file = address_at(db)
    written = [output.target for output in planned if output.target is not None]
    inputs.check_targets(written, [] if file is None else [str(file)])
    standard = load()
    asked = _asked(month, year, as_of, parties, minimum, standard)
    bulletin = _made(db, replace(asked, recorded_before=recorded_before), standard)
    _write(bulletin, planned, standard, lang)


def _history(histories: tuple[str, ...]) -> str:
    """The one history. Raises UsageError for several: of two the last alone would count, and nobody would be told."""
    if len(histories) > 1:
        raise UsageError(
            f"--db 只能写一个历史记录，写了 {len(histories)} 个；几台机器的记录请记入同一个（PostgreSQL 可以共用）。",
            f"--db takes one history, and {len(histories)} are given; several machines keep one together (PostgreSQL).",
        )
    return histories[0]


def _asked(
    month: str | None,
    year: str | None,
    as_of: date | None,
    parties: tuple[str, ...],
    minimum: int | None,
    standard: Standard,
) -> Asked:
    """What is wanted. Raises UsageError for what is no month, year or party, and for a day before the span begins."""
    from conformance.bulletin.build import Asked
    from conformance.bulletin.ledger import owner_of
    from conformance.bulletin.periods import span_of
    from conformance.bulletin.ranking import MINIMUM
    from conformance.named import party_of

    if (month is None) == (year is None):
        raise UsageError(
            "请写明一个月或一年：--month 2016-06 或 --year 2016。",
            "Name a month or a year: --month 2016-06 or --year 2016.",
        )
    if month is not None:
        found = _MONTH.fullmatch(month)
        if found is None:
            raise UsageError(
                f"--month：“{month}”不是 YYYY-MM 形式的月份，例如 2016-06。",
                f"--month: {month!r} is not a month of the form YYYY-MM, such as 2016-06.",
            )
        span = span_of(int(found[1]), int(found[2]), 1)
    else:
        if not _YEAR.fullmatch(year or ""):
            raise UsageError(
                f"--year：“{year}”不是 YYYY 形式的年份，例如 2016。", f"--year: {year!r} is not a year such as 2016."
            )
        span = span_of(int(year or 0), 1, 12)
    if as_of is not None and as_of < span.first:
        raise UsageError(
            f"--as-of {as_of} 早于本期的第一天 {span.first}。",
            f"--as-of {as_of} is before the first day, {span.first}.",
        )
    only = tuple(dict.fromkeys(owner_of(party_of(one, standard).id) for one in parties))
    return Asked("year" if month is None else "month", span, as_of, only, MINIMUM if minimum is None else minimum)


def _made(db: str, asked: Asked, standard: Standard) -> Bulletin:
    from conformance.bulletin.build import bulletin_of
    from conformance.bulletin.plan import LISTS, plan_of
    from conformance.catalog.store import open_catalogue
    from conformance.history.opening import open_store

    plan = plan_of(open_catalogue(only=LISTS, checked=False), standard)
    with open_store(db, create=False) as store:
        return bulletin_of(store.runs(errors_only=True), plan, standard, asked)


def _write(bulletin: Bulletin, planned: list[outputs.Output], standard: Standard, lang: Lang) -> None:
    """Files first, then standard output."""
    from conformance.bulletin.registry import renderer
    from conformance.cli.outputs import to_stdout
    from conformance.cli.pipes import tell
    from conformance.cli.terminal import columns
    from conformance.report.files import write_whole
    from conformance.report.view import View

    view = View(standard, lang)
    for output in planned:
        if output.target is not None:
            write_whole(output.target, renderer(output.format).render(bulletin, view))
            tell(f"已写入 {output.target}" if lang == "zh" else f"wrote {output.target}")
    for output in planned:
        if output.target is None:
            plain = output.format == "text"
            shown = replace(view, columns=columns(sys.stdout)) if plain else view
            to_stdout(renderer(output.format).render(bulletin, shown), plain=plain)
    if bulletin.later:
        number = bulletin.later
        zh, en = (
            f"另有 {number} 次校验晚于所截止的日子，没有计入",
            f"runs after the days asked for, left out: {number}",
        )
        tell(zh if lang == "zh" else en)

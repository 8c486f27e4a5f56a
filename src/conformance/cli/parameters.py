"""What options turn into."""

from __future__ import annotations

from datetime import date

import click

from conformance.cli.refusal import language
from conformance.report.days import parse_day

DAY = "YYYY-MM-DD"


def a_day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """Callback of an option that takes a date, written strictly as YYYY-MM-DD."""
    if value is None:
        return None
    day = parse_day(value)
    if day is None:
        sentence = f"“{value}”不是 YYYY-MM-DD 形式的日期，例如 2016-05-09。"
        if language(ctx) == "en":
            sentence = f"{value!r} is not a date of the form YYYY-MM-DD, such as 2016-05-09."
        raise click.BadParameter(sentence, ctx, param)
    return day

"""What options turn into."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from conformance.cli.refusal import language
from conformance.report.days import parse_day

DAY = "YYYY-MM-DD"
_Command = TypeVar("_Command", bound=Callable[..., Any] | click.Command)


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


def format_option(*formats: str) -> Callable[[_Command], _Command]:
    """``--format``, of which the first one named is taken where none is given."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="输出格式 / output format",
    )

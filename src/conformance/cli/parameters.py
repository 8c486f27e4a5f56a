"""Options that several commands have, and what they turn into."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from conformance.cli import completion
from conformance.cli.refusal import language
from conformance.report.days import parse_day
from conformance.report.errors import UsageError

DAY = "YYYY-MM-DD"


class _File(click.Path):
    """A file; the address of a database is refused where it would be repeated in a sentence about a file that is not there."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path."""
        expect_file(value)
        return super().convert(value, param, ctx)


def expect_file(value: Any) -> None:
    """Raise UsageError for the address of a database; it may hold a password and is not repeated."""
    if "://" in str(value):
        from conformance.sources.source import is_address

        if is_address(value):
            raise UsageError(
                "这里要写文件；数据库的地址只能用于 conformance check 的 PATH。",
                "A file is wanted here; the address of a database can only be a PATH of conformance check.",
            )


FILE = _File(path_type=Path)
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


item_option = click.option(
    "--item",
    metavar="ID",
    shell_complete=completion.items,
    help="数据事项（全部见 conformance catalog list data），不写则由表头判断 / data item; told by the headers",
)
as_of_option = click.option(
    "--as-of",
    metavar=DAY,
    callback=a_day,
    help="按哪一天校验，默认今天（北京时间） / the day to judge by, default today in Beijing",
)
purpose_option = click.option(
    "--purpose",
    type=click.Choice(["submission", "publication"]),
    default="submission",
    show_default=True,
    help="用途：submission 报送、publication 公示 / what the data is for",
)
mapping_option = click.option(
    "--mapping",
    type=FILE,
    metavar="FILE",
    help="列名、代码值与标准不同时的对照文件 .yaml / mapping of headers and values",
)
encoding_option = click.option(
    "--encoding", metavar="E", help="文本编码，如 gb18030；不写则自动判断 / encoding; told by the bytes if not given"
)


def port_option(default: int) -> Callable[[_Command], _Command]:
    """``--port``, of a command that listens."""
    return click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=default,
        show_default=True,
        help="端口，0 为任一空闲端口 / port; 0: any",
    )


def party_option(help_: str) -> Callable[[_Command], _Command]:
    """``--party``; what it is good for differs by command."""
    return click.option("--party", metavar="ID", shell_complete=completion.parties, help=help_)


def configuration_options(command: _Command) -> _Command:
    """``--config`` and ``--no-config``."""
    named = click.option(
        "--config",
        type=FILE,
        metavar="FILE",
        help="配置文件；不写则用最近的 conformance.toml 或 pyproject.toml / configuration; the nearest one if not given",
    )
    return named(click.option("--no-config", is_flag=True, help="不用任何配置文件 / use no configuration")(command))

"""Refusing a command in one clear line, in the reader's language."""

from __future__ import annotations

from typing import IO, Any, cast

import click

from conformance.standard.model import Lang

LANG = "conformance.lang"
"""Where the language is kept while a command runs."""


class Refused(click.ClickException):
    """A command that cannot be carried out (exit code 2)."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """One line on standard error."""
        click.echo(f"conformance: {self.message}", file=file, err=file is None)


def language(ctx: click.Context) -> Lang:
    """The language chosen with ``--lang``; Chinese until one was."""
    return cast(Lang, ctx.find_root().meta.get(LANG, "zh"))


def _remember(ctx: click.Context, _: click.Parameter, value: str) -> str:
    ctx.find_root().meta[LANG] = value
    return value


help_option = click.help_option("-h", "--help", help="显示本说明 / show this page")
lang_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    is_eager=True,
    callback=_remember,
    help="报告和提示的语言：zh 中文、en 英文 / language",
)
"""Read before the other options, so that their errors are in that language too."""

"""What the command line's parser refuses, said in the reader's language."""

from __future__ import annotations

import click

from conformance.cli.refusal import LANG
from conformance.standard.model import Text


def sentence(error: click.ClickException) -> str:
    """The refusal in one line; in both languages where the parser failed before it knew which one is wanted."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    text = _text(error)
    lang = None if context is None else context.find_root().meta.get(LANG)
    if context is not None:
        path = context.command_path
        text = Text(f"{text.zh}用法见 {path} --help。", f"{text.en} See {path} --help.")
    return {"zh": text.zh, "en": text.en}.get(lang or "", f"{text.zh} / {text.en}")


def _text(error: click.ClickException) -> Text:
    english = error.format_message().rstrip(".") + "."
    match error:
        case click.NoSuchOption():
            near = f"您是否要用：{'、'.join(error.possibilities)}。" if error.possibilities else ""
            return Text(f"没有选项“{error.option_name}”。{near}", english)
        case click.MissingParameter(param=click.Option() as param):
            return Text(f"缺少选项 {_name(param)}。", english)
        case click.MissingParameter(param=click.Argument() as param):
            return Text(f"缺少参数 {param.make_metavar(error.ctx) if error.ctx else param.name}。", english)
        case click.BadParameter(param=click.Parameter() as param):
            kind = param.type
            known = (
                f"可用的有：{'、'.join(map(str, kind.choices))}" if isinstance(kind, click.Choice) else error.message
            )
            return Text(f"{_name(param)} 的值有误：{known.rstrip('。.')}。", english)
        case click.BadOptionUsage():
            return Text(f"选项 {error.option_name} 的写法有误，可能缺少它的值。", english)
        case click.UsageError() if "No such command" in english:
            return Text(f"没有命令“{english.split(chr(39))[1]}”。", english)
        case click.UsageError() if "unexpected extra argument" in english:
            return Text(f"多出参数：{english.partition('(')[2].rstrip(').') or english}。", english)
    return Text(english, english)


def _name(param: click.Parameter) -> str:
    return max(param.opts, key=len)

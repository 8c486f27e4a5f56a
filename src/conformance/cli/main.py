"""The command line: a group whose commands are imported only when they are called."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from conformance.cli.lazy import LazyGroup
from conformance.cli.misuse import sentence
from conformance.cli.pipes import hush, open_streams, quiet_pipes, refusal, settle, tell
from conformance.cli.refusal import Refused, help_option, language
from conformance.cli.signals import Terminated, end_by, listen
from conformance.report.errors import UsageError
from conformance.standard.words import pick
from conformance.version import __version__

_BY_SIGNAL = 128
"""What a shell adds to the number of the signal by which a process ended."""
COMPLETE = "_CONFORMANCE_COMPLETE"
"""Set by a shell that asks what may follow."""
COMMANDS = {
    "check": ("conformance.cli.check", "校验报送文件，先给结论 / check files before they are sent"),
    "fix": ("conformance.cli.fix", "自动更正改法确定的问题，另存为新文件 / mend what is certain, into another file"),
    "explain": ("conformance.cli.explain", "解释一条规则 / explain one rule"),
    "rules": ("conformance.cli.rules", "列出全部规则 / list every rule"),
    "schema": ("conformance.cli.schema", "输出记录的 JSON Schema / print the JSON Schema of a record"),
    "generate": ("conformance.cli.generate", "由标准生成代码、模式、建表语句 / make code, schemas and tables"),
    "publish": ("conformance.cli.publish", "发布一个版本的网站与下载 / publish an edition: its site and downloads"),
    "vectors": (
        "conformance.cli.vectors",
        "规则的测试向量：导出、检验其他校验程序 / vectors of the rules, for any validator",
    ),
    "sample": ("conformance.cli.sample", "生成示例数据 / make sample records"),
    "catalog": ("conformance.cli.catalog", "查看、检查、编辑三清单 / look up, check and edit the three lists"),
    "convert": (
        "conformance.cli.convert",
        "在各方格式之间转换记录 / turn records from one party's form into another's",
    ),
    "probe": ("conformance.cli.probe", "测试各方的交换服务 / test a service of the exchange"),
    "verify": ("conformance.cli.verify", "离线复核一次测试 / judge a recorded run again, offline"),
    "serve": ("conformance.cli.serve", "校验网页和接口，只在本机 / the page and the API that check files"),
    "bulletin": (
        "conformance.cli.bulletin",
        "月度通报、年度运行报告 / who sent what, in time, how well: month or year",
    ),
    "reference-server": ("conformance.cli.reference_server", "参考服务 / a service that keeps to the profile"),
}
"""Command → the module that has it as ``command``, and one line of help, so that help imports none of them."""


class Commands(LazyGroup):
    """All commands, and what becomes of their errors."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what the library calls a wrong use is one here too."""
        try:
            with quiet_pipes():
                return super().invoke(ctx)
        except UsageError as error:
            raise Refused(error.sentence(language(ctx))) from error
        except Exception as error:
            why = None if isinstance(error, click.exceptions.Exit | click.ClickException) else refusal(error)
            if why is None:
                raise
            raise Refused(pick(why, language(ctx))) from error


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from conformance.standard.load import load_head

    edition = load_head()
    click.echo(f"conformance {__version__} (standard {edition.id}, version {edition.version})")
    ctx.exit(0)


@click.group(
    cls=Commands,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="显示工具与标准的版本 / show the versions of tool and standard",
)
@help_option
def cli() -> None:
    """按信用信息“三清单”标准校验数据。 / Checks credit information against the three-list standard.

    \b
    最常用 / most often:  conformance check 文件名
    命令说明 / a command: conformance check --help
    """


def prepare() -> None:
    """Make the process fit for a console: streams that can say everything, signals that end in one line."""
    open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console in GBK must show what it cannot spell, not die of it.
            stream.reconfigure(errors="backslashreplace")
    if os.environ.get("CONFORMANCE_DEBUG") != "1":
        # Half-written files that libraries let go of would print a traceback after the one clear line.
        sys.unraisablehook = lambda _: None
    listen()


def main() -> None:
    """Entry point of the ``conformance`` command."""
    prepare()
    if COMPLETE in os.environ:
        from conformance.cli.completion import offer_shells

        offer_shells()
    finish(lambda: run(sys.argv[1:]))


def finish(work: Callable[[], int]) -> NoReturn:
    """Do the work and end the process with its exit code, or by the signal that ended it."""
    try:
        code = work()
        settle()
    except (KeyboardInterrupt, Terminated) as error:  # after the work, before the end
        code = interrupted(error)
    if code > _BY_SIGNAL:
        end_by(code - _BY_SIGNAL)
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and answer with the exit code; nothing escapes but one line on standard error."""
    code: object = 0
    try:
        with quiet_pipes():
            code = cli.main(args=list(arguments), prog_name="conformance", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt, Terminated) as error:
        return interrupted(error)
    except click.exceptions.NoArgsIsHelpError as error:
        tell(error.format_message())
        return 2
    except Refused as error:
        tell(f"conformance: {error.message}")
        return 2
    except click.ClickException as error:
        tell(f"conformance: {sentence(error)}")
        return 2
    except Exception as error:
        why = refusal(error)
        if why is None:
            return _internal(error)
        tell(f"conformance: {why.zh} / {why.en}")
        return 2
    except SystemExit:  # click's answer to a reader that goes away while help is printed
        hush("stdout")
    return code if isinstance(code, int) else 0


def interrupted(error: BaseException) -> int:
    """Say that the work was broken off; answers with the exit code that a shell shows for it."""
    if isinstance(error, Terminated):
        tell("已终止，没有得出结论 / terminated, nothing was decided")
        return _BY_SIGNAL + error.number
    tell("已中断，没有得出结论 / interrupted, nothing was decided")
    return _BY_SIGNAL + signal.SIGINT


def _internal(error: Exception) -> int:
    if os.environ.get("CONFORMANCE_DEBUG") == "1":
        tell("".join(traceback.format_exception(error)))
    what = " ".join(f"{type(error).__name__}: {error}".split())[:500]
    tell(
        f"程序内部错误，校验没有完成：{what}。请设 CONFORMANCE_DEBUG=1 再运行一次，把输出告知维护人员。 / "
        "Internal error, nothing was decided; set CONFORMANCE_DEBUG=1, run again and report the output."
    )
    return 3


if __name__ == "__main__":
    main()

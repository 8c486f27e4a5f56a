"""``conformance serve``: the page and the API that check files, on this machine."""

from __future__ import annotations

import sys
import time
import webbrowser
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli import garbage
from conformance.cli.listening import check_extra, listening
from conformance.cli.parameters import port_option
from conformance.cli.pipes import tell
from conformance.cli.receiving import LOOK, told_to_end
from conformance.cli.refusal import help_option, lang_option
from conformance.report.errors import UsageError
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

if TYPE_CHECKING:
    import socket

    from conformance.service.settings import Settings

_NEEDED = {
    "alembic": "alembic",
    "fastapi": "fastapi",
    "python_multipart": "python-multipart",
    "sqlalchemy": "sqlalchemy",
    "uvicorn": "uvicorn",
}
"""What the extra ``service`` brings: as it is imported → as it is called."""
_SHORTEST = 16
"""Characters of a token."""
_SWEEP = 60.0
"""Seconds between looks for what has been kept long enough, or could not be recorded."""


@click.command("serve")
@port_option(8017)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="监听的地址；默认只有本机能访问，改为其他地址须有令牌 / address to listen at; any but this machine's own needs a token",
)
@click.option(
    "--token",
    envvar="CONFORMANCE_TOKEN",
    metavar="TOKEN",
    help="访问令牌，至少 16 个字符；最好写在环境变量 CONFORMANCE_TOKEN 里 / token of who may ask; better in the variable than here",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="存放上传文件和报告的文件夹；不写则在用户目录下 / where uploads and reports are kept; in the user's own folder if not given",
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=1024,
    show_default=True,
    metavar="MB",
    help="一次上传的上限 / largest upload",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="同时校验几个文件 / files that are checked at a time",
)
@click.option(
    "--payload-workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="同时校验几个接口请求 / payloads that are checked at a time",
)
@click.option(
    "--keep",
    type=click.IntRange(1, 3650),
    default=7,
    show_default=True,
    metavar="DAYS",
    help="上传文件和报告保留几天 / days that uploads and reports are kept",
)
@click.option(
    "--db",
    metavar="DB_URL",
    help="历史记录：sqlite:///文件 或 postgresql://…；不写则在 --folder 里 / the history; in --folder if not given",
)
@click.option(
    "--open/--no-open", "browser", default=None, help="是否打开浏览器；默认在终端里启动时打开 / open a browser"
)
@lang_option
@help_option
def command(
    port: int,
    host: str,
    token: str | None,
    folder: Path | None,
    limit: int,
    workers: int,
    payload_workers: int,
    keep: int,
    db: str | None,
    browser: bool | None,
    lang: Lang,
) -> None:
    """在本机打开校验网页和接口，按 Ctrl-C 结束；文件不离开本机。 / The page and the API that check files, until Ctrl-C; nothing
    leaves the machine.

    \b
    例 / examples:
      conformance serve
      conformance serve --port 0 --no-open --folder 校验/
      CONFORMANCE_TOKEN=… conformance serve --host 0.0.0.0 --limit 200
    """
    check_extra(Text("校验网页", "The page"), _NEEDED, "service")
    from conformance.service.settings import MEGABYTE, Limits, Settings, default_folder

    _check_token(host, token)
    settings = Settings(
        folder=folder or default_folder(),
        host=host,
        port=port,
        token=token,
        workers=workers,
        payload_workers=payload_workers,
        kept_days=keep,
        history=db,
        limits=Limits(upload_bytes=limit * MEGABYTE),
    )
    with closing(listening(host, port)) as made:
        _serve(settings, made, sys.stdout.isatty() if browser is None else browser, lang)


def _check_token(host: str, token: str | None) -> None:
    from conformance.service.access import is_loopback

    if token is None and not is_loopback(host):
        raise UsageError(
            f"--host {host} 使其他机器也能访问，须有令牌：设环境变量 CONFORMANCE_TOKEN（或 --token），至少 {_SHORTEST} 个字符。",
            f"With --host {host} other machines can reach the service, which needs a token: set CONFORMANCE_TOKEN (or --token), "
            f"{_SHORTEST} characters or more.",
        )
    if token is not None and (len(token) < _SHORTEST or not token.isascii() or not token.isprintable() or " " in token):
        raise UsageError(
            f"令牌须是至少 {_SHORTEST} 个可见的英文字符，不含空格。",
            f"A token has {_SHORTEST} or more visible ASCII characters and no blanks.",
        )


def _serve(settings: Settings, made: socket.socket, browser: bool, lang: Lang) -> None:
    """Say where the service is, and serve until somebody ends it."""
    import threading

    from conformance.exchange.server.running import serving
    from conformance.service.app import close, create_app

    app = create_app(settings)
    ended = threading.Event()
    garbage.loaded()
    try:
        with told_to_end(lang), serving(app, made, ended) as url:
            here = _here(url, settings.host)
            _announce(here, settings, lang)
            if browser:
                webbrowser.open(here)
            swept = time.monotonic()
            while not ended.wait(LOOK):
                if time.monotonic() - swept > _SWEEP:
                    app.state.jobs.sweep()
                    swept = time.monotonic()
    finally:
        close(app)


def _here(url: str, host: str) -> str:
    """The address that a browser on this machine opens; one that listens everywhere is none."""
    try:
        where = ip_address(host)
    except ValueError:
        return url
    if not where.is_unspecified:
        return url
    return f"http://{'[::1]' if where.version == 6 else '127.0.0.1'}:{url.rpartition(':')[2]}"


def _announce(url: str, settings: Settings, lang: Lang) -> None:
    text = Text(
        f"校验网页 {url}，按 Ctrl-C 结束；上传的文件存放在 {settings.folder}，{settings.kept_days} 天后清除。",
        f"the page is at {url}, Ctrl-C ends it; uploads are kept in {settings.folder} for {settings.kept_days} days.",
    )
    click.echo(pick(text, lang))
    sys.stdout.flush()
    if settings.token is not None:
        warning = Text(
            "注意：其他机器也能访问（用本机的名字或地址），往来不加密；请只在可信的内网使用，或放在 HTTPS 代理之后。",
            "note: other machines can reach it (by this one's name or address), and nothing is encrypted: for a trusted network, or behind a proxy with HTTPS.",
        )
        tell(f"conformance: {pick(warning, lang)}")

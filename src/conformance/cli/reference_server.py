"""``conformance reference-server``: a service that keeps to the exchange profile, to try programs against."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
from msgspec.structs import replace

from conformance.cli import completion, garbage
from conformance.cli.listening import check_extra, listening
from conformance.cli.parameters import port_option
from conformance.cli.pipes import tell
from conformance.cli.receiving import LOOK, receive, told_to_end
from conformance.cli.refusal import help_option, lang_option
from conformance.report.errors import UsageError
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

if TYPE_CHECKING:
    import socket

    from conformance.exchange.model import ConformanceClass
    from conformance.exchange.server.faults.model import Fault
    from conformance.exchange.server.hooks import Hooks
    from conformance.exchange.server.settings import Settings
    from conformance.exchange.server.watch import Watch

_NEEDED = {"fastapi": "fastapi", "uvicorn": "uvicorn"}
"""What the extra ``web`` brings: as it is imported → as it is called."""
_CLASSES: tuple[ConformanceClass, ...] = ("district", "city", "province")
_CLOSED_PORT = "closed-port"
"""The fault for which nothing may listen."""


@click.command("reference-server")
@port_option(8016)
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="监听的地址 / address to listen at"
)
@click.option(
    "--as",
    "classes",
    multiple=True,
    type=click.Choice(_CLASSES),
    help="只扮演这一类，可重复；不写则三类都是 / only this class, may be repeated; all three if not given",
)
@click.option(
    "--party", default="district:310115", show_default=True, metavar="ID", shell_complete=completion.parties,
    help="服务属于哪个单位 / whose service it is",
)  # fmt: skip
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="SQLite 数据库文件；不写则存在内存，结束即清除 / SQLite file; kept in memory if not given",
)
@click.option("--empty", is_flag=True, help="不放入测试数据 / without the documented test data")
@click.option(
    "--pull-from",
    multiple=True,
    metavar="URL",
    help="从这个服务的增量清单取数，可重复 / follow the list of this service, may be repeated",
)
@click.option(
    "--record",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="RUN_DIR",
    help="脱敏记录客户端的全部往来，供 verify 判断 / record what a client does, redacted, for verify",
)
@click.option(
    "--provoke",
    is_flag=True,
    help="制造客户端必须经受的情形：503、429、游标过期、令牌提前失效，各一次 / make clients bear 503, 429, an expired cursor and token, once each",
)
@click.option(
    "--file-drop",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="不提供服务，而是接收这个交换文件夹里的报送 / receive what is dropped into this folder instead of serving",
)
@click.option(
    "--staging-table",
    metavar="sqlite:///FILE",
    help="不提供服务，而是接收这个前置库里的批次，没有则新建 / receive batches in this database instead, made if it is not there",
)
@click.option("--fault", metavar="ID", help="在这一处故意出错，用于检验测试工具 / be wrong in exactly this way")
@click.option(
    "--list-faults",
    is_flag=True,
    help="列出故障后结束；可加 --file-drop 等 / list the faults of what would be started, and end",
)
@lang_option
@help_option
def command(
    port: int,
    host: str,
    classes: tuple[ConformanceClass, ...],
    party: str,
    database: Path | None,
    empty: bool,
    pull_from: tuple[str, ...],
    record: Path | None,
    provoke: bool,
    file_drop: Path | None,
    staging_table: str | None,
    fault: str | None,
    list_faults: bool,
    lang: Lang,
) -> None:
    """启动参考服务，按 Ctrl-C 结束；凭据公开，只供测试。 / Serve until Ctrl-C; its credentials are public, for tests only.

    \b
    例 / examples:
      conformance reference-server
      conformance reference-server --as district --port 8001
      conformance reference-server --as city --port 8002 --pull-from http://127.0.0.1:8001
      conformance reference-server --record run/ --provoke
      conformance reference-server --fault push-ignores-key
      conformance reference-server --file-drop FOLDER

    \b
    凭据 / credentials (client id, secret):
      reference-full     reference-full-secret      全部权限 / all scopes
      reference-limited  reference-limited-secret   query list
    """
    if list_faults:
        _list(None if file_drop is None else "folder", None if staging_table is None else "table", lang)
        return
    if file_drop is not None or staging_table is not None:
        receive(file_drop, staging_table, fault, lang)
        return
    check_extra(Text("参考服务", "The reference server"), _NEEDED, "web")
    from conformance.api import party_of
    from conformance.exchange.server.settings import Settings
    from conformance.standard.load import load

    planted = _fault(fault)
    settings = Settings(
        classes=classes or _CLASSES,
        party=party_of(party, load()).id,
        database=database,
        seeded=not empty,
        pull_from=tuple(_address(url) for url in pull_from),
        hooks=_hooks(planted, provoke),
    )
    with closing(listening(host, port)) as made:
        _warn(made, lang)
        if planted is not None and planted.id == _CLOSED_PORT:
            _refuse_all(made, lang)
        else:
            _serve(settings, made, None if record is None else (record, provoke), lang)


def _list(folder: str | None, table: str | None, lang: Lang) -> None:
    """The faults of what would be started; on standard error how to see the others."""
    from conformance.exchange.server.faults.load import OFFLINE, listing

    level = folder or table
    for line in listing(level):
        click.echo(line)
    if level is None:
        options = " ".join(OFFLINE.values())
        others = Text(
            f"文件夹和中间表接收方的故障另列：加 {options}。",
            f"faults of receivers of folders and tables are listed with {options}.",
        )
        tell(f"conformance: {pick(others, lang)}")


def _fault(name: str | None) -> Fault | None:
    if name is None:
        return None
    from conformance.exchange.server.faults.load import find

    return find(name)


def _hooks(planted: Fault | None, provoke: bool) -> tuple[Hooks, ...]:
    from conformance.exchange.server import provoke as provoking
    from conformance.exchange.server.faults.plant import hooks_of

    return (*([hooks_of(planted)] if planted is not None else []), *([provoking.hooks()] if provoke else []))


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise UsageError(
            f"--pull-from：“{url}”不是服务的地址，应形如 http://127.0.0.1:8001。",
            f"--pull-from: {url!r} is no address of a service, such as http://127.0.0.1:8001.",
        )
    return url


def _warn(made: socket.socket, lang: Lang) -> None:
    """Say on standard error that others can reach a server whose credentials everybody knows."""
    if ip_address(made.getsockname()[0]).is_loopback:
        return
    text = Text(
        "注意：其他机器也能连到本服务，而它的凭据是公开的、也不加密；只放虚构的数据。",
        "note: other machines can reach this server, its credentials are public, and nothing is encrypted; made-up data only.",
    )
    tell(f"conformance: {pick(text, lang)}")


def _serve(settings: Settings, made: socket.socket, record: tuple[Path, bool] | None, lang: Lang) -> None:
    """Say where the service is, and serve until somebody ends it."""
    from conformance.exchange.server.app import close, create_app
    from conformance.exchange.server.running import address, serving

    watch = None if record is None else _watch(*record, address(made), settings)
    app = create_app(replace(settings, watch=watch))
    ended = threading.Event()
    garbage.loaded()
    try:
        with told_to_end(lang), serving(app, made, ended) as url:
            _announce(url, settings.classes[0], lang)
            while not ended.wait(LOOK):
                pass
    finally:
        close(app)
        if watch is not None:
            watch.end(settings.clock())


def _refuse_all(made: socket.socket, lang: Lang) -> None:
    """An address where nobody answers: the port is taken, so that nobody else gets it, and every connection is refused."""
    from conformance.exchange.server.faults.degenerate import reserved_port
    from conformance.exchange.server.running import address

    host = made.getsockname()[0]
    made.close()
    with reserved_port(host) as held, told_to_end(lang):
        _announce(address(held), "district", lang)
        while True:
            time.sleep(LOOK)


def _watch(folder: Path, provoke: bool, url: str, settings: Settings) -> Watch:
    from conformance.exchange.server.provoke import PROVOKED
    from conformance.exchange.server.watch import Watch
    from conformance.exchange.suite.load import load_suite
    from conformance.standard.load import load

    provoked = PROVOKED if provoke else ()
    return Watch(folder, load_suite(), load(), url, settings.classes, provoked, settings.clock())


def _announce(url: str, class_: str, lang: Lang) -> None:
    """One line: the address, and what to do with it."""
    probe = f"conformance probe {url} --as {class_} --allow-writes --output run/"
    text = Text(
        f"参考服务 {url}，按 Ctrl-C 结束；测试：{probe}", f"reference server {url}, Ctrl-C ends it; test it: {probe}"
    )
    click.echo(pick(text, lang))
    sys.stdout.flush()

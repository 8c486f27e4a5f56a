"""The receiving side of ``conformance reference-server``: folders and databases that are looked through until somebody ends it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from conformance.cli.pipes import tell
from conformance.report.errors import UsageError
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

LOOK = 0.5
"""Seconds of a wait; without an end to it Ctrl-C would not be heard on every system."""


def receive(folder: Path | None, address: str | None, fault: str | None, lang: Lang) -> None:
    """Look through a folder or a database again and again, until somebody ends it; say what was dealt with, and once what waits."""
    from conformance.exchange.receiving import of_database, of_folder
    from conformance.report.days import beijing_today
    from conformance.standard.load import load

    if folder is not None and address is not None:
        raise UsageError("--file-drop 与 --staging-table 只能给一个。", "Give either --file-drop or --staging-table.")
    standard = load()
    once = (
        of_folder(folder, fault, standard, beijing_today)
        if folder is not None
        else of_database(str(address), fault, standard, beijing_today)
    )
    place = folder if folder is not None else address
    class_ = "file-drop" if folder is not None else "staging-table"
    probe = f"conformance probe {place} --as {class_} --allow-writes --output run/"
    started = Text(
        f"正在接收 {place}，按 Ctrl-C 结束；测试：{probe}", f"receiving in {place}, Ctrl-C ends it; test it: {probe}"
    )
    click.echo(pick(started, lang))
    sys.stdout.flush()
    known: dict[str, Text] = {}
    with told_to_end(lang):
        while True:
            for name, text in once():
                if known.get(name) != text:
                    known[name] = text
                    click.echo(f"{name}：{text.zh}" if lang == "zh" else f"{name}: {text.en}")
                    sys.stdout.flush()
            time.sleep(LOOK)


@contextmanager
def told_to_end(lang: Lang) -> Iterator[None]:
    """Ctrl-C and an order to end are how a server ends: with one line and no error."""
    from conformance.cli.signals import Terminated

    try:
        yield
    except (KeyboardInterrupt, Terminated):
        tell("已停止" if lang == "zh" else "stopped")

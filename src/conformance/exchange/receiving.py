"""The reference receivers of file drops and staging tables, as they go on looking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from conformance.exchange.filedrop import planted as of_folders
from conformance.exchange.filedrop import receiver as folders
from conformance.exchange.server.faults.load import find
from conformance.exchange.staging import planted as of_tables
from conformance.exchange.staging import receiver as tables
from conformance.exchange.staging.opening import SCHEME, create_tables, open_database
from conformance.report.errors import UsageError
from conformance.standard.model import Standard, Text

Found = TypeVar("Found")
Look = Callable[[], Iterator[tuple[str, Text]]]
"""Looks once, and says of what was dealt with, and what waits, its name and what became of it."""


def of_folder(folder: Path, fault: str | None, standard: Standard, today: Callable[[], date]) -> Look:
    """The receiver of an exchange folder. Raises UsageError for a folder that is none and a fault that is none of its."""
    if not folder.is_dir():
        raise UsageError(
            f"找不到交换文件夹“{folder}”，请先建好。", f"There is no exchange folder {folder}; make it first."
        )
    ways = folders.Ways() if fault is None else _planted(fault, of_folders.FAULTS, "folder")
    receiver = folders.Receiver(folder, standard, today, ways)
    return lambda: ((one.drop, one.text) for one in receiver.once() if one.standing != "left")


def of_database(address: str, fault: str | None, standard: Standard, today: Callable[[], date]) -> Look:
    """The receiver of a staging database, whose tables are made where its file is not there yet. Raises UsageError as above."""
    ways = tables.Ways() if fault is None else _planted(fault, of_tables.FAULTS, "table")
    if address.startswith(SCHEME) and not Path(address.removeprefix(SCHEME)).exists():
        create_tables(address, standard)
    receiver = tables.Receiver(open_database(address), standard, today, ways)
    return lambda: ((one.batch, one.text) for one in receiver.once())


def _planted(fault: str, known: Mapping[str, Found], level: str) -> Found:
    found = find(fault)
    if found.level != level or fault not in known:
        raise UsageError(
            f"故障“{fault}”不属于这种接收方（{level}），全部故障见 --list-faults。",
            f'Fault "{fault}" is none of this receiver ({level}); --list-faults shows all.',
        )
    return known[fault]

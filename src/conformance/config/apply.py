"""What a configuration comes to in one run: how each file is read, which severities hold, what is suppressed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from conformance.engine.sieve import Suppression
from conformance.sources.raw import ReadOptions
from conformance.standard.model import Severity

if TYPE_CHECKING:
    from conformance.config.model import Configuration, ConfiguredItem, Suppressing


def item_for(configuration: Configuration, path: str) -> ConfiguredItem | None:
    """The first entry whose pattern fits a file; None for standard input and for what is no file."""
    if path == "-" or path.startswith("<"):
        return None
    return next((one for one in configuration.items if one.pattern.fits(path)), None)


def reading_for(entry: ConfiguredItem, reading: ReadOptions) -> ReadOptions:
    """How a file is read by its entry; what was said already (on the command line, in a manifest) holds."""
    return replace(
        reading,
        item=reading.item or entry.item,
        sheet=reading.sheet or entry.sheet,
        encoding=reading.encoding or entry.encoding,
        mapping=reading.mapping or entry.mapping,
    )


def severities_on(configuration: Configuration, day: date) -> Mapping[str, Severity]:
    """Rule → severity, for the changes that hold on a day."""
    return {one.rule: one.severity for one in configuration.severities if day <= one.until}


def holding_on(configuration: Configuration, day: date) -> list[Suppressing]:
    """The suppressions that hold on a day, in order."""
    return [one for one in configuration.suppress if day <= one.until]


def suppressions_of(entries: Iterable[Suppressing]) -> list[Suppression]:
    """The same for the engine."""
    return [
        Suppression(
            rule=one.rule,
            concerns=one.path.fits if one.path is not None else lambda path: True,
            fields=one.fields,
            keys=frozenset(one.keys),
        )
        for one in entries
    ]


def own_files(configuration: Configuration) -> list[Path]:
    """The file itself and those that it names: in a folder of data they are no data."""
    return [configuration.path, *(one.mapping_file for one in configuration.items if one.mapping_file is not None)]

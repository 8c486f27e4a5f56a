"""``conformance sample``: from an item and a seed to a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.standard.model import Standard

if TYPE_CHECKING:
    import polars as pl

    from conformance.sample.plant import Log

BATCH_ROWS = 50_000


def write_sample(
    item: str,
    rows: int,
    seed: int,
    output: Path,
    fmt: str | None,
    defects: float,
    defects_log: Path | None,
    standard: Standard,
    encoding: str = "utf-8",
) -> None:
    """Write ``rows`` records of a data item; the same call writes the same bytes.

    Without ``fmt`` the format follows from the file's name. About the share ``defects`` of the rows get one named
    defect each, listed in ``defects_log`` (CSV in UTF-8). KeyError for an unknown item, ValueError for a number of
    rows, a share or a format that cannot be.
    """
    from conformance.sample.plant import Log, open_log
    from conformance.sample.write import XLSX_ROWS, format_of, write

    chosen = format_of(output, fmt)
    if rows < 0 or not 0 <= defects <= 1:
        raise ValueError("rows must not be negative, and the share of defects must lie between 0 and 1")
    if chosen == "xlsx" and rows > XLSX_ROWS:
        raise ValueError(f"a sheet holds no more than {XLSX_ROWS} records; choose another format")
    if defects_log is None:
        write(
            _named(frames(item, rows, seed, standard, defects, Log(None)), item, standard, chosen),
            output,
            chosen,
            encoding,
        )
        return
    with open_log(defects_log) as log:
        write(
            _named(frames(item, rows, seed, standard, defects, log), item, standard, chosen), output, chosen, encoding
        )


def _named(made: Iterator[pl.DataFrame], item: str, standard: Standard, fmt: str) -> Iterator[pl.DataFrame]:
    """The frames as a format names fields: by titles, and in XML, whose tags hold no brackets, by national codes."""
    if fmt != "xml":
        return made
    tags = {field.title: field.code or field.name for field in standard.record_type_of(item).fields}
    return (frame.rename({title: tags[title] for title in frame.columns}) for frame in made)


def frames(item: str, rows: int, seed: int, standard: Standard, defects: float, log: Log) -> Iterator[pl.DataFrame]:
    """The records batch by batch, under the Chinese titles of the record type's own columns and those of the item."""
    from conformance.sample.brief import prepare_item
    from conformance.sample.dice import Dice
    from conformance.sample.plant import plant
    from conformance.sample.records import batch
    from conformance.sample.world import prepare

    world = prepare(standard)
    brief = prepare_item(item, standard, world)
    titles = {field.name: field.title for field in brief.wanted.fields}
    for first in range(0, max(rows, 1), BATCH_ROWS):
        count = min(BATCH_ROWS, rows - first)
        frame = batch(brief, Dice(seed, first, count), world)
        if defects > 0:
            frame = plant(frame, item, standard, seed, first, defects, log)
        yield frame.rename(titles)

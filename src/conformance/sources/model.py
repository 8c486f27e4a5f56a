"""What every reader yields: tables of text, cut into bounded batches, with the place of each cell.

A reader never judges a value. It hands on the text exactly as written, says where it stood, and reports as a
:class:`Notice` whatever went wrong while reading. What cannot be read at all raises :class:`Unusable`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec import Struct, field

from conformance.sources.codes import ProblemCode
from conformance.standard.model import Party, Severity, Text

BATCH_ROWS = 200_000
"""Rows per batch: large enough to amortise a call, small enough that memory does not depend on file length."""


class Unusable(Exception):
    """The input cannot be checked at all (exit code 2). Carries one clear sentence: where, what, how to mend.

    ``mapping_template`` is a mapping file to save and edit, where the headers could not be matched; ``code`` says to programs
    what the sentence says to people.
    """

    def __init__(
        self, zh: str, en: str, path: str = "", mapping_template: str | None = None, code: ProblemCode = "unreadable"
    ) -> None:
        super().__init__(zh)
        self.text = Text(zh, en)
        self.path = path
        self.mapping_template = mapping_template
        self.code = code


class Notice(Struct, frozen=True):
    """Something a reader found: a rule id with its place.

    ``index`` is the position in the batch's frame (None: about the whole table), ``column`` the position in
    ``Table.columns`` (None: about the whole row or table).
    """

    rule: str
    index: int | None = None
    column: int | None = None
    value: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    severity: Severity | None = None
    """Where it is milder than its rule (a column that only the party's own platform asks for)."""


How = Literal[
    "title",  # the Chinese title
    "code",  # the national code
    "name",  # the English name
    "alias",  # another header seen in practice
    "without-note",  # matched after leaving out a note in brackets
    "mapping",  # named in the mapping file
    "ignored",  # a running number (序号), or ignored by the mapping file
    "duplicate",  # a second column for a field that already has one; not checked
    "unknown",
]


class Column(Struct, frozen=True):
    """A column of the source: its header as written and the field it holds."""

    index: int
    """0-based position in the sheet or file, so that the letter of the column follows from it."""
    header: str
    field: str | None
    how: How
    near: str | None = None
    """The title of the field that an unknown header is close to."""

    @property
    def key(self) -> str:
        """Name of this column in ``Batch.frame``: the field's name, else ``@`` and the position."""
        return self.field if self.field is not None and self.how != "duplicate" else f"@{self.index}"


class Batch(Struct, frozen=True):
    """A bounded run of rows.

    ``frame`` has one String column per ``Table.columns`` entry, named ``Column.key``; null where the source has no
    value. ``rows`` is the row a spreadsheet would show, ``lines`` the physical line where a record begins (text
    sources only), ``ordinals`` the 0-based position of the element in a JSON array or of the row below the header.
    ``broken`` marks rows that must not be judged cell by cell (a ragged row): their notice says why.
    """

    frame: pl.DataFrame
    rows: npt.NDArray[np.int64]
    ordinals: npt.NDArray[np.int64]
    lines: npt.NDArray[np.int64] | None = None
    broken: npt.NDArray[np.bool_] | None = None
    notices: tuple[Notice, ...] = ()
    progress: float | None = None
    """Share of the source consumed so far, 0 to 1."""
    as_written: pl.DataFrame | None = None
    """The frame as read, where the mapping replaced values in ``frame``; same columns and height."""

    @property
    def written(self) -> pl.DataFrame:
        """The frame as read: what is quoted or handed back to the user comes from here."""
        return self.frame if self.as_written is None else self.as_written


WRAPPED = frozenset({"Batch", "RecordPage"})
"""Envelopes of the exchange that hold records, each record's fields in a member ``data``. Every element is a record."""
_KEYED = frozenset({"json", "jsonl", "records", "xml", *WRAPPED})


class Table(Struct):
    """One sheet, file or list of records whose columns are known and whose rows are still to be read."""

    path: str
    format: str
    """csv, tsv, xlsx, xls, ods, html, json, jsonl, xml, parquet, records, frame; of an envelope of the exchange its class
    (Batch, RecordPage, Receipt, SubjectQuery …)."""
    columns: tuple[Column, ...]
    item: str
    """Id of the data item it is checked against; empty for an envelope that holds no records."""
    confidence: float
    """1.0 when the item was given; else the share of the item's columns that the headers matched."""
    batches: Iterator[Batch]
    """Read once."""
    encoding: str | None = None
    sheet: str | None = None
    header_row: int = 1
    """Spreadsheet row of the (last) header row."""
    delimiter: str | None = None
    pointer_prefix: str | None = None
    """JSON pointer of the list that holds the records; None where pointers have no meaning. A cell's pointer is
    ``{prefix}/{ordinal}/{header}``, in an envelope ``{prefix}/{ordinal}/data/{header}``. In XML it is the path that all
    records have, and a cell's is ``(path)[number]/tag``."""
    party: Party | None = None
    """Who submits, where the input itself says so."""
    subject: tuple[str, str] | None = None
    """Scheme and identifier of the subject that a query of the exchange names."""
    notices: tuple[Notice, ...] = ()
    """What was found before the first row."""
    ignored_sheets: tuple[tuple[str, Text], ...] = ()
    """(sheet, reason) for sheets of the same workbook that were not checked."""
    mapping_template: str | None = None
    """A mapping file to save and edit, where headers matched nothing."""
    told: tuple[Text, ...] = ()
    """What the report has to say of how it was read."""
    digest: str | None = None
    """``sha256:`` of the bytes of the file that it stands in, where that was asked for and there is one."""
    stamp: tuple[int, ...] = ()
    """Which file it stands in and when that was last written to (``Source.stamp``)."""

    @property
    def keyed(self) -> bool:
        """Whether its columns are the keys of records: these have no order of their own."""
        return self.format in _KEYED

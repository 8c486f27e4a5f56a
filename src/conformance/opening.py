"""Opening the files of a submission: what is in them, which tables wait for their turn, and what of it may stay open until then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from conformance.engine.model import TableResult
from conformance.engine.references import SendingKind
from conformance.engine.running import Delimited, delimited_as
from conformance.engine.sums import Sums
from conformance.jobs import Job, Submission
from conformance.report.build import Unread
from conformance.report.outlets import Outlets
from conformance.sources.model import Column, Table, Unusable
from conformance.standard.model import Text

_HELD_BYTES = 32 << 20
"""Workbooks that wait for their turn hold their cells; beyond so many bytes of files they are let go and opened again."""
_WORKBOOKS = frozenset({"xlsx", "xls", "xlsb", "ods"})


class Waiting(Struct):
    """A table that waits for its turn."""

    job: Job
    place: int
    """Its place among the outcomes."""
    number: int
    """Its place among the tables of its input."""
    table: Table | None
    item: str
    columns: tuple[Column, ...]
    kind: SendingKind
    listed: bool
    """Whether it is what the manifest's entry is about."""
    written: Delimited | None = None
    sums: Sums | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    texts: bool = False
    """Whether a digest of its cells is wanted."""


class Opened(Struct):
    """What is in the files."""

    waiting: list[Waiting] = field(default_factory=list)
    """The tables, as the files were given."""
    outcomes: list[TableResult | Unread] = field(default_factory=list)
    """Of everything that is in them; of what waits for its turn a place to be filled."""
    digests: list[str | None] = field(default_factory=list)
    """Of each outcome's input, where they were asked for."""
    told: list[Text] = field(default_factory=list)
    """What is to be said of how inputs were read."""
    beyond: list[str] = field(default_factory=list)
    """What no entry of the manifest is about."""
    whole: bool = True
    """Whether every file could be opened."""


def open_all(submission: Submission, outlets: Outlets) -> Opened:
    """Open the files of a submission; what cannot be opened is an outcome. A workbook that takes findings hears of every table."""
    found, request = Opened(), submission.request
    tables_there: list[Table] = []
    held = 0
    for job in submission.jobs:
        try:
            tables = job.open(request.standard)
        except Unusable as error:
            found.whole = False
            found.outcomes.append(unread(error))
            found.digests.append(None)
            continue
        weight = _weight(submission, job, tables)
        held += weight
        kept = not weight or held <= _HELD_BYTES
        found.told += [said for table in tables for said in table.told]
        for number, table in enumerate(tables):
            found.digests.append(table.digest)
            if not table.item:
                from conformance.submission.envelope import envelope_result

                found.outcomes.append(envelope_result(table, request, outlets.sink_of))
                continue
            listed = job.entry is not None and job.entry.item in (None, table.item)
            if not listed:
                found.beyond.append(job.name if len(tables) == 1 else f"{job.name}（{table.sheet}）")
            tables_there.append(replace(table, batches=iter(())))  # its columns: whether its cells stay is said above
            found.waiting.append(
                Waiting(
                    job,
                    len(found.outcomes),
                    number,
                    table if kept else None,
                    table.item,
                    table.columns,
                    _kind(submission) if job.entry is None else job.entry.kind,
                    listed,
                    delimited_as(table),
                    fields=_totals(submission, job, table) if listed else {},
                    texts=job.reading.digested and table.digest is None,
                )
            )
            found.outcomes.append(unread(Unusable("", "", table.path)))
    if outlets.workbook is not None:
        outlets.workbook.expect(tables_there)
    return found


def _weight(submission: Submission, job: Job, tables: Sequence[Table]) -> int:
    """Bytes of a workbook whose tables would wait for others with all their cells; 0 for what may always stay open."""
    if len(submission.jobs) < 2 or tables[0].format not in _WORKBOOKS or not job.again:
        return 0
    return Path(job.source).stat().st_size


def _kind(submission: Submission) -> SendingKind:
    return "full" if submission.manifest is None else submission.manifest.kind


def _totals(submission: Submission, job: Job, table: Table) -> Mapping[str, str]:
    """The fields whose totals are asked for, as ``verify.fields_of_totals`` names them."""
    if job.entry is None or not job.entry.totals or submission.manifest is None:
        return {}
    from conformance.submission.verify import fields_of_totals

    record_type = submission.request.standard.record_type_of(table.item, submission.request.party)
    return fields_of_totals(job.entry, record_type, submission.manifest)


def unread(error: Unusable) -> Unread:
    """An input that could not be used."""
    return Unread(error.path, error.text, error.mapping_template, error.code)

"""Mending a file: judge it, decide, write, check what was written, and only then put it in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conformance.api import Options, reading_of, request_of, settled_by
from conformance.config.model import Configuration
from conformance.engine.model import Progress, Request, RowsSink, Sink, TableResult
from conformance.repair.decide import Decisions
from conformance.repair.formats import HELD_BACK, limits_of, refuse_unwritable
from conformance.repair.judging import Judging, explained, read_tables
from conformance.repair.lines import ChangesFile, lines_of
from conformance.repair.model import ChangeLine, FailureKey, HeldBack, Mended, Repair
from conformance.repair.placing import commit_all
from conformance.repair.proof import compare, tables_of
from conformance.repair.writing import write
from conformance.report.errors import UsageError
from conformance.report.files import Replacing, unwritable
from conformance.report.model import Failure, Report
from conformance.report.outlets import Outlets
from conformance.report.split import Split
from conformance.report.targets import check_targets
from conformance.report.wording import Wording
from conformance.sources.model import Table
from conformance.sources.raw import ReadOptions
from conformance.sources.source import Source, Stored, source_of
from conformance.standard.load import load
from conformance.standard.model import Lang, Standard

Told = Callable[[ChangeLine], None]
_BATCH_ROWS = 20_000
"""Rows decided about at a time: every row may be wrong, and each finding is an object until it is on disk."""


class How(Struct, frozen=True):
    """What is to be done beyond the check that :class:`~conformance.api.Options` describe."""

    output: Path | None = None
    """None: only say what would be changed, to the log as well if there is one."""
    confirm: bool = False
    to_utf8: bool = False
    log: Path | None = None


def fix(
    source: str | Path,
    output: str | Path | None = None,
    *,
    item: str | None = None,
    party: str | None = None,
    as_of: date | str | None = None,
    mapping: str | Path | Mapping[str, Any] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    lang: Lang = "zh",
    confirm: bool = False,
    to_utf8: bool = False,
    log: str | Path | None = None,
    show_personal_data: bool = False,
    config: Configuration | str | Path | bool = False,
    on_change: Told | None = None,
) -> Repair:
    """Mend what can be mended in a file and write the result to ``output``; the file itself stays as it is.

    Without ``output`` no mended file is written, and a log says what would be changed. ``on_change`` is told every change,
    ``log`` (.csv or .jsonl) holds them all; personal data is masked in both unless ``show_personal_data``. With ``confirm``
    also what is only fairly certain. ``to_utf8`` converts a text file. ``config`` as for :func:`conformance.check`; what it
    suppresses does not count and is not mended.

    Raises UsageError where the file cannot be read, mended or written, and Unproved where what was written does not check
    as it should; neither the mended file nor the log is left behind then.
    """
    options = Options(
        item=item,
        party=party,
        as_of=as_of,
        mapping=mapping,
        encoding=encoding,
        sheet=sheet,
        lang=lang,
        show_personal_data=show_personal_data,
        config=config,
    )
    how = How(None if output is None else Path(output), confirm, to_utf8, None if log is None else Path(log))
    return mend(source, options, how, on_change=on_change)


def mend(
    source: str | Path,
    options: Options,
    how: How,
    *,
    standard: Standard | None = None,
    on_change: Told | None = None,
    on_progress: Progress | None = None,
) -> Repair:
    """Mend a file; see :func:`fix`."""
    standard = standard or load()
    path = str(source)
    options, configuration = settled_by(options, [path], standard)
    request, reading = request_of(options, standard), reading_of(options, standard)
    reading = replace(reading, batch_rows=_BATCH_ROWS)
    wording = Wording(standard, options.lang, show_personal_data=options.show_personal_data)
    if path == "-":
        raise UsageError(
            "自动更正要读两遍，不能读标准输入，请先存为文件。",
            "Mending reads the input twice and cannot take standard input; save it as a file first.",
        )
    check_targets([target for target in (how.output, how.log) if target is not None], [Path(path)])
    with ExitStack() as stack, explained():
        judging = Judging(path, request, reading, configuration)
        clerk = stack.enter_context(_Clerk(source_of(path), judging.request, judging.reading, how))
        results = _judged(judging, clerk, on_progress)
        before = judging.report(results, wording)
        later: Counter[FailureKey] = Counter()
        after = None
        log = None if how.log is None else stack.enter_context(ChangesFile(how.log))
        file = None
        if how.output is not None:
            file = Replacing(how.output, as_named=True)
            stack.callback(file.discard)
            try:
                write(clerk.source, clerk.decided, file.path, to_utf8=how.to_utf8)
            except OSError as error:
                raise unwritable(how.output, error) from error
            written = Stored(path, file.path)
            again = Judging(written, request, _as_written(judging.reading, how), configuration)
            mended = _judged_again(again, len(results), on_progress)
            for one, was, is_now in zip(clerk.decided, results, mended, strict=True):
                later += compare(was, is_now, one.tally, judging.request).later
            after = again.report_of(how.output, mended, wording)
        clerk.tell(wording, [told for told in (on_change, None if log is None else log.add) if told is not None])
        if file is not None:
            clerk.source.check_unchanged()
        commit_all([*([] if log is None else [log.finished()]), *([] if file is None else [file])])
        return _repair(path, how, clerk, later, before, after, wording)


class _Clerk:
    """Where the check hands its findings and records: one decider for each table, in the order of the tables."""

    def __init__(self, source: Source, request: Request, reading: ReadOptions, how: How) -> None:
        self.source = source
        self.decided: list[Decisions] = []
        self._request, self._reading, self._how = request, reading, how

    def __enter__(self) -> _Clerk:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.decided:
            one.release()

    def of(self, table: Any) -> Decisions:
        """The decider of a table."""
        known = next((one for one in self.decided if one.table is table), None)
        if known is not None:
            return known
        if self._how.output is not None:
            refuse_unwritable(table, self._how.output)
        mapping = self._reading.mapping
        self.decided.append(
            Decisions(
                table,
                self._request,
                limits_of(self.source, table),
                confirm=self._how.confirm,
                values=None if mapping is None else mapping.values,
            )
        )
        return self.decided[-1]

    def sink(self, place: Any) -> Sink:
        return self.of(place).take

    def rows_sink(self, table: Table) -> RowsSink | None:
        return self.of(table).rows

    def spoil(self) -> None:
        """The input broke off: that is said by its outcome."""

    def tell(self, wording: Wording, listeners: Sequence[Told]) -> None:
        """Tell every change, table by table."""
        for one in self.decided if listeners else ():
            changes = (change for stretch in one.spool for change in stretch.changes)
            for line in lines_of(one.table, changes, wording):
                for told in listeners:
                    told(line)


def _judged(judging: Judging, clerk: _Clerk, on_progress: Progress | None) -> list[TableResult]:
    results = read_tables(judging.outcomes(Outlets(clerk, clerk, on_progress)))
    for one in clerk.decided:
        one.close()
    # Tables are judged in the order in which they refer to each other.
    places = {(result.sheet, result.pointer_prefix): place for place, result in enumerate(results)}
    clerk.decided.sort(key=lambda one: places[one.table.sheet, one.table.pointer_prefix])
    return results


def _as_written(reading: ReadOptions, how: How) -> ReadOptions:
    """How the mended file is read."""
    return replace(reading, encoding="utf-8") if how.to_utf8 and reading.encoding is not None else reading


def _judged_again(judging: Judging, number: int, on_progress: Progress | None) -> list[TableResult]:
    with Split() as nowhere:
        return tables_of(judging.outcomes(Outlets(nowhere, None, on_progress)), number)


def _repair(
    path: str,
    how: How,
    clerk: _Clerk,
    later: Counter[FailureKey],
    before: Report,
    after: Report | None,
    wording: Wording,
) -> Repair:
    tallies = [one.tally for one in clerk.decided]
    by_rule = sum((tally.by_rule for tally in tallies), Counter[Any]())
    uncovered = sum((tally.uncovered for tally in tallies), later)
    held_back = sum((tally.held_back for tally in tallies), Counter[str]())
    return Repair(
        path=path,
        output=None if how.output is None else str(how.output),
        log=None if how.log is None else str(how.log),
        confirmed=how.confirm,
        cells=sum(tally.cells for tally in tallies),
        rows=sum(tally.rows for tally in tallies),
        removed=sum(tally.removed for tally in tallies),
        mended=[Mended(rule, fix, number) for (rule, fix), number in by_rule.most_common()],
        uncovered=[Failure(rule, field, severity, n) for (severity, rule, field), n in uncovered.most_common()],
        held_back=[HeldBack(key, wording.say(HELD_BACK[key]), n) for key, n in held_back.most_common()],
        to_confirm=dict(sum((tally.to_confirm for tally in tallies), Counter[str]()).most_common()),
        before=before,
        after=after,
    )

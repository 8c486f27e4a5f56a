"""Data frames of Apache Spark as inputs: ``check_dataframe``. Needs the extra ``[spark]``.

The report is that of ``conformance.check`` on the files that the frame was read from, but for the form of the inputs, which is ``frame``;
all findings are a frame themselves.
"""

from __future__ import annotations

import importlib
import pickle
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from conformance.checking import judge
from conformance.engine.model import Sink, TableResult, Violation
from conformance.engine.running import Turn
from conformance.engine.spark.answers import Answers
from conformance.engine.spark.failed import ClusterFailed
from conformance.engine.spark.frames import (
    FILE,
    NO_ORDER,
    NOT_THE_SAME,
    WHOLE,
    Layout,
    as_counted,
    counts_of,
    held,
    judging_rows,
    overlapping,
    starts_of,
    with_places,
)
from conformance.engine.spark.joining import Numbers, joined, moved
from conformance.engine.spark.probing import probe
from conformance.engine.spark.session import Cluster, require
from conformance.engine.spark.task import Unfit, Unread, brief
from conformance.engine.spark.watch import acting
from conformance.engine.spark.worker import FOUND, JUDGED, ROWS, UNFIT, UNREAD, Batches
from conformance.jobs import Job, Submission
from conformance.options import Options, reading_of, request_of
from conformance.report.build import build_report
from conformance.report.errors import UsageError
from conformance.report.model import Report
from conformance.report.outlets import Outlets
from conformance.report.places import Place
from conformance.report.split import Split
from conformance.report.stream import COLUMNS, NUMBERS, findings_schema
from conformance.report.wording import Wording
from conformance.sources.arrow import pa
from conformance.sources.frame import from_batches
from conformance.sources.model import Table, Unusable
from conformance.sources.raw import ReadOptions
from conformance.standard.load import load
from conformance.standard.model import Lang, Purpose, Standard, Text

_NO_SOURCE = Text(
    "数据帧不是直接读自 Parquet 文件，行号是 Spark 交出各行的次序，不是来源中的行号；请按文号等内容查找有问题的记录",
    "the frame was not read from Parquet files as they are, so rows are numbered as Spark hands them over, not as in a source; look records up by "
    "their document numbers",
)
_NO_ROWS = Text(
    "数据帧读取的文件中，有 {count} 个没有一行进入校验（文件是空的，或各行都被筛选掉了）：{files}",
    "of the files that the frame was read from, {count} have no row in what was checked (they are empty, or all their rows were filtered "
    "out): {files}",
)
_NAMED = 20
"""Files without a row that are named."""
_cells = attrgetter(*COLUMNS)


class SparkReport(Struct, frozen=True):
    """What came of a frame."""

    report: Report
    """As of ``conformance.check``."""
    findings: Any
    """Every finding, as a DataFrame with the columns of ``--findings``; worked out when it is used."""
    _kept: Answers

    def release(self) -> None:
        """Let go of what Spark keeps for ``findings``."""
        self._kept.release()


def check_dataframe(
    frame: Any,
    item: str | None = None,
    party: str | None = None,
    as_of: date | str | None = None,
    *,
    purpose: Purpose | None = None,
    applies_from: date | str | None = None,
    mapping: str | Path | Mapping[str, Any] | None = None,
    lang: Lang = "zh",
    show_personal_data: bool = False,
    examples: int = 100,
) -> SparkReport:
    """Check a DataFrame of Spark on its own cluster.

    Read from Parquet files (``spark.read.parquet``, a table of Hive in Parquet), each file is an input and rows are named as in
    the file; the frame may have been filtered, and its columns chosen, but not sorted. Of any other frame rows are numbered as
    Spark hands them over, and the report says so.

    Raises UsageError for what the standard does not know, and where the cluster fails: then nothing is decided.
    """
    options = Options(
        item=item, party=party, as_of=as_of, purpose=purpose, applies_from=applies_from, mapping=mapping, lang=lang,
        show_personal_data=show_personal_data, examples=examples, engine="spark",
    )  # fmt: skip
    try:
        require()
        return _Checking(frame, options).run()
    except (ClusterFailed, Unusable) as error:
        raise UsageError(error.text.zh, error.text.en) from error


class _Checking:
    """The steps of one check."""

    def __init__(self, frame: Any, options: Options) -> None:
        self._frame = frame
        self._options = options
        self._standard = load()
        self._request = request_of(options, self._standard)
        self._reading = reading_of(options, self._standard)
        self._wording = Wording(self._standard, options.lang, show_personal_data=options.show_personal_data)
        self._cluster = Cluster.of(frame.sparkSession)

    def run(self) -> SparkReport:
        names = tuple(self._frame.columns)
        if any(not name.strip() for name in names):
            raise UsageError(
                "数据帧有没有名字的列，请先命名或去掉。", "The frame has a column without a name; name it or drop it."
            )
        if twice := [name for number, name in enumerate(names) if name in names[:number]]:
            raise UsageError(
                f"数据帧有不止一列叫“{twice[0]}”，请改名或去掉其中一列。",
                f"The frame has more than one column called {twice[0]}; rename or drop one of them.",
            )
        if quoted := [name for name in names if "`" in name]:  # mapInArrow cannot name it
            raise UsageError(
                f"数据帧的列名“{quoted[0]}”中有反引号，请改名。",
                f"The frame has a column called {quoted[0]}, with a backtick in its name; rename it.",
            )
        probe(self._cluster)
        let_go: list[Callable[[], object]] = []
        with ExitStack() as stack:  # whatever goes wrong: nothing stays in a session that is not ours
            with acting(self._cluster):
                placed = with_places(self._frame)
                if placed is not None:
                    frame, paths, counts = placed, _files(self._frame, placed), {}
                else:
                    frame, let_go = held(self._frame)
                    for release in let_go:
                        stack.callback(release)
                    paths, counts = [], counts_of(frame)
            tables = {path: number for number, path in enumerate(paths)}
            layout = Layout(names, tables, self._reading, starts_of(counts))
            templates = [_template(names, self._standard, self._reading, _shown(path)) for path in paths or [WHOLE]]
            answers = stack.enter_context(self._judged(frame, layout))
            if overlapping(answers.spans):
                raise ClusterFailed(NO_ORDER.zh, NO_ORDER.en)
            if not tables and not answers.broken and not as_counted(counts, answers.spans):
                raise ClusterFailed(NOT_THE_SAME.zh, NOT_THE_SAME.en)
            notes = [_NO_SOURCE] if placed is None else _without_rows(self._frame, paths)
            made = self._report(answers, templates, notes)
            answers.hold()
            for release in let_go:
                answers.keep(release)
            stack.pop_all()
            return made

    def _report(self, answers: Answers, templates: Sequence[Table], notes: Sequence[Text]) -> SparkReport:
        numbers, beside = Numbers(), _Beside(self._wording)

        def runner(turn: Turn) -> TableResult:
            return joined(turn, len(templates) - len(turn.coming), answers, numbers)

        jobs = [_Ready(table.path, self._reading, table=table) for table in templates]
        outcomes = judge(Submission(jobs, self._request), Outlets(Split(None, None), beside, None), runner).outcomes
        report = build_report(
            outcomes,
            self._request,
            lang=self._options.lang,
            show_personal_data=self._options.show_personal_data,
            engine="spark",
            notes=[self._wording.say(note) for note in notes],
        )
        return SparkReport(report, self._findings(answers, templates, numbers, beside), answers)

    def _judged(self, frame: Any, layout: Layout) -> Answers:
        with acting(self._cluster):
            context = self._cluster.session.sparkContext
            told, given = context.broadcast(brief(self._request, everything=True)), context.broadcast(layout)
            rows = frame.mapInArrow(judging_rows(told, given), ROWS)
        return Answers(self._cluster, rows, [JUDGED], [told.destroy, given.destroy])

    def _findings(self, answers: Answers, tables: Sequence[Table], numbers: Numbers, beside: _Beside) -> Any:
        functions: Any = importlib.import_module("pyspark.sql.functions")
        bare = tuple(replace(table, batches=iter(())) for table in tables)
        with acting(self._cluster):
            session = self._cluster.session
            told = session.sparkContext.broadcast(
                _Words(
                    self._standard,
                    self._options.lang,
                    self._options.show_personal_data,
                    bare,
                    numbers.records,
                    answers.unread,
                )
            )
            answers.keep(told.destroy)
            found = answers.rows.where(functions.col("kind").isin(FOUND, UNREAD, UNFIT)).select(
                "table", "at", "payload"
            )
            columns = ", ".join(f"`{name}` {'long' if name in NUMBERS else 'string'}" for name in COLUMNS)
            worded = found.mapInArrow(_wording(told), columns)
            return worded.unionByName(session.createDataFrame(beside.rows, columns)) if beside.rows else worded


class _Ready(Job, frozen=True, kw_only=True):
    """A table whose rows lie elsewhere."""

    table: Table | None = None

    def open(self, standard: Standard) -> list[Table]:
        """The table, without its rows."""
        return [] if self.table is None else [self.table]


class _Words(Struct, frozen=True):
    """What executors need to word findings."""

    standard: Standard
    lang: Lang
    show_personal_data: bool
    tables: tuple[Table, ...]
    before: Mapping[tuple[int, int], int]
    unread: frozenset[tuple[int, int]]
    """Pieces whose reading broke off when they were judged."""


class _Beside:
    """What is found where the answers are joined: repeated records, and what concerns whole tables."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self.rows: list[tuple[Any, ...]] = []

    def sink(self, place: Place) -> Sink:
        """As of ``report.outlets.TakesFindings``."""

        def take(violations: Sequence[Violation]) -> None:
            self.rows += map(_cells, self._wording.findings(place, violations))

        return take


def _wording(told: Any) -> Callable[[Batches], Batches]:
    """What ``mapInArrow`` is given to word what was found."""

    def run(batches: Batches) -> Batches:
        words: _Words = told.value
        wording = Wording(words.standard, words.lang, show_personal_data=words.show_personal_data)
        schema = findings_schema()
        for batch in batches:
            for row in batch.to_pylist():
                piece, message = (row["table"], row["at"]), pickle.loads(row["payload"])  # noqa: S301 - from our own job
                if isinstance(message, Unread) and piece in words.unread:
                    continue
                if isinstance(
                    message, Unread | Unfit
                ):  # lost with its executor and judged once more, by one that cannot
                    raise RuntimeError(wording.say(message.why if isinstance(message, Unfit) else message.error().text))
                records = words.before.get(piece, 0)
                found = [moved(one, records) for one in message.violations]
                rows = [_cells(one) for one in wording.findings(words.tables[row["table"]], found)]
                yield pa.RecordBatch.from_pylist([dict(zip(COLUMNS, one, strict=True)) for one in rows], schema=schema)

    return run


def _files(frame: Any, placed: Any) -> list[str]:
    """The files that the records of a frame came from, in order of their names; at least one, so that the header is looked at."""
    functions: Any = importlib.import_module("pyspark.sql.functions")
    found = [row[0] for row in placed.select(functions.col(f"`{FILE}`")).distinct().collect()]
    return sorted(found) or sorted(frame.inputFiles())[:1]


def _without_rows(frame: Any, paths: Sequence[str]) -> list[Text]:
    """What is said of files that the frame was read from and of which it has no row: locally each would be an input without rows."""
    missing = sorted({_shown(path) for path in frame.inputFiles()} - {_shown(path) for path in paths})
    if not missing:
        return []
    more = "…" if len(missing) > _NAMED else ""
    zh, en = (comma.join(missing[:_NAMED]) + more for comma in ("、", ", "))
    count = len(missing)
    return [Text(_NO_ROWS.zh.format(count=count, files=zh), _NO_ROWS.en.format(count=count, files=en))]


def _shown(path: str) -> str:
    """A path as people write it: ``file:/data/a.parquet`` (with one slash or three) is ``/data/a.parquet``."""
    found = re.match(r"file:(?://)?(/.*)", path)
    return unquote(found[1]) if found else path


def _template(names: Sequence[str], standard: Standard, reading: ReadOptions, path: str) -> Table:
    none: Iterator[Any] = iter(())
    return replace(from_batches(names, none, standard, reading, path), batches=iter(()))

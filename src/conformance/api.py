"""The same as a Python call: sources to engine to report. The only place that wires the three together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias, cast, get_args

from msgspec.structs import replace

from conformance import remarks
from conformance.checking import Judged, judge
from conformance.config.applied import Applied
from conformance.engine.model import Progress, TableResult
from conformance.engine.running import Runner, run_here
from conformance.gather import gather
from conformance.given import addressed, inputs_of
from conformance.jobs import Previous, Submission, jobs_of, previous_jobs
from conformance.named import day_of as day_of
from conformance.named import item_of as item_of
from conformance.named import party_of as party_of
from conformance.options import Engine as Engine
from conformance.options import Options as Options
from conformance.options import reading_of as reading_of
from conformance.options import request_of as request_of
from conformance.options import settled_by as settled_by
from conformance.report.build import build_report
from conformance.report.errors import UsageError, unknown
from conformance.report.model import Report
from conformance.report.outlets import Outlets
from conformance.report.split import Split
from conformance.report.submission import submission_report
from conformance.report.view import View
from conformance.report.wording import Wording
from conformance.sources.model import Unusable
from conformance.sources.source import Stored
from conformance.standard.load import load
from conformance.standard.model import Lang, Purpose, Standard, Text

if TYPE_CHECKING:
    import polars as pl

    from conformance.config.model import Configuration
    from conformance.report.xlsx.outlet import WorkbookFile
    from conformance.sources.database.address import Address
    from conformance.submission.model import Contents, Manifest

    Records: TypeAlias = Mapping[str, Any] | Iterable[Mapping[str, Any]]
    Source: TypeAlias = (
        str | Path | Address | Sequence[str | Path] | BinaryIO | bytes | pl.DataFrame | pl.LazyFrame | Records
    )


def check(
    source: Source | None = None,
    *,
    item: str | None = None,
    party: str | None = None,
    as_of: date | str | None = None,
    purpose: Purpose | None = None,
    applies_from: date | str | None = None,
    mapping: str | Path | Mapping[str, Any] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    lang: Lang = "zh",
    show_personal_data: bool = False,
    examples: int = 100,
    findings: str | Path | None = None,
    accepted: str | Path | None = None,
    rejected: str | Path | None = None,
    manifest: str | Path | None = None,
    previous: str | Path | None = None,
    workbook: str | Path | None = None,
    group_by: str | None = None,
    config: Configuration | str | Path | bool = False,
    baseline: str | Path | None = None,
    engine: Engine = "local",
    master: str | None = None,
) -> Report:
    """Check a file, a data frame or a list of records, and answer with the report.

    With a ``manifest`` and no source the files that it lists are checked; ``previous`` is the submission before, a file, a
    folder, a ZIP or its manifest, with which this one is compared.

    ``source`` is a path or a list of paths, the address of a table in a database (``postgresql://user@host/db?table=schema.t``,
    ``sqlite:///file?table=t``), ``-`` for standard input, an open binary file, bytes, a frame of Polars (or its
    query), pandas or Arrow, one record, or any number of them. A folder or a ZIP stands for the files in it, which are
    checked by the manifest among them if there is one.

    ``workbook`` is a file for the annotated workbook (.xlsx), made beside the report while the data is at hand; with
    ``group_by``, a column of the data, it has a sheet of problems for each value of it.

    With ``engine="spark"`` files are judged on the cluster at ``master``, with the same report.

    An input that cannot be used is no exception: its verdict is ``not-checked`` and ``problem`` says why. Raises
    UsageError for an object of another type, for an item, party, purpose or date that does not exist, and for files
    that cannot be written.
    """
    options = Options(
        item=item,
        party=party,
        as_of=as_of,
        purpose=purpose,
        applies_from=applies_from,
        mapping=mapping,
        encoding=encoding,
        sheet=sheet,
        lang=lang,
        show_personal_data=show_personal_data,
        examples=examples,
        findings=None if findings is None else Path(findings),
        accepted=None if accepted is None else Path(accepted),
        rejected=None if rejected is None else Path(rejected),
        manifest=manifest,
        previous=previous,
        workbook=None if workbook is None else Path(workbook),
        group_by=group_by,
        config=config,
        baseline=baseline,
        engine=engine,
        master=master,
    )
    return check_many([] if source is None and manifest is not None else [cast("Source", source)], options)


def check_many(
    sources: Sequence[Source],
    options: Options | None = None,
    *,
    standard: Standard | None = None,
    notes: Sequence[str] = (),
    on_progress: Progress | None = None,
    on_judged: Callable[[Contents], None] | None = None,
    runner: Runner = run_here,
) -> Report:
    """Check several inputs into one report; raises as :func:`check` does.

    ``on_judged`` is told the manifest and the digests of the inputs, which are worked out for nobody else. ``runner`` has the
    tables judged: in this process, if none is named; where the options name another engine, that brings its own.
    """
    if runner is not run_here and options is not None and options.engine != "local":
        raise UsageError(
            "engine 和 runner 都是指由谁来校验，只能给一个。",
            "An engine and a runner both say who judges; give one of them.",
        )
    standard = standard or load()
    sources = [addressed(source) for source in sources]
    options, configuration = settled_by(options or Options(), sources, standard)
    if options.workbook is None and options.group_by is not None:
        raise UsageError(
            "--group-by 用于问题批注表，请同时写 --format xlsx --output 文件.xlsx。",
            "--group-by is for the annotated workbook; give --format xlsx --output FILE.xlsx as well.",
        )
    with ExitStack() as stack:
        return _check(sources, options, standard, notes, on_progress, on_judged, runner, configuration, stack)


def _workbook(options: Options, wording: Wording, stack: ExitStack) -> WorkbookFile | None:
    if options.workbook is None:
        return None
    from conformance.report.xlsx.outlet import WorkbookFile

    return stack.enter_context(WorkbookFile(options.workbook, wording, options.group_by))


def _check(
    sources: Sequence[Source],
    options: Options,
    standard: Standard,
    notes: Sequence[str],
    on_progress: Progress | None,
    on_judged: Callable[[Contents], None] | None,
    runner: Runner,
    configuration: Configuration | None,
    held: ExitStack,
) -> Report:
    """``held`` holds what has to be there until the report is."""
    applied = Applied(configuration, None if options.baseline is None else Path(options.baseline))
    with ExitStack() as stack:
        given = [single for source in sources for single in inputs_of(source)]
        gathered = gather(given, stack, options.manifest, applied.own_files)
        manifest = _manifest(options.manifest or gathered.manifest, standard)
        if manifest is not None and manifest.party is not None and options.party is None:
            options = replace(options, party=manifest.party.id)
        request = applied.request(request_of(options, standard))
        reading = reading_of(options, standard)
        wording = Wording(standard, options.lang, show_personal_data=options.show_personal_data)
        if not gathered.inputs and manifest is None:
            raise UsageError(
                "请指定要校验的文件，或用 --manifest 指定报送清单。", "Name the files to check, or a manifest."
            )
        mine = replace(reading, digested=on_judged is not None)
        jobs = applied.jobs(jobs_of(gathered.inputs, manifest, mine, complete=gathered.manifest is not None))
        before = (
            Previous()
            if options.previous is None
            else previous_jobs(options.previous, standard, reading, stack, applied.own_files)
        )
        earlier = None if before.jobs is None else applied.jobs(before.jobs)
        submission = Submission(jobs, request, manifest, earlier, before.manifest)
        # No file of ours is begun before everything was gathered: it would lie among the data.
        workbook = _workbook(options, wording, held)
        split = stack.enter_context(Split(options.accepted, options.rejected))
        findings = None
        if options.findings is not None:
            from conformance.report.stream import FindingsFile

            findings = stack.enter_context(FindingsFile(options.findings, wording))
        try:
            judged, engine, where = _judged(
                submission, Outlets(split, findings, on_progress, workbook), options, runner
            )
        except Unusable as error:
            raise UsageError(error.text.zh, error.text.en) from error
    said = [
        *gathered.opened,
        *gathered.notes,
        *before.notes,
        *remarks.doubtful(manifest),
        *judged.told,
        *where,
        *remarks.taken_for_granted(submission, judged),
        *remarks.written(options, split, findings),
    ]
    beside = [*([judged.overall] if judged.overall is not None else []), *judged.previous]
    report = build_report(
        judged.outcomes,
        request,
        lang=options.lang,
        show_personal_data=options.show_personal_data,
        engine=engine,
        notes=[*notes, *map(wording.say, said)],
        submission=submission_report(manifest, None if before.jobs is None else judged.previous, judged.compared),
        beside=beside,
    )
    results = [*(one for one in judged.outcomes if isinstance(one, TableResult)), *beside]
    report = applied.entered(report, results, request, wording)
    if workbook is not None:
        workbook.write(report, View(standard, options.lang))
    if on_judged is not None:
        from conformance.submission.model import Contents

        on_judged(Contents(manifest, tuple(judged.digests)))
    return report


def _judged(
    submission: Submission, outlets: Outlets, options: Options, runner: Runner
) -> tuple[Judged, Engine, list[Text]]:
    """Have a submission judged where the options say; answers what came of it, the engine that was used, and what is to be said
    of that. Raises Unusable, and UsageError where a cluster fails."""
    if options.engine not in get_args(Engine):
        raise unknown("引擎", "engine", options.engine, get_args(Engine))
    if options.engine == "local":
        if options.master is not None:
            raise UsageError(
                "--master 是 Spark 集群的地址，请同时写 --engine spark。",
                "--master is the address of a Spark cluster; give --engine spark as well.",
            )
        return judge(submission, outlets, runner), "local", []
    from conformance.engine.spark.failed import ClusterFailed
    from conformance.engine.spark.using import judged_here, runner_on

    no_files = [job.name for job in submission.jobs if job.elsewhere(0) is None and not job.absent]
    try:
        with runner_on(options.master, submission.request, no_files) as on_cluster:
            judged = judge(submission, outlets, on_cluster)
            said = judged_here(on_cluster.here, on_cluster.there)
            return judged, "spark" if on_cluster.there else "local", said
    except ClusterFailed as error:
        raise UsageError(error.text.zh, error.text.en) from error


def _manifest(given: str | Path | Stored | None, standard: Standard) -> Manifest | None:
    if given is None:
        return None
    from conformance.submission.manifest import read_manifest

    try:
        return read_manifest(given, standard)
    except Unusable as error:
        raise UsageError(error.text.zh, error.text.en) from error

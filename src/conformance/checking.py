"""Judging the files of a submission: in the order in which they refer to each other, beside manifest and predecessor.

Whatever the order, outcomes are answered in the order in which the files were given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from conformance.engine.along import Along, companions_of
from conformance.engine.model import TableResult
from conformance.engine.period import Period
from conformance.engine.references import References
from conformance.engine.referred import reading_order, reference_checks
from conformance.engine.running import Again, Coming, Runner, Turn, run_here
from conformance.engine.uniqueness import Uniqueness
from conformance.jobs import Submission, open_earlier
from conformance.opening import Waiting, open_all, unread
from conformance.report.build import Unread
from conformance.report.outlets import Outlets
from conformance.sources.digests import TextDigest
from conformance.sources.model import Batch, Unusable
from conformance.standard.model import Text

if TYPE_CHECKING:
    from conformance.engine.history import History
    from conformance.submission.verify import Compared


class Judged(Struct):
    """What came out of it."""

    outcomes: list[TableResult | Unread] = field(default_factory=list)
    overall: TableResult | None = None
    """What was found about the submission as a whole; its place is the manifest."""
    previous: list[TableResult] = field(default_factory=list)
    """The tables of the submission before, with what has vanished from them."""
    compared: list[Compared] = field(default_factory=list)
    told: list[Text] = field(default_factory=list)
    """What is to be said of how inputs were read."""
    digests: list[str | None] = field(default_factory=list)
    """Of each outcome's input, where they were asked for; None of what could not be read."""


def judge(submission: Submission, outlets: Outlets, runner: Runner = run_here) -> Judged:
    """Judge a submission. Raises Unusable where the one before it cannot be read."""
    with ExitStack() as stack:
        return _Judging(submission, outlets, runner, stack).run()


class _Judging:
    """The steps of one run."""

    def __init__(self, submission: Submission, outlets: Outlets, runner: Runner, stack: ExitStack) -> None:
        self.submission = submission
        self.request = submission.request
        self.outlets = outlets
        self.runner = runner
        self.references = stack.enter_context(References(self.request))
        self.uniqueness = stack.enter_context(Uniqueness())
        self.history = None if submission.previous is None else stack.enter_context(self._history())
        self.opened = open_all(submission, outlets)
        self.judged = Judged(self.opened.outcomes, told=self.opened.told, digests=self.opened.digests)
        self.all_read = self.opened.whole

    def run(self) -> Judged:
        waiting = self.opened.waiting
        if len(waiting) > 1 or self.history is not None:
            for one in waiting:
                self.references.expect(one.item)
        if not self.opened.whole:
            self.references.miss()
        self._remember(waiting)
        before = self._read_before(waiting)
        order = reading_order(self.request.standard) if len(waiting) > 1 else {}
        items = self.request.standard.items
        in_turn = sorted(waiting, key=lambda one: order.get(items[one.item].record_type, 0))
        coming = [
            Coming(self._elsewhere(one), one.item, one.columns, self._along(one, one.item in before), one.written)
            for one in in_turn
        ]
        for number, one in enumerate(in_turn):
            self._judge(one, before, coming[number:])
        self._compare(waiting)
        if self.history is not None:
            self.judged.previous = self.history.vanished(self.all_read, self.outlets.sink_of)
        return self.judged

    def _history(self) -> History:
        """The submission before, of which nothing is read yet."""
        from conformance.engine.history import History, Times

        mine, before = self.submission.manifest, self.submission.previous_manifest
        times = Times(None if mine is None else mine.first, None if before is None else before.last)
        return History(self.request, times)

    def _remember(self, waiting: Sequence[Waiting]) -> None:
        """Read the submission before. Raises Unusable where it cannot be read."""
        if self.history is None:
            return
        items = {Path(one.job.name).name: one.item for one in waiting}
        for job in self.submission.previous or ():
            try:
                for table in open_earlier(job, items, self.request.standard):
                    table.batches = self.outlets.watched(table, self.history.remember(table, table.batches))
                    if self.references.concerns(table.item):
                        complete = job.entry is None or job.entry.kind == "full"
                        table.batches = self.references.gathered(table, table.batches, complete)
                    for _ in table.batches:
                        pass
            except Unusable as error:
                zh, en = f"上期（--previous）“{job.name}”：{error.text.zh}", f"--previous {job.name}: {error.text.en}"
                raise Unusable(zh, en, job.name) from error
        self.history.settle()

    def _read_before(self, waiting: Sequence[Waiting]) -> set[str]:
        """Have what refers to itself read once for its keys, before anything is looked up; answers the items of which that is
        done."""
        standard = self.request.standard
        to_itself = {
            one.item
            for one in waiting
            if one.kind == "increment"
            and any(
                check.params["referred_type"] == standard.items[one.item].record_type
                for check in reference_checks(one.item, self.request)
            )
        }
        types = {standard.items[item].record_type for item in to_itself}
        if len(waiting) == 1 and types:
            self.references.expect(waiting[0].item)
        mine = [one for one in waiting if standard.items[one.item].record_type in types]
        if not all(one.job.again for one in mine):
            return set()
        for one in mine:
            try:
                table = one.job.open(standard)[one.number]
                batches = self.references.gathered(table, table.batches, complete=one.kind == "full")
                self.references.first(partial(self._read, batches))
            except Unusable:
                self.references.miss()
        return {one.item for one in mine}

    def _read(self, batches: Iterator[Batch]) -> None:
        """Read a table for what is gathered on the way."""
        try:
            for _ in batches:
                pass
        except Unusable:
            self.references.miss()

    def _judge(self, one: Waiting, read_before: set[str], coming: Sequence[Coming]) -> None:
        split = self.outlets.split
        try:
            table = one.table or one.job.open(self.request.standard)[one.number]
            one.table = None
            request = self.request.of(table.party)
            along = self._along(one, one.item in read_before)
            companions = companions_of(table, request, along, self.references, self.history)
            one.sums = companions.sums
            if one.job.entry is not None:
                from conformance.submission.verify import digest_notices

                table.notices = (*table.notices, *digest_notices(one.job.entry))
            table.batches = self.outlets.watched(table, table.batches)
            texts = TextDigest(table) if one.texts else None
            if texts is not None:
                table.batches = texts.taken(table.batches)
            if self.outlets.workbook is not None:
                table.batches = self.outlets.workbook.batches(table, table.batches)
            if self._gathered(one, read_before):
                table.batches = self.references.gathered(table, table.batches, complete=one.kind == "full")
            turn = Turn(
                table,
                request,
                self.uniqueness,
                self.outlets.sink_to(table),
                split.rows_sink(table),
                companions,
                self._again(one, read_before),
                coming,
                self.outlets.on_progress,
            )
            result = self.runner(turn)
        except Unusable as error:
            self.all_read = False
            split.spoil()
            self.references.miss()
            self.judged.outcomes[one.place] = unread(error)
        else:
            self.judged.outcomes[one.place] = result
            if texts is not None and texts.whole:
                self.judged.digests[one.place] = texts.said()

    def _gathered(self, one: Waiting, read_before: Set[str]) -> bool:
        """Whether its keys are gathered as it is read, for what refers to it."""
        return self.references.concerns(one.item) and one.item not in read_before

    def _again(self, one: Waiting, read_before: Set[str]) -> Again | None:
        """How its file is opened by somebody else; None, too, where something here looks at its rows on the way."""
        return None if self._gathered(one, read_before) else self._elsewhere(one)

    def _elsewhere(self, one: Waiting) -> Again | None:
        """How its file is opened by somebody else, who gathers what it is referred to by; None where that cannot be."""
        here = one.texts or self.outlets.workbook is not None or self.history is not None
        return None if here else one.job.elsewhere(one.number)

    def _along(self, one: Waiting, read_before: bool) -> Along:
        manifest = self.submission.manifest
        period = None if manifest is None else Period(manifest.first, manifest.last)
        return Along(one.kind, read_before, period, tuple(one.fields.values()), not self.opened.whole)

    def _compare(self, waiting: Sequence[Waiting]) -> None:
        """Hold the files against the manifest."""
        manifest = self.submission.manifest
        if manifest is None:
            return
        from conformance.submission import verify

        overall = verify.Overall(manifest, self.request, self.outlets.sink_of)
        given = [job.entry for job in self.submission.jobs if job.entry is not None]
        gone = [file for file in manifest.files if file not in given or not file.path.exists()]
        overall.checked(
            verify.MISSING, [(file.line, file.name, {"file": file.name}) for file in gone], len(manifest.files)
        )
        overall.checked(
            verify.UNLISTED, [(None, name, {"file": name}) for name in self.opened.beyond], len(self.judged.outcomes)
        )
        overall.checked(verify.PARTY, verify.party_named(manifest, self.request), int(manifest.party is not None))
        for file in manifest.files:
            mine = [one for one in waiting if one.listed and one.job.entry == file]
            outcomes = [self.judged.outcomes[one.place] for one in mine]
            results = [outcome for outcome in outcomes if isinstance(outcome, TableResult)]
            if not results or len(results) < len(outcomes):
                self.judged.compared.append(verify.unread(file))
                continue
            sums = [one.sums for one in mine if one.sums is not None]
            self.judged.compared += verify.compare_file(
                file, results, sums, mine[0].fields, self.request, self.outlets.sink_of
            )
        self.judged.overall = overall.result

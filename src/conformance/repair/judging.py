"""The two checks of a repair: of the file as it is, and of what was written, both as ``conformance check`` makes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from conformance.checking import judge
from conformance.config.applied import Applied
from conformance.config.model import Configuration
from conformance.engine.model import Request, TableResult
from conformance.jobs import Job, Submission
from conformance.report.build import Unread, build_report
from conformance.report.errors import UsageError
from conformance.report.model import Report
from conformance.report.outlets import Outlets
from conformance.report.wording import Wording
from conformance.sources.model import Unusable
from conformance.sources.raw import ReadOptions
from conformance.sources.source import Stored
from conformance.standard.model import Text


class Judging:
    """One check under the configuration: what is suppressed does not count, and the report says so.

    What was written is judged under the name of the input, whose place it is to take: patterns of names hold for it too.
    """

    def __init__(
        self, source: str | Stored, request: Request, reading: ReadOptions, configuration: Configuration | None
    ) -> None:
        self._applied = Applied(configuration, None)
        self.request = self._applied.request(request)
        (self._job,) = self._applied.jobs([Job(source, reading)])

    @property
    def reading(self) -> ReadOptions:
        """How the file is read, with what the configuration says of it."""
        return self._job.reading

    def outcomes(self, outlets: Outlets) -> Sequence[TableResult | Unread]:
        """Judge. Raises UsageError where the input breaks off."""
        return judge(Submission([self._job], self.request), outlets).outcomes

    def report(self, results: Sequence[TableResult], wording: Wording) -> Report:
        """The report of what was judged."""
        report = build_report(results, self.request, lang=wording.lang, show_personal_data=wording.show_personal_data)
        return self._applied.entered(report, results, self.request, wording)

    def report_of(self, written: Path, results: Sequence[TableResult], wording: Wording) -> Report:
        """The report of what was judged under another name than it has."""
        report = self.report(results, wording)
        notes = report.notes
        if not self._applied.says_the_same_of(self._job.name, str(written)):
            notes = [*notes, wording.say(_otherwise(written))]
        return replace(
            report,
            inputs=[replace(entry, path=str(written)) for entry in report.inputs],
            findings=[replace(finding, path=str(written)) for finding in report.findings],
            notes=notes,
        )


def _otherwise(written: Path) -> Text:
    return Text(
        f"以上按原文件的文件名适用配置；配置里写有文件名的条目对“{written}”不同样适用，校验它的结果会有出入",
        f"this is by what the configuration says of the name of the input; of {written} it says something else, and a check "
        "of it will differ",
    )


def read_tables(outcomes: Sequence[TableResult | Unread]) -> list[TableResult]:
    """The tables of an input, all of which have to be read. Raises UsageError."""
    for outcome in outcomes:
        if isinstance(outcome, Unread):
            raise UsageError(outcome.problem.zh, outcome.problem.en)
    return [outcome for outcome in outcomes if isinstance(outcome, TableResult)]


@contextmanager
def explained() -> Iterator[None]:
    """What cannot be read, as the error of a command."""
    try:
        yield
    except Unusable as error:
        raise UsageError(error.text.zh, error.text.en) from error

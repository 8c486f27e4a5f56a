"""Configuration and baseline in one run: what they change of it beforehand, and what is said of them afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from conformance.config.apply import holding_on, item_for, own_files, reading_for, severities_on, suppressions_of
from conformance.engine.model import Request, TableResult
from conformance.engine.sieve import Sieve
from conformance.jobs import Job
from conformance.report.model import BaselineReport, Report
from conformance.report.tallies import counts_of
from conformance.report.wording import Wording
from conformance.standard.model import Text

if TYPE_CHECKING:
    from conformance.config.model import Configuration, ConfiguredItem, Suppressing
    from conformance.engine.baseline import Baseline


class Applied(Struct):
    """A configuration, a baseline, both or neither, in one run: ask for ``request`` and ``jobs``, and then for ``entered``."""

    configuration: Configuration | None
    baseline: Path | None
    _holding: list[Suppressing] = field(default_factory=list)
    _sieve: Sieve | None = None
    _read: dict[str, ConfiguredItem] = field(default_factory=dict)

    @property
    def own_files(self) -> list[Path]:
        """Files that are no data though they may lie among them."""
        return [] if self.configuration is None else own_files(self.configuration)

    def request(self, asked: Request) -> Request:
        """What is asked of the engine, with the severities and the sieve. Raises UsageError for an unfit baseline."""
        if self.configuration is not None:
            self._holding = holding_on(self.configuration, asked.as_of)
            asked = replace(asked, severities=severities_on(self.configuration, asked.as_of))
        if self._holding or self.baseline is not None:
            self._sieve = Sieve(suppressions_of(self._holding), self._read_baseline())
        return replace(asked, sieve=self._sieve)

    def _read_baseline(self) -> Baseline | None:
        if self.baseline is None:
            return None
        from conformance.report.baseline import read_baseline

        return read_baseline(self.baseline)

    def jobs(self, jobs: Sequence[Job]) -> list[Job]:
        """The inputs, each read as the configuration has it."""
        return [self._job(job) for job in jobs]

    def _job(self, job: Job) -> Job:
        entry = None if self.configuration is None else item_for(self.configuration, job.name)
        if entry is None:
            return job
        self._read[job.name] = entry
        return replace(job, reading=reading_for(entry, job.reading))

    def says_the_same_of(self, one: str, other: str) -> bool:
        """Whether two files are read alike, and the same is suppressed in both."""
        if self.configuration is None:
            return True
        patterns = [entry.path for entry in self._holding if entry.path is not None]
        alike = all(pattern.fits(one) == pattern.fits(other) for pattern in patterns)
        return alike and item_for(self.configuration, one) is item_for(self.configuration, other)

    def entered(self, report: Report, results: Sequence[TableResult], request: Request, wording: Wording) -> Report:
        """The report with what it has to say of both, as data and as notes."""
        said: list[Text] = []
        if self._sieve is not None and self._sieve.baseline is not None:
            all_read = all(entry.format is not None for entry in report.inputs)
            compared = BaselineReport(
                path=str(self.baseline),
                findings=self._sieve.baseline.size,
                known=counts_of(results, request, known=True),
                gone=self._sieve.baseline.left if all_read else None,
            )
            report = replace(report, baseline=compared)
            said.append(_compared(compared, report.findings_total))
        if self.configuration is not None:
            from conformance.config.said import notes

            report = self._configured(report, request, wording)
            paths = [entry.path for entry in report.inputs]
            said += notes(self.configuration, report.severities, report.suppressed, self._read, paths, request.standard)
        # In front: a format with little room shows the first notes.
        return replace(report, notes=[*map(wording.say, said), *report.notes])

    def _configured(self, report: Report, request: Request, wording: Wording) -> Report:
        from conformance.config.said import severities_reported, suppressed_reported

        assert self.configuration is not None  # noqa: S101 - asked for where there is one
        withheld = [] if self._sieve is None else self._sieve.withheld
        return replace(
            report,
            configuration=str(self.configuration.path),
            severities=severities_reported(self.configuration, request.as_of, request.standard),
            suppressed=suppressed_reported(self.configuration, self._holding, withheld, wording),
        )


def _compared(baseline: BaselineReport, new: int) -> Text:
    known = sum(baseline.known.values())
    zh = f"与基线 {baseline.path} 相比：新增 {new} 处，已知 {known} 处"
    en = f"compared with the baseline {baseline.path}: {new} new findings, {known} known"
    if baseline.gone is None:
        zh += "；有文件未能校验，看不出哪些问题不再出现"
        en += "; an input was not checked, so what is gone cannot be told"
    else:
        zh += f"，不再出现 {baseline.gone} 处"
        en += f", {baseline.gone} gone"
    return Text(
        f"{zh}。报告只列新增的问题，退出码也只看新增的；结论和退回的记录按全部问题得出",
        f"{en}. Only new findings are shown, and the exit code follows from them; verdict and rejected records are of all",
    )

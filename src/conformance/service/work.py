"""What workers do with uploads: check one, and make of a check what somebody asks for later."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from conformance.report.errors import UsageError
from conformance.service.model import Asked, Kept, Outcome, Progress

if TYPE_CHECKING:
    from conformance.api import Options
    from conformance.report.model import Report
    from conformance.standard.model import Standard
    from conformance.submission.model import Contents

_EVERY = 0.25
"""Seconds between two words on how far it is."""


def options_of(asked: Asked, **more: Any) -> Options:
    """What the library is asked for."""
    from conformance.api import Options

    return Options(
        item=asked.item,
        party=asked.party,
        as_of=asked.as_of,
        purpose=asked.purpose,
        applies_from=asked.applies_from,
        encoding=asked.encoding,
        sheet=asked.sheet,
        lang=asked.lang,
        **more,
    )


def given(files: tuple[str, ...]) -> str:
    """What the library is given, where the upload is in the current folder: its file, or the folder with several."""
    return files[0] if len(files) == 1 else os.curdir


class CheckUpload(Struct, frozen=True):
    """Check an upload: its report is written beside it, and the run recorded."""

    folder: Path
    """Of the check: ``upload`` is in it, and ``outputs`` where reports go."""
    files: tuple[str, ...]
    asked: Asked
    id: str
    recorded: datetime
    history: str

    def run(self, tell: Callable[[Progress], None]) -> Outcome:
        """Do it. Raises UsageError for what cannot be checked as it was asked."""
        from conformance.report.files import write_whole
        from conformance.report.registry import renderer
        from conformance.report.view import View
        from conformance.standard.load import load

        standard = load()
        outputs = (self.folder / "outputs").resolve()
        report, contents = self.judged(standard, tell)
        view = View(standard, self.asked.lang)
        # The report in JSON last: where it is, the others are. It is what others are made from, and each says by itself of what
        # kind the submission is.
        for format_, name, how in (
            ("html", "report.html", replace(view, official=self.asked.official)),
            ("json", "report.json", view),
        ):
            write_whole(outputs / name, renderer(format_).render(report, how))
        return _outcome(report, self.kept(report, standard, contents))

    def judged(self, standard: Standard, tell: Callable[[Progress], None]) -> tuple[Report, Contents]:
        """The report, and what was judged; the upload's folder is the current one from now on."""
        from conformance.api import check_many

        os.chdir(self.folder / "upload")  # a report calls a file what its sender calls it, and nothing of this machine
        judged: list[Contents] = []
        report = check_many(
            [given(self.files)],
            options_of(self.asked),
            standard=standard,
            on_progress=_Watch(tell),
            on_judged=judged.append,
        )
        return report, judged[0]

    def kept(self, report: Report, standard: Standard, contents: Contents) -> Kept:
        """What became of the run in the history. The verdict does not depend on it."""
        from conformance.history.engines import unnamed
        from conformance.history.made import party_of
        from conformance.history.problems import Unusable
        from conformance.history.recording import record, recording
        from conformance.service.official import LATER, NOBODY
        from conformance.standard.model import Text

        keep = recording(self.history, self.asked.official)
        if keep is None:  # there is always an address
            raise AssertionError
        failed = again = False
        try:
            said = record(keep, report, standard, contents, id_=self.id, recorded=self.recorded)
        except UsageError as error:
            said, failed, again = error.text, True, isinstance(error, Unusable)
            if self.asked.official is not None and party_of(report) is None:
                said = NOBODY
            elif again:
                said = Text(said.zh + LATER.zh, f"{said.en} {LATER.en}")
        return Kept(unnamed(said, self.history), failed, again)


class RecordUpload(Struct, frozen=True):
    """Record the run of a check that could not be recorded when it was made: with its own id and moment, so once."""

    check: CheckUpload

    def run(self, tell: Callable[[Progress], None]) -> Kept:
        """Do it: the upload is judged once more, as it was asked. Raises UsageError where the history is still of no use."""
        from conformance.history.opening import open_store
        from conformance.standard.load import load

        with open_store(self.check.history):  # before anything is read in vain
            pass
        standard = load()
        report, contents = self.check.judged(standard, lambda _: None)
        return self.check.kept(report, standard, contents)


class MakeOutput(Struct, frozen=True):
    """Make one thing of a check that is finished: a report in another format, the annotated workbook, the mended file."""

    folder: Path
    files: tuple[str, ...]
    asked: Asked
    output: str
    """What it is, of :data:`conformance.service.outputs.OUTPUTS`."""

    def run(self, tell: Callable[[Progress], None]) -> str:
        """Do it; answers with the name of the file in ``outputs``. Raises UsageError where there is none to be made."""
        from conformance.service.making import make

        outputs = (self.folder / "outputs").resolve()
        os.chdir(self.folder / "upload")
        return make(self.output, self.files, self.asked, outputs, _Watch(tell))


class _Watch:
    """Says how far a check is, now and then."""

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        self._tell = tell
        self._rows: dict[str, int] = {}
        self._last = 0.0

    def __call__(self, path: str, rows: int, share: float | None) -> None:
        self._rows[path] = rows
        now = time.monotonic()
        if now - self._last >= _EVERY:
            self._last = now
            self._tell(Progress(sum(self._rows.values()), str(path), share))


def _outcome(report: Report, kept: Kept) -> Outcome:
    from conformance.report.nil import is_nil

    inputs = report.inputs
    return Outcome(
        verdict=report.verdict,
        errors=report.counts["error"],
        warnings=report.counts["warning"],
        infos=report.counts["info"],
        inputs=len(inputs),
        rows=sum(one.rows for one in inputs),
        accepted_rows=sum(one.accepted_rows for one in inputs),
        rejected_rows=sum(one.rejected_rows for one in inputs),
        items=tuple(dict.fromkeys(one.item for one in inputs if one.item is not None)),
        recorded=kept.said,
        nil_return=is_nil(report),
        record_failed=kept.failed,
        record_again=kept.again,
    )

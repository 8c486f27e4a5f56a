"""A check as the service knows it: what was asked, how far it is, what came out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from conformance.report.model import Verdict
from conformance.standard.model import Lang, Purpose, Text

State = Literal["queued", "running", "done", "failed", "refused"]
"""``done``: there is a report, whatever its verdict. ``refused``: it cannot be checked as it was asked. ``failed``: our fault,
or the machine's."""
ENDED = frozenset({"done", "failed", "refused"})


class Asked(Struct, frozen=True, kw_only=True):
    """How a file or a payload is to be checked; as :class:`conformance.options.Options` has it, ids looked up already."""

    item: str | None = None
    party: str | None = None
    as_of: date
    """Settled when it was asked, so that a check that is begun anew after a restart says the same."""
    purpose: Purpose = "submission"
    applies_from: date | None = None
    encoding: str | None = None
    sheet: str | None = None
    lang: Lang = "zh"
    official: str | None = None
    """Number of the batch of an official submission (正式报送); None for a self-check (自查)."""


class Progress(Struct, frozen=True):
    """How far a check is."""

    rows: int = 0
    path: str = ""
    """The file of the upload that is being read."""
    share: float | None = None
    """How much of that file was read, from 0 to 1, where it is known."""


class Upload(Struct, frozen=True):
    """A file that has arrived whole, in a folder of its own among the incoming ones."""

    id: str
    files: tuple[str, ...]
    """Their names in the folder ``upload`` of that folder."""
    bytes: int
    digest: str


class Kept(Struct, frozen=True):
    """What became of a run that was to be recorded."""

    said: Text
    failed: bool
    again: bool
    """Whether it may be recorded later, as it is."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What came out of a check, in numbers; the report says the rest."""

    verdict: Verdict
    errors: int
    warnings: int
    infos: int
    inputs: int
    rows: int
    accepted_rows: int
    rejected_rows: int
    items: tuple[str, ...] = ()
    """The data items that were found, each once."""
    recorded: Text | None = None
    """One sentence about the history; None where nothing was to be recorded."""
    nil_return: bool = False
    """Whether it holds no record and nothing is wrong with it: an official submission of that kind is a nil return (零报告)."""
    record_failed: bool = False
    """Whether that sentence says why the run was not recorded."""
    record_again: bool = False
    """Whether that is tried again, because it was the history's fault."""

    def now(self, kept: Kept) -> Outcome:
        """The same, when the run was recorded later."""
        return replace(self, recorded=kept.said, record_failed=kept.failed, record_again=kept.again)


class Job(Struct, frozen=True, kw_only=True):
    """One upload and its check."""

    id: str
    """32 hexadecimal digits; the run in the history has the same."""
    files: tuple[str, ...]
    """What the files were called by who sent them, made harmless; also their names on the disk. One, as a rule."""
    bytes: int
    digest: str
    """``sha256:`` of the upload; of several files, of their digests and names."""
    asked: Asked
    owner: str | None = None
    """Whose it is, where several people share a service: an id that says nothing of them."""
    created: datetime
    state: State = "queued"
    attempts: int = 0
    """How often it was begun."""
    finished: datetime | None = None
    outcome: Outcome | None = None
    problem: Text | None = None
    """Why it failed or was refused."""
    progress: Progress | None = None
    """While it runs; not kept on the disk."""
    ahead: int | None = None
    """Checks before it in the queue; not kept on the disk."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.files[0]

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ENDED

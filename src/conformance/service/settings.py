"""What a service is started with."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct

MEGABYTE = 1 << 20


class Limits(Struct, frozen=True, kw_only=True):
    """How far a request, a job and a worker may go; beyond it the answer is one sentence."""

    upload_bytes: int = 1 << 30
    """Of one file; with what a form adds around it, ``form_bytes`` more."""
    form_bytes: int = 64 << 10
    payload_bytes: int = 1 << 20
    idle_seconds: float = 30.0
    """So long a client may send nothing in the middle of a body."""
    body_seconds: float = 3600.0
    """So long a body may take in all."""
    queued_checks: int = 16
    """Files that wait for a worker; one more is refused with Retry-After."""
    queued_payloads: int = 32
    requests: int = 128
    """Requests that are dealt with at a time."""
    check_seconds: float = 3600.0
    """So long one file may be worked at."""
    payload_seconds: float = 30.0
    worker_bytes: int = 2 << 30
    """Memory of one worker; one that has more is ended, where the system tells."""
    wait_seconds: int = 30
    """The longest that a client may ask to be kept waiting (``Prefer: wait``)."""
    reserve_bytes: int = 64 << 20
    """Room on the disk that uploads leave free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that makes one service differ from another."""

    folder: Path
    """Where uploads, reports and, unless ``history`` says otherwise, the history are kept. One service at a time has it."""
    host: str = "127.0.0.1"
    port: int = 8017
    token: str | None = field(default=None, repr=False)
    """What every request has to know, where other machines can reach the service; None on the machine itself."""
    workers: int = 1
    """Processes that check files."""
    payload_workers: int = 1
    """Processes that check payloads; none of them ever waits for a file."""
    kept_days: int = 7
    """After so many days an upload and its reports are removed; the history stays, and holds no personal data."""
    history: str | None = None
    """Address of the history; None: a SQLite file in the folder."""
    limits: Limits = field(default_factory=Limits)

    @property
    def checks(self) -> Path:
        """A folder for each check."""
        return self.folder / "checks"

    @property
    def incoming(self) -> Path:
        """Uploads that are not finished."""
        return self.folder / "incoming"

    @property
    def scratch(self) -> Path:
        """Temporary files of workers, which go with them."""
        return self.folder / "scratch"

    @property
    def history_url(self) -> str:
        """Address of the history."""
        return self.history or f"sqlite:///{(self.folder / 'history.sqlite').resolve()}"


def default_folder() -> Path:
    """Where a user's checks are kept unless another folder is named."""
    local = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_STATE_HOME")
    base = Path(local) if local else Path.home() / (".local/state" if os.name != "nt" else "AppData/Local")
    return base / "conformance" / "service"

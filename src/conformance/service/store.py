"""Checks on the disk: a folder for each, there whole or not at all, and found again after a restart."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from msgspec.structs import replace

from conformance.report.errors import UsageError
from conformance.report.files import unwritable
from conformance.service.lock import Lock
from conformance.service.model import Job
from conformance.service.settings import Settings

STATE = "job.json"
REPORT = "report.json"


class Store:
    """The folder of a service, which it has for itself."""

    def __init__(self, settings: Settings) -> None:
        """Take the folder, making it where need be. Raises UsageError where it cannot be had."""
        self.settings = settings
        try:
            settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # uploads hold personal data
            self._lock = Lock(settings.folder / "lock")
            for part in (settings.incoming, settings.scratch):
                shutil.rmtree(part, ignore_errors=True)
            for part in (settings.checks, settings.incoming, settings.scratch):
                part.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise unwritable(settings.folder, error) from error

    def close(self) -> None:
        """Let go of the folder."""
        self._lock.release()

    def folder(self, id_: str) -> Path:
        """The folder of a check."""
        return self.settings.checks / id_

    def uploads(self, id_: str) -> Path:
        """The folder of what was sent."""
        return self.folder(id_) / "upload"

    def output(self, id_: str, name: str) -> Path:
        """Where a result of a check lies once it is made."""
        return self.folder(id_) / "outputs" / name

    def arrival(self, id_: str) -> Path:
        """A new folder for an upload that is coming in."""
        place = self.settings.incoming / id_
        (place / "upload").mkdir(parents=True, mode=0o700)
        (place / "outputs").mkdir(mode=0o700)
        return place

    def copied(self, id_: str, new: str) -> None:
        """The upload of a check as a new one that is coming in. Raises OSError."""
        place = self.arrival(new) / "upload"
        for file in self.uploads(id_).iterdir():
            try:
                (place / file.name).hardlink_to(file)  # nothing ever writes to an upload
            except OSError:
                shutil.copyfile(file, place / file.name)

    def drop(self, id_: str) -> None:
        """Remove what came in of an upload that came to nothing."""
        shutil.rmtree(self.settings.incoming / id_, ignore_errors=True)

    def add(self, job: Job) -> None:
        """Keep an upload that is there whole: from now on it is not lost. Raises OSError."""
        arrived = self.settings.incoming / job.id
        _write(arrived / STATE, job)
        for place in (arrived / "upload", arrived):
            _sync(place)
        arrived.rename(self.folder(job.id))
        _sync(self.settings.checks)

    def save(self, job: Job) -> None:
        """Keep what has become of a check. Raises OSError."""
        _write(self.folder(job.id) / STATE, replace(job, progress=None, ahead=None))

    def remove(self, id_: str) -> None:
        """Remove a check with all that belongs to it; out of sight first, so that no half of it is ever seen."""
        aside = self.settings.incoming / f"{id_}.removed"
        try:
            self.folder(id_).rename(aside)
        except FileNotFoundError:
            return
        shutil.rmtree(aside, ignore_errors=True)

    def jobs(self) -> Iterator[Job]:
        """Every check that is there."""
        for place in sorted(self.settings.checks.iterdir()):
            try:
                yield msgspec.json.decode((place / STATE).read_bytes(), type=Job)
            except (OSError, msgspec.DecodeError):
                raise UsageError(
                    f"“{place}”不是本服务的校验记录，或已损坏；请移走后再启动。",
                    f'"{place}" is no check of this service, or it is damaged; move it away and start again.',
                ) from None

    def expires(self, job: Job) -> datetime:
        """From when on a check is removed, once it has ended."""
        return job.created + timedelta(days=self.settings.kept_days)

    def room(self) -> int:
        """Bytes that may still be written."""
        return shutil.disk_usage(self.settings.folder).free - self.settings.limits.reserve_bytes


def _write(target: Path, job: Job) -> None:
    beside = target.with_name(f".{target.name}.tmp")
    with beside.open("wb") as stream:
        stream.write(msgspec.json.encode(job))
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(target)


def _sync(folder: Path) -> None:
    """Have a folder's names on the disk, where the system does that."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

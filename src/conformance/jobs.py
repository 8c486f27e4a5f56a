"""What is to be read for a submission: inputs as they were given, or as manifests list them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from conformance.engine.model import Request
from conformance.given import collected
from conformance.report.errors import UsageError
from conformance.sources.model import Table, Unusable
from conformance.sources.open import open_tables
from conformance.sources.raw import ReadOptions
from conformance.sources.records import from_records
from conformance.standard.model import Standard
from conformance.submission.manifest import NAMES, looks_like_manifest, read_manifest
from conformance.submission.model import DeclaredFile, Manifest, same_file

_LEFT = (".", "~$")
"""Beginnings of names of files that people do not know of."""


@dataclass(frozen=True, slots=True)
class Job:
    """One input, and how it is to be read."""

    source: Any
    reading: ReadOptions
    entry: DeclaredFile | None = None
    """What the manifest says of it."""

    @property
    def name(self) -> str:
        """The input, as it may be called in a sentence."""
        return str(self.source) if isinstance(self.source, str | Path) else "-"

    @property
    def again(self) -> bool:
        """Whether it can be opened a second time."""
        if isinstance(self.source, str | Path):
            return str(self.source) != "-" and Path(self.source).is_file()
        return not hasattr(self.source, "read")

    def open(self, standard: Standard) -> list[Table]:
        """Its tables. Raises Unusable."""
        source = self.source
        if isinstance(source, str | Path) or hasattr(source, "read"):
            return open_tables(cast("str | Path | BinaryIO", source), standard, self.reading)
        if isinstance(source, Sequence):
            return [from_records(cast("Sequence[Mapping[str, Any]]", source), standard, self.reading)]
        # Arrow and its functions are loaded for those who hand over a frame.
        from conformance.sources.frame import from_frame

        return [from_frame(collected(source), standard, self.reading)]


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything that belongs to one submission."""

    jobs: Sequence[Job]
    request: Request
    manifest: Manifest | None = None
    previous: Sequence[Job] | None = None
    previous_manifest: Manifest | None = None


def jobs_of(inputs: Sequence[Any], manifest: Manifest | None, reading: ReadOptions) -> list[Job]:
    """A job for each input, or for each entry of the manifest about it; without inputs one for each entry."""
    if manifest is None:
        return [Job(source, reading) for source in inputs]
    if not inputs:
        return [_listed(file, str(file.path), reading) for file in manifest.files]
    jobs: list[Job] = []
    for source in inputs:
        is_file = isinstance(source, str | Path) and str(source) != "-"
        if is_file and same_file(Path(source), Path(manifest.path)):
            continue  # a folder that holds its own manifest
        entries = manifest.entries_of(Path(source)) if is_file else []
        jobs += [_listed(entry, str(source), reading) for entry in entries] or [Job(source, reading)]
    return jobs


def previous_jobs(given: str | Path, standard: Standard, reading: ReadOptions) -> tuple[list[Job], Manifest | None]:
    """What the submission before consists of: a file, the files of a folder, or those that a manifest lists.

    Raises UsageError where there is none.
    """
    path = Path(given)
    if path.is_dir():
        own = next((path / name for name in NAMES if (path / name).is_file()), None)
        if own is None:
            files = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith(_LEFT))
            if not files:
                raise UsageError(f"上期的文件夹“{path}”里没有文件。", f'There is no file in the folder "{path}".')
            return [Job(str(one), reading) for one in files], None
        path = own
    if looks_like_manifest(path):
        try:
            manifest = read_manifest(path, standard)
        except Unusable as error:
            raise UsageError(f"上期（--previous）：{error.text.zh}", f"--previous: {error.text.en}") from error
        return jobs_of((), manifest, reading), manifest
    return [Job(str(path), reading)], None


def open_earlier(job: Job, items: Mapping[str, str], standard: Standard) -> list[Table]:
    """The tables of an earlier file; where its headers do not tell the item, it is that of the file of the same name in
    this submission, or of its only one (``items``: name of the file → item). Raises Unusable."""
    try:
        return job.open(standard)
    except Unusable:
        only = set(items.values())
        item = items.get(Path(job.name).name) or (next(iter(only)) if len(only) == 1 else None)
        if item is None or job.reading.item is not None:
            raise
        return replace(job, reading=replace(job.reading, item=item)).open(standard)


def _listed(entry: DeclaredFile, source: str, reading: ReadOptions) -> Job:
    return Job(source, replace(reading, item=entry.item or reading.item, sheet=entry.sheet or reading.sheet), entry)

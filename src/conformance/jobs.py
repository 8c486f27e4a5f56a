"""What is to be read for a submission: inputs as they were given, or as manifests list them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from msgspec import Struct
from msgspec.structs import replace

from conformance.engine.model import Request
from conformance.engine.running import Again
from conformance.gather import gather
from conformance.given import collected
from conformance.report.errors import UsageError
from conformance.sources.database.address import Address
from conformance.sources.model import Table, Unusable
from conformance.sources.open import open_tables
from conformance.sources.raw import ReadOptions
from conformance.sources.source import Stored
from conformance.standard.model import Standard, Text

if TYPE_CHECKING:
    from conformance.submission.model import DeclaredFile, Manifest


class Job(Struct, frozen=True):
    """One input, and how it is to be read."""

    source: Any
    reading: ReadOptions
    entry: DeclaredFile | None = None
    """What the manifest says of it."""

    @property
    def name(self) -> str:
        """The input, as it may be called in a sentence."""
        return str(self.source) if isinstance(self.source, str | Path | Stored | Address) else "-"

    @property
    def again(self) -> bool:
        """Whether it can be opened a second time."""
        if isinstance(self.source, str | Path | Stored):
            return str(self.source) != "-" and Path(self.source).is_file()
        return not hasattr(self.source, "read")

    @property
    def absent(self) -> bool:
        """Whether it is named as a file, and there is nothing of that name."""
        return (
            isinstance(self.source, str | Path | Stored) and str(self.source) != "-" and not Path(self.source).exists()
        )

    def elsewhere(self, number: int) -> Again | None:
        """How somebody else opens one of its tables, by its number; None for what is no file, or can be read once only."""
        if not self.again or not isinstance(self.source, str | Path | Stored):
            return None
        return Again(self.source, self.reading, number)

    def open(self, standard: Standard) -> list[Table]:
        """Its tables. Raises Unusable."""
        source = self.source
        if isinstance(source, Address):
            from conformance.sources.database.open import open_database

            return open_database(source, standard, self.reading)
        if isinstance(source, str | Path | Stored) or hasattr(source, "read"):
            return open_tables(cast("str | Path | Stored | BinaryIO", source), standard, self.reading)
        if isinstance(source, Sequence):
            from conformance.sources.records import tables_of

            return tables_of(cast("Sequence[Mapping[str, Any]]", source), standard, self.reading)
        # Arrow and its functions are loaded for those who hand over a frame.
        from conformance.sources.frame import from_frame

        return [from_frame(collected(source), standard, self.reading)]


class Submission(Struct, frozen=True):
    """Everything that belongs to one submission."""

    jobs: Sequence[Job]
    request: Request
    manifest: Manifest | None = None
    previous: Sequence[Job] | None = None
    previous_manifest: Manifest | None = None


def jobs_of(
    inputs: Sequence[Any], manifest: Manifest | None, reading: ReadOptions, complete: bool = False
) -> list[Job]:
    """A job for each input, or for each entry of the manifest about it; without inputs one for each entry.

    ``complete`` says that the inputs are all there is: what is listed and not among them cannot be read.
    """
    if manifest is None:
        return [Job(source, reading) for source in inputs]
    from conformance.submission.model import same_file

    if not inputs:
        return [_listed(file, _shown(file, manifest), reading) for file in manifest.files]
    jobs: list[Job] = []
    for source in inputs:
        is_file = isinstance(source, str | Path | Stored) and str(source) != "-"
        if is_file and same_file(Path(source), manifest.place or Path(manifest.path)):
            continue  # a folder that holds its own manifest
        entries = manifest.entries_of(Path(source)) if is_file else []
        jobs += [_listed(entry, source, reading) for entry in entries] or [Job(source, reading)]
    if complete:
        given = [job.entry for job in jobs]
        jobs += [_listed(file, _shown(file, manifest), reading) for file in manifest.files if file not in given]
    return jobs


def _shown(file: DeclaredFile, manifest: Manifest) -> str | Stored:
    """A listed file, under the name of its archive where its manifest lies in one."""
    if manifest.place in (None, Path(manifest.path)):
        return str(file.path)
    return Stored(str(PurePosixPath(manifest.path).parent / file.written.replace("\\", "/")), file.path)


class Previous(Struct, frozen=True):
    """The submission before; no jobs where none was named."""

    jobs: Sequence[Job] | None = None
    manifest: Manifest | None = None
    notes: Sequence[Text] = ()


def previous_jobs(
    given: str | Path, standard: Standard, reading: ReadOptions, stack: ExitStack, no_data: Sequence[Path] = ()
) -> Previous:
    """What the submission before consists of: a file, the files of a folder or a ZIP, or those that a manifest lists.

    What is unpacked is removed with ``stack``. ``no_data`` as in :func:`conformance.gather.gather`. Raises UsageError where
    there is none.
    """
    from conformance.submission.manifest import looks_like_manifest

    if not Path(given).is_dir() and looks_like_manifest(Path(given)):
        manifest = _manifest_before(given, standard)
        return Previous(jobs_of((), manifest, reading), manifest)
    try:
        gathered = gather([str(given)], stack, None, no_data)
    except UsageError as error:
        raise UsageError(f"上期（--previous）：{error.text.zh}", f"--previous: {error.text.en}") from error
    notes = [Text(f"上期：{note.zh}", f"last submission: {note.en}") for note in gathered.notes]
    if gathered.manifest is None:
        return Previous([Job(source, reading) for source in gathered.inputs], None, notes)
    manifest = _manifest_before(gathered.manifest, standard)
    return Previous(jobs_of((), manifest, reading), manifest, notes)


def _manifest_before(given: str | Path | Stored, standard: Standard) -> Manifest:
    from conformance.submission.manifest import read_manifest

    try:
        return read_manifest(given, standard)
    except Unusable as error:
        raise UsageError(f"上期（--previous）：{error.text.zh}", f"--previous: {error.text.en}") from error


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


def _listed(entry: DeclaredFile, source: str | Path | Stored, reading: ReadOptions) -> Job:
    return Job(source, replace(reading, item=entry.item or reading.item, sheet=entry.sheet or reading.sheet), entry)

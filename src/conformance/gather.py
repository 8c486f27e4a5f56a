"""From the paths that somebody names to the files that are read: folders and ZIP archives are opened, manifests found.

Whatever is not read is named in a note, and what cannot be read is an input of its own that says why.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct, field

from conformance.report.errors import UsageError
from conformance.sources.limits import MOST_FILES
from conformance.sources.model import Unusable
from conformance.sources.nodata import is_no_data, is_own_report
from conformance.sources.sniff import begins_as_zip
from conformance.sources.source import Stored
from conformance.standard.model import Text

STDIN = "-"
REPORT = "-校验报告.html"
"""How the names of reports end that the tool itself puts beside files."""
CONFIGURATIONS = ("conformance.toml", "pyproject.toml")
"""Under these names a configuration is looked for; among data they are none, whether they are used or not."""
_LEFT_BEGINNINGS = (".", "~$")
_LEFT_NAMES = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_NAMED = 10
"""Names that a note lists at the most."""


class Gathered(Struct):
    """What is to be read."""

    inputs: list[Any] = field(default_factory=list)
    """Paths, files unpacked from archives, and whatever else was given."""
    manifest: str | Stored | None = None
    """The manifest that lay in a folder or an archive."""
    opened: list[Text] = field(default_factory=list)
    """How many files there are in each folder and archive."""
    notes: list[Text] = field(default_factory=list)
    """What of them is not read, and which manifest was found."""
    no_data: frozenset[Path] = frozenset()
    """What a folder may hold beside data; the report speaks of it elsewhere."""


def gather(
    inputs: Sequence[Any], stack: ExitStack, manifest: str | Path | None = None, no_data: Sequence[Path] = ()
) -> Gathered:
    """Open folders and ZIP archives among the inputs; what is unpacked is removed with ``stack``.

    ``manifest`` is the one that was named; without it the one that lies among the files is taken. ``no_data`` are files
    that are left out where they lie in a folder (the configuration). Raises UsageError for a folder without files or
    with too many, and for several manifests.
    """
    gathered = Gathered(no_data=frozenset(path.resolve() for path in no_data))
    for given in inputs:
        gathered.inputs += _opened(given, gathered, stack)
    named = [one for one in inputs if isinstance(one, str)]
    found = [one for one in gathered.inputs if isinstance(one, str | Stored) and _is_manifest(one, named)]
    if found and manifest is not None:
        others = [str(one) for one in found if Path(one).resolve() != Path(manifest).resolve()]
        if others:
            gathered.notes.append(_not_taken(others))
    elif len(found) > 1:
        raise _several(found)
    elif found:
        gathered.manifest = found[0]
        gathered.notes.append(
            Text(f"按其中的报送清单“{found[0]}”校验", f"checked by the manifest that was among the files, {found[0]}")
        )
    gathered.inputs = [one for one in gathered.inputs if not any(one is other for other in found)]
    if not gathered.inputs and gathered.manifest is None and inputs:
        raise UsageError("其中除报送清单外没有数据文件。", "There are no data files beside the manifest.")
    return gathered


def files_of(path: str) -> list[str]:
    """The files that a path stands for: those of a folder without our own reports, else itself."""
    if path == STDIN or not _is_folder(path):
        return [path]
    return [str(file) for file in _walk(Path(path), []) if not is_own_report(file)]


def is_left(name: str) -> bool:
    """Whether a path leads to no data of anybody's: hidden files, what systems and programs leave behind, our own reports."""
    steps = PurePosixPath(name).parts
    return name.endswith(REPORT) or any(map(_is_left_step, steps))


def is_configuration(name: str) -> bool:
    """Whether a path leads to a configuration, by its name."""
    return PurePosixPath(name).name.casefold() in CONFIGURATIONS


def _is_left_step(step: str) -> bool:
    return (step.startswith(_LEFT_BEGINNINGS) and step != "..") or step.casefold() in _LEFT_NAMES


def listed(names: Sequence[str]) -> Text:
    """Some names, and how many more there are."""
    shown = names[:_NAMED]
    if len(names) <= _NAMED:
        return Text("、".join(shown), ", ".join(shown))
    return Text(f"{'、'.join(shown)} 等 {len(names)} 个", f"{', '.join(shown)} and {len(names) - _NAMED} more")


def _opened(given: Any, gathered: Gathered, stack: ExitStack) -> Iterator[Any]:
    """What one input stands for."""
    if not isinstance(given, str) or given == STDIN:
        yield given
    elif _is_folder(given):
        for file in _folder(given, gathered):
            yield from _unpacked(str(file), gathered, stack)
    else:
        yield from _unpacked(given, gathered, stack)


def _is_folder(path: str) -> bool:
    """Whether a path leads to a folder; what is wrong with others the reader says."""
    try:
        return Path(path).is_dir()
    except OSError:
        return False


def _folder(folder: str, gathered: Gathered) -> list[Path]:
    left: list[str] = []
    files = sorted(file for file in _walk(Path(folder), left) if file.resolve() not in gathered.no_data)
    unused = [str(file.relative_to(folder)) for file in files if is_configuration(file.name)]
    files = [file for file in files if not is_configuration(file.name)]
    if not files:
        raise UsageError(f"文件夹“{folder}”里没有文件。", f'There is no file in the folder "{folder}".')
    if len(files) > MOST_FILES:
        raise UsageError(
            f"文件夹“{folder}”里的文件超过 {MOST_FILES} 个，请指定其中要校验的文件或下级文件夹。",
            f'The folder "{folder}" holds more than {MOST_FILES} files; name those to be checked, or a folder in it.',
        )
    beside = [file for file in files if is_no_data(file)]
    files = [file for file in files if file not in beside]
    if not files:
        names = listed([str(file.relative_to(folder)) for file in beside])
        raise UsageError(
            f"文件夹“{folder}”里没有数据文件，只有：{names.zh}。",
            f'There are no data files in the folder "{folder}", only: {names.en}.',
        )
    deep = any(file.parent != Path(folder) for file in files)
    zh, en = ("（含下级文件夹）", " and its subfolders") if deep else ("", "")
    data = "数据" if beside else ""
    gathered.opened.append(
        Text(
            f"文件夹“{folder}”内{zh}的 {len(files)} 个{data}文件均已列入校验",
            f'all {len(files)} {"data " if beside else ""}files in the folder "{folder}"{en} are inputs',
        )
    )
    if beside:
        aside = [str(file.relative_to(folder)) for file in beside]
        gathered.notes.append(no_data_note(f"文件夹“{folder}”里的", f'in the folder "{folder}"', aside))
    if unused:
        gathered.notes.append(_unused(f"文件夹“{folder}”", f'the folder "{folder}"', unused))
    if left:
        names = listed(sorted(left))
        gathered.notes.append(
            Text(
                f"文件夹“{folder}”里未读取的隐藏文件、临时文件、链接和校验报告：{names.zh}",
                f'hidden and temporary files, links and reports in the folder "{folder}" were left out: {names.en}',
            )
        )
    return files


def _walk(folder: Path, left: list[str]) -> Iterator[Path]:
    """The files of a folder and its subfolders, no more than one beyond what is allowed; the names of the others in ``left``."""
    number = 0
    for here, folders, names in os.walk(folder, onerror=_unreadable):
        place = Path(here)
        skipped = [name for name in folders if is_left(name) or (place / name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in skipped)
        skipped += [name for name in names if is_left(name) or not (place / name).is_file()]
        left += [str((place / name).relative_to(folder)) for name in skipped]
        for name in sorted(names):
            if name in skipped:
                continue
            yield place / name
            number += 1
            if number > MOST_FILES:
                return


def _unreadable(error: OSError) -> None:
    """A folder that is passed over in silence would be files that nobody checked."""
    raise UsageError(
        f"文件夹“{error.filename}”无法读取（{error.strerror}），请确认有读取权限。",
        f'The folder "{error.filename}" cannot be read ({error.strerror}); check that you may read it.',
    ) from error


def _unpacked(path: str, gathered: Gathered, stack: ExitStack) -> Iterator[str | Stored]:
    """The members of an archive; every other file as it is."""
    if not begins_as_zip(Path(path)):
        yield path
        return
    from conformance.sources.archive import is_archive, unpacked

    if not is_archive(Path(path)):
        yield path
        return
    room = stack.enter_context(tempfile.TemporaryDirectory(prefix="conformance-", ignore_cleanup_errors=True))
    try:
        result = unpacked(Stored(path, Path(path)), Path(room), lambda name: is_left(name) or is_configuration(name))
    except Unusable as error:
        yield Stored(path, Path(path), error.text)
        return
    beside = [member for member in result.members if member.refusal is None and is_no_data(member.place)]
    members = [member for member in result.members if member not in beside]
    if not members:
        yield Stored(path, Path(path), Text("压缩包里没有数据文件。", "The ZIP holds no data files."))
        return
    number, data = len(members), "数据" if beside else ""
    gathered.opened.append(
        Text(
            f"压缩包“{path}”内的 {number} 个{data}文件均已列入校验",
            f'all {number} {"data " if beside else ""}files in the ZIP "{path}" are inputs',
        )
    )
    if beside:
        aside = [str(member).removeprefix(f"{path}/") for member in beside]
        gathered.notes.append(no_data_note(f"压缩包“{path}”里的", f'in the ZIP "{path}"', aside))
    unused = [name for name in result.left if not is_left(name)]
    left = [name for name in result.left if name not in unused]
    if unused:
        gathered.notes.append(_unused(f"压缩包“{path}”", f'the ZIP "{path}"', unused))
    if left:
        names = listed(left)
        gathered.notes.append(
            Text(
                f"压缩包“{path}”里未读取的系统文件、临时文件和校验报告：{names.zh}",
                f'files of systems and programs and reports in the ZIP "{path}" were left out: {names.en}',
            )
        )
    yield from sorted(members, key=str)


def no_data_note(zh: str, en: str, beside: Sequence[str]) -> Text:
    """What is said of files that nobody named and that are plainly no data."""
    names = listed(beside)
    return Text(f"{zh}下列文件不是数据文件，未校验：{names.zh}", f"no data files {en}, not checked: {names.en}")


def _unused(zh: str, en: str, unused: Sequence[str]) -> Text:
    """What is said of configurations among the data that are not the one of this run."""
    names = listed(unused)
    return Text(
        f"{zh}里的配置文件没有采用，也不作为数据校验：{names.zh}",
        f"configurations in {en} were not used, and are no data: {names.en}",
    )


def _is_manifest(file: str | Stored, named: Sequence[str]) -> bool:
    """Whether a file that nobody named is a manifest; one that was named is what its reader makes of it."""
    if isinstance(file, Stored) and file.refusal is not None:
        return False
    if str(file) in named:
        return False
    from conformance.submission.manifest import NAMES, looks_like_manifest

    return Path(file).name.lower() in NAMES and looks_like_manifest(Path(file))


def _not_taken(others: Sequence[str]) -> Text:
    names = listed(others)
    return Text(
        f"已用 --manifest 指定报送清单，未采用其中的 {names.zh}",
        f"a manifest was named with --manifest; not taken: {names.en}",
    )


def _several(found: Sequence[str | Stored]) -> UsageError:
    names = listed([str(one) for one in found])
    return UsageError(
        f"其中有几份报送清单：{names.zh}。请逐份校验，或用 --manifest 指定一份。",
        f"There are several manifests: {names.en}. Check one submission at a time, or name one with --manifest.",
    )

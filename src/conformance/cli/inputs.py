"""From the paths of the command line to the files that are read, and to what may be written beside them."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from conformance.gather import STDIN, files_of, is_configuration, is_left, no_data_note
from conformance.gather import listed as listed_names
from conformance.report.errors import UsageError
from conformance.report.targets import check_targets as refuse_targets
from conformance.sources.database.address import Address
from conformance.sources.nodata import is_no_data
from conformance.sources.source import is_address
from conformance.standard.model import Text

PASSWORD_SHOWN = Text(
    "口令写在命令行里，本机其他用户可以看到；请改用 password_env=环境变量名，PostgreSQL 也可用 PGPASSWORD 或 ~/.pgpass",
    "a password on the command line can be seen by other users of this machine; use password_env=VARIABLE, or PGPASSWORD or "
    "~/.pgpass for PostgreSQL",
)


def expand(paths: Sequence[str]) -> tuple[list[str | Address], list[Text]]:
    """The paths with patterns (``*.csv``, ``**/*.xlsx``) replaced by the files that match, as no shell of Windows does,
    and notes on what matched and is not read.

    Addresses of databases are taken apart. A name that is there is no pattern, whatever signs it has. Raises UsageError where standard input is named twice or
    nothing matches.
    """
    if paths.count(STDIN) > 1:
        raise UsageError("标准输入（-）只能读一次。", "Standard input (-) can be read only once.")
    expanded: list[str | Address] = []
    notes: list[Text] = []
    for path in paths:
        if is_address(path):
            from conformance.sources.database.addressing import address_of

            expanded.append(address_of(path))
            continue
        if path == STDIN or not glob.has_magic(path) or Path(path).exists():
            expanded.append(path)
            continue
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute patterns
        files = [match for match in matches if Path(match).is_file() and not _is_left(Path(match).name)]
        if not files:
            raise UsageError(f"没有文件与“{path}”相符。", f'No file matches "{path}".')
        beside = [file for file in files if is_no_data(Path(file))]
        files = [file for file in files if file not in beside]
        if not files:
            names = listed_names(beside)
            raise UsageError(
                f"与“{path}”相符的都不是数据文件：{names.zh}。", f'No data file matches "{path}", only: {names.en}.'
            )
        left = [
            match for match in matches if match not in [*files, *beside] and not ("**" in path and Path(match).is_dir())
        ]
        again = [file for file in files if file in expanded]
        expanded += [file for file in files if file not in again]
        notes.append(_note(path, len(files), left, again))
        if beside:
            notes.append(no_data_note(f"与“{path}”相符的", f'that match "{path}"', beside))
    return expanded, notes


def _is_left(name: str) -> bool:
    return is_left(name) or is_configuration(name)


def _note(pattern: str, number: int, left: list[str], again: list[str]) -> Text:
    """What a pattern came to; of the folders that it matched none is opened."""
    said = Text(f"与“{pattern}”相符的文件有 {number} 个", f'files that match "{pattern}": {number}')
    if left:
        names = listed_names(left)
        said = Text(
            f"{said.zh}；未读取其中的文件夹、临时文件和配置文件：{names.zh}", f"{said.en}; not read: {names.en}"
        )
    if again:
        names = listed_names(again)
        said = Text(f"{said.zh}；已经写过、只校验一次的有：{names.zh}", f"{said.en}; checked once only: {names.en}")
    return said


def listed(*manifests: Path | None) -> list[str]:
    """The files that manifests list: no output may take the place of one. What is wrong with a manifest is said later."""
    named = [manifest for manifest in manifests if manifest is not None]
    if not named:
        return []
    from conformance.sources.model import Unusable
    from conformance.standard.load import load
    from conformance.submission.manifest import looks_like_manifest, read_manifest

    found: list[str] = []
    for manifest in named:
        if looks_like_manifest(manifest):
            with suppress(Unusable):
                found += [str(file.path) for file in read_manifest(manifest, load()).files]
    return found


def files_among(sources: Iterable[str | Address]) -> list[str]:
    """The files among what is read, databases that are files too."""
    found = [one if isinstance(one, str) else one.file for one in sources]
    return [str(one) for one in found if one is not None]


def check_targets(targets: Iterable[Path], sources: Iterable[str]) -> None:
    """Refuse to write over an input, to write two things to one file, or into a folder that is not there."""
    refuse_targets(targets, [Path(file) for source in sources if source != STDIN for file in files_of(source)])

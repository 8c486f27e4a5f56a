"""From the paths of the command line to the files that are read, and to what may be written beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from conformance.report.errors import UsageError
from conformance.standard.model import Lang

STDIN = "-"


def expand(paths: Sequence[str], lang: Lang) -> tuple[list[str], list[str]]:
    """The files to read, and notes on folders: the regular files in a folder, sorted, without hidden ones.

    Raises UsageError where standard input is named twice or a folder holds no file.
    """
    sources: list[str] = []
    notes: list[str] = []
    for path in paths:
        if path == STDIN and STDIN in sources:
            raise UsageError("标准输入（-）只能读一次。", "Standard input (-) can be read only once.")
        if path == STDIN or not Path(path).is_dir():
            sources.append(path)
            continue
        entries = sorted(entry for entry in Path(path).iterdir() if entry.is_file())
        chosen = [entry for entry in entries if not _hidden(entry.name)]
        if not chosen:
            raise UsageError(f"文件夹“{path}”里没有文件。", f'There is no file in the folder "{path}".')
        sources += map(str, chosen)
        notes.append(_note(path, len(chosen), [entry.name for entry in entries if entry not in chosen], lang))
    return sources, notes


def listed(*manifests: Path | None) -> list[str]:
    """The files that manifests list: no output may take the place of one. What is wrong with a manifest is said later."""
    from conformance.sources.model import Unusable
    from conformance.standard.load import load
    from conformance.submission.manifest import looks_like_manifest, read_manifest

    found: list[str] = []
    for manifest in manifests:
        if manifest is not None and looks_like_manifest(manifest):
            with suppress(Unusable):
                found += [str(file.path) for file in read_manifest(manifest, load()).files]
    return found


def _hidden(name: str) -> bool:
    """Files that people do not know of: hidden ones, and locks and leftovers of office programs."""
    return name.startswith((".", "~$")) or name.casefold() in {"thumbs.db", "desktop.ini"}


def _note(folder: str, number: int, left: list[str], lang: Lang) -> str:
    if lang == "zh":
        rest = f"，未读取隐藏文件 {'、'.join(left)}" if left else ""
        return f"文件夹“{folder}”内的 {number} 个文件均已列入校验（不含下级文件夹）{rest}"
    rest = f"; hidden ones left out: {', '.join(left)}" if left else ""
    return f'all {number} files in the folder "{folder}" (not its subfolders){rest}'


def check_targets(targets: Iterable[Path], sources: Iterable[str]) -> None:
    """Refuse to write over an input, to write two things to one file, or into a folder that is not there."""
    inputs = [Path(source) for source in sources if source != STDIN]
    seen: list[Path] = []
    for target in targets:
        if any(_same(target, source) for source in inputs):
            raise UsageError(
                f"输出文件“{target}”与输入文件是同一个文件，请换一个文件名。",
                f'The output "{target}" is one of the inputs; choose another name.',
            )
        if any(_same(target, other) for other in seen):
            raise UsageError(
                f"文件“{target}”被指定了两次，请分别命名。",
                f'The file "{target}" is named for two outputs; name them apart.',
            )
        if target.is_dir():
            raise UsageError(f"“{target}”是文件夹，请写明文件名。", f'"{target}" is a folder; give the name of a file.')
        if not target.resolve().parent.is_dir():
            raise UsageError(
                f"文件夹“{target.parent}”不存在，请先建立。", f'There is no folder "{target.parent}"; make it first.'
            )
        seen.append(target)


def _same(one: Path, other: Path) -> bool:
    if one.resolve() == other.resolve():
        return True
    return one.exists() and other.exists() and one.samefile(other)

"""A folder that is whole or not there: written beside its place and moved into it at the end."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from conformance.report.errors import UsageError
from conformance.report.files import unwritable


def refuse_unless_free(output: Path, mark: str) -> None:
    """Before anything is made: raises UsageError for what cannot become the folder, or holds files and not the ``mark`` of ours."""
    try:
        if not (output.exists() or output.is_symlink()):
            return
        if not output.is_dir():
            raise UsageError(f"“{output}”不是文件夹。", f'"{output}" is no folder.')
        held = sorted(path for path, mode in _held(output) if not stat.S_ISDIR(mode))
    except OSError as error:
        raise unwritable(output, error) from None
    if held and mark not in held:
        raise _other(output, held[0])


def place(files: Mapping[str, bytes], output: Path) -> bool:
    """Make a folder of the files; False where it holds exactly these already. Raises UsageError where it holds anything else."""
    output = Path(os.path.abspath(output))  # noqa: PTH100 - a link that stands for the folder is replaced by nothing
    building = output.with_name(f".{output.name}.{os.getpid()}.tmp")
    try:
        if _is_there(files, output):
            return False
        building.mkdir(parents=True)  # where one lies already it is somebody else's, and stays
    except OSError as error:
        raise unwritable(output, error) from None
    try:
        _write(files, building)
        if output.is_dir():
            _emptied(output)
        building.rename(output)
    except OSError as error:
        raise unwritable(output, error) from None
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return True


def _is_there(files: Mapping[str, bytes], output: Path) -> bool:
    if not (output.exists() or output.is_symlink()):
        return False
    if not output.is_dir():
        raise UsageError(f"“{output}”不是文件夹。", f'"{output}" is no folder.')
    held = {path: mode for path, mode in _held(output) if not stat.S_ISDIR(mode)}
    if held:
        _refuse_unless_same(files, output, held)
    return bool(held)


def _held(folder: Path) -> Iterator[tuple[str, int]]:
    """Everything in a folder with its mode, by path. Links are not followed: one is no file, wherever it leads."""
    for path in folder.rglob("*"):
        yield path.relative_to(folder).as_posix(), path.lstat().st_mode


def _refuse_unless_same(files: Mapping[str, bytes], output: Path, held: Mapping[str, int]) -> None:
    differing = [
        path for path in files if not stat.S_ISREG(held.get(path, 0)) or (output / path).read_bytes() != files[path]
    ]
    foreign = sorted(held.keys() - files.keys())
    if not differing and not foreign:
        return
    if not foreign and not any(path in held for path in differing):
        raise UsageError(
            f"“{output}”中缺少 {differing[0]}（还没有签名，或不完整）；发布的版本不可更改，请指定一个不存在的或空的文件夹。",
            f'"{output}" lacks {differing[0]} (not signed yet, or not whole); a published edition never changes: name a folder that does not '
            "exist, or an empty one.",
        )
    raise _other(output, foreign[0] if foreign else next(path for path in differing if path in held))


def _other(output: Path, such: str) -> UsageError:
    return UsageError(
        f"“{output}”中已有其他内容（如 {such}）；发布的版本不可更改，请指定一个不存在的或空的文件夹。",
        f'"{output}" holds something else (such as {such}); a published edition never changes: name a folder that does not exist, or an empty one.',
    )


def _emptied(folder: Path) -> None:
    """Remove a folder that holds no file, with the empty ones within."""
    for within, folders, _ in os.walk(folder, topdown=False):
        for name in folders:
            (Path(within) / name).rmdir()
    folder.rmdir()


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

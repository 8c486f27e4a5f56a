"""What is refused as a place to write to, before anything is read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from conformance.report.errors import UsageError


def check_targets(targets: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Refuse to write over an input, to write two things to one file, or into a folder that is not there.

    Raises UsageError.
    """
    sources = list(inputs)
    seen: list[Path] = []
    for target in targets:
        if any(_same(target, source) for source in sources):
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

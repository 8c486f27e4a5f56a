"""Files that are whole or not there: written beside their place and moved into it at the end."""

from __future__ import annotations

import os
from pathlib import Path

from conformance.report.errors import UsageError


class Replacing:
    """A file being written. ``commit`` puts it in its place; ``discard`` leaves what was there before.

    A place that is no regular file (a device, a pipe) is written to directly.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        place = target.resolve()
        self._direct = place.exists() and not place.is_file()
        self._place = place
        self.path = place if self._direct else place.with_name(f".{place.name}.{os.getpid()}.tmp")
        if not self._direct:
            self._touch()

    def _touch(self) -> None:
        try:
            self.path.touch(exist_ok=False)
        except OSError as error:
            raise unwritable(self.target, error) from None

    def commit(self) -> None:
        """Move the finished file into its place."""
        if self._direct:
            return
        try:
            self.path.replace(self._place)
        except OSError as error:
            self.discard()
            raise unwritable(self.target, error) from None

    def discard(self) -> None:
        """Remove what was written so far."""
        if not self._direct:
            self.path.unlink(missing_ok=True)


def write_whole(target: Path, content: str | bytes) -> None:
    """Write a file in one step, text as UTF-8."""
    file = Replacing(target)
    try:
        file.path.write_bytes(content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content)
    except OSError as error:
        file.discard()
        raise unwritable(target, error) from None
    except BaseException:
        file.discard()
        raise
    file.commit()


def unwritable(target: Path, error: OSError) -> UsageError:
    """The error for a file that cannot be written, with the system's reason."""
    reason = error.strerror or type(error).__name__
    return UsageError(
        f"无法写入文件“{target}”（{reason}），请确认文件夹存在且有写入权限，文件未被其他程序打开。",
        f'The file "{target}" cannot be written ({reason}); check that its folder exists, that you may write there and '
        "that no other program has it open.",
    )

"""A folder for one service at a time: a lock that goes with the process, however it ends."""

from __future__ import annotations

import sys
from pathlib import Path

from conformance.report.errors import UsageError


class Lock:
    """An exclusive lock on a file. Raises UsageError where somebody else has it."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("a+b")
        try:
            _take(self._stream.fileno())
        except OSError:
            self._stream.close()
            raise UsageError(
                f"文件夹“{path.parent}”正由另一个服务使用；请先停止它，或用 --folder 换一个。",
                f'The folder "{path.parent}" is in use by another service; end that, or name another with --folder.',
            ) from None

    def release(self) -> None:
        """Let others have it."""
        self._stream.close()


if sys.platform == "win32":

    def _take(descriptor: int) -> None:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _take(descriptor: int) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

"""Files that are whole or not there: written beside their place and moved into it at the end."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conformance.report.errors import UsageError
from conformance.standard.model import Text

_REFUSALS = {
    errno.ENOSPC: Text("磁盘空间不足", "no space left on the disk"),
    errno.EDQUOT: Text("超出磁盘配额", "the disk quota is used up"),
    errno.EFBIG: Text("文件超过允许的大小", "the file is larger than allowed"),
    errno.EROFS: Text("该磁盘只能读取", "the disk is read-only"),
    errno.EACCES: Text("没有权限", "permission denied"),
    errno.EPERM: Text("没有权限", "not permitted"),
    errno.EBADF: Text("输出已关闭或只能读取", "it is closed or read-only"),
    errno.EIO: Text("磁盘读写出错", "the disk reports an error"),
}
"""What the system refuses, none of it an error of ours."""
_NUMBER = re.compile(r"\b(?:os error|errno) (\d+)", re.IGNORECASE)
"""Libraries that are not written in Python leave the number of the error in their sentence."""


class Replacing:
    """A file being written. ``commit`` puts it in its place; ``discard`` leaves what was there before.

    A place that is no regular file (a device, a pipe) is written to directly.
    """

    def __init__(self, target: Path, *, as_named: bool = False) -> None:
        """With ``as_named`` the unfinished file has the suffix of the target, for readers that go by it."""
        self.target = target
        place = target.resolve()
        self._direct = place.exists() and not place.is_file()
        self._place = place
        self.path = (
            place
            if self._direct
            else place.with_name(f".{place.name}.{os.getpid()}.tmp{place.suffix if as_named else ''}")
        )
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
    with begun(target) as file:
        file.path.write_bytes(content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content)
    file.commit()


@contextmanager
def begun(target: Path) -> Iterator[Replacing]:
    """A file on its way: where something goes wrong, nothing is left of it. Raises Unwritable where the system refuses."""
    file = Replacing(target)
    try:
        yield file
    except OSError as error:
        file.discard()
        raise unwritable(target, error) from None
    except BaseException:
        file.discard()
        raise


class Unwritable(UsageError):
    """A file cannot be written."""

    def __init__(self, target: Path, reason: Text) -> None:
        super().__init__(
            f"无法写入文件“{target}”（{reason.zh}），请确认文件夹存在且有写入权限，文件未被其他程序打开。",
            f'The file "{target}" cannot be written ({reason.en}); check that its folder exists, that you may write there '
            "and that no other program has it open.",
        )
        self.reason = reason
        """The system's, for who did not choose the place and is not to hear of it."""


def unwritable(target: Path, error: OSError) -> Unwritable:
    """The error for a file that cannot be written, with the system's reason."""
    own = error.strerror or type(error).__name__
    return Unwritable(target, refused_by_system(error) or Text(own, own))


def refused_by_system(error: BaseException) -> Text | None:
    """Why the system refused to read or write; None for every other error."""
    if not isinstance(error, OSError):
        return None
    said = _NUMBER.search(str(error))
    return _REFUSALS.get(error.errno or (int(said[1]) if said else 0))

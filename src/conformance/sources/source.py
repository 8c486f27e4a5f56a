"""The bytes to be read: a file that is never changed, or standard input spooled to a temporary file."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import weakref
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from conformance.sources.limits import MOST_SPOOLED
from conformance.sources.model import Unusable
from conformance.standard.model import Text

HEAD_BYTES = 1 << 16
"""How much of a file is looked at to tell what it is. What it *says* is never judged from a prefix."""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:/+")


def is_address(given: object) -> bool:
    """Whether a text is the address of something, such as a database, and no path."""
    return isinstance(given, str) and _ADDRESS.match(given) is not None


class Stored(Struct, frozen=True):
    """A file known under another name than its path, unpacked from an archive: as a text that name, as a path its place."""

    label: str
    place: Path
    refusal: Text | None = None
    """Why it cannot be read, where that is known already."""

    def __str__(self) -> str:
        return self.label

    def __fspath__(self) -> str:
        return str(self.place)


class Source(Struct, frozen=True, weakref=True):
    """An input that can be opened any number of times, read-only."""

    label: str
    """The path as the user gave it; ``-`` for standard input."""
    path: Path
    size: int
    stamp: tuple[int, ...] = ()
    """Which file it was and when it was last written to; empty where nobody else can write to it."""

    @property
    def suffix(self) -> str:
        """Extension in lower case, with the dot; empty for standard input."""
        return "" if self.label == "-" else Path(self.label).suffix.lower()

    def open(self) -> BufferedReader:
        """Open the bytes for reading only. Raises Unusable where they are others than those that were seen first."""
        try:
            stream = self.path.open("rb")
        except OSError:
            raise _changed(self.label) from None
        if self.stamp and stamp_of(os.fstat(stream.fileno())) != self.stamp:
            stream.close()
            raise _changed(self.label)
        return stream

    def check_unchanged(self) -> None:
        """Raise Unusable where the file was written to, replaced or removed since it was first looked at."""
        if self.stamp:
            self.open().close()

    def check_is(self, stamp: tuple[int, ...]) -> None:
        """Raise Unusable where it is not the file, or no longer as it was, that somebody else looked at."""
        if self.stamp != stamp:
            raise _changed(self.label)

    def head(self) -> bytes:
        """The first bytes."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    def share(self, position: int) -> float:
        """Share of the source that lies before a byte position."""
        return min(1.0, position / self.size) if self.size else 1.0


def source_of(path: str | Path | Stored | BinaryIO) -> Source:
    """Make a source of a path, of ``-`` (standard input) or of an open binary stream."""
    if isinstance(path, Stored) and path.refusal is not None:
        raise Unusable(path.refusal.zh, path.refusal.en, path.label)
    if not isinstance(path, str | Path | Stored):
        return _spool(path)
    if str(path) == "-":
        return _spool(sys.stdin.buffer)
    label = str(path)
    if is_address(label):
        # It is not repeated: it may hold a password.
        raise Unusable(
            "这里要写文件；数据库里的表只能用 conformance check 校验，请先把要用的记录另存为文件（如 check --accepted、--rejected）。",
            "A file is wanted here; tables of databases can be checked only: save the records as a file first (check --accepted, "
            "--rejected).",
            f"{label.partition(':')[0]}://…",
        )
    target = Path(path)
    try:
        if target.is_dir():
            raise Unusable(
                f"“{label}”是文件夹，请指定其中的数据文件。", f"{label} is a folder; name a data file inside it.", label
            )
        with target.open("rb") as stream:
            status = os.fstat(stream.fileno())
            if not target.is_file():  # a pipe can be read only once
                return _spool(stream, label)
    except FileNotFoundError:
        raise Unusable(
            f"找不到文件“{label}”，请核对文件名和所在位置。",
            f"There is no file {label}; check its name and place.",
            label,
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Unusable(
            f"文件“{label}”无法打开（{reason}），请确认文件未损坏且有读取权限。",
            f"{label} cannot be opened ({reason}); check that you may read it.",
            label,
        ) from None
    return _checked(Source(label, target, status.st_size, stamp_of(status)))


def stamp_of(status: os.stat_result) -> tuple[int, ...]:
    """What changes when a file is written to or another takes its place."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _changed(label: str) -> Unusable:
    return Unusable(
        "文件在校验过程中被改写、替换或移走，没有得出结论；请等文件写完（或关闭正在编辑它的程序）后重新校验。",
        "The file was written to, replaced or removed while it was being checked, so nothing was decided; check it again "
        "once it is finished (or closed in the program that edits it).",
        label,
    )


def _spool(stream: BinaryIO, label: str = "-") -> Source:
    """Copy a stream to a temporary file that goes away with the source."""
    handle, name = tempfile.mkstemp(prefix="conformance-")
    try:
        with os.fdopen(handle, "wb") as target:
            _copy(stream, target)
        source = Source(label, Path(name), Path(name).stat().st_size)
        weakref.finalize(source, _remove, name)
    except BaseException:
        # A full disk or Ctrl-C: no copy of somebody's records may stay behind.
        _remove(name)
        raise
    return _checked(source)


def _copy(stream: BinaryIO, target: BinaryIO) -> None:
    """Copy to the end, which has to come within what may be kept."""
    left = MOST_SPOOLED
    while block := stream.read(1 << 20):
        left -= len(block)
        if left < 0:
            raise Unusable(
                f"标准输入或管道里的数据超过 {MOST_SPOOLED >> 30} GB 还没有结束，请先存为文件再校验。",
                f"Standard input or a pipe gave more than {MOST_SPOOLED >> 30} GB and did not end; save it as a file "
                "and check that.",
            )
        target.write(block)


def _remove(name: str) -> None:
    Path(name).unlink(missing_ok=True)


def _checked(source: Source) -> Source:
    if source.size == 0:
        raise Unusable(
            "文件是空的（0 字节），请确认导出是否成功后重新导出。",
            "The file is empty (0 bytes); check that the export succeeded and export it again.",
            source.label,
        )
    return source

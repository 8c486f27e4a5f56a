"""The bytes to be read: a file that is never changed, or standard input spooled to a temporary file."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from conformance.sources.model import Unusable

HEAD_BYTES = 1 << 16
"""How much of a file is looked at to tell what it is. What it *says* is never judged from a prefix."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Source:
    """An input that can be opened any number of times, read-only."""

    label: str
    """The path as the user gave it; ``-`` for standard input."""
    path: Path
    size: int

    @property
    def suffix(self) -> str:
        """Extension in lower case, with the dot; empty for standard input."""
        return "" if self.label == "-" else Path(self.label).suffix.lower()

    def open(self) -> BinaryIO:
        """Open the bytes for reading only."""
        return self.path.open("rb")

    def head(self) -> bytes:
        """The first bytes."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    def share(self, position: int) -> float:
        """Share of the source that lies before a byte position."""
        return min(1.0, position / self.size) if self.size else 1.0


def source_of(path: str | Path | BinaryIO) -> Source:
    """Make a source of a path, of ``-`` (standard input) or of an open binary stream."""
    if not isinstance(path, str | Path):
        return _spool(path)
    if str(path) == "-":
        return _spool(sys.stdin.buffer)
    label = str(path)
    target = Path(path)
    try:
        if target.is_dir():
            raise Unusable(
                f"“{label}”是文件夹，请指定其中的数据文件。", f"{label} is a folder; name a data file inside it.", label
            )
        size = target.stat().st_size
        with target.open("rb") as stream:
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
    return _checked(Source(label, target, size))


def _spool(stream: BinaryIO, label: str = "-") -> Source:
    """Copy a stream to a temporary file that goes away with the source."""
    handle, name = tempfile.mkstemp(prefix="conformance-")
    try:
        with os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(stream, target, 1 << 20)
        source = Source(label, Path(name), Path(name).stat().st_size)
        weakref.finalize(source, _remove, name)
    except BaseException:
        # A full disk or Ctrl-C: no copy of somebody's records may stay behind.
        _remove(name)
        raise
    return _checked(source)


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

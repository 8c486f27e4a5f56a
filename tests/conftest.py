"""What tests of several packages need."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Packer = Callable[..., Path]


class _Named(zipfile.ZipInfo):
    """An entry whose name is written in an encoding of its own, without saying so, as Windows tools in China do."""

    encoding = "gbk"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name that zipfile calls
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


@pytest.fixture
def pack() -> Packer:
    """Make a ZIP of contents by name; ``names`` is the encoding of the names, None for UTF-8 that says so."""

    def make(path: Path, contents: Mapping[str, bytes], names: str | None = "gbk") -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in contents.items():
                entry = zipfile.ZipInfo(name)
                if names is not None:
                    entry = _Named("x")
                    entry.filename, entry.encoding = name, names
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
        return path

    return make

"""Old Excel files made to do harm. Each maker writes one file and answers with its path."""

from __future__ import annotations

import struct
from pathlib import Path

from .making import makers
from .seeds import OLD


def _old(path: Path, *changes: tuple[int, bytes]) -> Path:
    data = bytearray(OLD.read_bytes())
    for at, new in changes:
        data[at : at + len(new)] = new
    path.write_bytes(data)
    return path


def ole_table_that_loops(path: Path) -> Path:
    """Every sector follows itself."""
    data = OLD.read_bytes()
    sector = struct.unpack_from("<I", data, 76)[0]
    return _old(path, ((sector + 1) * 512, b"".join(struct.pack("<I", number) for number in range(128))))


def ole_directory_that_loops(path: Path) -> Path:
    """The directory's chain goes round."""
    data = OLD.read_bytes()
    sector, first = struct.unpack_from("<I", data, 76)[0], struct.unpack_from("<I", data, 48)[0]
    return _old(path, ((sector + 1) * 512 + 4 * first, struct.pack("<I", first)))


def ole_table_names_itself(path: Path) -> Path:
    """All places of the table of tables name one sector."""
    data = OLD.read_bytes()
    return _old(path, (76, data[76:80] * 109), (44, struct.pack("<I", 109)))


def ole_further_tables_loop(path: Path) -> Path:
    """The list of further tables goes round."""
    return _old(path, (68, struct.pack("<II", 0, 1 << 30)))


def ole_sector_size(path: Path) -> Path:
    """Sectors of 2^255 bytes."""
    return _old(path, (30, b"\xff\x00"))


def ole_half(path: Path) -> Path:
    """The first half of the file."""
    data = OLD.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def ole_head_only(path: Path) -> Path:
    """Eight bytes."""
    path.write_bytes(OLD.read_bytes()[:8])
    return path


OLE = makers(globals(), "xls")

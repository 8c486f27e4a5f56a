"""Names of the members of a ZIP, of which the format does not say how they are written.

Only bit 11 and the extra field 0x7075 promise UTF-8. Without them Explorer, 7-Zip and WinRAR on a Chinese Windows write
GBK, the Finder of a Mac writes UTF-8 all the same; Python takes both for the code page of the first PC. Told by the bytes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from zipfile import ZipInfo

_UTF8_FLAG = 1 << 11
_UNICODE_PATH = 0x7075
_NOT_HAN = re.compile("[\u0080-\u07ff]")
"""What two bytes in UTF-8 come to: letters of Europe and the Near East. Pairs of GBK bytes look like that by chance."""


def names_of(entries: Sequence[ZipInfo]) -> list[str]:
    """The members' names in order, ``/`` between the steps of their paths; those of folders end in one."""
    raw = [None if entry.flag_bits & _UTF8_FLAG else _bytes(entry) for entry in entries]
    encoding = encoding_of(name for name in raw if name is not None)
    names = [
        entry.orig_filename if name is None else _promised(entry, name) or name.decode(encoding, "replace")
        for name, entry in zip(raw, entries, strict=True)
    ]
    # Only now: the second byte of a GBK character may be the one that looks like a backslash.
    return [name.replace("\\", "/") for name in names]


def encoding_of(names: Iterable[bytes]) -> str:
    """The one encoding of an archive's names that are not known to be UTF-8; one tool wrote them all."""
    joined = b"\n".join(names)
    try:
        text = joined.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    if not _NOT_HAN.search(text):
        return "utf-8"
    try:
        joined.decode("gb2312")  # the characters in use: 通, not 脺
    except UnicodeDecodeError:
        return "utf-8"
    return "gb18030"


def _bytes(entry: ZipInfo) -> bytes:
    """The name as it stands in the archive; ``orig_filename`` is the one that no system has changed."""
    return entry.orig_filename.encode("cp437")


def _promised(entry: ZipInfo, name: bytes) -> str | None:
    """The name of the extra field, where it belongs to this name."""
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        content, extra = extra[4 : 4 + size], extra[4 + size :]
        if (
            kind == _UNICODE_PATH
            and content[:1] == b"\1"
            and int.from_bytes(content[1:5], "little") == zlib.crc32(name)
        ):
            try:
                return content[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None

"""A folder as one ZIP archive: the same bytes for the same files, whenever it is made.

By the same Python and zlib, that is: another zlib may find a shorter way to say the same (zlib-ng does). What is in an archive has
digests of its own, which are the same everywhere.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest day that the format can say: an archive of an edition knows no clock."""
_ORDINARY = 0o644 << 16
_UNIX = 3


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The archive of some files by their path, in the order of paths."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _LONG_AGO)
            entry.create_system, entry.external_attr = _UNIX, _ORDINARY
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)
    return stream.getvalue()

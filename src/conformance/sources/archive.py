"""ZIP archives as people send them: the data files inside are unpacked to a bounded temporary place and read there.

Whatever of an archive cannot be taken is told member by member, as a file that was not checked, never left out in silence.
"""

from __future__ import annotations

import errno
import stat
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from msgspec import Struct

from conformance.sources.limits import MOST_FILES
from conformance.sources.membernames import names_of
from conformance.sources.model import Unusable
from conformance.sources.package import check_sizes, unpack
from conformance.sources.sniff import begins_as_zip, zip_kind
from conformance.sources.source import Stored
from conformance.sources.wholezip import whole
from conformance.standard.devices import is_device
from conformance.standard.model import Text

IsLeft = Callable[[str], bool]
"""Whether a path, with ``/`` between its steps, is one of the files that people do not know of."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
_UNFIT = (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOENT)
"""What a system says to a name that it cannot give to a file."""

_ARCHIVE = Text("压缩包", "the ZIP")
_ENCRYPTED = Text(
    "压缩包里的这个文件加了密码，请去掉密码后重新压缩。", "It is encrypted; pack it again without a password."
)
_DAMAGED = Text(
    "压缩包里的这个文件不完整或已损坏，请重新压缩。", "This member of the ZIP is damaged or incomplete; pack it again."
)
_METHOD = Text(
    "压缩方式无法读取（不是普通的 Deflate），请用系统自带的压缩功能重新压缩。",
    "Its method of compression cannot be read (not plain Deflate); pack it again with the system's own tool.",
)
_OUTSIDE = Text(
    "文件名指向压缩包以外的位置，没有解开；请检查压缩包的来源。",
    "Its name leads out of the archive, so it was not unpacked; see where the archive comes from.",
)
_LINK = Text("这是一个链接，不是文件；请把文件本身放进压缩包。", "It is a link, no file; pack the file itself.")
_TWICE = Text(
    "压缩包里有两个同名的文件，只读取了前一个。", "The archive has two members of this name; only the first was read."
)
_DEVICE = Text(
    "文件名（CON、NUL、COM1 之类）在 Windows 中代表设备，没有解开；请改名后重新压缩。",
    "Its name (CON, NUL, COM1 and the like) is that of a device on Windows, so it was not unpacked; change it and pack it "
    "again.",
)
_NAME = Text(
    "文件名在本机无法使用，请改短或改名后重新压缩。",
    "Its name cannot be used here; shorten or change it and pack it again.",
)


class Unpacked(Struct, frozen=True):
    """What an archive held."""

    members: list[Stored]
    """Its files, also those that could not be unpacked, which carry the reason."""
    left: list[str]
    """Members that operating systems and office programs put there."""


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP that is no document of an office program; told by its content."""
    if not begins_as_zip(path):
        return False
    try:
        with path.open("rb") as stream, whole(stream) as archive:
            return zip_kind(archive) == "archive"
    except (*_FAULTS, OSError):
        return False  # the reader says what is wrong with it


def unpacked(archive: Stored, into: Path, is_left: IsLeft) -> Unpacked:
    """Unpack an archive below a folder of its own.

    Raises Unusable where the archive as a whole is refused: its size is absurd, it holds nothing or too much, or all of
    it is encrypted. Raises OSError where the disk is full.
    """
    try:
        with archive.place.open("rb") as stream, whole(stream) as package:
            check_sizes(package, _ARCHIVE, archive.place.stat().st_size)
            entries = package.infolist()
            files = [(name, entry) for name, entry in zip(names_of(entries), entries, strict=True) if name[-1:] != "/"]
            wanted = [(name, entry) for name, entry in files if not is_left(name)]
            _refuse_whole(wanted)
            members = [
                Stored(
                    f"{archive}/{name.lstrip('/')}",
                    into / PurePosixPath(name),
                    _refusal(name, entry) or _write(stream, entry, into / name),
                )
                for name, entry in wanted
            ]
    except Unusable as error:
        error.path = str(archive)
        raise
    except _FAULTS:
        raise Unusable(
            "压缩包不完整或已损坏，请重新复制或重新压缩。",
            "The ZIP is damaged or incomplete; copy it or pack it again.",
            str(archive),
        ) from None
    return Unpacked(members, [name for name, _ in files if is_left(name)])


def _refuse_whole(wanted: Sequence[tuple[str, zipfile.ZipInfo]]) -> None:
    if not wanted:
        raise Unusable("压缩包里没有数据文件。", "The ZIP holds no data files.")
    if len(wanted) > MOST_FILES:
        raise Unusable(
            f"压缩包里有 {len(wanted)} 个文件，一次最多 {MOST_FILES} 个；请分成几个压缩包。",
            f"The ZIP holds {len(wanted)} files, more than {MOST_FILES}; send it in parts.",
        )
    if all(entry.flag_bits & 1 for _, entry in wanted):
        raise Unusable(
            "压缩包加了密码，无法读取；请去掉密码后重新压缩。",
            "The ZIP is encrypted; pack it again without a password.",
        )


def names_a_device(name: str) -> bool:
    """Whether a step of a member's name is a device on Windows."""
    return any(map(is_device, name.split("/")))


def _refusal(name: str, entry: zipfile.ZipInfo) -> Text | None:
    """Why a member is not unpacked, as far as its entry tells."""
    if entry.flag_bits & 1:
        return _ENCRYPTED
    if leads_out(name):
        return _OUTSIDE
    if names_a_device(name):
        return _DEVICE  # on every system, so that an archive is judged the same wherever it is
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _LINK
    return None if entry.compress_type in _METHODS else _METHOD


def leads_out(name: str) -> bool:
    """Whether a name would be unpacked elsewhere than below the archive's own folder."""
    steps = name.split("/")
    return name.startswith("/") or ".." in steps or "\0" in name or any(step[1:2] == ":" for step in steps)


def _write(stream: BinaryIO, entry: zipfile.ZipInfo, place: Path) -> Text | None:
    """Unpack one member; the reason where that cannot be done."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as target:
            for block in unpack(stream, entry):
                target.write(block)
    except FileExistsError:
        return _TWICE if place.is_file() else _NAME
    except (Unusable, *_FAULTS):
        place.unlink(missing_ok=True)
        return _DAMAGED
    except OSError as error:
        if error.errno not in _UNFIT:
            raise
        return _NAME
    return None

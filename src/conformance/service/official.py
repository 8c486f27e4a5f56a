"""Official submissions: somebody has to submit them, which an upload says itself where whoever sends it does not."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from conformance.service.model import Asked
from conformance.service.problems import refuse
from conformance.sources.archive import is_archive
from conformance.standard.model import Text
from conformance.submission.manifest import NAMES

NOBODY = Text(
    "正式报送要知道报送单位，没有记入历史记录；请写明报送单位（party），或写在报送清单里。",
    "An official submission has to say who submits, and this one was not recorded; give the party, or name it in the manifest.",
)
LATER = Text(
    "历史记录恢复后由服务补记，不必重新发送。",
    "The service records it once the history can be used again; there is no need to send it again.",
)
"""Stands behind why a run was not recorded, where it will be."""
_MISSING = Text(
    "正式报送（official）要知道报送单位，没有收下；请写明报送单位（party），或与报送清单（manifest.yaml）一起发送；只想校验，请不写 official。",
    "An official submission (official) has to say who submits, and this one was not taken; give the party, or send the manifest "
    "(manifest.yaml) with it; for a check only, leave official out.",
)
_HEAD = 512
_FRAMES = (b"<", b"{", b"[")
"""How messages begin, which name their sender."""


def expect_party(asked: Asked, folder: Path, files: tuple[str, ...]) -> None:
    """Refuse an official submission of nobody before it is checked. Raises Refusal (422).

    A manifest, and messages, may name who submits; whether they do is found when they are read.
    """
    if asked.official is None or asked.party is not None:
        return
    if not any(_may_name(name, head) for file in files for name, head in _heads(folder / file)):
        raise refuse("party-missing", _MISSING)


def _may_name(name: str, head: bytes) -> bool:
    plain = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return PurePosixPath(name).name.casefold() in NAMES or plain.lstrip().startswith(_FRAMES)


def _heads(place: Path) -> Iterator[tuple[str, bytes]]:
    """Names and first bytes of what an upload holds; of what cannot be opened the check says why, and who is to submit it."""
    if not is_archive(place):
        with place.open("rb") as stream:
            yield place.name, stream.read(_HEAD)
        return
    with zipfile.ZipFile(place) as package:
        for entry in package.infolist():
            try:
                with package.open(entry) as member:
                    yield entry.filename, member.read(_HEAD)
            except (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile, EOFError, ValueError, zlib.error):
                yield entry.filename, b""

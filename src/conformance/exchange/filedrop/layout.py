"""The protocol of a file drop: what lies where, under which names, and how whatever appears appears whole.

A drop is a folder below the exchange folder. The sender writes the data files first and the manifest last; a manifest that is
there is the signal that everything is. The receiver answers with two files beside it, ``receipt.json`` last: a
receipt that is there is the mark that the drop was dealt with. Nobody changes, moves or removes what the other wrote.
All of it is ``origin: profile``; that data are delivered as files in folders is the practice of the time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from glob import escape
from pathlib import Path

from msgspec import Struct

from conformance.report.files import Replacing
from conformance.submission.manifest import NAMES

MANIFESTS = NAMES
RECEIPT = "receipt.json"
RECEIPT_TABLE = "receipt.csv"
"""The same lines for people, in UTF-8 with a byte order mark, so that a spreadsheet program shows Chinese."""
OWN = ".receiver"
"""Folder of the receiver beside the drops: what it took so far."""
_UNFINISHED_BEGINNINGS = (".", "~$")
_UNFINISHED_ENDINGS = (".part", ".tmp", ".filepart", ".crdownload")
"""How the programs that copy files name what is not yet whole."""


class Drop(Struct, frozen=True):
    """One folder below the exchange folder, as it is found."""

    path: Path
    manifests: tuple[Path, ...]
    files: tuple[Path, ...]
    """What else lies in it and is whole, by name; neither receipts nor what is still being written."""
    answered: bool
    """Whether its receipt is there."""

    @property
    def name(self) -> str:
        """Name of the folder; the sender chooses it."""
        return shown(self.path.name)


def shown(name: str) -> str:
    """A name as its sender meant it: names are bytes, and programs of Windows write them in GBK on the disks of others."""
    written = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return written.decode("utf-8", "backslashreplace")


def is_unfinished(name: str) -> bool:
    """Whether a name is that of something which is still being written, or of no concern to the other side."""
    return name.startswith(_UNFINISHED_BEGINNINGS) or name.lower().endswith(_UNFINISHED_ENDINGS)


def drops_in(folder: Path) -> Iterator[Drop]:
    """The drops of an exchange folder by name, those included that have no manifest yet. Raises OSError."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink() and not is_unfinished(path.name):
            yield drop_at(path)


def drop_at(path: Path) -> Drop:
    """One drop as it is now. Raises OSError."""
    names = {file.name: file for file in sorted(path.iterdir()) if not is_unfinished(file.name)}
    manifests = tuple(file for name, file in names.items() if name in MANIFESTS)
    files = tuple(
        file for name, file in names.items() if name not in (*MANIFESTS, RECEIPT, RECEIPT_TABLE) and not file.is_dir()
    )
    return Drop(path, manifests, files, RECEIPT in names)


def digest_of(content: bytes) -> str:
    """SHA-256 in lower-case hexadecimal digits. That of a manifest's bytes is what a batch is known by again."""
    return hashlib.sha256(content).hexdigest()


def put(place: Path, content: bytes) -> None:
    """Write a file so that it appears whole: under a name that counts as unfinished, then renamed. Raises UsageError, OSError.

    What an earlier attempt left behind when the power went is removed first: nobody else writes this file.
    """
    for left in place.parent.glob(f".{escape(place.name)}.*.tmp"):
        left.unlink(missing_ok=True)
    file = Replacing(place)
    try:
        file.path.write_bytes(content)
        file.commit()
    except BaseException:
        file.discard()
        raise

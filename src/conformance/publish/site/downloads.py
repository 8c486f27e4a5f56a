"""What an edition's folder offers for download, as pages and indexes show it."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256

from msgspec import Struct

from conformance.standard.model import Text

FOLDER = "downloads/"


class Part(Struct, frozen=True):
    """A file within an archive."""

    path: str
    size: int
    sha256: str


class Download(Struct, frozen=True, dict=True):
    """One file that is offered."""

    id: str
    """What it is of: the word that ``conformance generate`` knows, or ``standard``, ``lists``, ``vectors``, ``examples``."""
    name: str
    """Of the file: ``java.zip``."""
    title: Text
    use: Text
    """What it is for."""
    content: bytes
    media_type: str
    parts: tuple[Part, ...] = ()
    """What is in it, where it is an archive."""
    made_by: str | None = None
    """The command that makes the same; None where none does."""
    used_with: str | None = None
    """A command that takes it."""

    @property
    def path(self) -> str:
        """From the edition's folder."""
        return FOLDER + self.name

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)

    @cached_property
    def sha256(self) -> str:
        """Digest of the file, hexadecimal."""
        return sha256(self.content).hexdigest()


def part(path: str, content: bytes) -> Part:
    """A file within an archive, measured."""
    return Part(path, len(content), sha256(content).hexdigest())

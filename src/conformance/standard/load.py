"""Loading a compiled edition of the standard. Needs neither LinkML nor any file outside the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from conformance.standard.model import Edition, Standard

DEFAULT_EDITION = "2016"
_FOLDER = files("conformance.standard") / "compiled"


@cache
def load(edition: str = DEFAULT_EDITION) -> Standard:
    """One edition of the standard. Raises ValueError for an edition that is not shipped."""
    known = editions()
    if edition not in known:
        raise ValueError(f"unknown edition {edition!r}; known: {', '.join(known)}")
    return msgspec.json.decode((_FOLDER / f"{edition}.json").read_bytes(), type=Standard)


def compiled(edition: str = DEFAULT_EDITION) -> bytes:
    """The file that ``load`` reads, as it is shipped. Raises ValueError as ``load`` does."""
    if edition not in editions():
        raise ValueError(f"unknown edition {edition!r}; known: {', '.join(editions())}")
    return (_FOLDER / f"{edition}.json").read_bytes()


class _Head(msgspec.Struct):
    """What a compiled edition says of itself; the rest of the file is passed over."""

    edition: Edition


def load_head(edition: str = DEFAULT_EDITION) -> Edition:
    """Which edition it is, without reading all that it holds. Raises ValueError as ``load`` does."""
    if edition not in editions():
        raise ValueError(f"unknown edition {edition!r}; known: {', '.join(editions())}")
    return msgspec.json.decode((_FOLDER / f"{edition}.json").read_bytes(), type=_Head).edition


def lists_folder(edition: str = DEFAULT_EDITION) -> Path:
    """Where the lists of an edition are as they are written; there is nothing there for one that is not shipped."""
    return Path(str(files("conformance"))) / "catalogs" / edition


def editions() -> tuple[str, ...]:
    """Ids of the editions that are shipped, oldest first."""
    names = (entry.name for entry in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))

"""Where an edition's lists are: those that the package carries, by their year, and those in anybody's folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

from conformance.standard import lists, yamltext
from conformance.standard.entries import Entries, read
from conformance.standard.load import DEFAULT_EDITION, lists_folder, load
from conformance.standard.model import Standard
from conformance.standard.shapes import Shapes, Steps, load_shapes

LISTS = lists.KEYS
"""What users call a list, and its top-level key in the files."""
NAMES = lists.NAMES
THREE = ("data", "behaviour", "application")
"""The three lists themselves."""


class NoCatalogue(ValueError):
    """There is no catalogue where one was looked for."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


class Catalogue(Struct, frozen=True, dict=True):
    """An edition's lists, with the shape that they are held to."""

    name: str
    """What the user called it: a year or a folder."""
    entries: Entries
    shapes: Shapes

    @cached_property
    def frame(self) -> dict[str, Any]:
        """What its ``edition.yaml`` says; empty where it has none that can be read."""
        return read_frame(self.entries.folder, "edition.yaml")

    @property
    def source_document(self) -> str:
        """Id of the document whose places its provenances name; the shipped edition's for lists that do not say."""
        return str(self.frame.get("source_document") or shipped_frame()["source_document"])

    @cached_property
    def standard(self) -> Standard:
        """The compiled standard that record types and code lists are taken from."""
        return load()


def shipped(edition: str = DEFAULT_EDITION) -> Path:
    """Folder of an edition that the package carries. Raises NoCatalogue."""
    folder = lists_folder(edition)
    if not (folder / "edition.yaml").is_file():
        raise NoCatalogue(f"没有随附的版本“{edition}”。", f"No edition {edition!r} is shipped.")
    return folder


@cache
def shipped_frame() -> dict[str, Any]:
    """What the shipped edition says of itself: it stands for lists that are in a folder without an ``edition.yaml``."""
    return read_frame(shipped(), "edition.yaml")


def read_frame(folder: Path, name: str) -> dict[str, Any]:
    """A file of an edition's frame; empty where it is not there or cannot be read."""
    try:
        data, _ = yamltext.read((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def open_catalogue(
    where: str | Path | None = None, only: Iterable[str] | None = None, checked: bool = True
) -> Catalogue:
    """The catalogue of a shipped edition (``2016``, the default) or of a folder. Raises NoCatalogue.

    A folder is that of an edition, or one that holds some of its folders, such as a district's own three lists.
    ``only`` reads these top-level keys and no more. What is shipped has been held to its shape; looking something up
    in it need not be so again, which takes most of the time: ``checked`` says whether a shipped edition is.
    """
    name = DEFAULT_EDITION if where is None else str(where)
    folder = Path(name)
    own = folder.is_dir()
    if not own:
        if not name.isdigit():
            raise NoCatalogue(
                f"没有文件夹“{name}”；随附的版本以年份指称，如 {DEFAULT_EDITION}。",
                f"There is no folder {name!r}; a shipped edition is called by its year, such as {DEFAULT_EDITION}.",
            )
        folder = shipped(name)
    shapes = load_shapes()
    entries = read(folder, shapes if own or checked else _Trusting(), shapes.files, only)
    if (
        not entries.files
        and not entries.problems
        and (only is None or not read(folder, _Trusting(), shapes.files).files)
    ):
        raise NoCatalogue(
            f"文件夹“{name}”里没有清单文件（如 data/*.yaml）。",
            f"The folder {name!r} holds no lists (such as data/*.yaml).",
        )
    return Catalogue(name, entries, shapes)


class _Trusting:
    """Holds nothing to anything."""

    def errors(self, value: object, name: str) -> Iterator[tuple[Steps, str]]:
        """Nothing."""
        yield from ()

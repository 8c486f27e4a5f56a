"""Finding the configuration of some inputs: the nearest one above them, else the nearest one above the working directory."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.gather import CONFIGURATIONS
from conformance.report.errors import UsageError
from conformance.standard.model import Standard

if TYPE_CHECKING:  # loaded where there is one
    from conformance.config.document import Document
    from conformance.config.model import Configuration


def find_configuration(inputs: Iterable[str | Path], standard: Standard) -> Configuration | None:
    """The configuration of all inputs; None where there is none.

    ``inputs`` are files and folders; ``-`` is none. Raises UsageError where it is faulty, and where the inputs have
    different ones: a run has one configuration.
    """
    folders = dict.fromkeys(_folder_of(Path(one)) for one in inputs if str(one) != "-")
    nearest = _Nearest()
    found = {folder: nearest(folder) for folder in folders}
    documents = {document.path: document for document in found.values() if document is not None}
    if documents and len({None if one is None else one.path for one in found.values()}) > 1:
        zh = "、".join(
            dict.fromkeys(f"{folder}：无" if one is None else str(one.path) for folder, one in found.items())
        )
        en = ", ".join(
            dict.fromkeys(f"{folder}: none" if one is None else str(one.path) for folder, one in found.items())
        )
        raise UsageError(
            f"各文件适用的配置不同（{zh}），请分开校验，或用 --config 指定一个，或用 --no-config 都不用。",
            f"The inputs have different configurations ({en}); check them apart, or name one with --config, or none with "
            "--no-config.",
        )
    document = next(iter(documents.values()), None) or nearest(Path.cwd())
    if document is None:
        return None
    from conformance.config.read import configuration_of

    return configuration_of(document, standard)


def _folder_of(path: Path) -> Path:
    """The folder that an input is in; a folder is its own."""
    # No links are followed: a file is where its owner sees it.
    return Path(os.path.abspath(path if path.is_dir() else path.parent))  # noqa: PTH100


class _Nearest:
    """The nearest configuration from a folder upwards; every folder is looked into once."""

    def __init__(self) -> None:
        self._seen: dict[Path, Document | None] = {}

    def __call__(self, folder: Path) -> Document | None:
        if folder not in self._seen:
            found = _in(folder)
            if found is None and folder.parent != folder:
                found = self(folder.parent)
            self._seen[folder] = found
        return self._seen[folder]


def _in(folder: Path) -> Document | None:
    for name in CONFIGURATIONS:  # the first that is there and has one holds
        path = folder / name
        try:
            there = path.is_file()
        except OSError:  # a folder that may not be looked into has none for us
            there = False
        if not there:
            continue
        from conformance.config.document import read_document

        if (document := read_document(path)) is not None:
            return document
    return None

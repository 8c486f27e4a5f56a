"""Drops whose names were written in GBK: the same files under the names that are meant, so that a manifest finds them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conformance.exchange.filedrop.layout import Drop, drop_at, shown


@contextmanager
def named_as_meant(drop: Drop) -> Iterator[Drop]:
    """The drop itself where its names can be read; else another way to the same files, elsewhere, while it is needed.

    Nothing is renamed or written in the exchange folder: the files are linked, or copied where that cannot be. Raises OSError.
    """
    names = [file.name for file in drop.path.iterdir()]
    if all(shown(name) == name for name in names):
        yield drop
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            _lead(drop.path / name, Path(folder) / shown(name))
        yield drop_at(Path(folder))


def _lead(there: Path, here: Path) -> None:
    if there.is_symlink():
        here.symlink_to(there.readlink())  # refused by whoever reads it
    elif there.is_dir():
        shutil.copytree(there, here, symlinks=True)
    else:
        try:
            os.link(there, here)
        except OSError:
            shutil.copy2(there, here)

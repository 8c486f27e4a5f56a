"""Python: frozen dataclasses that need nothing but Python 3.11, with reading, writing and validation."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.emit.python_package import Style, package_files
from conformance.publish.model import EditionModel
from conformance.publish.names import NameTable
from conformance.standard.model import Text

TARGET = "python"
TITLE = Text("Python 数据类，不依赖任何包", "Python dataclasses without dependencies")
USE = Text(
    "在 Python 中读写并校验记录，不另装任何包", "read, write and judge records in Python without further packages"
)
_STYLE = Style(
    target=TARGET,
    base="_record.py",
    decorator="@_dataclass(frozen=True, kw_only=True)",
    imports="from dataclasses import dataclass as _dataclass",
    default=lambda name, field: "None",
)


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """The package ``three_list_EDITION``."""
    yield from package_files(edition, names, _STYLE)

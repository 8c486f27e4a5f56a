"""Python: pydantic models (version 2). A model that exists is right; what is wrong raises ValidationError with the rules' ids."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.emit.python_package import Style, package_files
from conformance.publish.emit.python_text import literal
from conformance.publish.model import EditionModel, FieldModel
from conformance.publish.names import NameTable
from conformance.standard.model import Text

TARGET = "pydantic"
TITLE = Text("Python pydantic 2 模型", "pydantic 2 models for Python")
USE = Text("在 Python 中以 pydantic 读写并校验记录", "read, write and judge records in Python with pydantic")


def _default(name: str, field: FieldModel) -> str:
    """The title, and the key on the wire where it is no name in Python; ``alias`` alone would rename the argument for mypy."""
    told = f"default=None, title={literal(field.title.zh)}"
    wire = literal(field.name)
    return (
        f"_Data({told})"
        if name == field.name
        else f"_Data({told}, validation_alias={wire}, serialization_alias={wire})"
    )


_STYLE = Style(
    target=TARGET,
    base="_model.py",
    decorator="",
    imports="from pydantic import Field as _Data",
    default=_default,
)


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """The package ``three_list_EDITION``."""
    yield from package_files(edition, names, _STYLE)

"""Emitters: what makes an artefact of an edition, one module for each target.

A module of this package with a ``TARGET`` is an emitter; the others are helpers. The module of ``sql-oracle`` is
``sql_oracle``. An emitter has

- ``TARGET``, the word on the command line;
- ``TITLE``, one line of help in both languages;
- ``USE``, what it is for, likewise;
- ``files(edition, names)``, which gives relative paths and contents, always the same for the same edition: no clock, no
  machine, no order of a set.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Protocol, cast

from conformance.publish.model import EditionModel
from conformance.publish.names import NameTable
from conformance.standard.model import Text

Content = str | bytes


class Emitter(Protocol):
    """A module that makes the artefact of one target."""

    @property
    def TARGET(self) -> str:  # noqa: N802 - a constant of a module
        """The word on the command line."""
        ...

    @property
    def TITLE(self) -> Text:  # noqa: N802 - a constant of a module
        """One line of help."""
        ...

    @property
    def USE(self) -> Text:  # noqa: N802 - a constant of a module
        """What it is for, as those who look for something to take away would say it."""
        ...

    def files(self, edition: EditionModel, names: NameTable) -> Iterator[tuple[str, Content]]:
        """Relative paths with slashes, and what the files hold; text is written in UTF-8 as it is."""
        ...


@cache
def emitters() -> Mapping[str, Emitter]:
    """Target → emitter, in the order of the alphabet."""
    found: dict[str, Emitter] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        target = getattr(module, "TARGET", None)
        if target is None:
            continue
        if target.replace("-", "_") != info.name:
            raise ValueError(f"the emitter of {target} is called {info.name}")
        found[target] = cast(Emitter, module)
    return dict(sorted(found.items()))


def made(emitter: Emitter, edition: EditionModel, names: NameTable) -> dict[str, bytes]:
    """The files of an artefact by their path. Raises ValueError where an emitter gives a path twice or one that leads outside."""
    found: dict[str, bytes] = {}
    for path, content in emitter.files(edition, names):
        if path in found or path.startswith("/") or "\\" in path or ".." in path.split("/"):
            raise ValueError(f"{emitter.TARGET} gives the path {path!r}")
        found[path] = content.encode() if isinstance(content, str) else content
    return dict(sorted(found.items()))

"""Pages are found by the modules that make them being there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from conformance.publish.site.model import Page, SiteSource


def made(package: ModuleType, source: SiteSource) -> Iterator[Page]:
    """The pages of every module of a package that has a function ``pages``. Raises ValueError where one gives none."""
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda one: one.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        making = getattr(module, "pages", None)
        if making is None:
            continue
        found = list(making(source))
        if not found:
            raise ValueError(f"{module.__name__} makes no page")
        yield from found

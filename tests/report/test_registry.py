from __future__ import annotations

import importlib
import pkgutil

import pytest

import conformance.report
from conformance.report.errors import UsageError
from conformance.report.registry import FORMATS, format_of, renderer


def test_every_module_that_renders_is_a_format():
    names = [module.name for module in pkgutil.iter_modules(conformance.report.__path__)]
    modules = {name: importlib.import_module(f"conformance.report.{name}") for name in names}
    assert {name for name, module in modules.items() if hasattr(module, "SUFFIXES")} == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders(name):
    assert callable(renderer(name).render)


def test_an_unknown_format_names_the_known_ones():
    with pytest.raises(UsageError, match="text"):
        renderer("txet")


def test_format_by_suffix():
    assert (format_of(".JSON"), format_of(".txt"), format_of(".doc")) == ("json", "text", None)

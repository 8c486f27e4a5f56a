from __future__ import annotations

import pytest

from conformance.report.errors import UsageError
from conformance.report.registry import FORMATS, format_of, renderer


def test_formats_are_found_by_their_modules():
    assert {"text", "json"} <= set(FORMATS)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_renders(name):
    assert callable(renderer(name).render)


def test_a_format_that_is_not_built_yet_says_so():
    missing = next((name for name in ("sarif", "junit", "html") if name not in FORMATS), None)
    if missing is None:
        pytest.skip("every format is built")
    with pytest.raises(UsageError, match="尚不能输出"):
        renderer(missing)


def test_an_unknown_format_names_the_known_ones():
    with pytest.raises(UsageError, match="text"):
        renderer("txet")


def test_format_by_suffix():
    assert (format_of(".JSON"), format_of(".txt"), format_of(".doc")) == ("json", "text", None)

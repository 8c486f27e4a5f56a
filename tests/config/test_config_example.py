"""The example that people copy, and the pages that speak of its keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.config.read import read_configuration
from conformance.standard.load import load
from conformance.standard.shapes import load_shapes

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/configuration/conformance.toml"


def keys():
    shapes = load_shapes()
    names = ("Configuration", "ConfiguredItem", "ConfiguredSeverity", "Suppression")
    return {slot.key for name in names for slot in shapes.classes[name].slots}


def test_the_example_is_right():
    found = read_configuration(EXAMPLE, load())
    assert [one.item for one in found.items] == ["admin-licence", "admin-penalty"]
    assert found.suppress[0].keys == ("沪食药监许〔2016〕第00002号",)


@pytest.mark.parametrize(
    "page", [EXAMPLE, *sorted((ROOT / "docs").glob("guide-configuration.*.md"))], ids=lambda p: p.name
)
def test_every_key_is_spoken_of(page):
    text = page.read_text(encoding="utf-8")
    assert [key for key in keys() if key not in text] == []

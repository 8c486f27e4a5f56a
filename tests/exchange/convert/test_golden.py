"""The golden set: two hundred records of either side, converted, with the receipts before and after."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "examples" / "conversions"
NAMES = sorted(path.name for path in GOLDEN.iterdir())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The set as it is made today."""
    spec = importlib.util.spec_from_file_location("make_conversions", ROOT / "examples" / "make_conversions.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("conversions")
    module.make(folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_it_is_what_the_script_makes(made, name):
    assert (made / name).read_bytes() == (GOLDEN / name).read_bytes(), "run: python examples/make_conversions.py"


@pytest.mark.slow
def test_the_script_makes_nothing_else(made):
    assert sorted(path.name for path in made.iterdir()) == NAMES


def receipt(name: str) -> dict:
    return json.loads((GOLDEN / f"{name}-receipt.json").read_text(encoding="utf-8"))


def verdicts(name: str) -> list[str]:
    return [line["verdict"] == "rejected" for line in receipt(name)["lines"]]


@pytest.mark.parametrize("item", ["admin-licence", "admin-penalty"])
def test_a_conversion_takes_and_rejects_nothing_that_was_not_so_before(item):
    assert verdicts(f"shanghai-{item}") == verdicts(f"shanghai-{item}-converted")
    assert verdicts(f"jiangsu-{item}") == verdicts(f"jiangsu-{item}-converted")


@pytest.mark.parametrize("item", ["admin-licence", "admin-penalty"])
@pytest.mark.parametrize("side", ["jiangsu", "shanghai"])
def test_some_of_each_are_taken_and_some_rejected(side, item):
    said = receipt(f"{side}-{item}")
    assert said["totalSize"] == 100
    assert 0 < said["failSize"] < 50

"""The page about faults says the limits as they are."""

from __future__ import annotations

import re

from conformance.sources import limits

from .seeds import ROOT


def test_the_page_has_every_limit_with_its_value() -> None:
    page = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    said = dict(re.findall(r"^\| `([A-Z_]+)` \| ([0-9]+) \|", page, re.MULTILINE))
    assert said == {name: str(value) for name, value in vars(limits).items() if name.isupper()}

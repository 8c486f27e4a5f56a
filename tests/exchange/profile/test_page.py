from __future__ import annotations

import re
from pathlib import Path

from conformance.exchange.profile.load import profile
from conformance.exchange.profile.page import NAME, page

ROOT = Path(__file__).parents[3]


def test_the_page_is_fresh():
    assert (ROOT / "docs" / NAME).read_text(encoding="utf-8") == page()


def test_its_links_lead_to_places_in_it():
    text = page()
    places = set(re.findall(r'<a id="([^"]+)">', text))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= places


def test_it_has_every_operation_problem_class_and_flow():
    text = page()
    found = profile()
    named = [*(f"`{one.method} {one.path}`" for one in found.operations), *(f"`{one.id}`" for one in found.problems)]
    named += [f"`{one.id}`" for one in found.classes] + [one.title.zh for one in found.flows]
    assert [name for name in named if name not in text] == []

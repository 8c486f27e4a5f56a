"""A whole site of an edition whose texts are evil: pages of every kind, among them those of the lists and of the exchange."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from msgspec.structs import replace

from conformance import artefacts
from conformance.artefacts import folder
from conformance.artefacts.entries import ground as grounds
from conformance.exchange.profile.load import profile
from conformance.exchange.server.faults.load import load as load_faults
from conformance.exchange.suite.load import load_suite
from conformance.publish.lists import Lists, shipped_lists
from conformance.publish.modelling import edition_model
from conformance.publish.site.build import site
from conformance.publish.site.kinds import KINDS
from conformance.standard.entries import Entry
from publish.site.evil import EVIL, hostile, hostile_entry, injected

pytestmark = pytest.mark.slow

_PLAIN = ("title", "title_en", "description", "guidance", "label", "label_en", "number")
_SOURCES = {"profile": profile, "load_suite": load_suite, "load_faults": load_faults, "load": load_faults}
"""What pages of the exchange are made from, by the name under which their modules know it."""


def lists() -> Lists:
    """The shipped lists and their standard, evil throughout."""
    true = shipped_lists()

    def evil(one: Entry) -> Entry:
        return one.holding(hostile_entry(one.data))

    links = replace(true.links, entries={ref: evil(one) for ref, one in true.links.entries.items()})
    entries = {name: tuple(map(evil, own)) for name, own in true.entries.items()}
    return Lists(entries, hostile(true.standard, *_PLAIN), true.shapes, links)


def modules() -> Iterator[ModuleType]:
    """Every module that makes pages of what publish alone does not know."""
    for info in pkgutil.walk_packages(artefacts.__path__, f"{artefacts.__name__}."):
        yield importlib.import_module(info.name)


def forget() -> None:
    """What was remembered of one edition is nothing to the other."""
    for module in modules():
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.fixture(scope="module")
def files() -> Iterator[dict[str, bytes]]:
    """The files of the evil site."""
    made = lists()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grounds, "shipped_lists", lambda: made)
        patch.setattr(folder, "shipped_lists", lambda: made)
        patch.setattr(folder, "shipped_model", lambda *_: edition_model(made.standard))
        found = {name: hostile(source()) for name, source in _SOURCES.items()}
        for module in modules():
            for name, source in _SOURCES.items():
                if getattr(module, name, None) is source:
                    patch.setattr(module, name, lambda *_, evil=found[name]: evil)
        forget()
        yield site(folder.site_source(offered=False))
    forget()


def pages(files: dict[str, bytes]) -> dict[str, str]:
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


def test_no_page_makes_elements_of_texts(files: dict[str, bytes]) -> None:
    assert [address for address, text in pages(files).items() if injected(text)] == []


def test_pages_of_every_kind_have_such_texts(files: dict[str, bytes]) -> None:
    kinds: dict[str, list[bool]] = {}
    for text in pages(files).values():
        kind = re.search(r"<body class=kind-([a-z-]+)>", text)
        kinds.setdefault("" if kind is None else kind[1], []).append("&lt;script&gt;alert" in text)
    assert set(kinds) == set(KINDS) - {"download"}
    assert {kind for kind, evil in kinds.items() if not any(evil)} == set()
    assert sum(map(sum, kinds.values())) > 0.95 * sum(map(len, kinds.values()))


def test_indexes_for_programs_hold_them_as_data(files: dict[str, bytes]) -> None:
    script = files["assets/search-index.js"].decode()
    index = json.loads(script.removeprefix("window.conformanceSearch=").removesuffix(";\n"))
    catalogue = json.loads(files["catalog.json"])
    assert any(row[3].endswith(EVIL) for row in index["pages"])
    assert any(EVIL in text for text in index["texts"])
    assert any(page["title"]["zh"].endswith(EVIL) for page in catalogue["pages"])

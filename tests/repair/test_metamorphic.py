"""Whatever is wrong with a file: mending keeps its promises, and mending again changes nothing."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.repair.api import fix
from conformance.repair.model import Repair
from conformance.report.model import Report
from repair.messy import AS_OF, WRITERS, spoilt, valid

ITEMS = ("admin-licence", "admin-penalty", "env-rating")
TEXTS = [name for name in WRITERS if name.endswith(("csv", "json", "jsonl"))]


def counts(report: Report) -> Counter[tuple[str, str | None]]:
    return Counter({(f.rule, f.field): f.failed for entry in report.inputs for f in entry.failures})


def mended_twice(folder: Path, name: str, seed: int, share: float, confirm: bool) -> tuple[Repair, Repair]:
    chance = Random(seed)
    item = ITEMS[seed % len(ITEMS)]
    source = WRITERS[name](folder / f"in-{name}", spoilt(valid(item, 8, seed % 5), chance, share))
    before = source.read_bytes()
    # fix raises where the mended file shows a finding that was not foreseen.
    once = fix(source, folder / f"once-{name}", item=item, as_of=AS_OF, confirm=confirm)
    again = fix(folder / f"once-{name}", folder / f"twice-{name}", item=item, as_of=AS_OF, confirm=confirm)
    assert source.read_bytes() == before
    return once, again


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10**6), share=st.sampled_from([0.03, 0.1, 0.3]), confirm=st.booleans())
def test_mending_again_changes_nothing(name, seed, share, confirm):
    with tempfile.TemporaryDirectory() as folder:
        once, again = mended_twice(Path(folder), name, seed, share, confirm)
        assert (again.cells, again.removed, again.uncovered) == (0, 0, [])
        assert once.after is not None
        assert counts(once.after) == counts(again.before)
        if name in TEXTS:
            first, second = (Path(folder, f"{which}-{name}").read_bytes() for which in ("once", "twice"))
            assert first == second


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10**6), confirm=st.booleans())
def test_nothing_is_found_afterwards_that_was_not_there_or_said(seed, confirm):
    with tempfile.TemporaryDirectory() as folder:
        once, _ = mended_twice(Path(folder), "gb18030.csv", seed, 0.2, confirm)
        assert once.after is not None
        said = Counter({(f.rule, f.field): f.failed for f in once.uncovered})
        assert counts(once.after) <= counts(once.before) + said


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_any_format_is_mended_alike(seed):
    with tempfile.TemporaryDirectory() as folder:
        names = ("utf-8.csv", "gb18030.csv", "plain.parquet", "plain.jsonl")
        found = [mended_twice(Path(folder), name, seed, 0.1, True)[0] for name in names]
        assert len({tuple(sorted((m.rule, m.changed) for m in one.mended)) for one in found}) == 1

"""Valid files of every format with random damage, and every input that ever broke a reader."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .damage import damaged
from .invariant import broken
from .seeds import seeds

SEEDS = seeds()
CORPUS = sorted(path for path in (Path(__file__).parent / "corpus").glob("*") if path.suffix != ".md")
EXAMPLES = 12


@pytest.mark.parametrize("kind", SEEDS)
def test_the_undamaged_file_is_read(kind: str, tmp_path: Path) -> None:
    """Else the damage done below would prove nothing."""
    path = tmp_path / f"input.{kind}"
    path.write_bytes(SEEDS[kind])
    assert broken(path) is None


@pytest.mark.parametrize("kind", SEEDS)
def test_a_damaged_file_ends_in_a_report(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("fuzz") / f"input.{kind}"

    # Derandomised: the same inputs at every run. The search with new ones is tools/fuzz.py.
    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=[*HealthCheck]
    )
    @given(st.integers(0, 2**32))
    def try_one(seed: int) -> None:
        path.write_bytes(damaged(SEEDS[kind], random.Random(seed), SEEDS))
        assert broken(path) is None

    try_one()


@pytest.mark.slow
@pytest.mark.parametrize("kind", SEEDS)
def test_a_file_cut_anywhere_ends_in_a_report(kind: str, tmp_path: Path) -> None:
    """Forty places from the first byte to the last but one."""
    content = SEEDS[kind]
    for length in sorted({1, 2, 3, 4, 8, len(content) - 1, *range(16, len(content), len(content) // 32 + 1)}):
        path = tmp_path / f"{length}.{kind}"
        path.write_bytes(content[:length])
        assert broken(path) is None, length


@pytest.mark.skipif(not CORPUS, reason="nothing was ever found")
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_what_once_broke_a_reader_does_so_no_more(path: Path) -> None:
    assert broken(path) is None

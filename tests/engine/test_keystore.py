"""A store of texts answers as a dictionary would, in memory and on disk."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest

from conformance.engine import keystore
from conformance.engine.keystore import NOT_FOUND, KeyStore


def entered(store: KeyStore, texts: list[str | None], batch: int = 37) -> None:
    """Texts with their positions, in batches."""
    for at in range(0, len(texts), batch):
        part = texts[at : at + batch]
        store.add(pl.DataFrame({"key": part, "at": range(at, at + len(part))}, schema_overrides={"key": pl.String}))
    store.settle()


def asked(*texts: str | None) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


@pytest.mark.parametrize("bytes_in_memory", [1, 2_000, 1 << 30], ids=["disk", "some of both", "memory"])
def test_what_was_entered_is_found_and_nothing_else(monkeypatch, bytes_in_memory):
    monkeypatch.setattr(keystore, "IN_MEMORY", bytes_in_memory)
    chance = Random(1)
    texts = [f"key {chance.randrange(900)}" for _ in range(2000)]
    with KeyStore({"at": pl.Int64}) as store:
        entered(store, [*texts, None])
        questions = [f"key {number}" for number in range(1200)]
        found = store.find(asked(*questions, None))
        assert [position != NOT_FOUND for position in found] == [text in set(texts) for text in [*questions, None]]
        known = [text for text in questions if text in texts]
        rows = store.rows(found[found != NOT_FOUND])
        assert rows["key"].to_list() == known
        assert rows["at"].to_list() == [texts.index(text) for text in known]
        assert rows["times"].to_list() == [texts.count(text) for text in known]


def test_two_texts_of_one_hash_are_told_apart(monkeypatch):
    """With the hash of every text the same, only the texts themselves can tell."""
    monkeypatch.setattr(pl.Expr, "hash", lambda self, *seeds: pl.lit(7, dtype=pl.UInt64))
    monkeypatch.setattr(pl.Series, "hash", lambda self, *seeds: pl.Series([7] * len(self), dtype=pl.UInt64))
    with KeyStore({"at": pl.Int64}) as store:
        entered(store, ["one", "two", "three"])
        found = store.find(asked("three", "four", "one"))
        assert found[1] == NOT_FOUND
        assert store.rows(found[[0, 2]])["key"].to_list() == ["three", "one"]


@pytest.mark.parametrize("bytes_in_memory", [1, 1 << 30])
def test_what_was_not_met_is_known_in_the_end(monkeypatch, bytes_in_memory):
    monkeypatch.setattr(keystore, "IN_MEMORY", bytes_in_memory)
    with KeyStore({"at": pl.Int64}) as store:
        entered(store, [f"{number}" for number in range(100)])
        store.meet(store.find(asked(*(f"{number}" for number in range(0, 100, 2)))))
        left = np.concatenate(store.unmet(step=7))
        assert sorted(map(int, store.rows(left)["key"])) == list(range(1, 100, 2))


def test_nothing_stays_on_disk(monkeypatch):
    monkeypatch.setattr(keystore, "IN_MEMORY", 1)
    with KeyStore({"at": pl.Int64}) as store:
        entered(store, ["one", "two"])
        folder = Path(store._folder.name)
        assert folder.is_dir()
    assert not folder.exists()


def test_an_empty_store_finds_nothing():
    with KeyStore() as store:
        store.settle()
        assert store.find(asked("one")).tolist() == [NOT_FOUND]
        assert store.unmet() == []


def test_nothing_stays_on_a_disk_that_is_full(monkeypatch):
    class Full:
        def write_table(self, table):
            raise OSError(28, "No space left on device")

        def close(self):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(keystore, "IN_MEMORY", 1)
    monkeypatch.setattr("pyarrow.ipc.new_stream", lambda *arguments: Full())
    with pytest.raises(OSError, match="No space left"), KeyStore({"at": pl.Int64}) as store:
        entered(store, ["one", "two"])
    assert not Path(store._folder.name).exists()

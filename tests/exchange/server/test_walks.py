"""Whoever walks the list while it changes knows in the end what holds, however the changes fall between the pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.exchange.server import records
from conformance.exchange.server.app import create_world
from conformance.exchange.server.cursors import Place
from conformance.exchange.server.settings import Settings
from conformance.exchange.server.store import stamped
from conformance.exchange.server.world import World
from exchange.server.service import ITEM, PROVIDER, Clock, licence

MOVES = st.one_of(
    st.tuples(st.just("put"), st.lists(st.integers(0, 4), min_size=1, max_size=3)),
    st.tuples(st.just("withdraw"), st.lists(st.integers(0, 4), min_size=1, max_size=1)),
    st.tuples(st.just("page"), st.lists(st.integers(1, 3), min_size=1, max_size=1)),
    st.tuples(st.just("clock"), st.lists(st.integers(-5, 5), min_size=1, max_size=1)),
)


@contextmanager
def empty_world() -> Iterator[tuple[World, Clock]]:
    clock = Clock()
    world = create_world(Settings(seeded=False, clock=clock))
    try:
        yield world, clock
    finally:
        world.close()


def change(world: World, kind: str, places: list[int]) -> None:
    with world.store.transaction() as db:
        stamp = stamped(db, world.now())
        for place in places:
            id_ = records.put(db, world, ITEM, PROVIDER, licence(place), stamp)
            if kind == "withdraw":
                records.withdraw(db, id_, "withdrawn", stamp)


def page(world: World, after: Place, limit: int, copy: dict[str, str]) -> Place:
    with world.store.transaction() as db:
        found = records.listed(db, records.Window(None, after, limit))
    order = [(after.modified, after.id), *((one.modified, one.id) for one in found.entries)]
    assert order == sorted(set(order))
    copy.update({one.id: one.state for one in found.entries})
    return found.end


@settings(max_examples=60, deadline=None)
@given(st.lists(MOVES, max_size=15))
def test_a_copy_is_right_at_the_end_of_the_walk(moves: list[tuple[str, list[int]]]) -> None:
    with empty_world() as (world, clock):
        place, copy = Place(), dict[str, str]()
        for kind, numbers in moves:
            if kind == "page":
                place = page(world, place, numbers[0], copy)
            elif kind == "clock":
                clock.now += timedelta(seconds=numbers[0])
            else:
                change(world, kind, numbers)
        while (end := page(world, place, 2, copy)) != place:
            place = end
        with world.store.transaction() as db:
            assert copy == {row["id"]: row["state"] for row in db.execute("SELECT id, state FROM records")}

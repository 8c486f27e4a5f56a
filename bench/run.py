"""A whole run: which files, how often, in which order."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from msgspec import Struct

from bench import beside, growth, yardstick
from bench.beside import LADDER
from bench.machine import commit, machine
from bench.peer import Peer, discover
from bench.result import Beside, Found, Result, Series, Yardstick
from bench.samples import ITEMS, Sample, make
from bench.timing import payload
from conformance.version import __version__

BADNESS = ("clean", "1 % bad", "all bad")
SMALL = 10_000


class Plan(Struct, frozen=True):
    """How much is measured."""

    mode: str
    rows: int
    """Of the main files."""
    sizes: tuple[int, ...]
    """Rows of the licence files beside the main ones."""
    growth_sizes: tuple[int, ...]
    """Rows of the growth with rows, beside those of the main file."""
    rounds: int
    peer_rounds: int
    """The same for peers: their distance is so large that one round tells it."""
    peer_seconds: float
    """About how long one run of a peer may take; it gets as many rows as fit."""
    growth_rows: int
    kinds: tuple[str, ...] = tuple(ITEMS)
    peer_badness: tuple[str, ...] = BADNESS
    """Of the licence files that peers are given."""
    small_badness: tuple[str, ...] = ("1 % bad",)
    """Of the small files of the other kinds that peers are given."""


def plan(mode: str, rows: int, rounds: int | None) -> Plan:
    """The plan of a mode: quick, default or full; ``rows`` and ``rounds`` replace its own. Raises KeyError."""
    smaller = tuple(size for size in LADDER if size < rows)
    first = LADDER[:1]
    plans = {
        "quick": Plan("quick", rows, (), first, rounds or 1, 1, 1.0, SMALL, ("licence",), ("1 % bad",)),
        "default": Plan("default", rows, smaller, smaller, rounds or 3, 1, 3.0, 100_000),
        "full": Plan("full", rows, smaller, smaller, rounds or 5, 3, 30.0, 200_000, small_badness=BADNESS),
    }
    return plans[mode]


def measured(plan: Plan, say: Callable[[str], None]) -> Result:
    """Measures everything; ``say`` is told what comes next. Raises Failed for a run that does not end as it should."""
    peers = discover()
    here = machine(peers.values())
    say("ten records in a warm process")
    payload_ms = payload(make(Sample("licence", SMALL)), ITEMS["licence"])
    return Result(
        tool=__version__,
        commit=commit(),
        when=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        mode=plan.mode,
        rounds=plan.rounds,
        machine=here,
        yardsticks=tuple(_yardstick(sample, plan.rounds, say) for sample in _samples(plan)),
        besides=tuple(_besides(plan, peers, say)),
        found=tuple(_told(beside.found(peers, "licence", SMALL), say)),
        growth=tuple(_series(plan, say)),
        payload_ms=payload_ms,
    )


def _samples(plan: Plan) -> Iterator[Sample]:
    """Licence files of every size, the others of the main size only."""
    for kind in plan.kinds:
        for rows in (*(plan.sizes if kind == "licence" else ()), plan.rows):
            for bad in BADNESS:
                yield Sample(kind, rows, bad)


def _yardstick(sample: Sample, rounds: int, say: Callable[[str], None]) -> Yardstick:
    say(f"parse and check: {sample.kind}, {sample.bad}, {sample.rows:,} rows")
    return yardstick.compare(sample, rounds)


def _besides(plan: Plan, peers: dict[str, Peer], say: Callable[[str], None]) -> Iterator[Beside]:
    """Licence files as large as each peer manages in time; small ones of the other kinds."""
    for name, peer in peers.items():
        for kind in plan.kinds:
            rows = SMALL
            if kind == "licence" and peer.version:
                say(f"{peer.name}: how many rows it manages in {plan.peer_seconds:g} s")
                rows = beside.rows_within(name, Sample(kind, plan.rows, plan.peer_badness[0]), plan.peer_seconds)
            for bad in plan.peer_badness if kind == "licence" else plan.small_badness:
                say(f"{peer.name}: {kind}, {bad}, {rows:,} rows")
                yield beside.compare(name, peer, Sample(kind, rows, bad), plan.peer_rounds, plan.peer_seconds)


def _told(found: Iterator[Found], say: Callable[[str], None]) -> Iterator[Found]:
    say("planted defects: who finds them")
    yield from found


def _series(plan: Plan, say: Callable[[str], None]) -> Iterator[Series]:
    for one in growth.series((*plan.growth_sizes, plan.rows), plan.growth_rows, plan.rounds):
        say(f"growth with {one.name}: measured")
        yield one


def to_stderr(sentence: str) -> None:
    """Progress, beside the result."""
    print(f"… {sentence}", file=sys.stderr, flush=True)

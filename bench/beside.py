"""The peers beside this tool: how fast they are on the same file, and which planted defects they find."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from bench.peer import Job, Peer
from bench.result import Beside, Found
from bench.rules import cell_rules, number_of_checks
from bench.samples import WORK, Sample, header, make, planted
from bench.timing import LONG, Failed, Once, child, read_once, summed_up

PATIENCE = 60.0
"""Seconds that a peer gets for its start, beside three times what its work should take."""
LADDER = (10_000, 100_000, 1_000_000, 5_000_000)
"""Rows that a peer may be given; the largest that its time allows."""


def rows_within(peer: str, sample: Sample, seconds: float) -> int:
    """Rows, on the ladder and no more than the sample's, that a peer should manage in about that time.

    It climbs: ten times the rows are expected to take ten times as long. A peer that cannot even manage the first step
    is left there.
    """
    rows = LADDER[0]
    for larger in LADDER[1:]:
        if larger > sample.rows:
            break
        step = Sample(sample.kind, rows, sample.bad)
        try:
            took = child(peer, make(step), step.item, limit=PATIENCE + seconds * 3).run_s
        except Failed:
            break
        if took * larger / rows > seconds:
            break
        rows = larger
    return min(rows, sample.rows)


def compare(name: str, peer: Peer, sample: Sample, rounds: int, seconds: float) -> Beside:
    """Runs the peer and this tool over the file in turn; a peer that fails or needs too long has no timing."""
    path = make(sample)
    read_once(path)
    headers = tuple(header(path))
    rules = cell_rules(sample.item, headers)
    mine: list[Once] = []
    theirs: list[Once] = []
    reason = "" if peer.version else f"not installed: pip install {peer.distribution}"
    for _ in range(rounds):
        mine.append(child("tool", path, sample.item))
        if reason:
            continue
        try:
            theirs.append(child(name, path, sample.item, limit=PATIENCE + seconds * 3))
        except Failed as error:
            reason = str(error)
            continue
        if theirs[-1].run_s > LONG:
            break
    return Beside(
        peer=peer.name,
        version=peer.version,
        kind=sample.kind,
        bad=sample.bad,
        rows=sample.rows,
        rules=len(peer.expressed(Job(sample.item, headers, rules))) if peer.version else 0,
        cell_rules=len(rules),
        checks=number_of_checks(sample.item, headers),
        tool=summed_up(mine),
        timing=summed_up(theirs) if theirs and not reason else None,
        reason=reason,
    )


def found(peers: dict[str, Peer], kind: str, rows: int) -> Iterator[Found]:
    """For this tool and each installed peer: the planted defects of a file that is all bad, and what a clean one gives."""
    bad, clean = Sample(kind, rows, "all bad"), Sample(kind, rows)
    headers = tuple(header(make(bad)))
    make(clean)
    rules = cell_rules(bad.item, headers)
    defects = planted(bad)
    titles = _titles(bad.item)
    every = frozenset((field, rule) for _, field, rule in defects)
    yield _found("tool", "this tool", "every rule", bad, clean, defects, every, titles)
    for name, peer in peers.items():
        if peer.version:
            expressed = peer.expressed(Job(bad.item, headers, rules))
            known = frozenset((rule.field, rule_id) for rule in expressed for rule_id in rule.rule_ids)
            yield _found(name, peer.name, peer.how, bad, clean, defects, known, titles)


def _found(
    name: str,
    shown: str,
    how: str,
    bad: Sample,
    clean: Sample,
    defects: frozenset[tuple[int, str, str]],
    known: frozenset[tuple[str, str]],
    titles: dict[str, str],
) -> Found:
    where = WORK / "cells.json"
    child(name, bad.path, bad.item, "--cells", str(where))
    cells = {(record, column) for record, column in json.loads(where.read_text(encoding="utf-8"))}
    looked_for = [(record, titles[field]) for record, field, rule in defects if (field, rule) in known]
    return Found(
        peer=shown,
        how=how,
        planted=len(looked_for),
        found=sum(cell in cells for cell in looked_for),
        all_planted=len(defects),
        false_alarms=child(name, clean.path, clean.item).findings,
        rows=bad.rows,
    )


def _titles(item: str) -> dict[str, str]:
    from conformance.standard.load import load

    return {field.name: field.title for field in load().record_type_of(item).fields}


def missing(peers: dict[str, Peer]) -> Sequence[str]:
    """What to install for the peers that are not there."""
    return [peer.distribution for peer in peers.values() if peer.version is None]

"""Rows of fixtures: good ones and ones with one planted defect each, about synthetic subjects only, from a seed.

What they are is not believed but checked: every row goes through the rule engine, and what it says is what is expected of
the service.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from conformance.api import Options, check_many
from conformance.exchange.profile import synthetic
from conformance.exchange.rowlines import EVERY, Line, findings_of, lines_of
from conformance.exchange.run.guard import identifiers
from conformance.exchange.run.state import code
from conformance.sample.api import frames
from conformance.sample.defect import CODES, Defect, Record
from conformance.sample.defects import context_for, defects_of, item_defects
from conformance.sample.plant import Log
from conformance.standard.model import Standard
from conformance.standard.parties import find_party

_SPARE = 12
"""Rows drawn beyond those wanted, since not every one can be about a synthetic subject."""
_MOST_DRAWN = 20_000
"""A provider whose own records are rare among all is given up at this."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a batch and what a service has to say of it."""

    key: str
    data: Mapping[str, str]
    subject: tuple[str, str]
    """Scheme and id."""
    verdict: str = "accepted"
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """What rows are wanted."""

    item: str
    provider: str
    good: int
    bad: int
    seed: int
    name: str
    as_of: date


def rows(recipe: Recipe, standard: Standard) -> tuple[Row, ...]:
    """The rows, good and bad among each other, under keys that are in no order.

    Raises ValueError where the item has no records about subjects that could be synthetic.
    """
    seed = int(code(recipe.seed, "fixture", recipe.name), 16) % (1 << 31)
    chance = Random(seed)  # noqa: S311 - samples, not secrets
    drawn = _pool(recipe, standard, seed)
    good = drawn[: recipe.good]
    if len(good) < recipe.good:
        raise ValueError(f"{recipe.item}: only {len(good)} of {recipe.good} records can be about synthetic subjects")
    bad = _spoilt(drawn[recipe.good :], recipe, standard, chance) if recipe.bad else []
    mixed = [*good, *bad]
    chance.shuffle(mixed)
    keyed = [
        Row(
            code(seed, "row", str(place))[:12],
            {name: text for name, text in record.items() if text is not None},
            _subject(record),
        )
        for place, record in enumerate(mixed)
    ]
    lines = judged([row.data for row in keyed], recipe, standard)
    return tuple(
        replace(row, verdict=line.verdict, rules=tuple(dict.fromkeys(one.rule for one in line.problems)))
        for row, line in zip(keyed, lines, strict=True)
    )


def judged(records: Sequence[Mapping[str, Any]], recipe: Recipe, standard: Standard) -> tuple[Line, ...]:
    """What the rule engine says of each of some records, as of one batch of the provider's."""
    party = find_party(recipe.provider, standard) or find_party(f"unit:{recipe.provider}", standard)
    options = Options(item=recipe.item, party=None if party is None else party.id, as_of=recipe.as_of, examples=EVERY)
    report = check_many([[dict(record) for record in records]], options, standard=standard)
    table = report.inputs[0]
    return lines_of(table, findings_of(report, table))


def _pool(recipe: Recipe, standard: Standard, seed: int) -> list[Record]:
    """Records that nothing is wrong with, each about a synthetic subject of its own; more are drawn where few will do."""
    wanted = recipe.good + 3 * recipe.bad
    count = wanted + max(_SPARE, wanted // 4)
    found = _drawn(recipe, standard, seed, count)
    while len(found) < wanted and count < _MOST_DRAWN:
        count *= 4
        found = _drawn(recipe, standard, seed, count)
    return found[:wanted]


def _drawn(recipe: Recipe, standard: Standard, seed: int, count: int) -> list[Record]:
    names = {field.title: field.name for field in standard.record_type_of(recipe.item).fields}
    frame = next(frames(recipe.item, count, seed, standard, 0.0, Log(None)))
    records = [{names[title]: value for title, value in record.items()} for record in frame.iter_rows(named=True)]
    about = [_about(record, seed, place) for place, record in enumerate(records)]
    clean = [record for record in about if record is not None and _is_synthetic(record)]
    whole = [{name: text for name, text in record.items() if text is not None} for record in clean]
    lines = judged(whole, recipe, standard) if whole else ()
    return [record for record, line in zip(clean, lines, strict=True) if not line.problems]


def _about(record: Record, seed: int, place: int) -> Record | None:
    """The record with a synthetic subject in place of its own."""
    if "subject_uscc" not in record:
        return None
    person = bool(record.get("subject_citizen_id")) and not any(record.get(name) for name in CODES[:4])
    codes: Record = dict.fromkeys((name for name in CODES if name in record), None)
    if person:
        codes["subject_citizen_id"] = synthetic.citizen_id(seed, place)
    else:
        codes["subject_uscc"] = synthetic.uscc(seed, place)
    return record | codes


def _is_synthetic(record: Record) -> bool:
    told = "\n".join(text for text in record.values() if text)
    return all(synthetic.is_synthetic(one) for one in identifiers(told.encode()))


def _subject(record: Record) -> tuple[str, str]:
    uscc = record.get("subject_uscc")
    return ("uscc", uscc) if uscc else ("citizen-id", record.get("subject_citizen_id") or "")


def _spoilt(spare: list[Record], recipe: Recipe, standard: Standard, chance: Random) -> list[Record]:
    """Records with one defect each: rejected by one rule and no other, as many rules as can be had."""
    tried = [*_tries(spare, recipe, standard, chance)]
    whole = [{name: text for name, text in record.items() if text is not None} for _, record in tried]
    lines = judged(whole, recipe, standard) if whole else ()
    found: dict[str, list[Record]] = {}
    for (rule, record), line in zip(tried, lines, strict=True):
        if line.verdict == "rejected" and {one.rule for one in line.problems} == {rule} and _is_synthetic(record):
            found.setdefault(rule, []).append(record)
    chosen: list[Record] = []
    while len(chosen) < recipe.bad and any(found.values()):
        for rule in list(found):
            if found[rule] and len(chosen) < recipe.bad:
                chosen.append(found[rule].pop())
    if len(chosen) < recipe.bad:
        raise ValueError(f"{recipe.item}: only {len(chosen)} of {recipe.bad} defects could be planted")
    return chosen


def _tries(spare: list[Record], recipe: Recipe, standard: Standard, chance: Random) -> Iterable[tuple[str, Record]]:
    """Each spare record spoilt once, the rules in turn."""
    record_type = standard.record_type_of(recipe.item)
    context = context_for(standard, record_type)
    defects = [one for one in (*defects_of(record_type), *item_defects(recipe.item, standard)) if one.plantable]
    by_rule: dict[str, list[Defect]] = {}
    for defect in sorted(defects, key=lambda one: one.name):
        by_rule.setdefault(defect.rule, []).append(defect)
    rules = sorted(by_rule)
    chance.shuffle(rules)
    for place, record in enumerate(spare):
        for turn in range(len(rules)):
            rule = rules[(place + turn) % len(rules)]
            changed = chance.choice(by_rule[rule]).apply(record, chance, context)
            if changed is not None:
                yield rule, changed
                break

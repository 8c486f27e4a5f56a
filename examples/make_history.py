"""Makes the runs of a year: ``python examples/make_history.py [FILE.jsonl.xz]``; takes six minutes of a processor, and needs
nothing but the tool itself (no library of a history).

Thirty units submit what the reporting plan asks of them, from January to December 2017, each after the habits that
``history/units.csv`` says of it (in hundredths: missing, late, records with a defect). Every file is made by
``conformance sample`` from a fixed seed, checked as of the day on which it is said to come, and recorded as an official
submission; what is kept are counts and digests. The same tool makes the same runs. ``load_history.py`` puts them into a
history. Everything in them is invented.
"""

from __future__ import annotations

import csv
import hashlib
import lzma
import os
import random
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from conformance.api import Options, check_many
from conformance.bulletin.model import Duty, Period
from conformance.bulletin.periods import due_within, span_of
from conformance.bulletin.plan import LISTS, plan_of
from conformance.catalog.store import open_catalogue
from conformance.history.made import run_of
from conformance.history.model import Run
from conformance.sample import write_sample
from conformance.standard.load import load
from conformance.submission.model import Contents

YEAR = span_of(2017, 1, 12)
"""Samples pass as of any day of it: the latest record that they make is of 2016."""
STANDARD = load()
UNITS = Path(__file__).resolve().parent / "history" / "units.csv"
DECISIONS = ("admin-licence", "admin-penalty")


@dataclass(frozen=True)
class Habits:
    """How a unit goes about it, in hundredths."""

    party: str
    habit: str
    missing: int
    late: int
    defects: int


@dataclass(frozen=True)
class Sent:
    """One file that comes on a day."""

    duty: Duty
    period: Period
    day: date
    rows: int
    defects: float
    broken: bool = False
    """Whether a required column is missing, so that all of it is sent back."""
    manifest: bool = True


@cache
def duties() -> tuple[Duty, ...]:
    """Those of the shipped edition."""
    return plan_of(open_catalogue(only=LISTS, checked=False), STANDARD).duties


def sendings(habits: Habits) -> Iterator[Sent]:
    """What a unit sends in the year, in the order of its duties."""
    for duty in duties():
        if duty.party != habits.party:
            continue
        for period, last in due_within(duty, YEAR, STANDARD.calendar):
            dice = random.Random(f"{habits.party} {duty.item} {period.first}")  # noqa: S311 - the same again
            yield from _of(duty, period, last or period.last, habits, dice)


def _of(duty: Duty, period: Period, last: date, habits: Habits, dice: random.Random) -> Iterator[Sent]:
    worse = 1.6 - 1.2 * last.month / 12 if habits.habit == "improving" else 1.0
    if dice.random() * 100 < habits.missing * worse:
        return
    late = dice.random() * 100 < habits.late * worse
    day = (
        last + timedelta(days=dice.randint(1, 12))
        if late
        else max(period.last + timedelta(days=1), last - timedelta(days=dice.randint(0, 6)))
    )
    day = min(day, YEAR.last)
    rows = 0 if dice.random() < 0.12 else dice.randint(8, 60)
    one = Sent(
        duty, period, day, rows, habits.defects * worse / 100, manifest=duty.item in DECISIONS or dice.random() < 0.7
    )
    if rows and dice.random() < habits.defects / 400:
        yield Sent(duty, period, day, rows, 0.0, broken=True)
        day = min(day + timedelta(days=2), YEAR.last)
        yield Sent(duty, period, day, rows, one.defects)
        return
    yield one
    if rows and one.defects > 0.2 and dice.random() < 0.3:  # corrected soon after
        yield Sent(duty, period, min(day + timedelta(days=4), YEAR.last), rows, one.defects / 4)


def run_for(sent: Sent, number: int, folder: Path) -> Run:
    """Make the file, check it as of its day, and answer with what is kept of it."""
    file = folder / f"{number}.csv"
    write_sample(sent.duty.item, sent.rows, number, file, None, sent.defects, None, STANDARD)
    _edited(file, sent)
    manifest = _manifest(sent, number, file, folder) if sent.manifest else None
    judged: list[Contents] = []
    options = Options(
        item=sent.duty.item,
        party=sent.duty.party,
        as_of=sent.day,
        purpose="submission",
        manifest=manifest,
        config=False,
    )
    report = check_many([] if manifest is not None else [file], options, standard=STANDARD, on_judged=judged.append)
    return run_of(
        report,
        STANDARD,
        id_=hashlib.sha256(f"{sent.duty.id} {sent.duty.party} {number}".encode()).hexdigest()[:32],
        recorded=datetime(sent.day.year, sent.day.month, sent.day.day, 2, tzinfo=UTC) + timedelta(seconds=number),
        batch=f"{sent.period.first:%Y-%m}-{number}",
        manifest=judged[0].manifest,
        digests=judged[0].digests,
    )


def _manifest(sent: Sent, number: int, file: Path, folder: Path) -> Path:
    lines = [
        f"id: example-{number}",
        f"party: {sent.duty.party}",
        f"period: {{from: '{sent.period.first}', to: '{sent.period.last}'}}",
        "kind: full",
        f"files:\n  - path: {file.name}\n    item: {sent.duty.item}\n    records: {sent.rows}",
    ]
    if sent.duty.item in DECISIONS and sent.rows:
        secret, private = number % 5 == 0, number % 3 == 0
        open_ = sent.rows - secret - private
        lines.append(f"    decisions:\n      to_publish: {open_}\n      published: {open_ - number % 4 // 3}")
        withheld = [("trade-secret", secret), ("personal-privacy", private)]
        told = [f"        - {{ground: {ground}, records: 1}}" for ground, there in withheld if there]
        lines += ["      withheld:", *told] if told else []
    path = folder / f"{number}.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _edited(file: Path, sent: Sent) -> None:
    """A district has records of its own only; a broken file lacks a required column."""
    fields = STANDARD.record_type_of(sent.duty.item).fields
    kind, _, code = sent.duty.party.partition(":")
    needed = next(one.title for one in fields if one.requirement == "required")
    with file.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    for place, title in enumerate(head):
        if kind == "district" and any(one.title == title and one.name == "division_code" for one in fields):
            rows = [
                [*row[:place], code if row[place].startswith("31") else row[place], *row[place + 1 :]] for row in rows
            ]
    if sent.broken:
        place = head.index(needed)
        head, *rows = ([*row[:place], *row[place + 1 :]] for row in (head, *rows))
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])


def of_unit(one: tuple[int, Habits]) -> list[Run]:
    """The runs of one unit."""
    place, habits = one
    with TemporaryDirectory() as folder:
        return [run_for(sent, number, Path(folder)) for number, sent in enumerate(sendings(habits), place * 1000 + 1)]


def units() -> list[Habits]:
    """Everybody's habits."""
    with UNITS.open(encoding="utf-8", newline="") as stream:
        return [
            Habits(row["party"], row["habit"], int(row["missing"]), int(row["late"]), int(row["defects"]))
            for row in csv.DictReader(stream)
        ]


def main(target: Path) -> None:
    """Make the runs and write them, in the order in which they were recorded."""
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        runs = [run for several in pool.map(of_unit, enumerate(units())) for run in several]
    runs.sort(key=lambda run: (run.recorded, run.id))
    lines = b"".join(msgspec.json.encode(run) + b"\n" for run in runs)
    target.write_bytes(lzma.compress(lines, preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(runs)} runs, {target.stat().st_size // 1024} kB: {target}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else UNITS.with_name("2017.jsonl.xz"))

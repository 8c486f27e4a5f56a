"""This tool beside Polars' streaming parse of the same file."""

from __future__ import annotations

from bench.result import Yardstick
from bench.rules import number_of_checks
from bench.samples import Sample, header, make
from bench.timing import child, command_line, read_once, summed_up


def compare(sample: Sample, rounds: int) -> Yardstick:
    """Parses and checks the file in turn, ``rounds`` times. Raises Failed if a run does not end as it should."""
    path = make(sample)
    read_once(path)
    parses, checks, works = [], [], []
    for number in range(rounds):
        # Every other round begins with the check, so that neither always follows the other.
        steps = ["parse", "check"] if number % 2 == 0 else ["check", "parse"]
        for step in steps:
            if step == "parse":
                parses.append(child("parse", path, sample.item))
            else:
                checks.append(command_line(path, sample.item, sample.expected_code))
        works.append(child("tool", path, sample.item))
    headers = header(path)
    return Yardstick(
        kind=sample.kind,
        bad=sample.bad,
        rows=sample.rows,
        columns=len(headers),
        file_mb=round(path.stat().st_size / 1e6, 1),
        checks=number_of_checks(sample.item, headers),
        parse=summed_up(parses),
        tool=summed_up(works, checks),
        ratios=tuple(
            round(check.seconds / parse.process.seconds, 3) for check, parse in zip(checks, parses, strict=True)
        ),
    )

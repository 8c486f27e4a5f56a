"""From a report to what is kept of it: numbers, and names that the standard has. Whatever else a report quotes stays out."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from msgspec.structs import replace

from conformance.history.model import FieldCount, ManifestFigures, RuleCount, Run, RunInput, Withheld
from conformance.report.model import InputReport, Report
from conformance.standard.model import Standard
from conformance.submission.model import Manifest


def run_of(
    report: Report,
    standard: Standard,
    *,
    id_: str,
    recorded: datetime,
    batch: str | None = None,
    manifest: Manifest | None = None,
    digests: Sequence[str | None] = (),
) -> Run:
    """What is kept of a report; ``digests`` are those of its inputs, in their order. With a ``batch`` it is official."""
    given = [*digests, *[None] * (len(report.inputs) - len(digests))]
    return Run(
        id=id_,
        kind="self-check" if batch is None else "official",
        recorded=recorded,
        as_of=date.fromisoformat(report.as_of),
        party=party_of(report),
        batch=batch,
        purpose=report.purpose,
        edition=report.standard.edition,
        standard_version=report.standard.version,
        standard_digest=report.standard.digest,
        tool_version=report.tool.version,
        engine=report.tool.engine,
        verdict=report.verdict,
        errors=report.counts["error"],
        warnings=report.counts["warning"],
        infos=report.counts["info"],
        applies_from=None if report.applies_from is None else date.fromisoformat(report.applies_from),
        period_from=None if manifest is None else manifest.first,
        period_to=None if manifest is None else manifest.last,
        sending=None if manifest is None else manifest.kind,
        inputs=tuple(_input(one, digest, standard) for one, digest in zip(report.inputs, given, strict=True)),
        figures=() if manifest is None else _figures(manifest, report),
    )


def party_of(report: Report) -> str | None:
    """Who submits: whom the caller or all inputs name, else whom the manifest does."""
    said = report.submission
    return report.party or (None if said is None else said.party)


def contents_of(run: Run) -> dict[str, str]:
    """For each item of a run a digest of what was sent: the same contents give the same digest, in whatever order.

    How they were judged is not among them: the next version of the tool or of the standard may judge otherwise.
    """
    sent: dict[str, list[list[str]]] = defaultdict(list)
    for one in run.inputs:
        if one.item is not None:
            sent[one.item].append([one.digest or "", str(one.rows)])
    frame = [str(run.period_from), str(run.period_to), str(run.sending)]
    return {item: _sha256([frame, sorted(parts), _said(run, item)]) for item, parts in sorted(sent.items())}


def _said(run: Run, item: str) -> list[list[object]]:
    return sorted(
        [one.records, str(one.to_publish), str(one.published), [[w.ground, w.records] for w in one.withheld]]
        for one in run.figures
        if one.item == item
    )


def _sha256(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def _input(one: InputReport, digest: str | None, standard: Standard) -> RunInput:
    known = _fields_of(one.item, standard)
    return RunInput(
        item=one.item if one.item in standard.items else None,
        format=one.format,
        digest=digest,
        verdict=one.verdict,
        rows=one.rows,
        accepted=one.accepted_rows,
        rejected=one.rejected_rows,
        late=one.late_rows,
        rules=_rules(one, known),
        fields=tuple(
            sorted(
                FieldCount(column.field, column.filled, column.blank or 0, column.placeholder or 0)
                for column in one.columns
                if column.field in known and column.how != "duplicate" and column.filled is not None
            )
        ),
    )


def _fields_of(item: str | None, standard: Standard) -> frozenset[str]:
    """Fields that an input of an item may have: names of the standard, never a header that somebody wrote."""
    if item is None or item not in standard.items:
        return frozenset()
    types = [standard.record_type_of(item)]
    extra = [
        check.field
        for party in standard.parties.values()
        for check in party.checks.get(standard.items[item].record_type, ())
    ]
    return frozenset([*(field.name for one in types for field in one.fields), *filter(None, extra)])


def _rules(one: InputReport, known: frozenset[str]) -> tuple[RuleCount, ...]:
    counted: dict[tuple[str, str | None], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for rule in one.rules:
        of = counted[rule.id, _field(rule.field, known)]
        of["checked"] += rule.checked
        of["known"] += rule.known
        of["suppressed"] += rule.suppressed
        of["unjudged"] += rule.unjudged
    for failure in one.failures:
        counted[failure.rule, _field(failure.field, known)][f"{failure.severity}s"] += failure.failed
    return tuple(
        RuleCount(rule, field, **{"checked": 0, **numbers})
        for (rule, field), numbers in sorted(counted.items(), key=lambda pair: (pair[0][0], pair[0][1] or ""))
        if any(numbers.values())
    )


def _field(name: str | None, known: frozenset[str]) -> str | None:
    return name if name in known else None


def _figures(manifest: Manifest, report: Report) -> tuple[ManifestFigures, ...]:
    items = {Path(one.path).name: one.item for one in report.inputs if one.item is not None}
    figures: list[ManifestFigures] = []
    for file in manifest.files:
        plain = ManifestFigures(item=file.item or items.get(Path(file.written).name), records=file.records)
        said = file.publication
        if said is not None:
            withheld = tuple(sorted(Withheld(ground, records) for ground, records in said.withheld))
            plain = replace(plain, to_publish=said.to_publish, published=said.published, withheld=withheld)
        figures.append(plain)
    return tuple(figures)

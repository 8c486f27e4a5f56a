"""What the files bear out of a manifest: counts, totals, digests, and whether they are all there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from pathlib import Path
from typing import Any

from msgspec import Struct

from conformance.engine.model import Request, Sink, TableResult, Tally, Violation
from conformance.engine.places import NOWHERE
from conformance.engine.sieve import sifted
from conformance.engine.sums import EXACT, Sums
from conformance.sources.headers import Matcher
from conformance.sources.model import Notice, Unusable
from conformance.standard.model import Check, RecordType, Text
from conformance.submission.model import DeclaredFile, Manifest

COUNT, TOTAL, DIGEST = "manifest-count", "manifest-total", "manifest-digest"
MISSING, UNLISTED, PARTY = "manifest-file-missing", "manifest-file-unlisted", "manifest-party"
_KIND = "manifest"
SinkOf = Callable[[TableResult], Sink]
"""Where the violations of a table go besides."""


class Compared(Struct, frozen=True):
    """A number of a manifest beside what was found."""

    file: DeclaredFile
    field: str | None
    """The field of a total; None for the count."""
    declared: Decimal
    found: Decimal | None
    """None where the file could not be checked."""

    @property
    def difference(self) -> Decimal | None:
        """Found less declared."""
        return None if self.found is None else EXACT.subtract(self.found, self.declared)


def fields_of_totals(file: DeclaredFile, record_type: RecordType, manifest: Manifest) -> dict[str, str]:
    """The name in the manifest → the field of each of a file's totals. Raises Unusable for one that is no number."""
    matcher = Matcher(record_type)
    found = {}
    for total in file.totals:
        field = matcher.named(total.field)
        if field is None or field.type not in ("amount", "score", "count"):
            numbers = [one.title for one in record_type.fields if one.type in ("amount", "score", "count")]
            line = "" if file.line is None else f"第 {file.line} 行起，"
            raise Unusable(
                f"报送清单“{manifest.path}”{line}“{file.name}”：“{total.field}”不是可以合计的数据项，"
                f"可以合计的有：{'、'.join(numbers) or '无'}。",
                f"The manifest {manifest.path}, {file.name}: {total.field!r} is no field that can be added up; "
                f"these are: {', '.join(numbers) or 'none'}.",
                manifest.path,
            )
        found[total.field] = field.name
    return found


def unread(file: DeclaredFile) -> Compared:
    """A file that could not be checked."""
    return Compared(file, None, Decimal(file.records), None)


def compare_file(
    file: DeclaredFile,
    results: Sequence[TableResult],
    sums: Sequence[Sums],
    fields: Mapping[str, str],
    request: Request,
    sink_of: SinkOf,
) -> list[Compared]:
    """Hold the tables of one file against its entry; what differs is added to the first of them."""
    adding = _Adding(results[0], request, sink_of)
    if file.sha256 is not None and all(tally.check.rule != DIGEST for tally in results[0].tallies):
        results[0].tallies.append(Tally(Check(DIGEST, _KIND, ()), checked=1))
    rows = Decimal(sum(result.rows for result in results))
    compared = [Compared(file, None, Decimal(file.records), rows)]
    adding.add(COUNT, compared[0], {})
    for total in file.totals:
        name = fields[total.field]
        found = reduce(EXACT.add, (one.totals[name] for one in sums), Decimal(0))
        compared.append(Compared(file, name, total.sum, found))
        adding.add(TOTAL, compared[-1], {"unread": _left_out(sum(one.unread[name] for one in sums))})
    return compared


def _left_out(records: int) -> Text:
    """What a sum does not hold, in words; nothing where it holds everything."""
    if not records:
        return Text("", "")
    return Text(
        f"（{records} 条记录的值不是数字，未计入）", f" ({records} records whose value is no number are left out)"
    )


class _Adding(Struct, frozen=True):
    """What is found about a file, added to what was found in it."""

    result: TableResult
    request: Request
    sink_of: SinkOf

    def add(self, rule: str, compared: Compared, more: Mapping[str, Any]) -> None:
        name, difference = compared.field, compared.difference
        check = Check(rule, _KIND, (name,) if name else ())
        tally = Tally(check, checked=1)
        self.result.tallies.append(tally)
        if not difference:
            return
        declared, found = plain(compared.declared), plain(compared.found)
        violation = Violation(
            check,
            self.request.severity(check),
            **NOWHERE,
            column=next((place for place, one in enumerate(self.result.columns) if one.key == name), None),
            value=found,
            key=None,
            details={
                "declared": declared,
                "found": found,
                "difference": signed(difference),
                "expected": declared,
                **more,
            },
        )
        counted, known = sifted(self.request, self.result, [violation], tally)
        self.result.violations[:0] = counted
        self.sink_of(self.result)([*counted, *known])


def plain(number: Decimal | None) -> str:
    """A number in plain digits."""
    return "" if number is None else f"{number:f}"


def signed(number: Decimal | None) -> str:
    """A difference with its sign."""
    return "" if number is None else f"{number:+f}"


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in lower-case hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_notices(file: DeclaredFile) -> tuple[Notice, ...]:
    """A notice where a file is not the one of the manifest: none of its records can be taken."""
    if file.sha256 is None:
        return ()
    found = digest_of(file.path)
    if found == file.sha256:
        return ()
    return (Notice(DIGEST, value=found, details={"declared": file.sha256, "found": found, "expected": file.sha256}),)


class Overall:
    """What is found about the submission as a whole: its place is the manifest."""

    def __init__(self, manifest: Manifest, request: Request, sink_of: SinkOf) -> None:
        self._request = request
        self._sink_of = sink_of
        self.result = TableResult(
            path=manifest.path,
            format="manifest",
            encoding=None,
            sheet=None,
            item="",
            confidence=1.0,
            columns=(),
            header_row=1,
            pointer_prefix=None,
        )

    def checked(self, rule: str, found: Iterable[tuple[int | None, str, dict[str, Any]]], among: int) -> None:
        """Enter a rule that was run on so many things, and where it failed: line, value and details."""
        check = Check(rule, _KIND, ())
        severity = self._request.severity(check)
        violations = [
            Violation(check, severity, None, None, line, None, column=None, value=value, key=None, details=details)
            for line, value, details in found
        ]
        tally = Tally(check, checked=among)
        self.result.tallies.append(tally)
        counted, known = sifted(self._request, self.result, violations, tally)
        self.result.violations += counted
        self._sink_of(self.result)([*counted, *known])


def doubtful(manifest: Manifest) -> list[Text]:
    """What no file can bear out, and what cannot be so: more decisions made public than there were to make public."""
    return [
        Text(
            f"报送清单“{file.name}”（decisions）写明已公开 {said.published} 件，多于应公开的 {said.to_publish} 件，请核对；"
            "正式报送后通报会照列并注明",
            f"the manifest says of {file.name} (decisions) that {said.published} were made public, more than the {said.to_publish} "
            "to be made public; please look: a bulletin shows what was submitted, and says so",
        )
        for file in manifest.files
        if (said := file.publication) is not None and said.published > said.to_publish
    ]


def party_named(manifest: Manifest, request: Request) -> list[tuple[int | None, str, dict[str, Any]]]:
    """Where manifest and command name two parties."""
    declared, given = manifest.party, request.party
    if declared is None or given is None or declared.id == given.id:
        return []
    return [(manifest.party_line, declared.id, {"declared": declared.id, "given": given.id})]

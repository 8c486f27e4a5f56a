"""What was found in an envelope of the exchange that holds no records, or beside its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from conformance.engine.local import run_table
from conformance.engine.model import Request, Tally, Violation
from conformance.engine.model import TableResult as Result
from conformance.engine.places import NOWHERE
from conformance.engine.sieve import sifted
from conformance.sources.model import Notice, Table
from conformance.sources.raw import ReadOptions
from conformance.standard.model import Check, Severity, Standard, Text

if TYPE_CHECKING:
    from conformance.submission.verify import SinkOf

_KIND = "envelope"
_RECEIPT = "Receipt"
_FIELDS = {
    "uscc": "subject_uscc",
    "organisation-code": "subject_organisation_code",
    "registration-number": "subject_registration_number",
    "citizen-id": "subject_citizen_id",
}
"""Scheme of an identifier → the field of records that holds such ones."""


def envelope_result(table: Table, request: Request, sink_of: SinkOf) -> Result:
    """The outcome for an envelope: what its reader found, and that everything else was looked for."""
    result = Result(
        path=table.path,
        format=table.format,
        encoding=table.encoding,
        sheet=table.sheet,
        item="",
        confidence=1.0,
        columns=(),
        header_row=1,
        pointer_prefix=None,
        ignored_sheets=table.ignored_sheets,
    )
    scopes = {"envelope", "receipt"} if table.format == _RECEIPT else {"envelope"}
    found: dict[tuple[str, Severity | None], list[Notice]] = {
        (rule.id, None): [] for rule in request.standard.rules.values() if rule.scope in scopes
    }
    for notice in table.notices:
        found.setdefault((notice.rule, notice.severity), []).append(notice)
    for (rule_id, severity), notices in found.items():
        check = Check(rule_id, _KIND, (), severity=severity)
        tally = Tally(check, checked=1)
        violations = [_violation(notice, check, request) for notice in notices]
        counted, known = sifted(request, result, violations, tally)
        result.tallies.append(tally)
        result.violations += counted[: request.examples]
        sink_of(result)([*counted, *known])
    if table.subject is not None:
        _judge_subject(table.subject, result, request, sink_of)
    return result


def _judge_subject(subject: tuple[str, str], result: Result, request: Request, sink_of: SinkOf) -> None:
    """Hold the identifier that a query asks for to what the rules say of it in a record."""
    scheme, identifier = subject
    name = _FIELDS.get(scheme)
    general = (item for item, entry in request.standard.items.items() if entry.general)
    item = next((item for item in general if name in _names(item, request.standard)), None)
    if name is None or item is None:
        return
    from conformance.sources.records import from_records

    record = from_records([{name: identifier}], request.standard, ReadOptions(item=item))
    judged = run_table(record, replace(request, party=None, sieve=None))
    for tally in judged.tallies:
        if tally.check.fields[:1] != (name,) or tally.status != "run" or tally.check.kind == "reader":
            continue
        mine = Tally(tally.check, checked=tally.checked)
        violations = [
            replace(
                one, record=None, row=None, line=None, ordinal=None, column=None, key=None, around=(), details=details
            )
            for one in judged.violations
            if one.check is tally.check
            and (details := {**one.details, "pointer": "/subject/id", "title": _title(name, item, request.standard)})
        ]
        counted, known = sifted(request, result, violations, mine)
        result.tallies.append(mine)
        result.violations += counted
        sink_of(result)([*counted, *known])


def _names(item: str, standard: Standard) -> set[str]:
    return {field.name for field in standard.record_type_of(item).fields}


def _title(name: str, item: str, standard: Standard) -> Text:
    field = standard.record_type_of(item).field(name)
    return Text(field.title, field.title_en)


def _violation(notice: Notice, check: Check, request: Request) -> Violation:
    return Violation(
        check,
        request.severity(check),
        **NOWHERE,
        column=None,
        value=notice.value,
        key=None,
        details=dict(notice.details),
    )

"""What was found in an envelope of the exchange that holds no records, or beside its records."""

from __future__ import annotations

from conformance.engine.model import Request, Tally, Violation
from conformance.engine.model import TableResult as Result
from conformance.engine.places import NOWHERE
from conformance.engine.sieve import sifted
from conformance.sources.model import Notice, Table
from conformance.standard.model import Check, Severity
from conformance.submission.verify import SinkOf

_KIND = "envelope"
_RECEIPT = "Receipt"


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
    return result


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

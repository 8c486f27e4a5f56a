"""From the headers of a table to its columns, and what is to be said about columns that lack, repeat or puzzle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from conformance.sources.headers import Matcher, is_running_number
from conformance.sources.mapping import Mapping
from conformance.sources.model import Column, How, Notice
from conformance.standard.model import Field, Party, RecordType

_SURENESS: tuple[How, ...] = ("mapping", "title", "code", "name", "alias", "without-note")
"""How a header was told, surest first."""
_NEAR_ASKED = 200
"""Unknown headers for which a near field is looked for; a table with more is no slip of the pen."""


def columns_of(
    headers: Sequence[str | None], matcher: Matcher, mapping: Mapping | None
) -> tuple[list[Column], list[Notice]]:
    """The columns in source order, with notices for duplicate and unknown ones.

    Of several columns for one field the one with the surest name is taken. Only one that is as sure leaves a doubt
    and is a duplicate; a less sure one is a column that is not known.
    """
    fields = {field.name: field for field in matcher.record_type.fields}
    named = [_named(header, matcher, mapping, fields) for header in headers]
    taken = {field.name for field, _ in named if field is not None}
    best: dict[str, int] = {}
    for field, how in named:
        if field is not None:
            best[field.name] = min(best.get(field.name, len(_SURENESS)), _SURENESS.index(how))
    first: dict[str, str] = {}
    columns: list[Column] = []
    notices: list[Notice] = []
    asked = 0
    for index, (header, (field, how)) in enumerate(zip(headers, named, strict=True)):
        text = header or ""
        if field is not None and _SURENESS.index(how) > best[field.name]:
            notices.append(Notice("unknown-column", column=index, value=text, details={"near": field.title}))
            columns.append(Column(index, text, None, "unknown", field.title))
        elif field is not None and field.name in first:
            details = {"field": field.name, "title": field.title, "first": first[field.name]}
            notices.append(Notice("duplicate-column", column=index, value=text, details=details))
            columns.append(Column(index, text, field.name, "duplicate"))
        elif field is not None:
            first[field.name] = text
            columns.append(Column(index, text, field.name, how))
        elif how == "ignored":
            columns.append(Column(index, text, None, "ignored"))
        else:
            asked += 1
            near = matcher.near(text, taken) if asked <= _NEAR_ASKED else None
            title = near.title if near else None
            notices.append(Notice("unknown-column", column=index, value=text, details={"near": title}))
            columns.append(Column(index, text, None, "unknown", title))
    return columns, notices


def _named(
    header: str | None, matcher: Matcher, mapping: Mapping | None, fields: dict[str, Field]
) -> tuple[Field | None, How]:
    """The field of a header and how it was told; a blank header is ignored until a value shows up below it."""
    if header is None or not header.strip():
        return None, "ignored"
    if mapping is not None:
        if mapping.ignores(header):
            return None, "ignored"
        mapped = mapping.field_for(header)
        if mapped in fields:
            return fields[mapped], "mapping"
    match = matcher.match(header)
    if match is not None:
        return match.field, match.how
    return None, "ignored" if is_running_number(header) else "unknown"


def missing_columns(record_type: RecordType, columns: Iterable[Column]) -> list[Notice]:
    """A notice for each required field without a column; a one-of group counts once, by its first field."""
    wanted: list[tuple[Field, ...]] = [(field,) for field in record_type.fields if field.requirement == "required"]
    wanted += [
        tuple(record_type.field(name) for name in check.fields)
        for check in record_type.checks
        if check.kind == "one_of"
    ]
    return _absent(wanted, columns)


def asked_columns(record_type: RecordType, party: Party | None, columns: Iterable[Column]) -> list[Notice]:
    """A notice for each field without a column that only the party's own platform asks for, as mild as it asks."""
    asked = [] if party is None else [c for c in party.checks.get(record_type.name, ()) if c.kind == "required"]
    columns = list(columns)
    return [
        replace(notice, severity=check.severity)
        for check in asked
        for notice in _absent([(record_type.field(check.field),)], columns)
    ]


def _absent(wanted: Iterable[tuple[Field, ...]], columns: Iterable[Column]) -> list[Notice]:
    """A notice for each group of fields none of which has a column."""
    columns = list(columns)
    present = {column.field for column in columns if column.field is not None}
    near = {column.near: column.header for column in columns if column.near is not None}
    notices = []
    for group in wanted:
        if not any(field.name in present for field in group):
            likely = next((near[field.title] for field in group if field.title in near), None)
            details = {"field": group[0].name, "near": likely}
            notices.append(Notice("missing-column", value=group[0].title, details=details))
    return notices

"""From a violation to a finding that people read: the rule's sentence filled in, masked, with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from conformance.engine.identity import Identity, hexadecimal
from conformance.engine.mending import fix_of
from conformance.engine.model import Due, Violation
from conformance.report.errors import TemplateError
from conformance.report.mask import looks_like_person, mask_detail, mask_person, mask_text
from conformance.report.masked import Masked
from conformance.report.model import CellReport, DueRecord, Finding
from conformance.report.places import Place, address, cell_of, pointer_of
from conformance.standard.model import ROW_KINDS, Check, Field, Lang, RecordType, Rule, Standard, Text
from conformance.standard.words import listing

QUOTED = 60
"""Characters of a value that a sentence quotes; the finding's ``value`` holds more."""
KEPT = 4_000
"""Characters of a value that a finding holds: a cell may hold a megabyte, a report should not."""

_BLANK = Text("（空）", "(blank)")
_NONE = Text("无", "none")


class _Shared(NamedTuple):
    """What the findings of one check in one column of a table have in common."""

    check: Check
    place: Place
    rule: Rule
    field: Field | None
    column: str | None
    title: str
    message: str
    remedy: str


class Wording:
    """Words violations in one language, for one standard, with or without personal data."""

    def __init__(self, standard: Standard, lang: Lang = "zh", *, show_personal_data: bool = False) -> None:
        self.standard = standard
        self.lang = lang
        self.show_personal_data = show_personal_data
        self._placeholders = frozenset(standard.placeholders)
        self._fields: dict[str, dict[str, Field]] = {}
        self._key_fields: dict[str, Field | None] = {}
        self._masked = Masked(self._placeholders)
        self._shared: dict[tuple[int, int | None], _Shared] = {}
        """By the identity of the check, which is kept lest another one gets it, and the column."""

    def say(self, text: Text) -> str:
        """The text in the language of the reader."""
        return text.zh if self.lang == "zh" else text.en

    def quote(self, text: str) -> str:
        """Any text from an input (a header, a path's sheet) as it may be shown."""
        return text if self.show_personal_data else self._masked.text(text)

    def anyones_key(self, key: str) -> str:
        """A business key of which nobody says to what records it belongs; of some it is the name of their subject."""
        return (
            key
            if self.show_personal_data
            else _cut(mask_person(key) if looks_like_person(key) else mask_text(key), KEPT)
        )

    def findings(self, place: Place, violations: Sequence[Violation]) -> list[Finding]:
        """Findings of one table, with what they are known again by; raises as :meth:`finding` does."""
        if not violations:
            return []
        prints = Identity(place, self.standard).of_violations(violations).tolist()
        return [
            self.finding(place, violation, hexadecimal(fingerprint))
            for violation, fingerprint in zip(violations, prints, strict=True)
        ]

    def finding(self, place: Place, violation: Violation, fingerprint: str = "") -> Finding:
        """One finding.

        Raises TemplateError where the rule's sentence asks for what the check does not supply.
        """
        shared = self._shared_by(place, violation)
        rule, field = shared.rule, shared.field
        people = [name.strip() for name in violation.names]
        value = violation.value if violation.value is None else self._value(violation.value, field, people)
        details = {name: self._detail(part, field, violation.value, people) for name, part in violation.details.items()}
        words = {
            "title": shared.title,
            "value": self.say(_BLANK) if value is None or value == "" else _cut(value, QUOTED),
            **{name: _cut(part, QUOTED * 3) for name, part in details.items()},
        }
        pointer = violation.details.get("pointer", pointer_of(place, violation))
        return Finding(
            rule=rule.id,
            severity=violation.severity,
            path=place.path,
            sheet=place.sheet,
            record=violation.record,
            row=violation.row,
            line=violation.line,
            column=shared.column,
            cell=cell_of(place, violation),
            pointer=None if pointer is None else self.quote(pointer),
            field=None if field is None else field.name,
            value=None if value is None else _cut(value, KEPT),
            expected=details.get("expected") if violation.details.get("expected") is not None else None,
            key=self._key(place, violation.key),
            message=fill(shared.message, words, rule.id),
            remedy=fill(shared.remedy, words, rule.id),
            clause=violation.check.clause or rule.clause,
            fix=fix_of(violation, rule),
            around=self._around(place, violation, people),
            fingerprint=fingerprint,
            baseline_state=violation.state,
        )

    def _shared_by(self, place: Place, violation: Violation) -> _Shared:
        check = violation.check
        known = self._shared.get((id(check), violation.column))
        if known is not None and known.check is check and known.place is place:
            return known
        rule, field = self.standard.rules[check.rule], self._field(place, violation)
        column = None if violation.column is None else self.quote(place.columns[violation.column].header)
        message, remedy = self.say(check.message or rule.message), self.say(check.remedy or rule.remedy)
        made = _Shared(check, place, rule, field, column, self._title(field, column), message, remedy)
        self._shared[id(check), violation.column] = made
        return made

    def due(self, place: Place, due: Due) -> DueRecord:
        """A record that falls due, as the report quotes it."""
        people = [name.strip() for name in due.names]
        return DueRecord(
            record=due.record,
            row=due.row,
            line=due.line,
            cell=cell_of(place, due),
            pointer=None if (pointer := pointer_of(place, due)) is None else self.quote(pointer),
            key=self._key(place, due.key),
            decided=None if due.value is None else _cut(self.quote(due.value), KEPT),
            around=self._around(place, due, people),
        )

    def _around(self, place: Place, one: Violation | Due, people: Sequence[str]) -> tuple[CellReport, ...]:
        cells = []
        for other in one.around:
            if other.column == one.column:
                continue
            column = place.columns[other.column]
            field = self._fields_of(place.item).get(column.field or "")
            value = None if other.value is None else _cut(self._value(other.value, field, people), KEPT)
            cell = address(place, one.row, other.column)
            cells.append(CellReport(self.quote(column.header), column.field, cell, value))
        return tuple(cells)

    def cell(self, item: str, key: str, text: str) -> str:
        """The text of a cell as it may be shown; ``key`` is the key of its column."""
        return self._value(text, self._fields_of(item).get(key), ())

    def _key(self, place: Place, key: str | None) -> str | None:
        """A record's business key, which for some records is the name of their subject."""
        if key is None:
            return None
        if place.item not in self._key_fields:
            known = self.standard.record_type_of(place.item) if place.item in self.standard.items else None
            self._key_fields[place.item] = None if known is None else self._fields_of(place.item).get(known.key_field)
        return _cut(self._value(key, self._key_fields[place.item], ()), KEPT)

    def _field(self, place: Place, violation: Violation) -> Field | None:
        fields = self._fields_of(place.item)
        if violation.column is not None:
            return fields.get(place.columns[violation.column].field or "")
        if violation.check.kind in ROW_KINDS:
            return None
        return fields.get(violation.check.field)

    def _fields_of(self, item: str) -> dict[str, Field]:
        if item not in self._fields:
            known: RecordType | None = self.standard.record_type_of(item) if item in self.standard.items else None
            self._fields[item] = {} if known is None else {field.name: field for field in known.fields}
        return self._fields[item]

    def _title(self, field: Field | None, column: str | None) -> str:
        if field is None:
            return column or ""
        return field.title if self.lang == "zh" else field.title_en

    def _value(self, value: str, field: Field | None, people: Sequence[str]) -> str:
        return value if self.show_personal_data else self._masked.value(value, field, people)

    def _detail(self, part: Any, field: Field | None, value: str | None, people: Sequence[str]) -> str:
        if isinstance(part, Text):
            text = self.say(part)
        elif isinstance(part, list | tuple):
            text = listing(map(str, part), self.lang)
        elif part is None:
            text = self.say(_NONE)
        else:
            text = str(part)
        if self.show_personal_data:
            return text
        return self._masked.named(mask_detail(text, field, value, self._placeholders), people)


def fill(template: str, words: Mapping[str, str], rule: str) -> str:
    """The sentence with its placeholders filled in. Raises TemplateError for one that nobody supplies."""
    if "{" not in template:
        return template
    try:
        return template.format_map(words)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        supplied = ", ".join(sorted(words))
        raise TemplateError(f"rule {rule}: the sentence {template!r} needs {error}; supplied: {supplied}") from error


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"

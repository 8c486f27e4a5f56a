"""The compiled standard as plain data: what must hold, for whom, and on whose word.

One :class:`Standard` is one edition. It is written by ``compile`` from LinkML, the rule book and the
catalogue, read by ``load``, and never changed afterwards. Everything here is immutable and holds no behaviour
beyond look-ups, so that the same value can drive files, payloads, a cluster and the documentation.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

from msgspec import Struct, field
from msgspec.structs import replace

Severity = Literal["error", "warning", "info"]
RANKED: tuple[Severity, ...] = get_args(Severity)
"""The severities in the order in which they are told, the gravest first."""
ROW_KINDS = ("footer_row", "empty_row")
"""Kinds of checks that are about whole rows though they read fields: rows that are no records. A row that several name is
of the first kind."""
FOUND_READING = ("file", "envelope", "receipt")
"""Scopes of rules that readers watch over: they have no checks on records."""
LATE_KINDS = ("deadline", "late_record")
"""Kinds of checks that say that something came late: the record is right as it is, nothing in it may be changed."""
LIMIT_KINDS = ("deadline", "not_in_future")
"""Kinds of checks of which what is expected is the last day that would have been right, not what a cell should hold."""
Origin = Literal["document", "national", "profile"]
Fix = Literal["safe", "confirm", "none"]
Purpose = Literal["submission", "publication"]
Requirement = Literal["required", "optional", "one-of"]
Lang = Literal["zh", "en"]


class Text(Struct, frozen=True):
    """One sentence or title in the two languages of the reports."""

    zh: str
    en: str


class Document(Struct, frozen=True):
    """A document or standard that a field or rule rests on (``Field.clause`` and ``Rule.clause`` start with its id)."""

    id: str
    title: str
    number: str | None = None
    date: str | None = None
    note: str | None = None
    """What a reader should know about the document: whether it was at hand, what it proves."""
    note_zh: str | None = None
    """The note in Chinese."""
    standing: str | None = None
    """Whose document it is: national, city, vendor, practice (nobody's requirement) or own."""


class Code(Struct, frozen=True):
    """A permissible value: ``code`` and ``label`` are both accepted where practice uses both."""

    code: str
    label: str
    label_en: str
    aliases: tuple[str, ...] = ()
    note_allowed: bool = False
    """True for 其他: a note in brackets or after a colon may follow the label."""


class CodeList(Struct, frozen=True):
    """A closed list of values, with the words that practice has for each."""

    id: str
    title: str
    title_en: str
    wanted: Literal["label", "code"]
    """Which form the standard wants in a submission."""
    codes: tuple[Code, ...]
    source: str
    several: bool = False
    numbering_stable: bool = True
    """False where vendors number the list differently: a bare number is then judged only under a numbering that
    the party profile declares."""


class Field(Struct, frozen=True):
    """One data item (数据项) of a record type."""

    name: str
    """English snake_case name, the canonical one."""
    title: str
    """Chinese title as printed in the form."""
    title_en: str
    code: str | None
    """National code such as ``XK_WSH``; None for a field that only a profile knows."""
    aliases: tuple[str, ...]
    """Other headers seen in practice."""
    type: str
    """text, document_number, person_name, code, date, timestamp, uscc, organisation_code, registration_number,
    tax_number, citizen_id, division_code, amount, score, year, count."""
    requirement: Requirement
    requirement_origin: str
    """Who makes it required or optional: ``national`` (the form's own words), ``vendor`` (one vendor's template) or
    ``profile`` (this standard)."""
    max_length: int | None
    """Characters."""
    length_origin: str | None
    code_list: str | None
    disclosure: str
    clause: str
    """``document-id#place`` of the source the field rests on."""
    origin: Origin
    """``national`` for the fields of the 2015 form, ``profile`` for what this standard adds or designs itself."""
    description: str = ""
    personal: Literal["none", "name", "identifier"] = "none"
    """What has to be masked when a value of this field is quoted."""
    addition: bool = False
    """True for what stands behind the columns of the form or template (rank above 100): nobody has to have a column for
    it. ``origin`` says on whose word a field is there, which is another question."""


class Check(Struct, frozen=True):
    """One application of a rule to one record type: a kind of check, the fields it reads, and its parameters."""

    rule: str
    kind: str
    """Name of a function in ``conformance.checks``."""
    fields: tuple[str, ...]
    """Every field that the check reads; the first is where a finding is shown."""
    params: dict[str, Any] = field(default_factory=dict)
    severity: Severity | None = None
    """Overrides the rule's severity (``division-in-force`` near a change is info)."""
    purposes: tuple[Purpose, ...] = ("submission", "publication")
    message: Text | None = None
    """Overrides the rule's sentence where one rule has distinct cases."""
    remedy: Text | None = None
    origin: Origin | None = None
    """Overrides the rule's origin where the rule holds for a field on somebody else's word."""
    clause: str | None = None
    """Overrides the rule's clause; see ``origin``."""

    @property
    def field(self) -> str:
        """Where a finding is shown."""
        return self.fields[0] if self.fields else ""


class Rule(Struct, frozen=True):
    """A rule as users know it; its checks are in the record types."""

    id: str
    title: Text
    severity: Severity
    scope: Literal["record", "dataset", "file", "envelope", "receipt", "submission"]
    """record: decided within one record; dataset: needs all records of a file; file: found while reading; submission:
    needs the other files, the manifest, or the submission before."""
    origin: Origin
    clause: str
    message: Text
    """Template; placeholders {title} {value} {expected} and those that the check kind adds."""
    remedy: Text
    why: Text
    fix: Fix = "none"
    once_per_input: bool = False
    """True for oddities that no clerk can mend: one finding per file, with the number of rows."""


class RecordType(Struct, frozen=True):
    """What a record consists of and what is checked about it."""

    name: str
    title: Text
    fields: tuple[Field, ...]
    checks: tuple[Check, ...]
    key_field: str
    """The field shown as a record's business key."""
    clause: str

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(f"record type {self.name} has no field {name}")


class Unit(Struct, frozen=True):
    """An organisation or a group of them that the source document names or needs."""

    id: str
    title: Text
    """Full name."""
    kind: str
    """municipal_department, district, province, national, judicial, party or other."""
    names: tuple[str, ...] = ()
    """Every name that a submission may call it by: the document's, the full one, aliases."""
    district_offices: tuple[str, ...] = ()
    """Names of its counterparts in the districts: ``{d}`` is the district's name, ``{s}`` the name without 区 or 县."""
    members: tuple[str, ...] = ()
    """Ids of the units of a group."""
    parent: str | None = None
    divisions: tuple[str, ...] = ()
    """Codes of the divisions that it governs, those merged into it among them."""
    naming: str = "named"
    """How the document names it: named, group, covered, or implied where it does not."""

    @property
    def unknown(self) -> bool:
        """Whether nobody can be told from it: the document names nobody, or a group whose members are not known."""
        return self.naming == "implied" or (self.naming == "group" and not self.members)


class DataItem(Struct, frozen=True):
    """An entry of the data list (数据清单) that submissions are checked against, with what it asks beyond its type."""

    id: str
    title: Text
    record_type: str
    clause: str
    basis: Literal["stated", "implied"]
    providers: tuple[str, ...] = ()
    """Ids of the units that hold and submit it."""
    general: bool = False
    """True where a file of the record type is taken for this item unless another is named."""
    subject_types: tuple[str, ...] = ()
    """Whom records are about: legal_person, natural_person, product."""
    required: tuple[str, ...] = ()
    """Fields that are optional in the record type and required here."""
    fields: tuple[Field, ...] = ()
    """Fields that only this item has."""
    checks: tuple[Check, ...] = ()
    """Checks beyond those of the record type."""
    without: tuple[tuple[str, str], ...] = ()
    """Rule and field of checks of the record type that do not hold here; an empty field stands for all of them."""


class Division(Struct, frozen=True):
    """An administrative division of GB/T 2260 with the months in which it is listed (``YYYY-MM``).

    ``first`` is the first monthly list that has the code, ``last`` the last one, None while still listed.
    """

    code: str
    name: str
    first: str
    last: str | None = None
    successors: tuple[str, ...] = ()
    zone: bool = False
    """True for a functional zone (苏州工业园区): no division of GB/T 2260, but an extension code within one."""


class WorkCalendar(Struct, frozen=True):
    """Working days by the State Council's notices: Monday to Friday, less ``off``, plus ``on``.

    Dates are ISO strings. Only ``first_year`` to ``last_year`` inclusive can be judged.
    """

    first_year: int
    last_year: int
    off: tuple[str, ...]
    on: tuple[str, ...]


class Party(Struct, frozen=True):
    """Who submits: what holds for a department, a district sub-platform or a partner province."""

    id: str
    title: Text
    kind: Literal["unit", "district", "province"]
    jurisdiction: tuple[str, ...] = ()
    """Prefixes of division codes that the party may report; empty: no restriction."""
    severities: dict[str, Severity] = field(default_factory=dict)
    code_numbering: dict[str, dict[str, str]] = field(default_factory=dict)
    """code list id → number used by the party → label."""
    length_unit: Literal["characters", "bytes"] = "characters"
    units: tuple[str, ...] = ()
    """Ids of the units that it stands for: its own, and the groups that it belongs to."""
    checks: dict[str, tuple[Check, ...]] = field(default_factory=dict)
    """Record type → checks that hold for this party only."""


class Edition(Struct, frozen=True):
    """Which edition of the standard it is, and the version of its data."""

    id: str
    version: str
    title: Text
    date: str


class Standard(Struct, frozen=True):
    """One edition of the standard, compiled."""

    edition: Edition
    digest: str
    """``sha256:`` of the compiled content."""
    documents: dict[str, Document]
    code_lists: dict[str, CodeList]
    record_types: dict[str, RecordType]
    items: dict[str, DataItem]
    rules: dict[str, Rule]
    calendar: WorkCalendar
    divisions: tuple[Division, ...]
    parties: dict[str, Party]
    placeholders: tuple[str, ...]
    """Texts that people write for an empty cell."""
    units: dict[str, Unit] = field(default_factory=dict)

    def record_type_of(self, item: str, party: Party | None = None) -> RecordType:
        """The record type of a data item, narrowed by what the item and the party ask beyond it. Raises KeyError."""
        entry = self.items[item]
        plain = self.record_types[entry.record_type]
        more: tuple[Check, ...] = () if party is None else party.checks.get(plain.name, ())
        key = (id(plain), id(entry), id(more))
        known = _NARROWED.get(key)
        if known is None:
            if len(_NARROWED) >= _KEPT:
                _NARROWED.clear()
            # With what it was made of, whose identities thus stay their own.
            known = _NARROWED[key] = (plain, entry, more, narrowed(plain, entry, more))
        return known[-1]


_KEPT = 512
_NARROWED: dict[tuple[int, int, int], tuple[RecordType, DataItem, tuple[Check, ...], RecordType]] = {}
"""Record types of items as they were asked for: every payload asks several times."""


def narrowed(plain: RecordType, item: DataItem, more: tuple[Check, ...] = ()) -> RecordType:
    """The record type with the item's own fields, requirements and checks, and further checks."""
    if not (item.required or item.fields or item.checks or item.without or more):
        return plain
    needless = {name for rule, name in item.without if rule == "required"}
    fields = tuple(
        replace(one, requirement="required")
        if one.name in item.required
        else replace(one, requirement="optional")
        if one.name in needless
        else one
        for one in (*plain.fields, *item.fields)
    )
    dropped = set(item.without) | {("placeholder-value", check.field) for check in more if check.kind == "required"}
    kept = (c for c in plain.checks if not dropped & {(c.rule, ""), (c.rule, c.field)})
    # A field of the item's own that it requires as well: a word for "empty" in it is told once, as the value that is missing.
    own = (c for c in item.checks if c.kind != "placeholder" or c.field not in item.required)
    return replace(plain, fields=fields, checks=(*kept, *own, *more))

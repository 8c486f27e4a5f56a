"""What emitters make artefacts of: one edition, or one data item of it, in the terms that every target has.

Emitters read this and nothing else. It is made from the compiled standard alone and decides nothing: a demand that a target
cannot express in a :class:`FieldModel` or :class:`RecordModel` is still among the record's ``demands``, with its parameters.

A value on the wire is text, as in a submission. ``kind`` says what it is a text of:

- ``date``: ``YYYY/MM/DD``, 2099/12/31 where there is no end; ``timestamp``: the same, and may have `` HH:MM`` or `` HH:MM:SS`` behind it;
- ``decimal``, ``integer``: digits, with a sign and a point where need be, never an exponent;
- ``code``: what ``CodeModel.accepted`` lists, several of them with a separator between where the list is ``several``;
- ``text``: anything.

A field that is absent, null, or empty text holds nothing.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

from msgspec import Struct

from conformance.standard.model import Severity, Standard, Text

Kind = Literal["text", "code", "date", "timestamp", "decimal", "integer"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SEPARATORS = "；;，,、/ "
"""Any number of these stand between the values of a field that has several."""


class CodeModel(Struct, frozen=True):
    """A value of a code list."""

    code: str
    title: Text
    written: str
    """How the standard wants it in a submission: the code, or the Chinese label."""
    accepted: tuple[str, ...]
    """Every text that is taken for it without a word, ``written`` first."""
    label: str
    note_allowed: bool
    """True for 其他: a note in brackets, or behind a colon or dash, may follow."""


class CodeListModel(Struct, frozen=True):
    """A closed list of values."""

    id: str
    title: Text
    wanted: Literal["label", "code"]
    several: bool
    source: str
    codes: tuple[CodeModel, ...]


class Demand(Struct, frozen=True):
    """One check of one rule, as the rule book has it."""

    rule: str
    kind: str
    construct: str
    """Under what it stands in the matrix (``conformance.publish.matrix``)."""
    fields: tuple[str, ...]
    params: dict[str, Any]
    severity: Severity
    scope: str
    title: Text
    message: Text
    remedy: Text
    clause: str


class FieldModel(Struct, frozen=True):
    """A data item (数据项) of a record."""

    name: str
    """English snake_case name: the key on the wire."""
    title: Text
    description: str
    code: str | None
    """National code such as ``XK_WSH``."""
    type: str
    """As in ``conformance.standard.model.Field.type``."""
    kind: Kind
    required: bool
    clause: str
    personal: str
    disclosure: str
    max_length: int | None = None
    """Characters."""
    code_list: str | None = None
    allowed: tuple[str, ...] = ()
    """Codes of the list that the item allows; empty: all of them."""
    pattern: str | None = None
    """Of the whole value, with anchors; of character classes, repetitions, groups and alternatives only."""
    forms: tuple[str, ...] = ()
    """Patterns of which a value fits one, if it is written as it should be (``identifier_kind``)."""
    check_digit: str | None = None
    """Algorithm: gb32100, gb11714, gs15 or gb11643."""
    minimum: int | None = None
    maximum: int | None = None
    decimals: int | None = None
    words: tuple[str, ...] = ()
    """Of a required field, texts that stand for "has none". Of a date, words for "without end": they are understood, and told as
    a fault of form (``date_form``); what is wanted is 2099/12/31."""

    @property
    def shape(self) -> str:
        """What its values are: the code list, or their kind. Where that changes, formats with numbered fields need a new number."""
        return self.kind if self.code_list is None else f"{self.kind} {self.code_list}"


class Order(Struct, frozen=True):
    """A day that must not come before another."""

    later: str
    earlier: str
    rule: str


class RecordModel(Struct, frozen=True):
    """What one record consists of."""

    id: str
    """Of the record type (``licence``), or of the data item (``admin-licence``)."""
    record_type: str
    item: str | None
    title: Text
    clause: str
    key_field: str
    fields: tuple[FieldModel, ...]
    demands: tuple[Demand, ...]
    one_of: tuple[tuple[str, ...], ...]
    """Groups of fields of which at least one holds a value."""
    orders: tuple[Order, ...]
    unique: tuple[tuple[str, ...], ...]
    """Groups of fields that together tell one record from another."""

    def field(self, name: str) -> FieldModel:
        """The field of that name. Raises KeyError."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(f"record {self.id} has no field {name}")

    def of_construct(self, construct: str) -> tuple[Demand, ...]:
        """The demands that stand under a construct of the matrix."""
        return tuple(one for one in self.demands if one.construct == construct)


class EditionModel(Struct, frozen=True):
    """An edition, or one item of it."""

    id: str
    version: str
    title: Text
    date: str
    digest: str
    """``sha256:`` of the compiled standard, which artefacts carry in their header."""
    records: tuple[RecordModel, ...]
    """What becomes types, classes and tables: the record types, or the one item."""
    items: tuple[RecordModel, ...]
    """The data items, each narrowed by what it asks beyond its record type: all, or the one."""
    code_lists: tuple[CodeListModel, ...]
    """Those that the records use."""
    standard: Standard
    """What all of this was made of."""
    item: str | None = None
    """The one item; None: the whole edition."""

    def code_list(self, name: str) -> CodeListModel:
        """The list of that id. Raises KeyError."""
        for one in self.code_lists:
            if one.id == name:
                return one
        raise KeyError(f"edition {self.id} has no code list {name}")

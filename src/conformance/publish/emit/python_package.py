"""Python packages of an edition, as dataclasses or as pydantic models: what the two have in common.

A package has a module for each record type and one for the data items of each, the code lists, and the validators that no
edition changes (``runtime``). Modules take the locked names of the SQL family, which are in lower case.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from conformance.publish.emit import header, runtime
from conformance.publish.emit.checking import Spec, differences, empty_words, specs
from conformance.publish.emit.python_text import literal, one_line
from conformance.publish.model import CodeListModel, EditionModel, FieldModel, RecordModel
from conformance.publish.names import NameTable

SHARED = ("_values.py", "_digits.py", "_checking.py")
_TYPES = {
    "text": "str",
    "date": "_datetime.date",
    "timestamp": "_datetime.datetime | _datetime.date",
    "decimal": "_decimal.Decimal",
    "integer": "int",
}
_TAKEN = frozenset(
    "ID TITLE FIELDS CHECKS from_dict to_dict validate problems_of copy dict json schema construct parse_obj parse_raw parse_file "
    "from_orm schema_json update_forward_refs".split()
)
"""What records have beside their fields, pydantic's among it."""


class Style(Struct, frozen=True):
    """In what dataclasses and pydantic models differ."""

    target: str
    base: str
    """File of ``runtime/python`` with the class ``Record``."""
    decorator: str
    imports: str
    default: Callable[[str, FieldModel], str]
    """What a field of a class is set to, from its name in Python on."""


def package_files(edition: EditionModel, names: NameTable, style: Style) -> Iterator[tuple[str, str]]:
    """The files of the package, in a folder of its name."""
    folder = package_name(edition)
    for name in (*SHARED, style.base):
        yield f"{folder}/{name}", _headed(edition, style, runtime.source("python", name))
    yield f"{folder}/py.typed", ""
    yield f"{folder}/_words.py", _headed(edition, style, _words(edition))
    yield f"{folder}/codes.py", _headed(edition, style, _code_lists(edition, names))
    made = _Modules(edition, names, style)
    groups = {
        one.record_type: [i for i in edition.items if i.record_type == one.record_type] for one in edition.records
    }
    yield f"{folder}/records/__init__.py", _headed(edition, style, '"""The record types."""\n')
    for record in edition.records:
        yield f"{folder}/records/{made.module(record)}.py", _headed(edition, style, made.record(record))
    if edition.item is None:
        yield (
            f"{folder}/items/__init__.py",
            _headed(edition, style, '"""The data items, each narrowing its record type."""\n'),
        )
        for record in edition.records:
            yield (
                f"{folder}/items/{made.module(record)}.py",
                _headed(edition, style, made.items(record, groups[record.id])),
            )
    yield f"{folder}/__init__.py", _headed(edition, style, made.index())


def package_name(edition: EditionModel) -> str:
    """What the package is called."""
    return f"three_list_{re.sub('[^0-9a-z]+', '_', edition.id.lower())}"


def _headed(edition: EditionModel, style: Style, source: str) -> str:
    return "".join(f"# {line}\n" for line in header.lines(edition, style.target)) + source


def _words(edition: EditionModel) -> str:
    parts = ['"""What people write for an empty cell."""\n']
    parts += [f"{name} = frozenset({literal(words)})" for name, words in empty_words(edition).items()]
    return "\n".join(parts) + "\n"


def _code_lists(edition: EditionModel, names: NameTable) -> str:
    parts = ['"""The code lists. A member has its code, label and how it is written in a submission."""\n']
    parts += ["from __future__ import annotations\n", "from ._values import Code\n"]
    for one in edition.code_lists:
        parts.append(f"\nclass {names.code_list('python', one.id)}(Code):")
        parts.append(f"    {literal(f'{one.title.zh} / {one.title.en} ({one.source})')}\n")
        for code in one.codes:
            also = tuple(text for text in code.accepted if text != code.written)
            told = (code.code, code.title.zh, code.title.en, code.written, also, code.note_allowed)
            parts.append(f"    {names.code('python', one.id, code.code)} = {literal(told)}")
        parts.append("")
    return "\n".join(parts) + "\n"


class _Modules:
    """The modules of records and items; an object for what all of their parts need to know."""

    def __init__(self, edition: EditionModel, names: NameTable, style: Style) -> None:
        self.edition, self.names, self.style = edition, names, style

    def module(self, record: RecordModel) -> str:
        plain = self.names.record("sql", record.id, record.item)
        return f"{plain}_" if keyword.iskeyword(plain) else plain

    def name(self, record: RecordModel) -> str:
        return self.names.record("python", record.id, record.item)

    def record(self, record: RecordModel) -> str:
        fields = [f"        {self.field(one)}," for one in record.fields]
        checks = [f"        {self.check(one)}," for one in specs(record, self.edition)]
        body = [
            *self.head(record, "Record"),
            *(line for one in record.fields for line in self.attribute(one)),
            "",
            "    FIELDS: _t.ClassVar[tuple[_Field, ...]] = (",
            *fields,
            "    )",
            "    CHECKS: _t.ClassVar[tuple[_Check, ...]] = (",
            *checks,
            "    )",
        ]
        return "\n".join([self.imports(record.title.zh, f"from ..{self.style.base[:-3]} import Record"), *body]) + "\n"

    def items(self, record: RecordModel, items: list[RecordModel]) -> str:
        start = f"from ..records.{self.module(record)} import {self.name(record)}"
        parts = [self.imports(f"{record.title.zh} - items", start)]
        base = specs(record, self.edition)
        for item in items:
            parts += ["", "", *self.head(item, self.name(record)), *self.narrowed(record, item, base)]
        return "\n".join(parts) + "\n"

    def narrowed(self, record: RecordModel, item: RecordModel, base: tuple[Spec, ...]) -> Iterator[str]:
        """What an item has beyond its record type."""
        plain = {one.name: self.attribute(one) for one in record.fields}
        for one in item.fields:
            own = self.attribute(one)
            if one.name not in plain or own[-1] != plain[one.name][-1]:
                yield from own
        fields = [self.field(one) for one in item.fields]
        inherited = [self.field(one) for one in record.fields]
        if fields != inherited:
            yield "    FIELDS: _t.ClassVar[tuple[_Field, ...]] = ("
            if fields[: len(inherited)] == inherited:
                yield f"        *{self.name(record)}.FIELDS,"
                fields = fields[len(inherited) :]
            yield from (f"        {one}," for one in fields)
            yield "    )"
        drop, add = differences(base, specs(item, self.edition))
        if drop or add:
            yield f"    CHECKS: _t.ClassVar[tuple[_Check, ...]] = _changed({self.name(record)}.CHECKS, {literal(drop)}, ("
            yield from (f"        {self.check(one)}," for one in add)
            yield "    ))"

    def index(self) -> str:
        every = [*self.edition.records, *(() if self.edition.item else self.edition.items)]
        parts = [f"{literal(self.edition.title.zh)}\n", "from __future__ import annotations\n"]
        parts += [f"from .{self.style.base[:-3]} import Record", "from ._checking import Problem"]
        for record in self.edition.records:
            parts.append(f"from .records.{self.module(record)} import {self.name(record)}")
            own = [] if self.edition.item else [i for i in self.edition.items if i.record_type == record.record_type]
            parts += [f"from .items.{self.module(record)} import {self.name(one)}" for one in own]
        parts += ["", *(f"{key.upper()} = {literal(value)}" for key, value in header.data(self.edition).items())]
        for title, chosen in (
            ("RECORDS", [one for one in every if not one.item]),
            ("ITEMS", [one for one in every if one.item]),
        ):
            parts += ["", f"{title}: dict[str, type[Record]] = {{"]
            parts += [f"    {literal(one.id)}: {self.name(one)}," for one in chosen]
            parts.append("}")
        exported = ["Record", "Problem", "RECORDS", "ITEMS", "EDITION", "VERSION", "DIGEST", *map(self.name, every)]
        parts += ["", "__all__ = [", *(f"    {literal(one)}," for one in exported), "]"]
        return "\n".join(parts) + "\n"

    def imports(self, title: str, start: str) -> str:
        return "\n".join(
            [
                literal(title),
                "",
                "from __future__ import annotations",
                "",
                "import datetime as _datetime",
                "import decimal as _decimal",
                "import typing as _t",
                self.style.imports,
                "",
                "from .. import _words, codes as _codes",
                "from .._checking import Check as _Check, changed as _changed",
                "from .._values import Field as _Field, Noted as _Noted",
                start,
                "",
                "",
            ]
        )

    def head(self, record: RecordModel, base: str) -> Iterator[str]:
        if self.style.decorator:
            yield self.style.decorator
        yield f"class {self.name(record)}({base}):"
        yield f"    {literal(f'{record.title.zh} / {record.title.en} ({record.clause})')}"
        yield ""
        yield f"    ID: _t.ClassVar[str] = {literal(record.id)}"
        yield f"    TITLE: _t.ClassVar[str] = {literal(record.title.zh)}"

    def attribute(self, field: FieldModel) -> list[str]:
        """Comment and declaration of a field."""
        told = [f"{field.title.zh} / {field.title.en}", *([field.code] if field.code else [])]
        told += ["必填 / required"] if field.required else []
        told += [f"不超过{field.max_length}字 / at most {field.max_length} characters"] if field.max_length else []
        name = self.names.field("python", field.name)
        if name in _TAKEN or name.startswith(("_", "model_")):
            raise ValueError(f"the field {field.name} cannot be called {name} in a class")
        default = self.style.default(name, field)
        return [f"    #: {one_line('; '.join(told))}", f"    {name}: {self.type(field)} | None = {default}"]

    def type(self, field: FieldModel) -> str:
        if field.code_list is None:
            return f"{_TYPES[field.kind]} | str" if field.kind == "date" and field.words else _TYPES[field.kind]
        entries = self.edition.code_list(field.code_list)
        name = f"_codes.{self.names.code_list('python', entries.id)}"
        one = f"{name} | _Noted[{name}]" if any(code.note_allowed for code in entries.codes) else name
        return f"tuple[{one}, ...]" if entries.several else one

    def field(self, field: FieldModel) -> str:
        entries = self.entries(field)
        told = [
            self.names.field("python", field.name),
            field.name,
            field.kind,
            field.title.zh,
            field.title.en,
            field.code,
        ]
        parts = [literal(one) for one in told]
        if entries is not None:
            parts.append(f"codes=_codes.{self.names.code_list('python', entries.id)}")
            parts += ["several=True"] if entries.several else []
        if field.kind == "date" and field.words:
            parts.append(f"words={literal(field.words)}")
        return f"_Field({', '.join(parts)})"

    def entries(self, field: FieldModel) -> CodeListModel | None:
        return None if field.code_list is None else self.edition.code_list(field.code_list)

    def check(self, check: Spec) -> str:
        title = f"{check.title.zh} / {check.title.en}" if check.title.zh else ""
        parts = [literal(one) for one in (check.rule, check.kind, check.fields, check.severity, title)]
        if check.params:
            params = ", ".join(f"{literal(key)}: {self.param(key, value)}" for key, value in check.params.items())
            parts.append(f"{{{params}}}")
        return f"_Check({', '.join(parts)})"

    def param(self, key: str, value: Any) -> str:
        if key == "codes":
            return f"_codes.{self.names.code_list('python', value)}"
        # The table of words is named in a check of emptiness; dates carry their few words themselves.
        return f"_words.{value}" if key == "words" and isinstance(value, str) else literal(value)

"""TypeScript: types, guards and validation of records as they are sent, without dependencies, for ``tsc --strict``.

A record is what stands in JSON: texts by their names. Numbers stay texts, so that no decimal becomes a float. A package has a
module for each record type and one for the data items of each, the code lists, and the validator that no edition changes; values
are read from texts and written as texts by their kinds, as in the packages for Python.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from conformance.publish.emit import header, runtime
from conformance.publish.emit.checking import Spec, differences, empty_words, specs
from conformance.publish.emit.typescript_text import comment, literal
from conformance.publish.model import CodeListModel, EditionModel, FieldModel, RecordModel
from conformance.publish.names import NameTable
from conformance.standard.model import Text

TARGET = "typescript"
TITLE = Text(
    "TypeScript 类型、守卫与校验，不依赖任何包", "TypeScript types, guards and validation without dependencies"
)
USE = Text("在 TypeScript 或 JavaScript 中读写并校验记录", "read, write and judge records in TypeScript or JavaScript")
_TYPES = {
    "text": "string",
    "date": "DateText",
    "timestamp": "TimestampText",
    "decimal": "DecimalText",
    "integer": "IntegerText",
}
_TEXTS = """
/** YYYY/MM/DD */
export type DateText = string;
/** YYYY/MM/DD, with HH:MM or HH:MM:SS behind it or without */
export type TimestampText = string;
/** A decimal number in digits; as text, so that none of them is lost */
export type DecimalText = string;
/** A whole number in digits */
export type IntegerText = string;
"""
_CONFIGURATION = {
    "compilerOptions": {
        "target": "ES2020",
        "module": "ES2020",
        "moduleResolution": "node10",
        "lib": ["ES2020"],
        "types": [],
        "strict": True,
        "noUncheckedIndexedAccess": True,
        "declaration": True,
        "rootDir": "src",
        "outDir": "dist",
    },
    "include": ["src"],
}


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``src/`` with the modules, and a ``tsconfig.json`` that they are compiled by."""
    made = _Modules(edition, names)
    yield "tsconfig.json", json.dumps(_CONFIGURATION, indent=2) + "\n"
    yield "src/checking.ts", made.headed(runtime.source("typescript", "checking.ts"))
    yield "src/values.ts", made.headed(runtime.source("typescript", "values.ts"))
    yield "src/words.ts", made.headed(_words(edition))
    yield "src/codes.ts", made.headed(made.codes())
    for record in edition.records:
        yield f"src/records/{made.module(record)}.ts", made.headed(made.record(record))
    if edition.item is None:
        for record in edition.records:
            yield f"src/items/{made.module(record)}.ts", made.headed(made.items(record))
    yield "src/index.ts", made.headed(made.index())


def _words(edition: EditionModel) -> str:
    lists = [f"export const {name} = {literal(words)} as const;\n" for name, words in empty_words(edition).items()]
    return "/** What people write for an empty cell. */\n" + "".join(lists) + _TEXTS


class _Modules:
    """The modules of an edition; an object for what all of their parts need to know."""

    def __init__(self, edition: EditionModel, names: NameTable) -> None:
        self.edition, self.names = edition, names

    def headed(self, source: str) -> str:
        return "".join(f"// {line}\n" for line in header.lines(self.edition, TARGET)) + source

    def module(self, record: RecordModel) -> str:
        return self.names.record("sql", record.id, record.item)

    def name(self, record: RecordModel) -> str:
        return self.names.record("typescript", record.id, record.item)

    def list_name(self, code_list: str) -> str:
        return self.names.code_list("typescript", code_list)

    def codes(self) -> str:
        parts = ['import type { CodeEntry } from "./checking.js";', ""]
        for one in self.edition.code_lists:
            name = self.list_name(one.id)
            parts += [comment(f"{one.title.zh} / {one.title.en} ({one.source})"), f"export const {name} = {{"]
            for code in one.codes:
                constant = self.names.code("typescript", one.id, code.code)
                parts += [f"  {comment(f'{code.code} {code.title.zh} / {code.title.en}')}"]
                parts += [f"  {constant}: {literal(code.written)},"]
            parts += ["} as const;", f"export type {name} = {_type(one)};"]
            parts += [f"export const {name}List: readonly CodeEntry[] = ["]
            for code in one.codes:
                told = {
                    "code": code.code,
                    "label": code.title.zh,
                    "labelEn": code.title.en,
                    "written": code.written,
                    "aliases": [text for text in code.accepted if text != code.written],
                    "noteAllowed": code.note_allowed,
                }
                parts.append(f"  {_object(told)},")
            parts += ["];", ""]
        return "\n".join(parts)

    def record(self, record: RecordModel) -> str:
        name = self.name(record)
        parts = [self.imports()]
        parts += [comment(f"{record.title.zh} / {record.title.en} ({record.clause})"), f"export interface {name} {{"]
        parts += [line for one in record.fields for line in self.member(one)]
        parts += ["}", "", f"export const {name}Info: RecordInfo = {{"]
        parts += [f"  id: {literal(record.id)},", f"  title: {literal(record.title.zh)},", "  fields: ["]
        parts += [f"    {self.field(one)}," for one in record.fields]
        parts += ["  ],", "  checks: ["]
        parts += [f"    {self.check(one)}," for one in specs(record, self.edition)]
        parts += ["  ],", "};", "", *self.functions(record)]
        return "\n".join(parts)

    def items(self, record: RecordModel) -> str:
        name = self.name(record)
        origin = f'"../records/{self.module(record)}.js"'
        parts = [
            self.imports(),
            f"import type {{ {name} }} from {origin};",
            f"import {{ {name}Info }} from {origin};",
            "",
        ]
        base = specs(record, self.edition)
        plain = {one.name: self.member(one) for one in record.fields}
        described = {one.name: self.field(one) for one in record.fields}
        for item in self.edition.items:
            if item.record_type == record.record_type:
                own = [one for one in item.fields if self.member(one) != plain.get(one.name)]
                # A member that the item does not ask for cannot stand in an interface that does.
                dropped = [literal(one.name) for one in own if one.name in plain]
                extended = f"Omit<{name}, {' | '.join(dropped)}>" if dropped else name
                parts += [comment(f"{item.title.zh} / {item.title.en} ({item.clause})")]
                parts += [f"export interface {self.name(item)} extends {extended} {{"]
                parts += [line for one in own for line in self.member(one)]
                drop, add = differences(base, specs(item, self.edition))
                parts += ["}", "", f"export const {self.name(item)}Info: RecordInfo = {{"]
                parts += [f"  id: {literal(item.id)},", f"  title: {literal(item.title.zh)},", "  fields: ["]
                known = [one.name for one in item.fields if self.field(one) == described.get(one.name)]
                if known == list(plain):
                    parts += [f"    ...{name}Info.fields,"]
                else:
                    known = []
                parts += [f"    {self.field(one)}," for one in item.fields if one.name not in known]
                parts += ["  ],", f"  checks: changed({name}Info.checks, {literal(drop)}, ["]
                parts += [f"    {self.check(one)}," for one in add]
                parts += ["  ]),", "};", "", *self.functions(item)]
        return "\n".join(parts)

    def functions(self, record: RecordModel) -> Iterator[str]:
        name = self.name(record)
        yield comment(f"What is wrong with a value as a record of {record.title.zh}; nothing if the list is empty")
        yield f"export function validate{name}(value: unknown): Problem[] {{\n  return problemsOf(value, {name}Info);\n}}\n"
        yield comment(f"Whether a value is a record of {record.title.zh} in which nothing is wrong")
        yield f"export function is{name}(value: unknown): value is {name} {{\n  return validate{name}(value).length === 0;\n}}\n"

    def imports(self) -> str:
        return (
            'import type { Problem, RecordInfo } from "../checking.js";\n'
            'import { changed, problemsOf } from "../checking.js";\n'
            'import * as codes from "../codes.js";\n'
            'import type { DateText, DecimalText, IntegerText, TimestampText } from "../words.js";\n'
            'import { EMPTY, EMPTY_IDENTIFIER } from "../words.js";\n'
        )

    def index(self) -> str:
        every = [*self.edition.records, *(() if self.edition.item else self.edition.items)]
        parts = ['import type { RecordInfo } from "./checking.js";']
        where = [self._home(one) for one in every]
        for one, path in zip(every, where, strict=True):
            parts.append(f'import {{ {self.name(one)}Info }} from "{path}";')
        parts += ['export * from "./checking.js";', 'export * from "./codes.js";', 'export * from "./values.js";']
        parts += ['export * from "./words.js";']
        parts += [f'export * from "{path}";' for path in dict.fromkeys(where)]
        parts += [f"export const {key.upper()} = {literal(value)};" for key, value in header.data(self.edition).items()]
        for title, chosen in (
            ("RECORDS", [one for one in every if not one.item]),
            ("ITEMS", [one for one in every if one.item]),
        ):
            parts.append(f"export const {title}: ReadonlyMap<string, RecordInfo> = new Map([")
            parts += [f"  [{literal(one.id)}, {self.name(one)}Info]," for one in chosen]
            parts.append("] as [string, RecordInfo][]);")
        return "\n".join(parts) + "\n"

    def _home(self, record: RecordModel) -> str:
        """The module that a record stands in: an item in that of its record type, but for one that is alone."""
        if record.item is None or self.edition.item is not None:
            return f"./records/{self.module(record)}.js"
        return f"./items/{self.names.record('sql', record.record_type)}.js"

    def member(self, field: FieldModel) -> list[str]:
        told = [f"{field.title.zh} / {field.title.en}", *([field.code] if field.code else [])]
        told += [f"不超过{field.max_length}字 / at most {field.max_length} characters"] if field.max_length else []
        held = self.type(field)
        key = literal(field.name)
        return [f"  {comment('; '.join(told))}", f"  {key}: {held};" if field.required else f"  {key}?: {held} | null;"]

    def type(self, field: FieldModel) -> str:
        return _TYPES[field.kind] if field.code_list is None else f"codes.{self.list_name(field.code_list)}"

    def field(self, field: FieldModel) -> str:
        told: dict[str, Any] = {
            "name": field.name,
            "kind": field.kind,
            "title": field.title.zh,
            "titleEn": field.title.en,
            "nationalCode": field.code,
        }
        if field.kind in ("date", "timestamp") and field.words:
            told["words"] = field.words
        if field.code_list is None:
            return _object(told)
        several = ", several: true" if self.edition.code_list(field.code_list).several else ""
        return f"{_object(told)[:-2]}, codes: codes.{self.list_name(field.code_list)}List{several} }}"

    def check(self, check: Spec) -> str:
        title = f"{check.title.zh} / {check.title.en}" if check.title.zh else ""
        told = {
            "rule": check.rule,
            "kind": check.kind,
            "fields": check.fields,
            "severity": check.severity,
            "title": title,
        }
        params = ", ".join(f"{key}: {self.param(key, value)}" for key, value in check.params.items())
        return f"{_object(told)[:-2]}, params: {{ {params} }} }}"

    def param(self, key: str, value: Any) -> str:
        if key == "codes":
            return f"codes.{self.list_name(value)}List"
        # The table of words is named in a check of emptiness; dates carry their few words themselves.
        return str(value) if key == "words" and isinstance(value, str) else literal(value)


def _type(entries: CodeListModel) -> str:
    """Every text that is taken for a value. Where several are, or a note may follow, that is more than a type can say."""
    if entries.several:
        return "string"
    texts = dict.fromkeys(literal(text) for code in entries.codes for text in code.accepted)
    noted = dict.fromkeys(literal(text) for code in entries.codes if code.note_allowed for text in code.accepted)
    return " | ".join([*texts, *(f"`${{{text}}}${{string}}`" for text in noted)])


def _object(values: dict[str, Any]) -> str:
    """An object whose keys are identifiers of ours."""
    return f"{{ {', '.join(f'{key}: {literal(value)}' for key, value in values.items())} }}"

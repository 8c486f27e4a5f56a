"""linkml-validate: this project's own LinkML schemas, by LinkML's validator."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.peer import Job, Outcome, Peer, Run
from bench.records import records
from bench.rules import CellRule
from bench.samples import ROOT
from conformance.standard.load import load

SCHEMAS = ROOT / "schemas"
NOTE = re.compile(r"[（(：:]")
"""Where the note behind 其他 begins."""


def prepare(job: Job) -> Run:
    """Its validator with the JSON Schema plugin; a first empty record makes it compile the schema."""
    schema, target = _schema(job.item)
    library: Any = import_module("linkml.validator.validator")
    plugins: Any = import_module("linkml.validator.plugins")
    validator = library.Validator(schema, validation_plugins=[plugins.JsonschemaValidationPlugin(closed=False)])
    loaders: Any = import_module("linkml.validator.loaders.passthrough_loader")
    record_type = load().record_type_of(job.item)
    names = {field.title: field.name for field in record_type.fields if field.title in job.headers}
    titles = {name: title for title, name in names.items()}
    codes = _codes(job.item)
    list(validator.iter_results({}, target))

    def run(path: Path, locate: bool) -> Outcome:
        seen = 0

        def coded() -> Iterator[dict[str, str]]:
            nonlocal seen
            for seen, record in enumerate(records(path, names), start=1):  # noqa: B007 (the last number is the count)
                for name, code_of in codes.items():
                    value = record.get(name)
                    if value is not None:
                        word = NOTE.split(value, maxsplit=1)[0]
                        record[name] = code_of.get(word, value)
                yield record

        findings = 0
        cells: set[tuple[int, str]] = set()
        for result in validator.iter_results_from_source(loaders.PassthroughLoader(coded()), target):
            findings += 1
            if locate:
                cells.update((seen, titles[name]) for name in _fields(result.source) if name in titles)
        return Outcome(seen, findings, frozenset(cells) if locate else None)

    return run


def expressed(job: Job) -> tuple[CellRule, ...]:
    """The rules that the schema says, as the JSON Schema shows that LinkML makes of it."""
    schema, target = _schema(job.item)
    contexts: Any = import_module("linkml.validator.validation_context")
    context = contexts.ValidationContext(schema, target)
    compiled = context.json_schema_validator(closed=False, include_range_class_descendants=True).schema
    definitions, properties = compiled["$defs"], compiled["properties"]
    return tuple(rule for rule in job.rules if _says(rule, properties.get(rule.field, {}), definitions, compiled))


def _says(rule: CellRule, column: dict[str, Any], definitions: dict[str, Any], compiled: dict[str, Any]) -> bool:
    if rule.kind == "required":
        return rule.field in compiled.get("required", ())
    parts = [
        part for choice in (column, *column.get("anyOf", ())) for part in (choice, definitions.get(_target(choice), {}))
    ]
    wanted = {"pattern": "pattern", "date": "pattern", "values": "enum", "length": "maxLength"}[rule.kind]
    return any(wanted in part for part in parts)


def _target(part: dict[str, Any]) -> str:
    return str(part.get("$ref", "")).removeprefix("#/$defs/")


def _fields(error: Any) -> list[str]:
    if error.validator == "required":
        return [name for name in error.validator_value if f"'{name}' is a required" in error.message]
    return [str(error.absolute_path[0])] if error.absolute_path else []


@functools.cache
def _schema(item: str) -> tuple[Any, str]:
    """The module of the item's record type, and the class in it."""
    views: Any = import_module("linkml_runtime")
    module = SCHEMAS / f"{load().items[item].record_type.replace('-', '_')}.yaml"
    return views.SchemaView(str(module)).schema, "".join(word.capitalize() for word in module.stem.split("_"))


@functools.cache
def _codes(item: str) -> dict[str, dict[str, str]]:
    """Field → word → code: LinkML holds the codes of a list, files hold their labels."""
    standard = load()
    return {
        field.name: {
            word: code.code
            for code in standard.code_lists[field.code_list].codes
            for word in (code.label, *code.aliases)
        }
        for field in standard.record_type_of(item).fields
        if field.code_list is not None
    }


PEER = Peer(
    name="linkml-validate",
    distribution="linkml",
    how="Validator with the JSON Schema plugin on this project's LinkML schemas, which hold no lengths; labels turned "
    "into codes while reading",
    expressed=expressed,
    prepare=prepare,
)

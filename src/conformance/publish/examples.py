"""The examples that the pages of the rules show: a few of the published vectors, each by the cells that matter."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

from msgspec import Struct

from conformance.publish.example_files import named_after, shipped_examples
from conformance.publish.vectors.cases import read
from conformance.standard.model import Field, RecordType, Standard, Text

_FAILING, _PASSING = 3, 2
"""How many of each a page shows; the vectors hold all of them."""
_FEW = 8
"""A rule that reads no more fields than this has all of them shown; of others, those that the case is about."""
_TOLD, _LONG = 3, 24
"""So many cells or records of a case are told in its caption, and so many characters of a value."""
_CONDITIONS = {"party": "--party", "purpose": "--purpose", "as_of": "--as-of", "applies_from": "--applies-from"}
Case = dict[str, Any]


class Example(Struct, frozen=True):
    """One or more records that pass or fail a rule: the cells worth looking at."""

    title: Text
    """What is done in it: in Chinese the rule and the cells that differ from a right record, in English the name of the case."""
    about: Text
    """The item or record type that they are of."""
    options: tuple[str, ...]
    """Under which options they are judged: ``--purpose publication``."""
    cells: tuple[tuple[Field, tuple[str, ...]], ...]
    """Field and its value in each record, as written."""


class Examples(Struct, frozen=True):
    """What the vectors hold about one rule."""

    failing: tuple[Example, ...] = ()
    passing: tuple[Example, ...] = ()
    files: tuple[str, ...] = ()
    """Files and folders of ``examples/`` that raise the rule."""


def visible(value: str) -> str:
    """A value in which blanks at the ends show, and the number of each character that nobody could see."""
    inner = value.strip(" ")
    before = len(value) - len(value.lstrip(" ")) if inner else len(value)
    after = len(value) - len(value.rstrip(" ")) if inner else 0
    return "␠" * before + "".join(map(_shown, inner)) + "␠" * after


def _shown(character: str) -> str:
    hidden = character != " " and unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"}
    return f"<U+{ord(character):04X}>" if hidden else character


def examples_of(rule: str, folder: Path, standard: Standard) -> Examples:
    """Examples for a rule from its file of vectors (``<folder>/<rule>.yaml``); none where it has no such file."""
    path = folder / f"{rule}.yaml"
    files = named_after(rule, shipped_examples())
    if not path.exists():
        return Examples(files=files)
    bases: dict[str, Case] = read(folder / "_base.yaml")
    cases = [_of_first_base(case, bases) for case in read(path)["cases"]]
    failing = [case for case in cases if any(found["rule"] == rule for found in case["expect"])]
    passing = [case for case in cases if not case["expect"]]
    return Examples(
        failing=tuple(_example(rule, case, bases, standard) for case in failing[:_FAILING]),
        passing=tuple(_example(rule, case, bases, standard) for case in passing[:_PASSING]),
        files=files,
    )


def _of_first_base(case: Case, bases: dict[str, Case]) -> Case:
    """A case that is told for several bases, as it is for the first of them."""
    if "bases" not in case:
        return case
    base = case["bases"][0]
    return {**case, **{key: value for key, value in bases[base].items() if key != "record"}, "base": base}


def _example(rule: str, case: Case, bases: dict[str, Case], standard: Standard) -> Example:
    own = case.get("record_type")
    record_type = standard.record_types[own] if own else standard.record_type_of(case["item"])
    given: list[Case] = case.get("records") or [case]
    named = [each.get("base", case.get("base")) for each in given]
    before: list[Case] = [bases[name]["record"] if name else {} for name in named]
    after = [_changed(base, each) for base, each in zip(before, given, strict=True)]
    about = _about(rule, case, given, record_type)
    # A field that is blank in all records says something only where there was a value before.
    shown = [name for name in about if any(record.get(name) for record in (*before, *after))]
    shown = shown or [field.name for field in record_type.fields if any(record.get(field.name) for record in after)]
    return Example(
        title=Text(_caption(rule, case, list(zip(before, after, strict=True)), record_type, standard), case["name"]),
        about=record_type.title if own else standard.items[case["item"]].title,
        options=tuple(f"{option} {case[key]}" for key, option in _CONDITIONS.items() if key in case),
        cells=tuple((record_type.field(name), tuple(record.get(name) or "" for record in after)) for name in shown),
    )


def _caption(
    rule: str, case: Case, records: list[tuple[Case, Case]], record_type: RecordType, standard: Standard
) -> str:
    """A failing case begins with what is wrong; then what its records have that the right one they were made of has not."""
    wrong = f"{standard.rules[rule].title.zh}：" if case["expect"] else ""
    if not any(base for base, _ in records):
        found = [name for one in case["expect"] if one["rule"] == rule and (name := one.get("field"))]
        return wrong + (_cells(found, {}, records[0][1], record_type) or "整条记录如下")
    said = [_differing(base, record, record_type) for base, record in records]
    if not any(said):
        options = any(key in case for key in _CONDITIONS)
        return wrong + ("记录没有改动，按所列选项校验" if options else "没有改动的正确记录") + _times(len(records))
    if len(records) == 1:
        return wrong + said[0]
    told = "；".join(f"第 {number} 条{one or '没有改动'}" for number, one in enumerate(said[:_TOLD], 1))
    return wrong + told + (f"；等 {len(said)} 条" if len(said) > _TOLD else "")


def _times(count: int) -> str:
    return f"，共 {count} 条" if count > 1 else ""


def _differing(base: Case, record: Case, record_type: RecordType) -> str:
    found = [one.name for one in record_type.fields if (record.get(one.name) or "") != (base.get(one.name) or "")]
    return _cells(found, base, record, record_type)


def _cells(names: list[str], base: Case, record: Case, record_type: RecordType) -> str:
    """Some cells of a record, each with what stood there before."""
    said = [
        f"“{record_type.field(name).title}”{_quoted(record.get(name))}"
        + (f"（原记录填{_brief(base[name])}）" if base.get(name) else "")
        for name in names[:_TOLD]
    ]
    return "，".join(said) + (f"等 {len(names)} 项" if len(names) > _TOLD else "")


def _quoted(value: str | None) -> str:
    return f"填{_brief(value)}" if value else "不填"


def _brief(value: str) -> str:
    shown = visible(value)
    return f"“{shown}”" if len(shown) <= _LONG else f"“{shown[:_LONG]}…”（{len(value)} 个字符）"


def _changed(base: Case, each: Case) -> Case:
    return (dict.fromkeys(base) if each.get("blank") else base) | (each.get("record") or {})


def _about(rule: str, case: Case, given: list[Case], record_type: RecordType) -> list[str]:
    """Fields in the order of the form: those the case changes, those found fault with, and all of a rule that reads few."""
    about = {name for each in given for name in each.get("record") or {}}
    about |= {found["field"] for found in case["expect"] if found.get("field")}
    read = {name for check in record_type.checks if check.rule == rule for name in check.fields}
    if len(read) <= _FEW:
        about |= read
    return [field.name for field in record_type.fields if field.name in about]

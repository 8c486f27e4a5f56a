"""The standard and the check kinds speak the same words: names, parameters and placeholders."""

from __future__ import annotations

import importlib
import pkgutil
import string
from datetime import date

import pytest

import conformance.checks
from conformance.checks import base
from conformance.standard.load import load
from conformance.standard.model import Check, Purpose, RecordType, Text

for _module in pkgutil.iter_modules(conformance.checks.__path__):
    importlib.import_module(f"conformance.checks.{_module.name}")

STANDARD = load()
RECORDS = tuple(STANDARD.record_types.values())
LATER = {"unique-key": {"first"}}
"""Supplied by the step that sees the whole submission."""


def test_every_kind_is_used_and_every_check_has_its_kind():
    used = {check.kind for judging in (*RECORDS, *STANDARD.items.values()) for check in judging.checks}
    assert used == base.KINDS.keys()


def _judged(record: RecordType, check: Check, purpose: Purpose) -> base.Judgement | base.Skip:
    names = tuple(field.name for field in record.fields)
    party = STANDARD.parties["district:310114"]
    context = base.Context(STANDARD, record, frozenset(names), date(2016, 6, 1), purpose, party=party, columns=names)
    return base.build(context, check.kind, check.fields, check.params)


@pytest.mark.parametrize("record", RECORDS, ids=[record.name for record in RECORDS])
@pytest.mark.parametrize("purpose", ["submission", "publication"])
def test_every_check_can_be_built_and_supplies_what_its_sentences_ask_for(record: RecordType, purpose: Purpose):
    for check in record.checks:
        if purpose not in check.purposes:
            continue
        judgement = _judged(record, check, purpose)
        assert isinstance(judgement, base.Judgement), check
        supplied = {"title", "value"} | judgement.details.keys() | LATER.get(check.rule, set())
        rule = STANDARD.rules[check.rule]
        for text in (check.message or rule.message, check.remedy or rule.remedy):
            assert _placeholders(text) <= supplied, check


def _placeholders(text: Text) -> set[str]:
    return {name for template in (text.zh, text.en) for _, name, _, _ in string.Formatter().parse(template) if name}

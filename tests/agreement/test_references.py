"""Engine and reference find the same references that lead nowhere."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from agreement.engine import table_of
from agreement.values import IDENTIFIERS
from conformance.engine import keystore
from conformance.engine.beside import Companions
from conformance.engine.local import run_table
from conformance.engine.model import Request
from conformance.engine.references import References
from reference.references import strangers, without_penalty
from vectors.load import bases
from vectors.plain import plain_item, plain_standard

STANDARD = plain_standard()
REQUEST = Request(STANDARD, date(2016, 12, 31), examples=10**6)
REGISTER, ENTRIES = plain_item("registration"), plain_item("list-entry")
CODES = ("subject_uscc", "subject_organisation_code", "subject_registration_number")


def base(name: str) -> dict[str, str | None]:
    return dict(bases()[name][1])


def nowhere(referring, item, referred, referred_item, field):
    """Positions of records for whose reference there is no record."""
    with References(REQUEST) as references:
        references.expect(item)
        target = table_of(referred, referred_item)
        for _ in references.gathered(target, target.batches, complete=True):
            pass
        table = table_of(referring, item)
        companions = Companions(table, REQUEST)
        references.companions("full", again=True, found=companions)
        result = run_table(table, REQUEST, companions=companions)
    found = [v for v in result.violations if v.check.rule == "reference-exists" and v.check.field in field]
    return sorted(violation.record - 1 for violation in found)


@pytest.mark.parametrize("bytes_in_memory", [1, 1 << 30], ids=["disk", "memory"])
@pytest.mark.parametrize("seed", range(6))
def test_subjects_that_are_in_no_register(monkeypatch, seed, bytes_in_memory):
    monkeypatch.setattr(keystore, "IN_MEMORY", bytes_in_memory)
    chance = Random(seed)
    good = [
        "91310115MA1K3A7X5P",
        "92310114MA1GT52K19",
        "51310109223443394A",
        "MA1K3A7X5",
        "310115600985533",
        None,
        None,
    ]

    def with_codes(record):
        return record | {name: chance.choice([*good, chance.choice(IDENTIFIERS)]) for name in CODES}

    register = [with_codes(base("registration")) for _ in range(chance.randrange(1, 12))]
    penalties = [with_codes(base("penalty-company")) for _ in range(60)]
    expected = strangers(penalties, register, STANDARD.record_types["penalty"], STANDARD)
    assert nowhere(penalties, "admin-penalty", register, REGISTER, CODES) == expected


@pytest.mark.parametrize("seed", range(4))
def test_penalties_that_nobody_has_sent(seed):
    chance = Random(seed)
    written = [
        "浦环保罚〔2016〕第00045号",
        "浦环保罚[2016]第00045号",
        "浦环保罚（2016）第00045号",
        "浦环保罚〔2016〕第 00046 号",
    ]
    written += ["浦环保罚【2016】第00047号", "空", "", None, "浦环保罚〔2016〕第00048号"]
    penalties = [base("penalty-company") | {"document_number": chance.choice(written)} for _ in range(3)]
    entries = [base("list-entry") | {"penalty_document": chance.choice(written)} for _ in range(30)]
    expected = without_penalty(entries, penalties)
    assert nowhere(entries, ENTRIES, penalties, "admin-penalty", ("penalty_document",)) == expected

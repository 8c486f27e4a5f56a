from __future__ import annotations

import pytest
from stdnum.cn import ric, uscc

from conformance.exchange.profile import synthetic


def test_organisations_have_right_codes():
    for place in range(50):
        code = synthetic.uscc(7, place)
        assert uscc.is_valid(code)
        assert synthetic.organisation_code(7, place) == code[8:17]


def test_persons_have_right_numbers_but_for_the_place_where_nobody_is_registered():
    from stdnum.iso7064 import mod_11_2

    for place in range(0, 50_000, 997):
        number = synthetic.citizen_id(7, place)
        assert mod_11_2.is_valid(number)
        assert ric.get_birth_date(number).year == 1900


@pytest.mark.parametrize("scheme", ["uscc", "organisation-code", "registration-number", "citizen-id"])
def test_subjects_of_a_seed_differ_and_are_known_again(scheme):
    found = synthetic.subjects(scheme, 500, seed=1)
    assert len({one.id for one in found}) == 500
    assert all(synthetic.is_synthetic(one.id) for one in found)
    assert found == synthetic.subjects(scheme, 500, seed=1)
    assert found != synthetic.subjects(scheme, 500, seed=2)


@pytest.mark.parametrize("written", ["ttttehdd-8", "TTTTEHDD 8", "91310000tttteHDD84", "3100001900 01288265"])
def test_they_are_known_again_however_they_are_written(written):
    assert synthetic.is_synthetic(written)


@pytest.mark.parametrize(
    "other",
    ["91310115MA1H70B80D", "MA1H70B80", "310101190001288265", "310000198001288265", "310118157135905", "", "TTTT"],
)
def test_others_are_not_taken_for_synthetic(other):
    assert not synthetic.is_synthetic(other)


def test_a_synthetic_code_with_a_planted_mistake_is_still_synthetic():
    assert synthetic.is_synthetic("91310000TTTTEHDD85")


def test_there_is_an_end_to_them():
    with pytest.raises(ValueError, match="361350 synthetic subjects"):
        synthetic.citizen_id(1, 361_350)

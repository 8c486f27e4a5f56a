"""Check characters of the reference against worked examples and an independent library."""

from __future__ import annotations

from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_11_10

from reference import numbers


def test_organisation_codes():
    assert numbers.organisation_check("D2143569") == "X"
    assert numbers.organisation_check("00000000") == "0"


def test_unified_codes():
    for n in range(200):
        body = f"91310115MA1K{n:04d}"
        body += numbers.organisation_check(body[8:])
        assert uscc.calc_check_digit(body) == numbers.uscc_check(body)


def test_citizen_ids():
    for n in range(200):
        body = f"31011519810305{n:03d}"
        assert ric.calc_check_digit(body + "0") == numbers.citizen_check(body)


def test_registration_numbers():
    for n in range(200):
        body = f"31011500{n:06d}"
        assert mod_11_10.calc_check_digit(body) == numbers.registration_check(body)

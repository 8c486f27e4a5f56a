"""Identifiers of samples against independent oracles."""

from __future__ import annotations

from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_11_10

from conformance.sample.api import frames
from conformance.sample.dice import Dice
from conformance.sample.identifiers import chars, organisation_check
from conformance.sample.plant import Log
from conformance.standard.load import load


def column(title: str) -> list[str]:
    [frame] = frames("admin-licence", 3000, 17, load(), 0.0, Log(None))
    return frame[title].drop_nulls().to_list()


def test_unified_codes():
    codes = column("行政相对人代码_1(统一社会信用代码)")
    assert len(codes) > 1000
    assert all(uscc.is_valid(code) for code in codes)


def test_citizen_ids():
    numbers = [n for n in column("行政相对人代码_5(居民身份证号)") if n[0].isdigit()]
    assert len(numbers) > 200
    # The oracle also wants the region to have existed at birth, which nobody here judges.
    assert all(ric.calc_check_digit(number) == number[-1] for number in numbers)
    assert all(ric.get_birth_date(number).year in range(1949, 1997) for number in numbers)


def test_registration_numbers():
    numbers = column("行政相对人代码_3(工商登记码)")
    assert len(numbers) > 300
    assert all(mod_11_10.is_valid(number) for number in numbers)


def test_organisation_codes_known_from_the_standard():
    """Worked example: D2143569 has the check character X."""
    assert bytes(organisation_check(chars(["D2143569", "00000000"]))) == b"X0"


def test_dice_do_not_depend_on_how_rows_are_cut():
    whole, part = Dice(5, 0, 100), Dice(5, 40, 10)
    for limit in (2, 10, 31):
        assert whole.below(limit)[40:50].tolist() == part.below(limit).tolist()


def test_dice_are_fair():
    dice = Dice(1, 0, 60_000)
    counts = [int((dice.below(6) == face).sum()) for face in range(6)]
    assert all(9_000 < count < 11_000 for count in counts)
    assert 0.29 < dice.chance(0.3).mean() < 0.31
    weighted = dice.weighted((1, 0, 3))
    assert (weighted == 1).sum() == 0
    assert 0.24 < (weighted == 0).mean() < 0.26

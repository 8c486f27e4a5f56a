"""Names of units: how they are compared, and what a unit may be called."""

from __future__ import annotations

import pytest

from conformance.standard.load import load
from conformance.standard.names import names_of, plain, undecorated

STANDARD = load()


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("上海市环境保护局", "环境保护局"),
        (" “上海市” 环境保护局", "环境保护局"),
        ("中国（上海）自由贸易试验区管理委员会", "中国上海自由贸易试验区管理委员会"),
        ("市环保局", "市环保局"),
    ],
)
def test_names_are_compared_without_decoration_and_city(written, compared):
    assert plain(written) == compared


def test_undecorated_keeps_the_city():
    assert undecorated("（上海市）工商局") == "上海市工商局"


def test_a_unit_goes_by_its_names_and_those_of_its_district_offices():
    names = names_of(["sh-fda"], STANDARD)

    assert {"市食品药品监管局", "上海市浦东新区市场监督管理局"} <= set(names)
    assert len(names) == len(set(names))


def test_offices_of_districts_that_were_merged_are_among_them():
    assert "上海市闸北区市场监督管理局" in names_of(["sh-fda"], STANDARD)


def test_a_group_goes_by_the_names_of_its_members():
    group = next(unit for unit in STANDARD.units.values() if unit.members)

    assert set(names_of(group.members, STANDARD)) <= set(names_of([group.id], STANDARD))


def test_a_unit_that_nobody_knows_has_no_names():
    assert names_of(["nobody"], STANDARD) == []

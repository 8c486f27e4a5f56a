"""The rows in which a check can fail at all: told by counts, and none of them left out."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from conformance.checks.base import AtLeast
from conformance.engine.narrowing import candidates
from engine.told import Told

ROWS = 40


def told(untold: str = "", **holding: list[int]) -> Told:
    """Columns by the rows in which they hold; of those named in ``untold`` nobody knows."""
    masks = {name: np.isin(np.arange(ROWS), rows) for name, rows in holding.items()}
    return Told(masks, frozenset(untold.split()))


def asked(cells: Told, *among: AtLeast) -> list[int] | None:
    rows = candidates(among, cells)
    return None if rows is None else rows.tolist()


def test_rows_in_which_so_many_columns_hold() -> None:
    cells = told(a=[1, 2, 3], b=[2, 3, 7], c=[3, 9])
    numbers = {number: asked(cells, AtLeast(number, ("a", "b", "c"))) for number in (1, 2, 3)}
    assert numbers == {1: [1, 2, 3, 7, 9], 2: [2, 3], 3: [3]}


def test_a_check_that_can_fail_for_several_reasons_has_the_candidates_each_once_and_in_their_order() -> None:
    cells = told(a=[9, 3], b=[3], c=[1, 3])
    assert asked(cells, AtLeast(1, ("a",)), AtLeast(2, ("b", "c")), AtLeast(1, ("c",))) == [1, 3, 9]


@pytest.mark.parametrize("number", [2, 3])
def test_columns_that_never_hold_leave_fewer_that_may(number: int) -> None:
    cells = told(a=list(range(30)), b=[5, 6], c=[])
    assert asked(cells, AtLeast(number, ("a", "b", "c"))) == {2: [5, 6], 3: []}[number]


@pytest.mark.parametrize(("rows", "narrowed"), [(10, True), (11, False)])
def test_many_rows_are_not_told_apart(rows: int, narrowed: bool) -> None:
    """Of forty, eleven are more than a quarter."""
    places = list(range(rows))
    assert asked(told(a=places), AtLeast(1, ("a",))) == (places if narrowed else None)


def test_nobody_knows_the_rows_where_nobody_knows_of_a_column_that_decides() -> None:
    a_rare_one_decides = told("b", a=[4], b=[])
    assert asked(a_rare_one_decides, AtLeast(2, ("a", "b"))) == [4]
    assert asked(a_rare_one_decides, AtLeast(1, ("a", "b"))) is None
    assert asked(a_rare_one_decides, AtLeast(2, ("a", "b")), AtLeast(1, ("b",))) is None


def test_of_nothing_in_particular_every_row_is_one() -> None:
    assert asked(told(a=[1])) is None
    assert asked(told(a=[1]), AtLeast(0, ("a",))) is None


def test_no_row_is_left_out_and_none_is_there_in_vain_where_all_is_known() -> None:
    dice = Random(4)
    for _ in range(300):
        names = "abcdefgh"[: dice.randint(1, 8)]
        holding = {name: dice.sample(range(ROWS), dice.randint(0, 12)) for name in names}
        untold = " ".join(name for name in names if dice.random() < 0.2)
        number = dice.randint(1, len(names) + 1)
        right = [row for row in range(ROWS) if sum(row in rows for rows in holding.values()) >= number]
        rows = asked(told(untold, **holding), AtLeast(number, tuple(names)))
        if rows is not None:
            assert set(rows) >= set(right)
            assert untold or rows == right

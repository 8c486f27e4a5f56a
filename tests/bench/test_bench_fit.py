"""How a cost grows, told from measurements."""

import pytest
from bench.fit import exponent


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 2.0])
def test_finds_the_power_of_a_power_law(power: float) -> None:
    assert exponent([(x, 3 * x**power) for x in (10, 100, 1000)]) == pytest.approx(power)


def test_lies_between_the_slopes_of_uneven_steps() -> None:
    between = exponent([(1, 1), (10, 10), (100, 1000)])
    assert between == pytest.approx(1.5)


def test_leaves_out_points_without_a_logarithm() -> None:
    assert exponent([(0, 5), (10, 10), (100, 100)]) == pytest.approx(1.0)


@pytest.mark.parametrize("points", [[], [(10, 1)], [(10, 1), (10, 2)], [(0, 1), (10, 2)]])
def test_says_nothing_where_no_line_can_be_drawn(points: list[tuple[float, float]]) -> None:
    assert exponent(points) is None

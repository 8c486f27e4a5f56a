"""The tables that are printed."""

from bench.result import Found
from bench.table import Table, as_text, beside_table, found_table, growth_table, rate, yardstick_table
from bench_results import beside, result, timing, yardstick


def test_numbers_stand_under_each_other() -> None:
    text = as_text(Table("T", ("name", "n"), (("许可", "7"), ("a", "1,000")), frozenset({1})))
    assert text.splitlines() == ["T", "  name      n", "  许可      7", "  a     1,000"]


def test_a_ratio_is_given_with_its_range() -> None:
    line = yardstick_table([yardstick(1_000_000, 1.0, 1.5)]).rows[0]
    assert (line[7], line[8]) == ("1.50", "1.35–1.50")


def test_a_peer_is_given_with_its_rows_rules_and_distance() -> None:
    line = beside_table([beside("other", 4.0, 0.5, rows=10_000)]).rows[0]
    assert line[:8] == ("other 1.0", "licence, 1 % bad", "10,000", "25 of 141", "0", "2,500", "20,000", "8.0")


def test_a_peer_without_a_time_says_why() -> None:
    assert "took more than 15 s" in beside_table([beside("other", None, 0.5, reason="took more than 15 s")]).rows[0]


def test_almost_all_is_not_all() -> None:
    line = found_table([Found("other", "", 10_000, 9_999, 20_000, 0, 20_000)]).rows[0]
    assert line[2] == "9,999 (99.9 %)"


def test_growth_names_the_power() -> None:
    assert growth_table(result().growth).rows[0][3:] == ("rows^1.00", "rows^0.00")


def test_rates_have_three_digits() -> None:
    assert rate(timing(1_234_567, 1.0)) == "1,230,000"

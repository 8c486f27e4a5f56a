from __future__ import annotations

import os

import pytest

from conformance.config.patterns import Pattern


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("*处罚*.csv", "行政处罚.csv", True),
        ("*处罚*.csv", "2016-05/行政处罚-05.csv", True),
        ("*处罚*.csv", "行政处罚.xlsx", False),
        ("许可?.csv", "许可1.csv", True),
        ("许可?.csv", "许可12.csv", False),
        ("许可[12].csv", "许可2.csv", True),
        ("许可[!12].csv", "许可2.csv", False),
        ("许可[0-9].csv", "许可7.csv", True),
        ("[.csv", "[.csv", True),
        ("*.CSV", "a.csv", False),
        ("a.csv", "aXcsv", False),
    ],
)
def test_a_pattern_without_a_slash_is_about_the_name(tmp_path, pattern, path, fits):
    assert Pattern(pattern, tmp_path).fits(path) is fits


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("2016/*.csv", "2016/a.csv", True),
        ("2016/*.csv", "2016/05/a.csv", False),
        ("2016/**/*.csv", "2016/05/a.csv", True),
        ("2016/**/*.csv", "2016/a.csv", True),
        ("**/a.csv", "a.csv", True),
        ("2016/**", "2016/05/x/a.csv", True),
        ("./2016/a.csv", "2016/a.csv", True),
        ("2016/a?csv", "2016/a/csv", False),
        ("2016/a[!x]csv", "2016/a/csv", False),
        ("2016/*.csv", "../2016/a.csv", False),
    ],
)
def test_one_with_a_slash_is_about_the_path_from_the_configuration(tmp_path, pattern, path, fits):
    assert Pattern(pattern, tmp_path).fits(str(tmp_path / path)) is fits


def test_a_path_is_relative_to_the_working_directory(tmp_path, monkeypatch):
    (tmp_path / "2016").mkdir()
    monkeypatch.chdir(tmp_path / "2016")
    assert Pattern("2016/*.csv", tmp_path).fits("a.csv")


def test_letters_in_two_ways_are_one():
    assert Pattern("caf\u00e9.csv", os.curdir).fits("cafe\u0301.csv")

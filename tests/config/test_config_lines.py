from __future__ import annotations

from conformance.config.lines import line_of, lines_of

TEXT = '''party = "unit:sh-tax"

[[items]]
pattern = "a.csv"
item = "x"

[[suppress]] # one
rule = "required"
reason = """
rule = "no key but text"
"""

[[suppress]]
"rule" = "date"
keys = [
  "一",
]

[tool.conformance]
lang = "zh"
[[tool.conformance.items]]
pattern = "b"
'''


def test_keys_and_tables_have_lines():
    lines = lines_of(TEXT)
    assert lines["party",] == 1
    assert lines["items", 0] == 3
    assert lines["items", 0, "item"] == 5
    assert lines["suppress", 0, "rule"] == 8
    assert lines["suppress", 1] == 13
    assert lines["suppress", 1, "rule"] == 14
    assert lines["tool", "conformance", "lang"] == 20
    assert lines["tool", "conformance", "items", 0, "pattern"] == 22


def test_text_over_several_lines_holds_no_keys():
    assert lines_of(TEXT)["suppress", 0, "rule"] == 8


def test_what_has_no_line_has_that_of_what_it_is_in():
    assert line_of(("suppress", 1, "keys", 0), lines_of(TEXT)) == 15
    assert line_of(("suppress", 1, "until"), lines_of(TEXT)) == 13


def test_nothing_has_no_line():
    assert line_of(("nowhere",), lines_of(TEXT)) is None

"""Files that break a rule, and those like them that keep it."""

from __future__ import annotations

import pytest

from conformance.publish.example_files import breaking, every_file, keeping, shipped_examples
from conformance.standard.load import load
from conformance.standard.model import FOUND_READING

ROOT = shipped_examples()


@pytest.mark.parametrize("rule", [r.id for r in load().rules.values() if r.scope in (*FOUND_READING, "submission")])
def test_rules_without_vectors_have_files_that_break_and_keep_them(rule: str) -> None:
    bad, good = breaking(rule, ROOT), keeping(rule, ROOT)
    assert bad
    assert good
    assert not {one.path for one in bad} & {one.path for one in good}
    assert {*(one.path for one in bad), *(one.path for one in good)} <= every_file(ROOT).keys()


def test_the_right_example_is_of_the_kind_of_the_wrong_one() -> None:
    shown = {one.path.rpartition("/")[2] for one in keeping("envelope-form", ROOT)}
    assert shown == {"batch-licences.json", "subject-query.json", "correction.json", "record-page.json"}


def test_what_is_no_text_is_not_shown_as_text() -> None:
    (workbook,) = breaking("merged-cells", ROOT)
    assert workbook.lines == ()
    (table,) = breaking("missing-column", ROOT)
    assert "," in table.lines[0]


def test_a_long_file_is_cut_and_says_so() -> None:
    (payload,) = breaking("envelope-key", ROOT)
    assert payload.cut
    assert len(payload.lines) == 14

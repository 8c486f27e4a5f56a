"""Every renderer on the same two submissions, held against what is kept in the folder ``snapshots``."""

from __future__ import annotations

import pytest
from snapshots import FOLDER, SUBMISSIONS, as_text, compare, report_of

from conformance.report.registry import FORMATS, renderer
from conformance.report.view import View
from conformance.standard.load import load

CASES = [(which, name, "zh") for which in ("bad", "good") for name in FORMATS]
CASES += [("bad", name, "en") for name in ("text", "markdown", "html") if name in FORMATS]


def kept_name(which: str, name: str, lang: str) -> str:
    return f"{which}.{lang}.{name}.txt"


@pytest.mark.parametrize(("which", "name", "lang"), CASES)
def test_the_report_is_as_it_was(which, name, lang, monkeypatch):
    monkeypatch.chdir(SUBMISSIONS)
    content = renderer(name).render(report_of(which, lang), View(load(), lang))
    compare(kept_name(which, name, lang), as_text(content, name))


def test_nothing_is_kept_that_nothing_renders():
    assert {path.name for path in FOLDER.iterdir()} == {kept_name(*case) for case in CASES}


def test_a_difference_is_shown_in_lines(monkeypatch, tmp_path):
    monkeypatch.setattr("snapshots.FOLDER", tmp_path)
    monkeypatch.delenv("UPDATE_SNAPSHOTS", raising=False)
    (tmp_path / "x.txt").write_text("one\ntwo\n", encoding="utf-8")
    with pytest.raises(pytest.fail.Exception, match=r"(?s)UPDATE_SNAPSHOTS=1.*-two\n\+three"):
        compare("x.txt", "one\nthree\n")

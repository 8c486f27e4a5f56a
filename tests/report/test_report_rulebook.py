"""What a rule rests on, as readers see it."""

from __future__ import annotations

import pytest

from conformance.report.rulebook import bases_of, citation
from conformance.standard.load import load

STANDARD = load()


@pytest.mark.parametrize(("lang", "words"), [("zh", "未见附件原文"), ("en", "not at hand")])
def test_a_citation_says_what_is_known_of_the_document(lang, words):
    assert words in citation("form-2015#XK_ZT", STANDARD, lang)


def test_a_document_without_a_note_is_cited_alone():
    assert (
        citation("gb-32100-2015#校验码", STANDARD, "en")
        == "法人和其他组织统一社会信用代码编码规则 GB 32100-2015 校验码"
    )


def test_a_clause_of_an_unknown_document_is_shown_as_it_is():
    assert citation("nobody#1", STANDARD, "zh") == "nobody#1"


def test_checks_that_rest_on_something_else_are_listed_after_the_rule():
    first, *others = bases_of(STANDARD.rules["label-for-code"], STANDARD)
    assert (first.origin, first.clause, first.where) == ("national", "form-2015#XK_ZT、CF_ZT", ())
    (scope,) = (basis for basis in others if basis.clause == "vendor-suzhou-2017#SYFW")
    assert {("licence", ("usage_scope",)), ("penalty", ("usage_scope",))} <= set(scope.where)
    assert {b.origin for b in others if b.clause.startswith("vendor")} == {"profile"}


def test_a_rule_on_one_word_rests_on_one_clause():
    assert len(bases_of(STANDARD.rules["surrounding-blanks"], STANDARD)) == 1

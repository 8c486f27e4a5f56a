from __future__ import annotations

import json

import pytest

from conformance.standard.load import load

RULES = sorted(load().rules)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_explained(conformance, rule, lang):
    code, out, err = conformance("explain", rule, "--lang", lang)
    assert (code, err) == (0, "")
    assert out.splitlines()[0].endswith(rule)
    assert "{" not in out


def test_an_explanation_says_what_why_how_and_on_whose_word(conformance):
    _, out, _ = conformance("explain", "uscc-check-digit")
    assert all(
        f"\n{label}：" in out
        for label in ("级别", "后果", "报告中写作", "理由", "更正建议", "更正方式", "适用范围", "依据")
    )
    assert "GB 32100" in out


def test_an_unknown_rule_has_near_matches(conformance):
    code, _, err = conformance("explain", "uscc-check")
    assert code == 2
    assert "uscc-check-digit" in err


def test_an_unknown_rule_in_english(conformance):
    _, _, err = conformance("explain", "uscc-check", "--lang", "en")
    assert err == 'conformance: There is no rule named "uscc-check"; did you mean: uscc-check-digit.\n'


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_is_listed(conformance, lang):
    _, out, _ = conformance("rules", "--lang", lang)
    assert {line.split()[0] for line in out.splitlines() if line.startswith("  ")} >= set(RULES)
    assert "conformance explain " in out


def test_rules_as_json(conformance):
    _, out, _ = conformance("rules", "--format", "json")
    rules = json.loads(out)
    assert {rule["id"] for rule in rules} == set(RULES)
    assert set(rules[0]["title"]) == {"zh", "en"}
    assert next(rule for rule in rules if rule["id"] == "uscc-check-digit")["applies_to"][0]["fields"] == [
        "subject_uscc"
    ]

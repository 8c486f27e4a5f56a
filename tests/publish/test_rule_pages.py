"""Pages of the rules: what they show and how."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.publish.examples import Example, Examples, examples_of
from conformance.publish.pages import stale
from conformance.publish.rule_pages import index, page
from conformance.publish.rules import main, pages
from conformance.standard.load import load
from conformance.standard.model import Text

VECTORS = Path(__file__).parents[2] / "examples/vectors"


def test_index_links_every_rule_once() -> None:
    standard = load()
    links = re.findall(r"\]\(([a-z0-9-]+)\.md\)", index(standard))
    assert sorted(links) == sorted(standard.rules)


@pytest.mark.parametrize("rule", sorted(load().rules))
def test_page_has_both_languages_the_clause_and_an_example(rule: str) -> None:
    standard = load()
    declared = standard.rules[rule]
    examples = examples_of(rule, VECTORS, standard)
    text = page(standard, declared, examples)
    for part in (declared.why, declared.message, declared.remedy, declared.title):
        assert part.zh in text
        assert part.en in text
    assert declared.clause in text
    assert (examples.failing and examples.passing) or examples.files
    assert all(example.cells for example in (*examples.failing, *examples.passing))


def test_tables_are_well_formed() -> None:
    for name, text in pages(VECTORS).items():
        width = 0
        for line in text.splitlines():
            if not line.startswith("|"):
                width = 0
                continue
            cells = len(re.findall(r"(?<!\\)\|", line))
            assert width in (0, cells), (name, line)
            width = cells


def test_what_cannot_be_seen_is_named() -> None:
    standard = load()
    value = " a|b`\u3000c\t "
    field = standard.record_types["licence"].field("remarks")
    shown = Examples(
        failing=(Example(title=Text("例", "t"), about=Text("", ""), options=(), cells=((field, (value, "")),)),)
    )
    text = page(standard, standard.rules["required"], shown)
    assert "| 备注 | `␠a\\|b'<U+3000>c<U+0009>␠` | （空） |" in text
    assert "| 数据项 | 第 1 条 | 第 2 条 |" in text


def test_check_tells_old_missing_and_surplus_pages(tmp_path: Path) -> None:
    out = tmp_path / "rules"
    options = ["--output", str(out), "--vectors", str(VECTORS)]
    run = CliRunner().invoke
    assert run(main, [*options, "--check"]).exit_code == 1
    assert run(main, options).exit_code == 0
    assert run(main, [*options, "--check"]).exit_code == 0
    (out / "no-such-rule.md").write_text("x", encoding="utf-8")
    (out / "required.md").write_text("x", encoding="utf-8")
    (out / "date.md").unlink()
    assert stale(pages(VECTORS), out, alone=True) == ["date.md", "no-such-rule.md", "required.md"]
    told = run(main, [*options, "--check"])
    assert told.exit_code == 1
    assert "no-such-rule.md" in told.output
    assert run(main, options).exit_code == 0
    assert run(main, [*options, "--check"]).exit_code == 0

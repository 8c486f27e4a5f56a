"""What a sentence leaves open for its finding never reaches those who read a report."""

from __future__ import annotations

import json

import pytest
from snapshots import as_text

from conformance import check
from conformance.report.registry import FORMATS, renderer
from conformance.report.rulebook import general_sentence
from conformance.report.view import View
from conformance.standard.load import load
from conformance.standard.model import Text

OPEN = ("〔数据项〕", "〔原值〕", "〔规范写法〕", "[field]", "[value]", "[expected]", "{title}")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_remedy_for_many_columns_leaves_nothing_open(name, lang, tmp_path):
    path = tmp_path / "n.json"
    path.write_text(json.dumps([{"项目名称": "许可"}], ensure_ascii=False), encoding="utf-8")
    report = check(path, item="admin-licence", lang=lang)
    assert sum(finding.rule == "missing-column" for finding in report.findings) > 2
    text = as_text(renderer(name).render(report, View(load(), lang)), name)
    assert [place for place in OPEN if place in text] == []


def test_a_general_sentence_says_what_stands_in_its_places():
    said = Text("请改为“{title}”（{others}）。", "call it “{title}” ({others}).")
    assert general_sentence(said, "zh") == "请改为数据项的规范名称（…）。"
    assert general_sentence(said, "en") == "call it the title of the field (…)."

"""Keys of suppressions are masked as those of findings are: of some records the key is the name of a person."""

from __future__ import annotations

import json

import pytest
from writing import write

import conformance
from conformance.report.registry import renderer
from conformance.report.view import View
from conformance.standard.load import load

RECORD = {"主体名称": "张示例", "统一社会信用代码": "91310115MA1H70CGXJ"}
CITIZEN = "310115199001011237"
KEYS = ["张示例", "上海浦江示例食品有限公司", f"沪{CITIZEN}号"]


@pytest.fixture
def report(tmp_path):
    def check(**options):
        text = f'[[suppress]]\nrule = "required"\nkeys = {json.dumps(KEYS, ensure_ascii=False)}\nreason = "旧"\nuntil = 2026-12-31\n'
        path = write(tmp_path, text)
        return conformance.check([RECORD], item="cbec-rating", as_of="2016-12-31", config=path, **options)

    return check


@pytest.mark.parametrize("format_", ["json", "html", "text", "markdown"])
def test_nobody_is_named_in_any_report(report, format_):
    content = renderer(format_).render(report(), View(load()))
    text = content.decode() if isinstance(content, bytes) else content
    assert "张示例" not in text
    assert CITIZEN not in text
    assert "上海浦江示例食品有限公司" in text


def test_unless_it_is_asked_for(report):
    assert report(show_personal_data=True).suppressed[0].keys == KEYS


def test_a_name_keeps_its_first_character(report):
    assert report().suppressed[0].keys[0] == "张**"

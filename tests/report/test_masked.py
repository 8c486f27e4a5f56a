"""What was masked before is shown alike when it comes again, whatever else was masked in between."""

from __future__ import annotations

import pytest
from handmade import FIELDS

from conformance.report.mask import mask_names, mask_text, mask_value
from conformance.report.masked import Masked

FIELD = {field.name: field for field in FIELDS}
TEXTS = ["张三", "上海张三商行", "310101199001011237", "沪（2016）第1号", "", "张三 310101199001011237"]


@pytest.mark.parametrize("most", [2, 1_000])
def test_every_text_is_masked_as_if_it_were_the_first(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr("conformance.report.masked._MOST", most)
    masked = Masked(frozenset())
    for _ in range(2):
        for text in TEXTS:
            assert masked.text(text) == mask_text(text)
            for field in (*FIELD.values(), None):
                assert masked.value(text, field, []) == mask_value(text, field)


def test_names_of_the_records_own_persons_are_hidden_in_a_value_that_is_known() -> None:
    masked = Masked(frozenset())
    assert masked.value("经张三核实", None, []) == "经张三核实"
    assert masked.value("经张三核实", None, ["张三"]) == mask_names("经张三核实", ["张三"])


def test_the_name_of_an_organisation_is_not_hidden() -> None:
    assert Masked(frozenset()).named("上海某某有限公司已注销", ["上海某某有限公司"]) == "上海某某有限公司已注销"

from __future__ import annotations

import pytest
from handmade import COLUMNS, STANDARD, a_result, a_rule, a_violation, with_rule
from msgspec.structs import replace

from conformance.api import check
from conformance.report.errors import TemplateError
from conformance.report.wording import KEPT, QUOTED, Wording
from conformance.standard.model import Text

CITIZEN = "310101199001011237"


def test_the_sentence_names_field_and_value():
    finding = Wording(STANDARD).finding(a_result(), a_violation("pattern", "remarks", value="甲"))
    assert finding.message == "“备注”的值“甲”有误。"


def test_english():
    finding = Wording(STANDARD, "en").finding(a_result(), a_violation("pattern", "remarks", value="甲"))
    assert finding.message == 'The value "甲" of "Remarks" is wrong.'


def test_a_placeholder_that_nobody_supplies_is_our_mistake():
    rule = a_rule("pattern", message="{title}应为{wanted}。")
    with pytest.raises(TemplateError, match="wanted"):
        Wording(with_rule(rule).standard).finding(a_result(), a_violation("pattern", "remarks"))


def test_details_that_depend_on_the_language():
    violation = a_violation("date-form", "decision_date", details={"expected": Text("二〇一六年", "2016")})
    assert Wording(STANDARD).finding(a_result(), violation).expected == "二〇一六年"
    assert Wording(STANDARD, "en").finding(a_result(), violation).expected == "2016"


def test_a_check_may_have_its_own_sentence():
    violation = a_violation("pattern", "remarks")
    check = replace(violation.check, message=Text("另说。", "Other."), remedy=Text("另改。", "Mend."))
    finding = Wording(STANDARD).finding(a_result(), replace(violation, check=check))
    assert (finding.message, finding.remedy) == ("另说。", "另改。")


def test_braces_in_a_value_are_no_placeholders():
    finding = Wording(STANDARD).finding(a_result(), a_violation("pattern", "remarks", value="{title}{0}"))
    assert "{title}{0}" in finding.message


def test_a_missing_value_is_said_to_be_blank():
    finding = Wording(STANDARD).finding(a_result(), a_violation("pattern", "remarks", value=None))
    assert (finding.value, finding.message) == (None, "“备注”的值“（空）”有误。")


def test_long_values_are_cut():
    finding = Wording(STANDARD).finding(a_result(), a_violation("pattern", "remarks", value="长" * 5000))
    assert len(finding.value or "") == KEPT
    assert "长" * QUOTED not in finding.message


def test_ids_are_masked_in_every_part():
    rule = a_rule("pattern", message="{value}应为{expected}（{what}）。", remedy=Text("改为{expected}。", "{expected}"))
    violation = a_violation(
        "pattern",
        "subject_citizen_id",
        value=CITIZEN,
        key=f"号{CITIZEN}",
        details={"expected": CITIZEN, "what": f"见{CITIZEN}"},
    )
    finding = Wording(with_rule(rule).standard).finding(a_result(), violation)
    quoted = [finding.value, finding.expected, finding.key, finding.message, finding.remedy]
    assert not [text for text in quoted if CITIZEN in (text or "")]


def test_names_are_masked_in_what_was_expected_too():
    violation = a_violation("date-form", "legal_representative", value=" 张三", details={"expected": "张三"})
    finding = Wording(STANDARD).finding(a_result(), violation)
    assert "张三" not in (finding.value or "") + (finding.expected or "") + finding.message


def test_a_header_that_is_a_record_is_masked():
    columns = (replace(COLUMNS[0], header=CITIZEN, field=None, how="unknown"),)
    finding = Wording(STANDARD).finding(a_result(columns=columns, pointer_prefix=""), a_violation("pattern", column=0))
    assert CITIZEN not in f"{finding.column}{finding.message}{finding.pointer}"


def test_personal_data_is_shown_on_demand():
    wording = Wording(STANDARD, show_personal_data=True)
    finding = wording.finding(a_result(), a_violation("pattern", "subject_citizen_id", value=CITIZEN))
    assert finding.value == CITIZEN


def test_a_missing_column_names_its_field():
    finding = Wording(STANDARD).finding(a_result(), a_violation("missing-column", "remarks", row=None, column=None))
    assert (finding.field, finding.message) == ("remarks", "缺少列“备注”。")


def test_a_row_that_is_no_record_has_no_field():
    violation = a_violation("footer-row", "document_number", column=None)
    violation = replace(violation, check=replace(violation.check, kind="footer_row"))
    assert Wording(STANDARD).finding(a_result(), violation).field is None


def test_the_name_of_a_person_is_hidden_where_it_serves_as_the_key():
    """Of a rating the subject's name is the business key."""
    record = {"主体名称": "张三丰", "评价名称": "x", "评价日期": "2016/13/01"}
    report = check([record], item="env-rating", as_of="2016-06-01")
    assert {one.key for one in report.findings} == {None, "张**"}
    assert "张三丰" in {one.key for one in check([record], item="env-rating", show_personal_data=True).findings}

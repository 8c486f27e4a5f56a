from __future__ import annotations

import re
from datetime import date

import pytest
from handmade import FIELDS, STANDARD, a_field
from hypothesis import assume, given
from hypothesis import strategies as st

from conformance.report import idscan
from conformance.report.mask import (
    looks_like_person,
    mask_detail,
    mask_identifier,
    mask_names,
    mask_person,
    mask_prose,
    mask_text,
    mask_value,
)

FIELD = {field.name: field for field in FIELDS}
CITIZEN = (
    "31010119900101123"
    + "10X98765432"[sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate("31010119900101123")) % 11]
)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_character(digits: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11]


@st.composite
def citizen_ids(draw: st.DrawFn) -> str:
    region = draw(st.integers(110000, 659999))
    born = draw(st.dates(date(1900, 1, 1), date(2016, 5, 9)))
    digits = f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return digits + check_character(digits)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    body = draw(st.sampled_from(["91", "92", "12", "52", "N1", "A1", "Y1"])) + f"{draw(st.integers(110000, 659999))}"
    body += draw(st.text(ALPHABET, min_size=9, max_size=9))
    total = sum(
        ALPHABET.index(c) * w
        for c, w in zip(body, (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28), strict=True)
    )
    return body + ALPHABET[-total % 31]


def written(draw: st.DrawFn, number: str) -> str:
    """The id as people write it: full-width, lower-case, broken up."""
    form = draw(st.sampled_from(["plain", "wide", "lower", "blanks", "hyphens", "mixed"]))
    if form in {"wide", "mixed"}:
        number = "".join(chr(ord(c) + 0xFEE0) if form == "wide" or draw(st.booleans()) else c for c in number)
    if form == "lower":
        number = number.lower()
    if form in {"blanks", "hyphens"}:
        gap = " " if form == "blanks" else "-"
        number = gap.join((number[:6], number[6:14], number[14:]))
    return number


written_ids = st.composite(lambda draw: (number := draw(citizen_ids()), written(draw, number)))


def plain(text: str) -> str:
    """What a person could read off the text: digits and X, blanks and hyphens left out."""
    import unicodedata

    folded = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"[\s\-]", "", folded)


@given(written_ids(), st.text(max_size=30), st.text(max_size=30), st.sampled_from(FIELDS))
def test_no_citizen_id_survives_in_any_field(pair, before, after, field):
    number, as_written = pair
    # A name goes but for its first character; what stands around an id elsewhere must not hide it.
    text = before + " " + as_written + "；" + after
    assert number not in plain(mask_value(text, field, STANDARD.placeholders))


@given(written_ids(), st.sampled_from(FIELDS))
def test_no_citizen_id_survives_alone_in_any_field(pair, field):
    number, as_written = pair
    assert number not in plain(mask_value(as_written, field))


@given(written_ids(), st.text("0123456789", max_size=6), st.text("0123456789", max_size=6))
def test_an_id_inside_a_longer_number_is_found(pair, before, after):
    number, _ = pair
    assert number not in mask_text(before + number + after)


@given(written_ids(), st.text(max_size=20))
def test_no_citizen_id_survives_in_key_or_expected(pair, around):
    number, as_written = pair
    assert number not in plain(mask_text(around + "/" + as_written))
    assert number not in plain(mask_detail(around + "/" + as_written, FIELD["subject_citizen_id"], as_written))


@given(credit_codes())
def test_a_credit_code_stays_visible_in_its_field(code):
    assume(not idscan.is_citizen_id(code))
    assert mask_value(code, FIELD["subject_uscc"]) == code


def test_a_citizen_id_in_the_credit_code_field_is_masked():
    assert mask_value(CITIZEN, FIELD["subject_uscc"]) == "310101********" + CITIZEN[14:]


def test_what_is_passed_over_in_search_of_digits_is_none_in_any_form():
    passed_over = [character for character in map(chr, range(0x10000)) if idscan._NO_DIGIT.fullmatch(character)]
    assert {idscan._plain(character) for character in passed_over} <= {"X", ".", " "}
    assert "中" in passed_over


def test_first_six_and_last_four_stay():
    assert mask_text(f"身份证{CITIZEN}，另附") == f"身份证310101********{CITIZEN[14:]}，另附"


def test_a_mistyped_id_is_a_persons_all_the_same():
    wrong = CITIZEN[:17] + ("0" if CITIZEN[17] != "0" else "1")
    assert "19900101" not in mask_text(wrong)


def test_eighteen_digits_without_a_birth_date_are_no_id():
    assert mask_text("310101199013011234") == "310101199013011234"


def test_two_ids_that_overlap_are_both_masked():
    text = CITIZEN[:17] + CITIZEN
    assert not idscan.citizen_ids(mask_text(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("310101900101123", "310101******123"),
        ("E12345678", "*********"),
        ("31010119900101123", "*" * 17),
        ("无", "无"),
        ("G1234567", "G1234567"),
        ("", ""),
    ],
)
def test_identifier_field(text, shown):
    assert mask_identifier(text, STANDARD.placeholders) == shown


def test_a_second_number_beside_an_id_goes_too():
    assert mask_identifier(f"{CITIZEN} 310101900101123") == f"310101********{CITIZEN[14:]} ***************"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳修远", "欧**"),
        (" 张三 ", " 张* "),
        ("无", "无"),
        ("John Smith", "J**"),
        ("张", "*"),
    ],
)
def test_persons_name(name, shown):
    assert mask_person(name, STANDARD.placeholders) == shown


@pytest.mark.parametrize("name", ["张三", "欧阳修", "买买提·吐尔逊", "张　三", "李四（个体）", "古丽•阿依木"])
def test_natural_persons_are_recognised(name):
    assert looks_like_person(name)


@pytest.mark.parametrize(
    "name",
    ["上海某某有限公司", "老王面馆", "红星商店", "王记饭店", "ABC", "某某研究中心", "上海市第一百货商店股份有限公司"],
)
def test_organisations_are_not_persons(name):
    assert not looks_like_person(name)


def test_subject_name_is_masked_only_for_persons():
    assert mask_value("张三", FIELD["subject_name"]) == "张*"
    assert mask_value("上海某某有限公司", FIELD["subject_name"]) == "上海某某有限公司"


def test_a_detail_that_repeats_a_name_is_masked_like_the_name():
    assert mask_detail("张三", FIELD["legal_representative"], " 张三\u3000") == "张*"
    assert mask_detail("看来是“E12345678”", FIELD["subject_citizen_id"], "E12345678") == "看来是“*********”"


def test_a_detail_of_another_kind_stays():
    assert mask_detail("不超过50字", FIELD["legal_representative"], "张三") == "不超过50字"


def test_the_records_own_persons_are_hidden_in_any_text() -> None:
    assert mask_names("准予王示例从事驾驶", ["王示例"]) == "准予王**从事驾驶"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("填表人：王五", "填表人：王*"),
        ("制表: 冯十二 2016年5月", "制表: 冯** 2016年5月"),
        ("联系人吴十 电话021", "联系人吴* 电话021"),
        ("负责人：买买提·阿卜杜", "负责人：买**"),
        ("法定代表人变更", "法定代表人变更"),
        ("经办人签字：", "经办人签字："),
        ("申请人办理变更登记", "申请人办理变更登记"),
    ],
)
def test_who_signed_is_hidden(text: str, shown: str) -> None:
    assert mask_text(text) == shown


def test_an_old_id_is_hidden_in_a_free_text_and_a_registration_number_is_not_in_its_field() -> None:
    assert mask_prose("身份证号310101850505002，其他") == "身份证号310101******002，其他"
    assert mask_value("310101850505002", None) == "310101******002"
    number = a_field("subject_registration_number", "工商登记码", "registration_number")
    assert mask_value("310101850505002", number) == "310101850505002"


@pytest.mark.parametrize("number", ["310101851305002", "990101850505002", "3101018505050021", "A310101850505002X"])
def test_other_numbers_of_fifteen_digits_stay(number: str) -> None:
    assert mask_prose(number) == number


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("John Smith", True),
        ("SMITH, John", True),
        ("Mary-Ann O’Neil", True),
        ("Apple Trading Co., Ltd", False),
        ("ABC", False),
    ],
)
def test_names_in_latin_letters(name: str, person: bool) -> None:
    assert looks_like_person(name) is person

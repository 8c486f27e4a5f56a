"""Whatever a rule says of a record, it says of the record as it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.api import Options, check_many
from conformance.exchange.evidence.redact import Redactor
from conformance.exchange.model import Response
from conformance.report import idscan
from conformance.sample.identifier_text import citizen_id
from conformance.standard.model import Standard

AS_OF = date(2016, 7, 1)
ITEM = "admin-licence"
PLAIN = {
    "document_number": "沪府许〔2016〕1号",
    "project_name": "项目",
    "approval_category": "普通",
    "licence_content": "内容",
    "decision_date": "2016/05/03",
    "valid_until": "2017/05/01",
    "authority": "上海市环境保护局",
    "current_status": "正常",
    "division_code": "310101",
    "data_timestamp": "2016/05/10",
}
HAN = "张王李赵刘陈杨黄吴周文明高平国庆建设红丽伟芳娜静"

days = st.dates(date(1850, 1, 1), date(2030, 12, 31)).map(lambda day: f"{day:%Y%m%d}")
right_ids = st.builds(
    lambda region, day, serial: citizen_id(f"{region}{day}{serial:03d}"),
    st.sampled_from(["310101", "320102", "990101", "010101"]),
    days,
    st.integers(0, 999),
)


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)


FORMS = [
    lambda one: one,
    lambda one: one,
    lambda one: one[:-1] + ("0" if one[-1] != "0" else "1"),
    lambda one: one[:6] + "19901332" + one[14:],
    lambda one: one[:15] + "000",
    wide,
    lambda one: one.lower(),
    lambda one: f"{one[:6]} {one[6:14]} {one[14:]}",
    lambda one: f"{one[:6]}-{one[6:14]}-{one[14:]}",
    lambda one: one[:6] + one[8:17],
    lambda one: f"{one[:6]}********{one[14:]}",
    lambda one: one[:11],
    lambda one: f"身份证{one}",
    lambda one: f"'{one}",
]
ids = st.one_of(
    st.builds(lambda form, one: form(one), st.sampled_from(FORMS), right_ids),
    st.sampled_from(["E12345678", "H60123456", "123456789", "A123456(7)", "3.10101E+17", "", "无", "-", "N/A", " "]),
)
han = st.text(HAN, min_size=1, max_size=4)
names = st.one_of(
    han,
    st.builds(lambda one: f"{one[0]}　{one[-1]}", han),
    st.builds(lambda one: f"{one}·{one}", han),
    st.builds(lambda one: f"{one[0]}*", han),
    st.builds(lambda one: f"{one}（经营者）", han),
    st.builds(lambda one: f"𠀀{one}", han),
    st.sampled_from(["Zhang San", "ZHANG San", "上海某某有限公司", "小张面馆", "某某合作社", "买买提江吐尔逊"]),
    st.sampled_from(["无", "合计", "审核", "", "#N/A", "null", " 张三", "张?三"]),
)  # fmt: skip
records = st.fixed_dictionaries(
    {"subject_name": names},
    optional={
        "subject_citizen_id": ids,
        "subject_uscc": st.one_of(st.sampled_from(["91310000123456789X"]), ids),
        "legal_representative": names,
        "remarks": st.one_of(
            names.map(lambda one: f"经办人：{one}"), ids.map(lambda one: f"身份证号{one}，备查"), st.just("护照")
        ),
        "subject_category": st.sampled_from(["自然人", "法人及非法人组织"]),
    },
)


def found(data: list[Mapping[str, str]], standard: Standard) -> set[tuple[object, ...]]:
    report = check_many(
        [[dict(one) for one in data]], Options(item=ITEM, as_of=AS_OF, examples=10**6), standard=standard
    )
    return {(one.record, one.rule, one.severity, one.field) for one in report.findings}


def keeps(personal: list[Mapping[str, str]], escaped: bool, standard: Standard) -> None:
    """The same findings of the records as they came and as they are kept, and no identifier in these."""
    raw = [{**PLAIN, "document_number": f"沪府许〔2016〕{place}号", **one} for place, one in enumerate(personal)]
    body = json.dumps({"records": [{"data": one} for one in raw]}, ensure_ascii=escaped).encode()
    sealed = Redactor(standard, as_of=AS_OF).seal_response(Response(200, (), body)).body
    kept = [one["data"] for one in json.loads(sealed)["records"]]
    assert found(kept, standard) == found(raw, standard)
    told = sealed.decode("utf-8") + json.dumps(kept, ensure_ascii=False)
    for one in raw:
        for places in idscan.citizen_ids(one.get("subject_citizen_id", "")):
            assert "".join(one["subject_citizen_id"][at] for at in places) not in told


SLACK = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
several = st.lists(records, min_size=20, max_size=40)


@settings(SLACK, max_examples=3)
@given(several, st.booleans())
def test_a_rule_says_of_what_is_kept_what_it_says_of_what_came(
    standard: Standard, personal: list[Mapping[str, str]], escaped: bool
) -> None:
    keeps(personal, escaped, standard)


@pytest.mark.slow
@settings(SLACK, max_examples=30)
@given(several, st.booleans())
def test_the_same_of_many_more_records(standard: Standard, personal: list[Mapping[str, str]], escaped: bool) -> None:
    keeps(personal, escaped, standard)


@given(right_ids, right_ids)
@settings(SLACK, max_examples=50)
def test_two_persons_stay_two_and_one_stays_one(standard: Standard, one: str, other: str) -> None:
    redactor = Redactor(standard, key=b"k" * 32, as_of=AS_OF)
    body = json.dumps([{"subject_citizen_id": text} for text in (one, wide(one), other)], ensure_ascii=False)
    kept = [
        row["subject_citizen_id"] for row in json.loads(redactor.seal_response(Response(200, (), body.encode())).body)
    ]
    assert kept[1] == wide(kept[0])
    assert (kept[0] == kept[2]) == (one == other)

"""Where the header is, which item it speaks of, and what is said about its columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.sources.mapping import Mapping
from conformance.sources.model import Notice, Unusable
from conformance.sources.open import open_tables
from conformance.sources.raw import ReadOptions
from conformance.standard.model import Standard

from .conftest import CODES, LICENCE, PENALTY, SHORT, Opener, rows_of

HEADER = ",".join(SHORT)


def notices(table: object, rule: str) -> list[Notice]:
    return [notice for notice in table.notices if notice.rule == rule]  # type: ignore[attr-defined]


def test_title_rows_above_the_header_are_passed_over(read: Opener) -> None:
    table = read(f"上海市行政许可公示信息,,\n填报单位：某局,,2016年5月\n,,\n{HEADER}\n1号,甲,2016/05/09\n")
    (batch,) = table.batches
    assert table.header_row == 4
    assert batch.rows.tolist() == [5]
    assert batch.frame.columns == ["document_number", "project_name", "decision_date"]


def test_a_header_of_two_rows_is_joined(read: Opener) -> None:
    upper = "行政许可决定书文号,项目名称,行政相对人代码,,许可决定日期"
    lower = ",,_1(统一社会信用代码),组织机构代码,"
    table = read(f"{upper}\n{lower}\n1号,甲,u,o,2016/05/09\n")
    assert table.header_row == 2
    assert [column.field for column in table.columns] == [
        "document_number",
        "project_name",
        "subject_uscc",
        "subject_organisation_code",
        "decision_date",
    ]
    assert rows_of(table)[0]["subject_uscc"] == "u"


def test_a_row_of_codes_under_the_titles_is_header_too(read: Opener) -> None:
    table = read(f"{HEADER}\nXK_WSH,XK_XMMC,XK_JDRQ\n1号,甲,2016/05/09\n")
    (batch,) = table.batches
    assert table.header_row == 2
    assert table.columns[0].header == "行政许可决定书文号"
    assert batch.rows.tolist() == [3]


@pytest.mark.parametrize(
    "row",
    [
        "必填，文本128位,必填，文本256位,必填，格式为YYYY/MM/DD",
        "必填，如：沪〔2016〕1号,选填,日期格式，如2016/05/09",
        "文本（128个字符以内）,可空,YYYY/MM/DD",
        "required,optional,format YYYY/MM/DD",
    ],
)
def test_a_row_that_says_how_to_fill_in_the_columns_is_header_too(read: Opener, row: str) -> None:
    table = read(f"{HEADER}\n{row}\n1号,甲,2016/05/09\n")
    (batch,) = table.batches
    assert (table.header_row, batch.rows.tolist(), batch.frame["document_number"][0]) == (2, [3], "1号")


def test_instructions_between_titles_and_codes_are_header_too(read: Opener) -> None:
    table = read(f"{HEADER}\n必填,必填,必填\nXK_WSH,XK_XMMC,XK_JDRQ\n1号,甲,2016/05/09\n")
    assert table.header_row == 3


@pytest.mark.parametrize(
    "row",
    [
        "1号,请按格式填写文本,2016/05/09",
        "文本1号,按格式填写的文本,2016/05/09",
        "文本〔2016〕1号,许可格式文本的填写,2016年5月9日",
        "必填,,",
        "甲,乙,丙",
    ],
)
def test_a_record_that_speaks_of_filling_in_is_no_header(read: Opener, row: str) -> None:
    table = read(f"{HEADER}\n{row}\n")
    (batch,) = table.batches
    assert (table.header_row, batch.rows.tolist()) == (1, [2])


def test_a_header_below_the_tenth_row_is_not_found(read: Opener) -> None:
    assert read("x,\n" * 9 + HEADER + "\n").header_row == 10
    with pytest.raises(Unusable, match="--item"):
        read("x,\n" * 10 + HEADER + "\n")


def test_the_order_of_columns_does_not_matter_and_a_running_number_is_ignored(read: Opener) -> None:
    table = read("序号,许可决定日期,项目名称,行政许可决定书文号\n1,2016/05/09,甲,1号\n")
    assert [(column.how, column.key) for column in table.columns] == [
        ("ignored", "@0"),
        ("title", "decision_date"),
        ("title", "project_name"),
        ("title", "document_number"),
    ]
    assert notices(table, "unknown-column") == []


def test_a_second_column_of_the_same_name_is_not_checked(read: Opener) -> None:
    table = read(f"{HEADER},项目 名称\n1号,甲,2016/05/09,乙\n")
    assert (table.columns[3].how, table.columns[3].field, table.columns[3].key) == ("duplicate", "project_name", "@3")
    (notice,) = notices(table, "duplicate-column")
    assert (notice.column, notice.value, notice.details["first"]) == (3, "项目 名称", "项目名称")
    assert rows_of(table)[0] == {
        "document_number": "1号",
        "project_name": "甲",
        "decision_date": "2016/05/09",
        "@3": "乙",
    }


def test_two_aliases_of_one_field_are_duplicates(read: Opener) -> None:
    table = read(f"{HEADER},上网公示日期,公示时间\n")
    assert [column.how for column in table.columns[3:]] == ["alias", "duplicate"]
    assert [notice.column for notice in notices(table, "duplicate-column")] == [4]


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        ("公示日期", "公示时间"),
        ("publication_date", "公示时间"),
        ("公示时间", "上网公示日期（必填）"),
        ("公示日期", "publication_date"),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_of_two_columns_for_a_field_the_surer_name_wins(read: Opener, surer: str, less_sure: str, order: int) -> None:
    pair = [surer, less_sure][::order]
    table = read(f"{HEADER},{','.join(pair)}\n1号,甲,2016/05/09,{','.join(['x', 'y'][::order])}\n")
    other = table.columns[3 + pair.index(less_sure)]
    assert (other.field, other.how, other.near) == (None, "unknown", "公示日期")
    assert notices(table, "duplicate-column") == []
    assert [(n.value, n.details["near"]) for n in notices(table, "unknown-column")] == [(less_sure, "公示日期")]
    assert rows_of(table)[0]["publication_date"] == "x"


def test_the_mapping_wins_over_the_title(read: Opener) -> None:
    table = read(f"{HEADER},名称\n", mapping=Mapping(columns={"名称": "project_name"}))
    assert [(column.field, column.how) for column in table.columns[1:]] == [
        (None, "unknown"),
        ("decision_date", "title"),
        ("project_name", "mapping"),
    ]


def test_an_unknown_column_is_reported_with_the_field_it_is_near_to(read: Opener) -> None:
    table = read(f"{HEADER},许可机夫,联系电话\n")
    assert [(n.column, n.value, n.details["near"]) for n in notices(table, "unknown-column")] == [
        (3, "许可机夫", "许可机关"),
        (4, "联系电话", None),
    ]
    assert table.columns[3].field is None
    missing = {n.details["field"]: n.details["near"] for n in notices(table, "missing-column")}
    assert missing["authority"] == "许可机夫"
    assert missing["division_code"] is None


def test_a_column_without_header_matters_only_where_it_has_values(read: Opener) -> None:
    table = read(f"{HEADER},,\n1号,甲,2016/05/09,, \n")
    assert [column.how for column in table.columns[3:]] == ["ignored", "ignored"]
    assert [notice for batch in table.batches for notice in batch.notices] == []
    table = read(f"{HEADER},,\n1号,甲,2016/05/09,,x\n")
    assert [column.how for column in table.columns[3:]] == ["ignored", "unknown"]
    found = [notice for batch in table.batches for notice in batch.notices]
    assert [(notice.rule, notice.column, notice.index) for notice in found] == [("unknown-column", 4, None)]


def test_a_late_value_below_no_header_is_still_reported_once(read: Opener) -> None:
    table = read(f"{HEADER},\n" + "1号,甲,2016/05/09,\n" * 5 + "2号,乙,2016/05/09,x\n" * 2, batch_rows=2)
    found = [notice.column for batch in table.batches for notice in batch.notices]
    assert found == [3]


def test_missing_columns_are_named_and_the_group_of_codes_counts_once(read: Opener) -> None:
    table = read(HEADER + "\n")
    missing = [notice.details["field"] for notice in notices(table, "missing-column")]
    codes = [name for name, *_ in CODES]
    assert [name for name in missing if name in codes] == ["subject_uscc"]
    assert "remarks" not in missing
    assert notices(table, "missing-column")[-1].value == "行政相对人代码_1(统一社会信用代码)"
    table = read(HEADER + ",居民身份证号\n")
    assert not {n.details["field"] for n in notices(table, "missing-column")} & set(codes)


def test_the_item_is_told_by_the_headers_with_its_confidence(read: Opener) -> None:
    licence = read(",".join(title for _, title, _ in LICENCE[:9]) + "\n")
    assert (licence.item, licence.confidence) == ("admin-licence", 0.5)
    penalty = read(",".join(code or "" for _, _, code in PENALTY) + "\n")
    assert (penalty.item, penalty.confidence) == ("admin-penalty", 1.0)


def test_a_given_item_is_certain(read: Opener) -> None:
    assert read(HEADER + "\n", item="admin-licence").confidence == 1.0


def test_headers_shared_by_both_items_are_ambiguous(read: Opener) -> None:
    with pytest.raises(Unusable, match="无法判断是哪一种") as caught:
        read("行政相对人名称,统一社会信用代码,当前状态,地方编码,备注\n")
    assert "admin-penalty" in caught.value.text.zh
    assert "--item" in caught.value.text.en
    assert caught.value.mapping_template is not None
    table = read("行政相对人名称,统一社会信用代码,当前状态,地方编码,备注\n", item="admin-penalty")
    assert table.item == "admin-penalty"


def test_headers_that_match_nothing_get_a_mapping_file_to_fill_in(read: Opener) -> None:
    with pytest.raises(Unusable, match="只认出 0 个") as caught:
        read("文号,名称,日期\n1,2,3\n")
    template = caught.value.mapping_template
    assert template is not None
    assert '  "文号": # 请填写' in template


def test_a_template_is_offered_with_guesses_where_columns_are_unknown(read: Opener) -> None:
    table = read(f"{HEADER},许可机夫\n")
    assert table.mapping_template is not None
    assert '  "许可机夫": # 是否指“许可机关”？' in table.mapping_template
    assert '  "项目名称": "项目名称"' in table.mapping_template


def test_an_unknown_item_is_refused_with_those_that_exist(standard: Standard, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="admin-licence（行政许可信息）"):
        open_tables(tmp_path / "any.csv", standard, ReadOptions(item="admin-licences"))


def test_a_file_without_headers_is_named_without_quoting_its_records(read: Opener) -> None:
    with pytest.raises(Unusable, match="没有列名") as caught:
        read("1号,张三,310101198001011234,2016/05/09\n2号,李四,310101198001011235,2016/05/09\n")
    assert "3101" not in caught.value.text.zh + caught.value.text.en
    assert caught.value.mapping_template is None


def test_long_headers_are_cut_in_the_refusal(read: Opener) -> None:
    with pytest.raises(Unusable) as caught:
        read("甲" * 100_000 + ',"乙\n丙",丁\n')
    assert len(caught.value.text.zh) < 300
    assert "乙 丙" in caught.value.text.zh

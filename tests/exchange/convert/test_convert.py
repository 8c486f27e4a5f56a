"""Records of one party in another's form: nothing is dropped, nothing is mended, and what differs is said."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from conformance import check
from conformance.exchange.convert.api import Wanted, convert
from conformance.options import Options
from conformance.report.errors import UsageError

JIANGSU, ZHEJIANG, ANHUI, CITY = "province:320000", "province:330000", "province:340000", "unit:sh-tax"
PENALTY = {
    "行政处罚决定书文号": "苏环罚字〔2016〕17号",
    "处罚名称": "超标排放水污染物案",
    "行政相对人名称": "测试公司",
    "处罚决定日期": "2016/05/03",
    "信息使用范围": "仅可授权查询",
    "失信严重程度": "2",
    "公示截止期": "2019/05/03",
}


def written(path: Path, records: list[dict[str, str | None]]) -> Path:
    pl.DataFrame(records).write_csv(path, line_terminator="\r\n")
    return path


def rows(path: Path) -> list[dict[str, str | None]]:
    return pl.read_csv(path, infer_schema=False).to_dicts()


def turned(path: Path, output: Path, source: str = JIANGSU, target: str = CITY, **how):
    return convert(path, source, target, Wanted(output, **how), Options(item="admin-penalty"))


def test_what_the_city_does_not_have_is_carried(tmp_path):
    done = turned(written(tmp_path / "in.csv", [PENALTY]), tmp_path / "out.csv")
    assert [one.field for one in done.carried] == ["usage_scope", "severity_of_dishonesty", "publication_until"]
    assert rows(tmp_path / "out.csv")[0]["公示截止期"] == "2019/05/03"


def test_labels_become_the_codes_that_the_standard_wants(tmp_path):
    done = turned(written(tmp_path / "in.csv", [PENALTY]), tmp_path / "out.csv")
    (scope,) = [one for one in done.columns if one.field == "usage_scope"]
    assert (rows(tmp_path / "out.csv")[0]["信息使用范围"], scope.changed) == ("2", 1)


def test_what_no_list_has_stays_and_is_told(tmp_path):
    done = turned(written(tmp_path / "in.csv", [PENALTY | {"失信严重程度": "特别严重"}]), tmp_path / "out.csv")
    (severity,) = [one for one in done.columns if one.field == "severity_of_dishonesty"]
    assert (severity.untold, severity.examples) == (1, ("特别严重",))
    assert rows(tmp_path / "out.csv")[0]["失信严重程度"] == "特别严重"


def test_a_column_that_nobody_knows_goes_along_as_it_is(tmp_path):
    done = turned(written(tmp_path / "in.csv", [PENALTY | {"内部流水": "A-1"}]), tmp_path / "out.csv")
    assert [one.header for one in done.columns if one.fate == "unread"] == ["内部流水"]
    assert rows(tmp_path / "out.csv")[0]["内部流水"] == "A-1"


def test_what_the_other_side_requires_is_named(tmp_path):
    done = turned(written(tmp_path / "in.csv", [PENALTY] * 3), tmp_path / "out.csv", CITY, JIANGSU)
    assert ("power_list_code", 3) in [(one.field, one.missing) for one in done.asked]


def test_what_is_too_long_for_the_other_side_is_not_cut(tmp_path):
    long = "长" * 129
    done = turned(
        written(tmp_path / "in.csv", [PENALTY | {"行政处罚决定书文号": long}]), tmp_path / "out.csv", CITY, JIANGSU
    )
    (number,) = [one for one in done.columns if one.field == "document_number"]
    assert (number.too_long, number.length) == (1, 128)
    assert rows(tmp_path / "out.csv")[0]["行政处罚决定书文号"] == long


def test_a_form_with_names_of_its_own_is_read_and_written(tmp_path):
    turned(written(tmp_path / "in.csv", [PENALTY]), tmp_path / "zj.json", CITY, ZHEJIANG)
    (record,) = json.loads((tmp_path / "zj.json").read_text(encoding="utf-8"))
    assert record["PUNISH_DOCUMENT_CODE"] == PENALTY["行政处罚决定书文号"]
    turned(tmp_path / "zj.json", tmp_path / "back.csv", ZHEJIANG, CITY)
    assert rows(tmp_path / "back.csv")[0]["行政处罚决定书文号"] == PENALTY["行政处罚决定书文号"]


def test_of_a_form_that_was_not_seen_nothing_is_promised(tmp_path):
    done = turned(written(tmp_path / "in.csv", [PENALTY]), tmp_path / "out.csv", CITY, ANHUI)
    assert not done.target_seen
    assert not done.whole


@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx", "json", "jsonl", "parquet", "xml"])
def test_there_and_back_in_every_format(tmp_path, suffix):
    source = written(
        tmp_path / "in.csv", [PENALTY, PENALTY | {"备注": None, "行政处罚决定书文号": "苏环罚字〔2016〕18号"}]
    )
    turned(source, tmp_path / f"there.{suffix}", JIANGSU, CITY)
    turned(tmp_path / f"there.{suffix}", tmp_path / "back.csv", CITY, JIANGSU)
    said = [{title: row[title] for title in PENALTY} for row in rows(tmp_path / "back.csv")]
    assert said == [
        PENALTY | {"信息使用范围": "2"},
        PENALTY | {"信息使用范围": "2", "行政处罚决定书文号": "苏环罚字〔2016〕18号"},
    ]


def test_a_batch_of_the_exchange_is_checked_as_one(tmp_path):
    turned(written(tmp_path / "in.csv", [PENALTY]), tmp_path / "batch.json", CITY, JIANGSU, format="batch")
    report = check(tmp_path / "batch.json", as_of="2016-12-31")
    assert (report.inputs[0].item, report.inputs[0].rows) == ("admin-penalty", 1)


def test_a_second_column_of_one_field_does_not_take_its_place(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(
        "行政处罚决定书文号,处罚名称,行政相对人名称,备注,备注\r\n苏〔2016〕1号,案,公司,真,假\r\n", encoding="utf-8"
    )
    turned(source, tmp_path / "batch.json", JIANGSU, CITY, format="batch")
    (record,) = json.loads((tmp_path / "batch.json").read_text(encoding="utf-8"))["records"]
    surplus = [name for name in record["data"] if name.startswith("备注")]
    assert record["data"]["remarks"] == "真"
    assert check(tmp_path / "batch.json", as_of="2016-12-31").inputs[0].rows == 1
    assert [record["data"][name] for name in surplus] == ["假"]
    assert surplus != ["备注"]


def test_a_row_whose_cells_cannot_be_told_apart_stops_it(tmp_path):
    source = written(tmp_path / "in.csv", [PENALTY])
    source.write_bytes(source.read_bytes() + "多,一,格,的,行,在,这,里,了\r\n".encode())
    with pytest.raises(UsageError, match="第 3 行"):
        turned(source, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_a_message_refuses_what_xml_cannot_name(tmp_path):
    source = written(tmp_path / "in.csv", [PENALTY | {"编号(内部)": "1"}])
    with pytest.raises(UsageError, match="标签"):
        turned(source, tmp_path / "out.xml")
    assert not (tmp_path / "out.xml").exists()


def test_the_same_party_on_both_sides_is_refused(tmp_path):
    with pytest.raises(UsageError, match="不需要转换"):
        turned(written(tmp_path / "in.csv", [PENALTY]), tmp_path / "out.csv", CITY, CITY)


def test_a_name_without_a_format_is_refused(tmp_path):
    with pytest.raises(UsageError, match="--format"):
        turned(written(tmp_path / "in.csv", [PENALTY]), tmp_path / "out.data")

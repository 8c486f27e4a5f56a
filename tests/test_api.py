from __future__ import annotations

import inspect
import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import conformance
from conformance import Report, UsageError
from conformance.api import Options, check_many

RECORD = {
    "行政许可决定书文号": "沪食药监许〔2016〕第00123号",
    "项目名称": "食品经营许可",
    "审批类别": "普通",
    "许可内容": "预包装食品销售",
    "行政相对人名称": "上海浦江示例食品有限公司",
    "统一社会信用代码": "91310115MA1H70CGXJ",
    "法定代表人姓名": "张示例",
    "许可决定日期": "2016/05/03",
    "许可截止期": "2099/12/31",
    "许可机关": "上海市食品药品监督管理局",
    "当前状态": "0",
    "地方编码": "310115",
    "数据更新时间戳": "2016/05/05",
    "备注": "",
}
BAD = RECORD | {"行政许可决定书文号": "沪食药监许〔2016〕第00124号", "项目名称": None}
DAY = {"as_of": "2016-05-09"}


def as_csv(records) -> bytes:
    return pl.DataFrame(records).write_csv().encode("gb18030")


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    target = tmp_path / "x.csv"
    target.write_bytes(as_csv([RECORD, BAD]))
    return target


def found(report: Report) -> list[tuple[str, int | None, str | None]]:
    return [(finding.rule, finding.row, finding.field) for finding in report.findings]


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, conformance; conformance.__version__; print([m for m in ('polars', 'click', 'numpy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"[]"


def test_what_the_package_offers_is_there():
    assert all(getattr(conformance, name) is not None for name in conformance.__all__)
    assert set(conformance.__all__) <= set(dir(conformance))


def test_what_the_package_does_not_offer_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        conformance.nothing  # noqa: B018


def test_a_path(csv_file):
    report = conformance.check(csv_file, **DAY)
    assert (report.verdict, found(report)) == ("non-conforming", [("required", 3, "project_name")])


@pytest.mark.parametrize(
    "make",
    [
        lambda: [RECORD, BAD],
        lambda: pl.DataFrame([RECORD, BAD]),
        lambda: pl.LazyFrame([RECORD, BAD]),
        lambda: pl.DataFrame([RECORD, BAD]).to_arrow(),
        lambda: pl.DataFrame([RECORD, BAD]).to_arrow().combine_chunks().to_batches()[0],
        lambda: io.BytesIO(as_csv([RECORD, BAD])),
        lambda: (record for record in (RECORD, BAD)),
        {1: RECORD, 2: BAD}.values,
    ],
    ids=["records", "polars", "query", "arrow", "batch", "stream", "generator", "view"],
)
def test_the_same_data_in_any_form_has_the_same_findings(make, csv_file):
    assert found(conformance.check(make(), **DAY)) == found(conformance.check(csv_file, **DAY))


def test_one_record():
    report = conformance.check(BAD, **DAY)
    assert found(report) == [("required", 2, "project_name")]
    assert report.findings[0].pointer == "/0/项目名称"


def test_an_unusable_input_is_no_exception(tmp_path):
    report = conformance.check(tmp_path / "none.csv", lang="en")
    assert (report.verdict, report.inputs[0].verdict) == ("not-checked", "not-checked")
    assert "no file" in (report.inputs[0].problem or "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"item": "admin-licens"}, "admin-licence"),
        ({"party": "district:31015"}, "district:31011"),
        ({"purpose": "publish"}, "publication"),
        ({"lang": "de"}, "en"),
        ({"as_of": "09.05.2016"}, "YYYY-MM-DD"),
        ({"examples": 0}, "examples"),
        ({"mapping": {"nothing": 1}}, "nothing"),
    ],
)
def test_wrong_use_is_a_typed_error_that_names_what_is_known(csv_file, arguments, said):
    with pytest.raises(UsageError, match=said):
        conformance.check(csv_file, **arguments)


def test_an_item_may_be_named_with_its_list(csv_file):
    assert conformance.check(csv_file, item="data:admin-licence", **DAY).inputs[0].item == "admin-licence"


def test_the_day_is_today_in_beijing_unless_given(csv_file):
    from conformance.report.days import beijing_today

    before = beijing_today()
    assert conformance.check(csv_file).as_of in (str(before), str(beijing_today()))


def test_a_date_may_be_given_as_one(csv_file):
    assert conformance.check(csv_file, as_of=date(2016, 5, 9)).as_of == "2016-05-09"


def test_examples_are_capped_and_counts_are_not():
    report = conformance.check(
        [BAD | {"行政许可决定书文号": f"沪许〔2016〕{number}号"} for number in range(20)], examples=3, **DAY
    )
    assert (report.findings_shown, report.findings_total, report.counts["error"]) == (3, 20, 20)


def test_a_mapping_may_be_given_as_content():
    record = {("案由" if key == "项目名称" else key): value for key, value in RECORD.items()}
    report = conformance.check([record], mapping={"columns": {"案由": "项目名称"}}, **DAY)
    assert report.verdict == "conforming"


def test_progress_is_told(csv_file):
    told = []
    check_many([csv_file], Options(**DAY), on_progress=lambda *told_of: told.append(told_of))
    assert [(path, rows) for path, rows, _ in told] == [(str(csv_file), 2)]


def test_two_inputs_make_one_report(csv_file):
    report = check_many([csv_file, [RECORD | {"行政许可决定书文号": "沪许〔2016〕9号"}]], Options(**DAY))
    assert [entry.verdict for entry in report.inputs] == ["non-conforming", "conforming"]


def test_an_input_that_breaks_off_is_not_checked_and_not_split(tmp_path):
    lines = as_csv([RECORD | {"行政许可决定书文号": f"沪许〔2016〕{number}号"} for number in range(60_000)]).splitlines(
        keepends=True
    )
    source = tmp_path / "x.csv"
    source.write_bytes(b"".join(lines) + b'"unclosed')
    report = conformance.check(source, accepted=tmp_path / "a.csv", **DAY)
    assert report.inputs[0].verdict == "not-checked"
    assert not (tmp_path / "a.csv").exists()
    assert "没有另存" in report.notes[0]


def test_bytes_are_the_content_of_a_file():
    data = as_csv([RECORD])
    [entry] = conformance.check(data, **DAY).inputs
    assert (entry.path, entry.format, entry.rows) == ("-", "csv", 1)
    assert conformance.check(memoryview(data), **DAY).verdict == "conforming"


def test_a_list_of_paths_is_several_inputs(csv_file, tmp_path):
    report = conformance.check([csv_file, str(csv_file), tmp_path / "none.csv"], **DAY)
    assert [entry.path for entry in report.inputs] == [str(csv_file), str(csv_file), str(tmp_path / "none.csv")]
    assert [entry.verdict for entry in report.inputs] == ["non-conforming", "non-conforming", "not-checked"]


def test_a_query_that_fails_is_an_input_that_cannot_be_used(csv_file):
    query = pl.scan_csv(io.BytesIO(b"a,b\n1,2\n")).select("no such column")
    report = conformance.check(query, lang="en")
    assert "query of the LazyFrame failed" in (report.inputs[0].problem or "")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (None, "NoneType"),
        (42, "int"),
        ([RECORD, 42], "int"),
        ([RECORD, "x.csv"], "str"),
        ([None], "NoneType"),
        ([pl.DataFrame([RECORD])], "polars.*DataFrame"),
        (pl.Series([1]), "Series"),
        (io.StringIO("a,b"), "'rb'"),
    ],
)
def test_anything_else_is_a_typed_error_that_names_the_type(source, kind, tmp_path):
    with pytest.raises(UsageError, match=kind):
        conformance.check(source, findings=tmp_path / "f.csv")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", [Options, Report], ids=lambda kind: kind.__name__)
def test_python_can_say_how_a_public_class_is_made(kind: type) -> None:
    """As ``help`` does: names that are imported for type checking only could not be found."""
    assert len(inspect.signature(kind).parameters) > 10


def test_bytes_that_are_no_text_are_told_also_where_a_footer_stands() -> None:
    """Nobody knows what stood there: the end of a record that was cut off, perhaps."""
    header, record = (
        "行政许可决定书文号,行政相对人名称,许可决定日期,许可机关",
        "沪〔2016〕1号,上海某公司,2016/05/09,某局",
    )
    table = f"{header}\n{record}\n说明：由业务处室填写".encode() + b"\xe3"
    report = conformance.check(table, item="admin-licence", as_of="2016-12-31")
    assert {one.rule for one in report.findings if one.row == 3} == {"encoding", "footer-row"}

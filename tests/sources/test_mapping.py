"""The mapping file: headers and values of one's own, and plain words where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.sources.mapping import Mapping, read_mapping
from conformance.sources.model import Unusable
from conformance.standard.model import Standard

from .conftest import SHORT, Opener

MAPPING = """\
item: admin-licence
columns:
  文号: 行政许可决定书文号
  日期: XK_JDRQ
  名称: project_name
values:
  当前状态: {有效: 0, "01": 1}
ignore: [经办人]
"""


@pytest.fixture
def mapping(standard: Standard, tmp_path: Path) -> Mapping:
    path = tmp_path / "mapping.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return read_mapping(path, standard)


def test_a_mapping_names_fields_by_any_of_their_names(mapping: Mapping) -> None:
    assert mapping == Mapping(
        item="admin-licence",
        columns={"文号": "document_number", "日期": "decision_date", "名称": "project_name"},
        values={"current_status": {"有效": "0", "01": "1"}},
        ignore=("经办人",),
    )


def test_mapped_headers_and_values_are_used(read: Opener, mapping: Mapping) -> None:
    table = read("文号,日期, 名称 ,经办人,当前状态\n1,2016/05/09,甲,某,有效\n2,2016/05/09,乙,某,1\n", mapping=mapping)
    assert [(column.field, column.how) for column in table.columns] == [
        ("document_number", "mapping"),
        ("decision_date", "mapping"),
        ("project_name", "mapping"),
        (None, "ignored"),
        ("current_status", "title"),
    ]
    (batch,) = table.batches
    assert batch.frame["current_status"].to_list() == ["0", "1"]
    assert batch.as_written is not None
    assert batch.as_written["current_status"].to_list() == ["有效", "1"]
    assert batch.as_written.columns == batch.frame.columns


def test_without_replaced_values_there_is_nothing_to_keep(read: Opener) -> None:
    (batch,) = read(",".join(SHORT) + "\n1,甲,2016/05/09\n").batches
    assert batch.as_written is None


def test_the_mapping_helps_to_find_the_header(read: Opener, standard: Standard) -> None:
    mapping = Mapping(columns={"文号": "document_number", "日期": "decision_date", "名称": "project_name"})
    table = read("导出结果;;\n文号;日期;名称\n1;2016/05/09;甲\n", mapping=mapping, item="admin-licence")
    assert (table.header_row, table.delimiter) == (2, ";")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colums: {a: b}", "不认识的键“colums”"),
        ("columns: {文号: 行政许可决定文号}", "columns.文号：没有数据项“行政许可决定文号”，是否指“行政许可决定书文号”"),
        ("values: {状态: {a: b}}", "values.状态：没有数据项"),
        ("values: {当前状态: 1}", "values.当前状态 应写成"),
        ("item: licence", "没有数据事项“licence”"),
        ("columns: [a, b]", "columns 应写成"),
        ("ignore: {a: b}", "ignore 应写成列表"),
        ("- a", "最外层"),
        ("columns:\n  a: b\n c: d", "第 3 行"),
        ("columns: {a: b, a: c}", "不是正确的 YAML"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_place(standard: Standard, tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unusable, match=message) as caught:
        read_mapping(path, standard)
    assert caught.value.path == str(path)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-16"])
def test_a_mapping_may_be_saved_in_any_encoding_of_notepad(
    standard: Standard, tmp_path: Path, mapping: Mapping, encoding: str
) -> None:
    path = tmp_path / "notepad.yaml"
    path.write_bytes(MAPPING.encode(encoding))
    assert read_mapping(path, standard) == mapping


def test_a_missing_or_broken_mapping_is_refused(standard: Standard, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="找不到对照文件"):
        read_mapping(tmp_path / "none.yaml", standard)
    path = tmp_path / "broken.yaml"
    path.write_bytes(MAPPING.encode() + b"# \xff")
    with pytest.raises(Unusable, match="UTF-8"):
        read_mapping(path, standard)
    path.write_bytes(b"")
    assert read_mapping(path, standard) == Mapping()


def test_a_header_that_the_input_does_not_have_is_refused_with_what_is_near(read: Opener) -> None:
    mapping = Mapping(columns={"文号": "document_number", "许可项目名": "project_name", "colX": "remarks"})
    with pytest.raises(Unusable, match="“许可项目名”（是否指“许可项名”？）、“colX”在文件里没有") as caught:
        read("文号,许可项名,许可决定日期,当前状态\n1,甲,2016/05/09,0\n", mapping=mapping)
    assert 'no header "许可项目名" (did you mean "许可项名"?), "colX"' in caught.value.text.en


def test_a_mapping_may_list_headers_of_several_exports(read: Opener) -> None:
    mapping = Mapping(columns={"文号": "document_number", "编号": "document_number", "处罚案由": "penalty_facts"})
    assert read("文号,项目名称,许可决定日期\n", mapping=mapping).columns[0].how == "mapping"


def test_where_nothing_is_recognised_a_mapping_for_another_file_is_named_as_the_reason(read: Opener) -> None:
    mapping = Mapping(columns={"文号甲": "document_number", "日期": "decision_date"})
    with pytest.raises(Unusable, match="“文号甲”（是否指“文号乙”？）、“日期”在文件里没有"):
        read("文号乙,b\n1,2\n", mapping=mapping)
    with pytest.raises(Unusable, match="“文号甲”、“日期”在文件里没有"):
        read("文号乙,310101198001011234\n1,2\n", mapping=mapping)


def test_the_offered_template_can_be_read_back(read: Opener, standard: Standard, tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        read('文"号,名称,项目名称\n1,2,3\n')
    path = tmp_path / "mapping.yaml"
    path.write_text(caught.value.mapping_template or "", encoding="utf-8")
    assert read_mapping(path, standard).columns == {"项目名称": "project_name"}

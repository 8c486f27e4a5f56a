"""JSON and JSON Lines: numbers as written, no key lost, records streamed, plain words where the text is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.sources import decode, jsontext
from conformance.sources.model import Unusable

from .conftest import Opener, rows_of

RECORD = {"XK_WSH": "1号", "XK_XMMC": "甲", "XK_JDRQ": "2016/05/09"}


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def test_an_array_of_objects(read: Opener) -> None:
    table = read('[\n {"XK_WSH":"1号","XK_XMMC":"","XK_JDRQ":null},\n\n {"XK_WSH":"2号"}\n]', name="data.json")
    (batch,) = table.batches
    assert (table.format, table.pointer_prefix, table.header_row) == ("json", "", 1)
    assert batch.frame.rows() == [("1号", None, None), ("2号", None, None)]
    assert batch.rows.tolist() == [2, 3]
    assert batch.ordinals.tolist() == [0, 1]
    assert batch.lines is not None
    assert batch.lines.tolist() == [2, 4]


def test_a_list_in_an_envelope_has_its_pointer(read: Opener) -> None:
    table = read(dump({"code": 0, "msg": "ok", "data": {"a/b": [], "total": 1, "re~cords": [RECORD]}}))
    assert table.pointer_prefix == "/data/re~0cords"
    assert len(rows_of(table)) == 1


def test_a_single_record(read: Opener) -> None:
    table = read(dump(RECORD))
    assert table.pointer_prefix is None
    assert rows_of(table) == [{"document_number": "1号", "project_name": "甲", "decision_date": "2016/05/09"}]


def test_a_single_record_may_hold_a_list_of_its_own(read: Opener) -> None:
    table = read(dump({**RECORD, "附件": [{"name": "x"}]}))
    assert len(rows_of(table)) == 1
    assert table.columns[3].header == "附件"


def test_numbers_stay_as_written(read: Opener) -> None:
    table = read(
        '[{"XK_WSH": 12345678901234567890123, "XK_XMMC": 1.10, "XK_JDRQ": -0.0e+5},'
        ' {"XK_WSH": true, "XK_XMMC": false, "XK_JDRQ": 0}]'
    )
    assert [tuple(row.values()) for row in rows_of(table)] == [
        ("12345678901234567890123", "1.10", "-0.0e+5"),
        ("true", "false", "0"),
    ]


def test_a_key_that_comes_twice_is_reported_and_the_first_value_stays(read: Opener) -> None:
    (batch,) = read(
        '[{"XK_WSH":"0号","XK_XMMC":"","XK_JDRQ":""},{"XK_WSH":"1号","XK_XMMC":"甲","XK_WSH":"2号"}]'
    ).batches
    assert batch.frame["document_number"].to_list() == ["0号", "1号"]
    (notice,) = batch.notices
    assert (notice.rule, notice.index, notice.column, notice.value) == ("duplicate-column", 1, 0, "XK_WSH")
    assert notice.details["other"] == "2号"


def test_an_object_in_a_cell_is_reported_with_its_text(read: Opener) -> None:
    (batch,) = read(
        '[{"XK_WSH": {"no": 1.50, "x": [null, true, "甲"]}, "XK_XMMC": [], "XK_JDRQ": "", "其他": {}}]'
    ).batches
    assert batch.frame.row(0)[:2] == ('{"no": 1.50, "x": [null, true, "甲"]}', "[]")
    assert [(n.rule, n.index, n.column) for n in batch.notices] == [("nested-value", 0, 0), ("nested-value", 0, 1)]


def test_keys_that_come_late_are_columns_too(read: Opener) -> None:
    table = read(dump([RECORD] * 5 + [{**RECORD, "备注": "x", "XK_XZJG": "局"}]), batch_rows=2)
    assert [column.header for column in table.columns] == ["XK_WSH", "XK_XMMC", "XK_JDRQ", "备注", "XK_XZJG"]
    assert [row["authority"] for row in rows_of(table)] == [None] * 5 + ["局"]


@pytest.mark.parametrize("name", ["data.json", "data.jsonl"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_and_small_blocks(read: Opener, monkeypatch: pytest.MonkeyPatch, encoding: str, name: str) -> None:
    monkeypatch.setattr(decode, "BLOCK", 64)
    monkeypatch.setattr(decode.pieces, "__defaults__", (64,))
    monkeypatch.setattr(decode.chunks, "__defaults__", (64,))
    records = [{**RECORD, "XK_WSH": f'{n}"号\\', "XK_XMMC": "甲" * (n % 50), "BZ": n * 1.5} for n in range(60)]
    text = dump(records) if name == "data.json" else "\r\n".join(map(dump, records))
    table = read(text.encode(encoding), name=name)
    rows = rows_of(table)
    assert [row["document_number"] for row in rows] == [record["XK_WSH"] for record in records]
    assert [row["remarks"] for row in rows] == [str(record["BZ"]) for record in records]


def test_two_lists_are_two_tables_where_both_hold_records(standard: Any, tmp_path: Any) -> None:
    from conformance.sources.open import open_tables

    path = tmp_path / "data.json"
    penalties = [{"CF_WSH": "1", "CF_CFMC": "2", "CF_SY": "3"}]
    path.write_text(dump({"许可": [RECORD], "处罚": penalties, "部门": [{"name": "x"}]}), encoding="utf-8")
    licence, penalty = open_tables(path, standard)
    assert (licence.item, licence.pointer_prefix) == ("admin-licence", "/许可")
    assert (penalty.item, penalty.pointer_prefix) == ("admin-penalty", "/处罚")
    assert [name for name, _ in licence.ignored_sheets] == ["/部门"]


def test_bad_bytes_are_reported_on_their_record(read: Opener) -> None:
    content = (
        '{"说明": "x@", "records": [' + dump(RECORD) + ",\n" + dump({**RECORD, "XK_XMMC": "甲@乙@"}) + "]}"
    ).encode()
    content = content.replace(b"@", b"\xff")
    table = read(content)
    (batch,) = table.batches
    (notice,) = batch.notices
    assert (notice.rule, notice.index, notice.column, notice.value) == ("encoding", 1, 1, "甲\ufffd乙\ufffd")
    assert notice.details["offset"] == [i for i, byte in enumerate(content) if byte == 0xFF][1]
    assert notice.details["line"] == 2


def test_half_a_surrogate_pair_is_reported(read: Opener) -> None:
    (batch,) = read('[{"XK_WSH": "\\ud83d", "XK_XMMC": "\\ud83d\\ude00", "XK_JDRQ": ""}]').batches
    assert batch.frame.row(0)[:2] == ("\ufffd", "😀")
    assert [(n.rule, n.column) for n in batch.notices] == [("encoding", 0)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"XK_WSH": "1"},\n {"XK_WSH": "2"', "到第 2 行就断了"),
        ('[{"XK_WSH": "1"},\n', "到第 2 行就断了"),
        ('[{"XK_WSH": "1', "到第 1 行就断了"),
        ('[{"XK_WSH": "1"}\n {"XK_WSH": "2"}]', "第 2 行的 JSON 语法有误"),
        ('[{"XK_WSH": "1"},\n {"XK_WSH": 01}]', "第 2 行的 JSON 语法有误"),
        ('[{"XK_WSH": "1", "x": NaN, "y": 1}]', "NaN"),
        ('[{"XK_WSH": -Infinity}]', "NaN 或 Infinity"),
        ('[{"XK_WSH": "1"}, 2]', "第 2 条记录"),
        ('["a", "b"]', "不是对象"),
        ('[["a"]]', "不是对象"),
        ('[{"XK_WSH": "1"}] x', "第 1 行已经结束"),
        ('{"XK_WSH":\n "1"}\n{"XK_WSH":\n "1"}', "第 3 行已经结束"),
        ("[]", "没有记录"),
        ('{"total": 0, "records": []}', "没有任何记录"),
        ("[{}]", "没有任何记录"),
        ('[{"XK_WSH": "1\n"}]', "第 1 行的 JSON 语法有误"),
        ('[{"XK_WSH": ' + "[" * 100_000, "嵌套层数过多"),
        ('{"a":' * 100_000, "嵌套层数过多"),
    ],
)
def test_wrong_json_is_refused_with_its_line(read: Opener, text: str, message: str) -> None:
    with pytest.raises(Unusable, match=message):
        read(text, name="data.json")


def test_a_record_without_end_does_not_take_all_memory(read: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsontext, "LONGEST", 10_000)
    monkeypatch.setattr(decode.pieces, "__defaults__", (1000,))
    with pytest.raises(Unusable, match="太长"):
        read('[{"XK_WSH": "' + "x" * 1_000_000 + '"}]', name="data.json")


def test_json_lines(read: Opener) -> None:
    table = read(dump(RECORD) + "\n\n" + dump({"XK_WSH": "2号", "BZ": 7}) + "\n")
    (batch,) = table.batches
    assert (table.format, table.pointer_prefix) == ("jsonl", None)
    assert batch.frame.rows() == [("1号", "甲", "2016/05/09", None), ("2号", None, None, "7")]
    assert batch.lines is not None
    assert (batch.lines.tolist(), batch.rows.tolist()) == ([1, 3], [2, 3])


def test_bad_bytes_in_json_lines(read: Opener) -> None:
    content = (dump(RECORD) + "\n" + dump({**RECORD, "XK_XMMC": "@"}) + "\n").encode().replace(b"@", b"\xe4\xb8")
    (batch,) = read(content).batches
    (notice,) = batch.notices
    assert (notice.index, notice.value, notice.details["line"]) == (1, "\ufffd", 2)
    assert notice.details["offset"] == content.index(b'\xe4\xb8"')


@pytest.mark.parametrize(
    "line", ['{"XK_WSH": "2"', '{"XK_WSH": "2"} {"XK_WSH": "3"}', '["2"]', '{"XK_WSH": NaN}', '{"a":' + "[" * 100_000]
)
def test_a_bad_line_is_refused_with_its_number(read: Opener, line: str) -> None:
    with pytest.raises(Unusable, match="第 3 行"):
        read(dump(RECORD) + "\n" + dump(RECORD) + "\n" + line + "\n" + dump(RECORD))


def test_brackets_in_a_csv_header_are_no_json(read: Opener) -> None:
    assert read("[行政许可决定书文号],[项目名称],[许可决定日期]\n1,2,3\n").format == "csv"

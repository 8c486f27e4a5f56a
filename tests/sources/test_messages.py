"""Exchange messages in XML: tags of either case, several records, hardened against what XML can do."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

import conformance
from conformance.report.model import Report
from conformance.sample.messages import messages

DAY = "2016-12-31"
RECORD = {
    "XK_WSH": "沪食药监许〔2016〕第00001号",
    "XK_XMMC": "食品经营许可",
    "XK_SPLB": "普通",
    "XK_NR": "准予经营",
    "XK_XDR": "上海某某餐饮有限公司",
    "XK_XDR_SHXYM": "91310000MA1FL0AB3T",
    "XK_FR": "张三丰",
    "XK_JDRQ": "2016/08/04",
    "XK_XZJG": "上海市食品药品监督管理局",
    "XK_ZT": "0",
    "DFBM": "310000",
    "SJC": "2016/08/05",
}


def fields(record: dict[str, str]) -> str:
    return "<fields>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in record.items()) + "</fields>"


def message(*bodies: str, header: str = "") -> str:
    return f"<ExchangeMessage><Header>{header}</Header><Body>{''.join(bodies)}</Body></ExchangeMessage>"


def checked(text: str | bytes, **how: Any) -> Report:
    data = text if isinstance(text, bytes) else text.encode()
    return conformance.check(data, as_of=DAY, **how)


def found(text: str | bytes, **how: Any) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.pointer) for finding in checked(text, **how).findings]


def problem(text: str | bytes) -> str:
    [entry] = checked(text).inputs
    assert entry.verdict == "not-checked"
    return str(entry.problem)


OF_A_TABLE = {finding.rule for finding in conformance.check([RECORD], as_of=DAY).findings}


def test_a_message_has_the_findings_of_the_same_table():
    report = checked(message(fields(RECORD)))
    [entry] = report.inputs
    assert (entry.format, entry.item, entry.rows, entry.encoding) == ("xml", "admin-licence", 1, "utf-8")
    assert {finding.rule for finding in report.findings} == OF_A_TABLE


def test_places_are_lines_and_paths():
    wrong = RECORD | {"XK_JDRQ": "2016/13/01"}
    text = f"<r>\n{message(fields(RECORD))}\n{message(fields(RECORD), chr(10) + fields(wrong))}\n</r>"
    [finding] = [finding for finding in checked(text).findings if finding.rule == "date"]
    assert finding.pointer == "(/r/ExchangeMessage/Body/fields)[3]/XK_JDRQ"
    assert (finding.record, finding.line) == (3, 4)


def test_tags_of_either_case_are_the_same_fields():
    lower = {tag.lower(): text for tag, text in RECORD.items()}
    shout = message(fields(lower)).replace("<fields>", "<FIELDS>").replace("</fields>", "</FIELDS>")
    shout = shout.replace("ExchangeMessage", "EXCHANGEMESSAGE").replace("Body", "BODY")
    report = checked(f"<r>{message(fields(RECORD))}{shout}</r>")
    assert [entry.rows for entry in report.inputs] == [2]
    assert {finding.rule for finding in report.findings} - OF_A_TABLE <= {"unique-key"}
    assert report.inputs[0].columns[0].header == "XK_WSH"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_that_are_declared(encoding):
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>\n{message(fields(RECORD))}'
    assert {rule for rule, _ in found(text.encode(encoding))} == OF_A_TABLE
    [entry] = checked(text.encode(encoding)).inputs
    assert entry.columns[0].header == "XK_WSH"


@pytest.mark.parametrize(("declared", "real"), [("utf-8", "gb18030"), ("GBK", "utf-8"), ("iso-8859-1", "gb18030")])
def test_a_declaration_that_is_not_so(declared, real):
    text = f'<?xml version="1.0" encoding="{declared}"?>\n{message(fields(RECORD))}'
    rules = {rule for rule, _ in found(text.encode(real))}
    assert rules == OF_A_TABLE | {"declared-encoding"}


def test_undecodable_bytes_are_said_at_their_field():
    text = message(fields(RECORD)).encode().replace("餐饮".encode(), b"\xff\xfe")
    assert ("encoding", "(/ExchangeMessage/Body/fields)[1]/XK_XDR") in found(text)


def test_a_control_character_is_a_finding_and_no_refusal():
    text = message(fields(RECORD | {"XK_NR": "准予\x0b经营"}))
    assert ("control-character", "(/ExchangeMessage/Body/fields)[1]/XK_NR") in found(text)


def test_what_the_form_has_no_place_for_is_said():
    inner = fields(RECORD | {"XK_YS": "红", "XK_NR": "<b>准予</b>经营"})
    inner = inner.replace("<XK_SPLB>", '<XK_SPLB code="1">').replace("<fields>", "<fields>附注")
    report = checked(message(inner, "<Attachment>x</Attachment>"))
    unknown = {finding.value for finding in report.findings if finding.rule == "unknown-column"}
    assert unknown == {"XK_YS", "XK_SPLB/@code", "text()", "Attachment"}
    assert [f.value for f in report.findings if f.rule == "nested-value"] == ["<XK_NR><b>准予</b>经营</XK_NR>"]


def test_a_field_given_twice():
    text = message(fields(RECORD).replace("</fields>", "<xk_wsh>另一个</xk_wsh></fields>"))
    assert ("duplicate-column", "(/ExchangeMessage/Body/fields)[1]/XK_WSH") in found(text)


def test_the_tag_of_a_persons_name_is_nobodys_name():
    text = message(fields(RECORD | {"XK_FR": "张三"}).replace("</fields>", "<XK_FR>李四</XK_FR></fields>"))
    [finding] = [one for one in checked(text).findings if one.rule == "duplicate-column"]
    assert (finding.value, "XK_FR" in finding.message, "李四" in str(finding)) == ("XK_FR", True, False)


def test_the_header_may_name_item_and_sender_of_this_standard():
    header = "<sender>unit:sh-fda</sender><item>admin-licence</item>"
    report = checked(message(fields(RECORD), header=header))
    assert (report.party, report.inputs[0].item) == ("unit:sh-fda", "admin-licence")
    assert "报文写的是“admin-licence”" in str(
        checked(message(fields(RECORD), header=header), item="admin-penalty").inputs[0].problem
    )
    foreign = message(fields(RECORD), header="<sender>广东省司法厅</sender><item>4400-0012</item>")
    assert (checked(foreign).party, checked(foreign).inputs[0].item) == (None, "admin-licence")


def test_messages_of_several_items_are_tables_of_their_own():
    penalty = {tag.replace("XK_", "CF_"): text for tag, text in RECORD.items()}
    both = message(fields(RECORD), header="<item>admin-licence</item>") + message(
        fields(penalty), header="<item>admin-penalty</item>"
    )
    report = checked(f"<r>{both}</r>")
    assert [(entry.item, entry.rows) for entry in report.inputs] == [("admin-licence", 1), ("admin-penalty", 1)]
    pointers = {f.pointer for f in report.findings if f.pointer and f.sheet == "admin-penalty"}
    assert all(pointer.startswith("(/r/ExchangeMessage/Body/fields)[2]") for pointer in pointers)


BOMB = '<!DOCTYPE r [<!ENTITY a "1234567890">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB + "]>" + message(fields({"XK_WSH": "&i;"})), "DOCTYPE"),
        ('<!DOCTYPE r SYSTEM "file:///etc/passwd">' + message(fields(RECORD)), "DOCTYPE"),
        ('<?xml version="1.0"?><!-- a -->\n<!doctype r>' + message(fields(RECORD)), "DOCTYPE"),
        (message(fields({"XK_WSH": "&nothing;"})), "没有定义的实体“&nothing;”；实体一律不解析"),
        (message(fields(RECORD))[:-30], "XML 不完整，到第 1 行就断了"),
        (message(fields(RECORD)) + message(fields(RECORD)), "第 1 行的 XML 有误"),
        (message(fields(RECORD)).replace("</XK_NR>", "</XK_NB>"), "第 1 行的 XML 有误"),
        ("<ExchangeMessage>" + "<a>" * 10_000 + "</a>" * 10_000 + "</ExchangeMessage>", "XML 有误"),
        (message(), "没有 fields"),
        (f"<r>{message(fields(RECORD))}\n{message()}</r>", "第 2 行的报文没有 fields"),
        ("<r><ExchangeMessage/></r>", "没有 fields"),
        ("<r><record/></r>", "既不是交换报文"),
        ("<html><body>&lt;ExchangeMessage <ExchangeMessage></body></html>", "网页"),
    ],
    ids=range(13),
)
def test_what_is_no_message_is_refused_in_a_sentence(text, words):
    started = time.process_time()
    assert words in problem(text)
    assert time.process_time() - started < 2


def test_messages_in_a_folder(tmp_path: Path):
    for number in range(3):
        (tmp_path / f"{number}.xml").write_text(message(fields(RECORD | {"XK_WSH": f"第{number}号"})), encoding="utf-8")
    assert [entry.rows for entry in conformance.check(tmp_path, as_of=DAY).inputs] == [1, 1, 1]


def test_lines_beyond_what_a_short_holds():
    text = (
        f"<r>{message(fields(RECORD))}" + "\n" * 70_000 + message(fields(RECORD | {"XK_JDRQ": "2016/13/01"})) + "</r>"
    )
    assert {finding.line for finding in checked(text).findings if finding.rule == "date"} == {70_001}


def test_what_the_writer_makes_is_read_again_and_the_rest_refused():
    text = "".join(messages([{"XK_WSH": 'a<&>"\r\n ', "XK_XMMC": None}], "gb18030", {"item": "admin-licence"}))
    [value] = [f.value for f in checked(text, show_personal_data=True).findings if f.rule == "surrounding-blanks"]
    assert value == 'a<&>"\r\n '
    for record in ({"许可 内容": "x"}, {"XK_WSH": "\x0b"}):
        with pytest.raises(ValueError, match=r"tag|XML"):
            list(messages([record]))
    with pytest.raises(ValueError, match="header"):
        list(messages([], header={"to": "x"}))

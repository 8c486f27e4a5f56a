from __future__ import annotations

from datetime import date

import pytest
from writing import SUPPRESS, read, write

from conformance.config.read import read_configuration
from conformance.report.errors import UsageError
from conformance.standard.load import load

WHOLE = """
party = "district:310115"
purpose = "publication"
applies-from = 2016-01-01
lang = "en"
fail-on = "warning"

[[items]]
pattern = "*处罚*.csv"
item = "行政处罚信息"
encoding = "gb18030"

[[severities]]
rule = "unknown-column"
severity = "info"
reason = "平台另有几列"
until = 2026-06-30

[[suppress]]
rule = "required"
path = "2016/*.csv"
field = "许可机关"
keys = ["沪食药监许〔2016〕第00123号"]
reason = "旧系统没有这一项"
until = "2026-12-31"
"""


def test_everything_that_can_be_said(tmp_path):
    found = read(tmp_path, WHOLE)
    assert (found.party, found.purpose, found.applies_from) == ("district:310115", "publication", date(2016, 1, 1))
    assert (found.lang, found.fail_on) == ("en", "warning")
    assert (found.items[0].item, found.items[0].encoding, found.items[0].line) == ("admin-penalty", "gb18030", 8)
    assert (found.severities[0].severity, found.severities[0].until) == ("info", date(2026, 6, 30))
    assert found.suppress[0].fields >= {"authority"}
    assert found.suppress[0].keys == ("沪食药监许〔2016〕第00123号",)


def test_in_pyproject_it_stands_in_a_table_of_its_own(tmp_path):
    path = write(tmp_path, '[project]\nname = "x"\n\n[tool.conformance]\nlang = "en"\n', "pyproject.toml")
    assert read_configuration(path, load()).lang == "en"


def test_a_byte_order_mark_does_not_matter(tmp_path):
    assert read(tmp_path, '\ufefflang = "en"\r\n').lang == "en"


def test_an_empty_file_says_nothing(tmp_path):
    assert read(tmp_path, "").party is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('pary = "x"', "第 1 行：最外层有不认识的键“pary”，是否指“party”？"),
        ('as-of = "2016-05-09"', "有不认识的键“as-of”"),
        ('lang = "fr"', "第 1 行：lang 的值“fr”应为zh 或 en"),
        ("lang = true", "lang"),
        ('party = "district:999999"', "第 1 行：没有名为“district:999999”的报送单位"),
        ('applies-from = "2016/1/1"', "第 1 行：“2016/1/1”不是 YYYY-MM-DD 形式的日期"),
        ('applies-from = "2016-02-30"', "“2016-02-30”不是 YYYY-MM-DD 形式的日期，或日历中没有这一天"),
        ("lang = ", "第 1 行：不是正确的 TOML"),
        ('[items]\npattern = "x"', "items 应写成列表"),
        ('\n[[items]]\npattern = "x"', "第 2 行：[[items]] 至少要写"),
        ('[[items]]\nitem = "admin-licence"', "第 1 行：items[1] 缺少 pattern"),
        ('[[items]]\npattern = ""\nitem = "admin-licence"', "第 2 行：文件名式样不能为空"),
        (
            '[[items]]\npattern = "x"\nitem = "admin-license"',
            "第 3 行：没有名为“admin-license”的数据事项；您是否要用：admin-licence",
        ),
        ('[[items]]\npattern = "x"\nencoding = "gb99"', "第 3 行：不认识编码“gb99”"),
        ('[[items]]\npattern = "x"\nmapping = "none.yaml"', "第 3 行：找不到对照文件"),
        (SUPPRESS.replace("required", "requird"), "第 3 行：没有名为“requird”的规则；您是否要用：required"),
        (SUPPRESS.replace("2026-12-31", "2026-12-32"), "不是正确的 TOML"),
        (SUPPRESS.replace("until = 2026-12-31", ""), "第 2 行：suppress[1] 缺少 until（有效期至）"),
        (SUPPRESS.replace("旧系统没有这一项", " "), "第 4 行：reason（理由）不能为空"),
        (SUPPRESS + "row = 3", "第 6 行：suppress[1] 有不认识的键“row”"),
        (SUPPRESS + 'field = "许可机构"', "第 6 行：没有数据项“许可机构”，是否指“许可机关”？"),
        (SUPPRESS + "keys = []", "第 6 行：keys 里没有文号"),
        (SUPPRESS.replace("[[suppress]]", "[[severities]]\nseverity = 'none'"), "severity 的值“none”应为"),
        (2 * SUPPRESS.replace("[[suppress]]", "[[severities]]\nseverity = 'info'"), "规则 required 的级别写了两次"),
        (
            SUPPRESS.replace("[[suppress]]", "[[severities]]\nseverity = 'error'").replace("required", "unique-key"),
            "规则 unique-key 的级别不能提高为错误",
        ),
    ],
)
def test_every_fault_is_said_with_its_place(tmp_path, text, said):
    with pytest.raises(UsageError) as raised:
        read(tmp_path, text)
    sentence = raised.value.sentence("zh")
    assert said in sentence
    assert sentence.startswith(f"配置文件“{tmp_path / 'conformance.toml'}”")
    assert "\n" not in raised.value.sentence("en")


def test_other_encodings_are_refused(tmp_path):
    path = tmp_path / "conformance.toml"
    path.write_bytes('party = "市地税局"'.encode("gb18030"))
    with pytest.raises(UsageError, match="UTF-8"):
        read_configuration(path, load())


@pytest.mark.parametrize("name", ["none.toml", "pyproject.toml"])
def test_a_named_file_has_to_be_there_and_hold_something(tmp_path, name):
    write(tmp_path, "[project]\n", "pyproject.toml")
    with pytest.raises(UsageError):
        read_configuration(tmp_path / name, load())

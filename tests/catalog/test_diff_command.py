"""``conformance catalog diff``: what it prints, and when it lets an edition pass."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.catalog.diff.page import main as page_main
from conformance.catalog.diff.page import page
from conformance.catalog.diff.registry import registry
from conformance.catalog.store import shipped
from conformance.cli.main import run

Call = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def diff(capfd: pytest.CaptureFixture[str]) -> Call:
    def call(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run(["catalog", "diff", *map(str, arguments)])
        said = capfd.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """A copy of the lists."""
    return Path(shutil.copytree(shipped(), tmp_path / "2016"))


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def breaking(edition: Path) -> Path:
    """A copy in which the tax grade takes three grades instead of four."""
    _change(edition / "data" / "sh-tax.yaml", "values: [A, B, C, D]", "values: [A, B, C]")
    return edition


def test_the_verdict_comes_first_and_what_was_not_compared_is_said(diff: Call, breaking: Path) -> None:
    code, out, _ = diff("2016", breaking)
    assert code == 1
    lines = out.splitlines()
    assert lines[0].startswith("不能发布")
    assert lines[1:3] == [
        "对报送方：不兼容 1 项，需留意 0 项，告知 0 项",
        "对使用方：不兼容 0 项，需留意 0 项，告知 1 项",
    ]
    assert [line for line in lines if line.startswith("未比较：记录类型、数据项、代码表")]
    assert "不再接受“D”" in out
    assert "[item-values-narrowed] 报送:不兼容 使用:告知  data/sh-tax.yaml:" in out


def test_a_new_edition_number_lets_it_pass_and_a_new_version_does_not(diff: Call, breaking: Path) -> None:
    _change(breaking / "edition.yaml", '"2016.1"', '"2016.2"')
    assert diff("2016", breaking)[0] == 1
    _change(breaking / "edition.yaml", 'id: "2016"', 'id: "2017"')
    code, out, _ = diff("2016", breaking)
    assert code == 0
    assert out.startswith("可以发布：有不兼容的变化，已用新的版次号")


def test_an_earlier_number_is_no_new_one(diff: Call, breaking: Path) -> None:
    _change(breaking / "edition.yaml", 'id: "2016"', 'id: "2015"')
    code, out, _ = diff("2016", breaking)
    assert code == 1
    assert "写反" in out


def test_without_a_number_nothing_is_taken_for_a_new_edition(diff: Call, breaking: Path) -> None:
    (breaking / "edition.yaml").unlink()
    code, out, _ = diff("2016", breaking)
    assert code == 1
    assert "没有 edition.yaml" in out


def test_nothing_changed(diff: Call, edition: Path) -> None:
    code, out, _ = diff("2016", edition, "--lang", "en")
    assert code == 0
    assert out.startswith("nothing has changed")


def test_a_change_under_the_same_version_is_noticed(diff: Call, edition: Path) -> None:
    _change(edition / "data" / "sh-tax.yaml", "en: Tax credit grade", "en: Tax grade")
    code, out, _ = diff("2016", edition)
    assert code == 0
    assert "版本号（2016.1）都没有变" in out


def test_the_other_direction_does_not_mind(diff: Call, breaking: Path) -> None:
    code, out, _ = diff("2016", breaking, "--direction", "read")
    assert code == 0
    assert "对报送方" not in out


def test_the_level_hides_and_says_so(diff: Call, breaking: Path) -> None:
    _change(breaking / "data" / "sh-tax.yaml", "en: Tax credit grade", "en: Tax grade")
    code, out, _ = diff("2016", breaking, "--level", "ERR")
    assert code == 1
    assert "按 --level 未列出 1 项" in out
    assert "Tax grade" not in out


def test_json_has_everything_in_both_languages(diff: Call, breaking: Path) -> None:
    code, out, _ = diff("2016", breaking, "--format", "json")
    found = json.loads(out)
    assert (code, found["exit_code"], found["verdict"]) == (1, 1, "breaking")
    assert found["counts"] == {"submit": {"INFO": 0, "WARN": 0, "ERR": 1}, "read": {"INFO": 1, "WARN": 0, "ERR": 0}}
    (change,) = found["changes"]
    assert (change["id"], change["level_submit"], change["old"]) == ("item-values-narrowed", "ERR", ["D"])
    assert change["zh"]
    assert change["en"]
    assert found["not_compared"]


def test_markdown_is_a_table(diff: Call, breaking: Path, tmp_path: Path) -> None:
    target = tmp_path / "changes.md"
    code, out, _ = diff("2016", breaking, "--format", "markdown", "--output", target)
    assert (code, out) == (1, "")
    text = target.read_text(encoding="utf-8")
    assert "| ERR | INFO | `item-values-narrowed` |" in text


def test_waivers_beside_the_edition_and_in_a_file(diff: Call, breaking: Path, tmp_path: Path) -> None:
    waiver = (
        "waivers:\n  - {change: item-values-narrowed, list: data, entry: tax-credit-rating, reason: 从未用过, "
        "until: 2099-12-31, by: 市征信办}\n"
    )
    other = tmp_path / "accepted.yaml"
    other.write_text(waiver, encoding="utf-8")
    code, out, _ = diff("2016", breaking, "--waivers", other)
    assert code == 0
    assert "已豁免（市征信办，至 2099-12-31）：从未用过" in out
    (breaking / "waivers.yaml").write_text(waiver, encoding="utf-8")
    assert diff("2016", breaking)[0] == 0
    assert diff("2016", breaking, "--as-of", "2100-01-01")[0] == 1


def test_a_compiled_standard_is_compared_with_another(diff: Call, tmp_path: Path) -> None:
    file = ROOT / "src" / "conformance" / "standard" / "compiled" / "2016.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["code_lists"]["list_kind"]["codes"].pop(0)
    other = tmp_path / "2017.json"
    other.write_text(json.dumps(data), encoding="utf-8")
    code, out, _ = diff(file, other, "--lang", "en")
    assert code == 1
    assert "[code-removed]" in out
    assert "a record that passed and does not any more: " in out
    assert "NOT compared: behaviour item, application item" in out


def test_an_example_says_first_for_what_it_is_refused_and_then_what_it_is(diff: Call, tmp_path: Path) -> None:
    file = ROOT / "src" / "conformance" / "standard" / "compiled" / "2016.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["code_lists"]["list_kind"]["codes"].pop(0)
    field = next(one for one in data["record_types"]["licence"]["fields"] if one["name"] == "project_name")
    field["max_length"] = 100
    other = tmp_path / "2017.json"
    other.write_text(json.dumps(data), encoding="utf-8")
    lines = diff(file, other)[1].splitlines()
    examples = [n for n, line in enumerate(lines) if "旧版通过、新版不再通过的记录：" in line]
    said = [lines[n].strip().partition("：")[2] for n in examples]
    assert said == ["“项目名称（project_name）”为“示示示示示示示示…（共 101 字）”", "“名单类别（list_kind）”为“红名单”"]
    assert "列入决定文号 示例〔2016〕1号；列入事由 示例" in lines[examples[1] + 1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2016", "1999", "没有随附的版本“1999”"),
        ("2016", "no/such/folder", "没有文件夹“no/such/folder”"),
        ("2016", "no-such.json", "没有文件“no-such.json”"),
    ],
)
def test_what_cannot_be_compared_is_one_line(diff: Call, old: str, new: str, said: str) -> None:
    code, out, err = diff(old, new)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1


def test_lists_that_are_broken_are_not_compared(diff: Call, edition: Path) -> None:
    _change(edition / "data" / "sh-tax.yaml", "state: published", "state: finished")
    code, _, err = diff("2016", edition)
    assert code == 2
    assert "data/sh-tax.yaml" in err


def test_lists_and_a_compiled_standard_have_nothing_in_common(diff: Call, edition: Path) -> None:
    file = ROOT / "src" / "conformance" / "standard" / "compiled" / "2016.json"
    code, _, err = diff(edition, file)
    assert code == 2
    assert "没有可以比较的内容" in err


def test_a_project_without_linkml_says_what_to_install(
    diff: Call, tmp_path: Path, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "catalogs").mkdir()
    edition.rename(tmp_path / "catalogs" / "2016")
    for name in list(sys.modules):
        if name.startswith(("conformance.standard.compile", "linkml")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "linkml_runtime", None)
    monkeypatch.setitem(sys.modules, "linkml", None)
    code, _, err = diff("2016", tmp_path)
    assert code == 2
    assert "three-list-conformance[build]" in err
    assert len(err.splitlines()) == 1


def test_a_project_with_several_editions_asks_which(diff: Call, tmp_path: Path, edition: Path) -> None:
    (tmp_path / "schemas").mkdir()
    shutil.copytree(edition, tmp_path / "catalogs" / "2017")
    edition.rename(tmp_path / "catalogs" / "2016")
    code, _, err = diff("2016", tmp_path)
    assert code == 2
    assert f"{tmp_path}#2016、{tmp_path}#2017" in err


def test_the_page_of_the_registry_names_every_change_and_is_up_to_date() -> None:
    text = page()
    for change in registry():
        assert f"| `{change}` |" in text
    assert (ROOT / "docs" / "catalog-changes.md").read_text(encoding="utf-8") == text
    with pytest.raises(SystemExit) as ended:
        page_main(["--output", str(ROOT / "docs" / "catalog-changes.md"), "--check"])
    assert ended.value.code == 0

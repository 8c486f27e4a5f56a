"""``conformance catalog list``, ``show`` and ``lint`` as they are called."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys

import pytest

from conformance.catalog.store import shipped


def test_list_answers_with_the_three_lists(conformance):
    code, out, _ = conformance("catalog", "list", "--format", "json")
    rows = json.loads(out)
    assert code == 0
    assert {row["list"] for row in rows} == {"data", "behaviour", "application"}
    assert {"id", "list", "title"} <= set(rows[0])
    assert len({(row["list"], row["id"]) for row in rows}) == len(rows)


def test_list_in_columns_says_how_many_there_are(conformance):
    code, out, _ = conformance("catalog", "list", "data", "--unit", "市地税局")
    assert code == 0
    assert "tax-credit-rating" in out
    assert out.splitlines()[-2].startswith("共 ")


def test_list_says_when_nothing_is_found_and_what_is_near(conformance):
    code, out, _ = conformance("catalog", "list", "--word", "供应商黑黑名单")
    assert code == 0
    assert "没有找到" in out
    assert "data:supplier-blacklist" in out


def test_list_for_a_spreadsheet(conformance):
    _, out, _ = conformance("catalog", "list", "--clause", "T21", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert "env-rating" in {row["id"] for row in rows}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--unit", "nobody-at-all"),
        ("--clause", "第三条"),
        ("--record-type", "ratings"),
        ("--catalog", "no/such/folder"),
    ],
)
def test_list_refuses_what_it_cannot_use_in_one_line(arguments, conformance):
    code, out, err = conformance("catalog", "list", *arguments)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("data:tax-credit-rating", ["文件明示", "“评价年度”必填", "behaviour:tax-rated", "次年一月 31 日前"]),
        ("behaviour:tax-rated", ["data:tax-credit-rating", "application:sme-finance"]),
        ("application:sme-finance", ["behaviour:tax-rated"]),
        ("unit:sh-tax", ["报送计划", "application:tax-rating-reference"]),
        ("regime:tax-black", ["黑名单"]),
        ("arrangement:credit-yrd", ["苏", "文件明示"]),
        ("region:jiangsu", ["行政许可编码"]),
        ("district:310115", ["浦东"]),
        ("clause:T21.2", ["conformance catalog show data:pollution-permit"]),
        ("system:tax-rating", ["纳税信用"]),
        ("obligation:tax-grades", ["四个等级"]),
        ("party:province:320000", ["32 开头"]),
        ("record-type:rating", ["评价等级", "data:tax-credit-rating"]),
        ("data:serious-list-tax", ["推知"]),
    ],
)
def test_show_tells_everything_about_an_entry(ref, words, conformance):
    code, out, _ = conformance("catalog", "show", ref)
    assert code == 0
    for word in words:
        assert word in out


def test_nothing_implied_is_shown_as_the_documents(conformance):
    _, out, _ = conformance("catalog", "show", "data:serious-list-tax")
    assert "文件明示" not in out.partition("三清单之间的关联")[0].partition("来源")[2]


def test_show_for_programs(conformance):
    code, out, _ = conformance("catalog", "show", "tax-credit-rating", "--format", "json")
    shown = json.loads(out)
    assert code == 0
    assert shown["ref"] == "data:tax-credit-rating"
    assert {"role": "fed_by", "from": "behaviour:tax-rated"} in shown["linked_from"]
    assert {"name", "title", "requirement"} <= set(shown["fields"][0])


def test_show_several_in_markdown_and_english(conformance):
    code, out, _ = conformance("catalog", "show", "unit:sh-tax", "clause:T28", "--format", "markdown", "--lang", "en")
    assert code == 0
    assert out.count("\n# ") + out.startswith("# ") == 2


def test_show_refuses_an_unknown_id_with_those_near_it(conformance):
    code, out, err = conformance("catalog", "show", "data:tax-credit-ratin")
    assert (code, out) == (2, "")
    assert "tax-credit-rating" in err


def test_lint_is_clean_on_what_is_shipped(conformance):
    code, out, _ = conformance("catalog", "lint", "--format", "json", "--fail-on", "warning")
    report = json.loads(out)
    assert (code, report["findings"]) == (0, [])
    assert report["entries"] > 1000


def test_lint_says_where_what_and_how_to_mend(tmp_path, conformance):
    folder = tmp_path / "lists"
    shutil.copytree(shipped() / "applications", folder / "applications")
    code, out, _ = conformance("catalog", "lint", folder, "--against", "2016")
    assert (code, "没有问题" in out) == (0, True)
    file = folder / "applications" / "sh-tax.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("[tax-blacklist]", "[tax-blacklists]"), encoding="utf-8")
    code, out, _ = conformance("catalog", "lint", folder, "--against", "2016")
    assert code == 1
    assert "applications/sh-tax.yaml:" in out
    assert "dangling-link" in out
    assert "更正建议：" in out
    code, out, _ = conformance("catalog", "lint", folder, "--against", "2016", "--format", "json")
    finding = json.loads(out)["findings"][0]
    assert finding["line"] > 1
    assert {"zh", "en"} == set(finding["message"]) == set(finding["remedy"])


def test_warnings_fail_only_where_that_is_wanted(tmp_path, conformance):
    folder = tmp_path / "lists"
    shutil.copytree(shipped() / "data", folder / "data")
    file = folder / "data" / "sh-tax.yaml"
    text = file.read_text(encoding="utf-8")
    start = text.index("    persons_published:", text.index("id: major-tax-case"))
    reason = text[start : text.index("    update_period", start)]
    file.write_text(text.replace(reason, ""), encoding="utf-8")
    assert conformance("catalog", "lint", folder, "--against", "2016")[0] == 0
    assert conformance("catalog", "lint", folder, "--against", "2016", "--fail-on", "warning")[0] == 1


def test_lint_rewrites_files_in_canonical_form(tmp_path, conformance):
    folder = tmp_path / "lists"
    shutil.copytree(shipped() / "applications", folder / "applications")
    file = folder / "applications" / "sh-tax.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("[tax-blacklist]", "['tax-blacklist']"), encoding="utf-8")
    assert conformance("catalog", "lint", folder, "--against", "2016")[0] == 1
    assert conformance("catalog", "lint", folder, "--against", "2016", "--rewrite")[0] == 0
    assert file.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("arguments", [("no/such/folder",), ("1999",), ("--rewrite",), ("--against", "1999")])
def test_lint_refuses_what_cannot_be_checked(arguments, conformance):
    code, out, err = conformance("catalog", "lint", *arguments)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1


def test_every_lint_can_be_listed(conformance):
    code, out, _ = conformance("catalog", "lint", "--codes")
    assert code == 0
    assert "dangling-link  [错误]" in out


@pytest.mark.parametrize("arguments", [["--help"], ["catalog", "--help"]])
def test_help_imports_nothing_heavy(arguments):
    heavy = "polars yaml jsonschema linkml pyarrow conformance.catalog.store".split()
    script = (
        "import sys\nfrom conformance.cli.main import run\n"
        f"run({arguments!r})\nprint([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stderr.strip().endswith("[]")


@pytest.mark.parametrize("arguments", [["catalog", "list", "--format", "json"], ["catalog", "show", "unit:sh-tax"]])
def test_looking_up_imports_no_engine(arguments):
    script = (
        "import sys\nfrom conformance.cli.main import run\n"
        f"run({arguments!r})\nprint([n for n in ('polars', 'linkml', 'jsonschema') if n in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stderr.strip().endswith("[]")


@pytest.fixture
def half_broken(tmp_path):
    """A copy of the lists one of whose files cannot be read."""
    folder = tmp_path / "lists"
    shutil.copytree(shipped(), folder)
    with (folder / "data/sh-tax.yaml").open("a", encoding="utf-8") as file:
        file.write("x: [\n")
    return folder


@pytest.mark.parametrize("arguments", [("list", "data"), ("show", "data:env-rating")])
def test_what_is_found_in_lists_that_are_broken_is_not_taken_for_all(arguments, half_broken, conformance):
    code, out, err = conformance("catalog", *arguments, "--catalog", str(half_broken))
    assert code == 2
    assert out
    assert "结果不完整" in err
    assert "data/sh-tax.yaml" in err


def test_lint_tells_what_cannot_be_read_before_what_follows_from_it(half_broken, conformance):
    code, out, _ = conformance("catalog", "lint", str(half_broken), "--format", "json")
    assert code == 1
    assert json.loads(out)["findings"][0]["code"] == "shape"


def test_a_whole_edition_borrows_nothing_from_the_one_that_it_is_held_against(tmp_path, conformance):
    folder = tmp_path / "lists"
    shutil.copytree(shipped(), folder)
    (folder / "behaviours/tax.yaml").unlink()
    code, out, _ = conformance("catalog", "lint", str(folder), "--against", "2016", "--format", "json")
    assert code == 1
    assert "dangling-link" in {finding["code"] for finding in json.loads(out)["findings"]}

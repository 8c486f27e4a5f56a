"""``conformance check`` with the address of a table: every report, and a password in none of them."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import openpyxl
import psycopg
import pytest
from submissions import TITLES, licence

DAY = ("--as-of", "2016-05-09")
SECRET = "geheim"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file of SQLite with three licences, the second without a subject."""
    place = tmp_path / "credit.db"
    rows = [
        licence(),
        licence(2, 行政相对人名称=""),
        licence(3),
    ]
    with sqlite3.connect(place) as connection:
        columns = ", ".join(f'"{title}" text' for title in TITLES)
        connection.execute(f"CREATE TABLE xk_info ({columns})")
        connection.executemany(
            f"INSERT INTO xk_info VALUES ({', '.join('?' * len(TITLES))})",
            [[cell or None for cell in row] for row in rows],
        )
    connection.close()
    return place


def test_the_verdict_of_a_table(conformance, database):
    code, out, err = conformance("check", f"sqlite:///{database}?table=xk_info", *DAY)
    assert (code, err) == (1, "")
    assert out.startswith("不通过：可入库 2 条、退回 1 条、迟报 0 条。")
    assert f"sqlite:///{database}?table=xk_info  [不通过]" in out
    assert "没有主键，按 SQLite 的行号（rowid）的顺序读取，记录号即按此顺序" in out
    assert "第 2 条记录" in out


@pytest.mark.parametrize("form", ["text", "html", "csv", "json", "sarif", "junit", "markdown", "xlsx"])
def test_no_report_shows_user_or_password(conformance, postgresql_url, tmp_path, form):
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (xk_wsh text, xk_xdr text, xk_nr text, xk_xzjg text)")
        connection.execute("INSERT INTO t VALUES ('1', '', '', '')")
    url = f"{postgresql_url}&table=t".replace("tester@", f"tester:{SECRET}@")
    target = tmp_path / f"report.{form}"
    code, out, err = conformance("check", url, *DAY, "--item", "admin-licence", "--format", form, "--output", target)
    assert code == 1
    assert "口令写在命令行里，本机其他用户可以看到" in err
    content = target.read_bytes()
    if form == "xlsx":
        book = openpyxl.load_workbook(target)
        content = "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row).encode()
    for text in (content, out.encode(), err.encode()):
        assert SECRET.encode() not in text
        assert b"tester" not in text
    assert b"table=t" in content


def test_the_address_of_a_table_in_sarif_is_a_uri(conformance, database):
    _, out, _ = conformance("check", f"sqlite:///{database}?table=xk_info", *DAY, "--format", "sarif")
    (run,) = json.loads(out)["runs"]
    assert run["artifacts"][0]["location"]["uri"].startswith("sqlite:///")


def test_the_annotated_workbook_has_a_copy_of_the_table(conformance, database, tmp_path):
    target = tmp_path / "r.xlsx"
    assert conformance("check", f"sqlite:///{database}?table=xk_info", *DAY, "--output", target)[0] == 1
    sheets = openpyxl.load_workbook(target)
    copies = [sheet for sheet in sheets if [cell.value for cell in sheet[1]][: len(TITLES)] == list(TITLES)]
    assert [sheet.max_row for sheet in copies] == [4]


def test_accepted_and_rejected_records_are_files(conformance, database, tmp_path):
    taken, back = tmp_path / "taken.csv", tmp_path / "back.csv"
    url = f"sqlite:///{database}?table=xk_info"
    conformance("check", url, *DAY, "--accepted", taken, "--rejected", back)
    with back.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert (header, len(rows), rows[0][0]) == (list(TITLES), 1, "沪食药监许〔2016〕第00002号")
    assert conformance("check", taken, *DAY)[0] == 0


def test_files_and_tables_in_one_run(conformance, database, good):
    code, out, _ = conformance("check", good, f"sqlite:///{database}?table=xk_info", *DAY, "--format", "json")
    report = json.loads(out)
    assert code == 1
    assert [entry["format"] for entry in report["inputs"]] == ["csv", "sqlite"]


def test_a_table_that_is_not_there_leaves_the_other_inputs(conformance, database, good):
    code, out, _ = conformance("check", f"sqlite:///{database}?table=xk_inf", good, *DAY)
    assert code == 2
    assert "数据库里没有表“xk_inf”；您是否要用：xk_info。" in out


@pytest.mark.parametrize(
    "option", ["--previous", "--manifest", "--baseline", "--mapping", "--config", "--findings", "--accepted"]
)
def test_an_address_is_no_file(conformance, good, option):
    code, out, err = conformance("check", good, option, f"postgresql://u:{SECRET}@h/d?table=t")
    assert (code, out) == (2, "")
    assert "这里要写文件" in err
    assert SECRET not in err


@pytest.mark.parametrize(
    "command",
    [("fix", "--dry-run"), ("convert", "--from", "province:320000", "--to", "district:310115", "--output", "x.csv")],
)
def test_other_commands_take_files(conformance, command):
    name, *options = command
    code, out, err = conformance(name, f"postgresql://u:{SECRET}@h/d?table=t", *options)
    assert code == 2
    assert "请先把要用的记录另存为文件（如 check --accepted、--rejected）" in err
    assert SECRET not in out + err


def test_a_report_does_not_take_the_place_of_the_database(conformance, database):
    before = database.read_bytes()
    url = f"sqlite:///{database}?table=xk_info"
    code, _, err = conformance("check", url, *DAY, "--format", "json", "--output", database)
    assert (code, database.read_bytes()) == (2, before)
    assert "与输入文件是同一个文件" in err
    assert conformance("check", url, *DAY, "--record", f"sqlite:///{database}")[0] == 2
    assert database.read_bytes() == before


def test_a_run_is_recorded_with_a_digest_of_the_cells(conformance, database, tmp_path):
    history = tmp_path / "history.db"
    url = f"sqlite:///{database}?table=xk_info"
    assert conformance("check", url, *DAY, "--record", f"sqlite:///{history}")[0] == 1
    content = history.read_bytes()
    assert b"text-sha256:" in content
    assert b"xk_info" not in content


def test_a_manifest_lists_files_and_not_the_table(conformance, database, good, tmp_path):
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(
        "id: a\nperiod: {from: 2016-05-01, to: 2016-05-31}\nfiles:\n  - {path: good.csv, item: admin-licence, records: 3}\n",
        encoding="utf-8",
    )
    url = f"sqlite:///{database}?table=xk_info"
    _, out, err = conformance("check", good, url, "--manifest", manifest, *DAY, "--format", "json")
    report = json.loads(out)
    unlisted = [one for one in report["findings"] if one["rule"] == "manifest-file-unlisted"]
    assert err == ""
    assert [one["value"] for one in unlisted] == [url]


def test_a_configuration_lies_beside_the_file_and_names_the_table(conformance, database, tmp_path):
    (tmp_path / "conformance.toml").write_text(
        '[[items]]\npattern = "*[?]table=xk_info"\nitem = "admin-licence"\n', encoding="utf-8"
    )
    code, out, _ = conformance("check", f"sqlite:///{database}?table=xk_info", *DAY, "--format", "json")
    report = json.loads(out)
    assert code == 1
    assert report["configuration"] == str(tmp_path / "conformance.toml")

"""What a command loads: a small file is checked in less time than libraries take to load that it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LICENCES = Path(__file__).parents[2] / "examples" / "submissions" / "valid" / "admin-licence.csv"
HEAVY = {
    "yaml",
    "tomllib",
    "ssl",
    "jsonschema_rs",
    "lxml",
    "xlsxwriter",
    "sqlalchemy",
    "fastapi",
    "requests",
    "linkml_runtime",
}
"""Libraries for envelopes, manifests, configurations, workbooks, databases and services."""
ELSEWHERE = {
    *(f"conformance.report.{name}" for name in ("html", "xlsx", "csv", "sarif", "junit", "markdown", "xmltext")),
    *(f"conformance.sources.{name}" for name in ("workbook", "parquet", "document", "messages", "webtable")),
    "conformance.sources.records",
    "conformance.sources.archive",
    "conformance.sources.envelope.kinds",
    "conformance.sources.database.addressing",
    "conformance.submission",
    "conformance.engine.history",
    "conformance.report.splitwriters",
    "conformance.report.baseline",
    "conformance.config.said",
    "conformance.standard.shapes",
    "conformance.config.document",
    "conformance.config.read",
    "conformance.report.stream",
    "conformance.exchange",
    "conformance.repair",
    "conformance.history",
    "conformance.service",
}
"""Parts that other formats, inputs and commands need, manifests and what was sent before."""
SCREEN = {"conformance.report.text", "conformance.report.screen", "conformance.report.rulebook"}
"""Parts that the text report needs."""
COUNTS_PROCESSES = {
    "conformance.engine",
    "conformance.engine.processes",
    "conformance.engine.processes.allocation",
    "conformance.engine.processes.worth",
}
"""What help may load of the engine: how many processes a file is worth, and the packages that this is in."""


def loaded(*arguments: str, cwd: Path) -> set[str]:
    """The modules that a command loads."""
    code = (
        "import sys\n"
        "from conformance.cli.main import run\n"
        "code = run(sys.argv[1:])\n"
        "print('\\n'.join(['', 'modules:', *sys.modules]))\n"
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=cwd, capture_output=True, check=True)
    return set(done.stdout.decode().partition("\nmodules:")[2].split())


@pytest.mark.parametrize("output", [[], ["--format", "json", "--output", "r.json"]])
def test_checking_a_csv_loads_nothing_for_other_formats(tmp_path, output):
    file = tmp_path / LICENCES.name
    file.write_bytes(LICENCES.read_bytes())
    modules = loaded("check", file.name, "--as-of", "2016-12-31", *output, cwd=tmp_path)
    shown = set() if output else SCREEN
    assert {"polars", *shown} <= modules
    assert not ((HEAVY | ELSEWHERE | SCREEN) - shown) & modules


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check", "--help"]])
def test_help_loads_nothing_that_checks(tmp_path, arguments):
    modules = loaded(*arguments, cwd=tmp_path)
    engine = {name for name in modules if name.partition("conformance.engine")[:2] == ("", "conformance.engine")}
    assert engine <= COUNTS_PROCESSES
    assert not ({"polars", "numpy", "conformance.sources"} | HEAVY) & modules

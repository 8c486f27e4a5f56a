"""``conformance probe`` against the reference server: conformant, with nothing failed, skipped or in error, whatever its class."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from conformance.cli.main import cli
from conformance.exchange.model import ConformanceClass
from conformance.exchange.probe import Found, Options, probe
from conformance.exchange.run.clock import SystemClock
from conformance.exchange.run.results import decode
from conformance.exchange.run.targets import loopback_target
from conformance.exchange.suite.load import load_suite

if os.environ.get("CI"):
    import fastapi  # noqa: F401 - in CI a missing part is a failure
else:
    pytest.importorskip("fastapi", reason="the reference server needs pip install 'three-list-conformance[web]'")

from conformance.exchange.server.running import running

AS_OF = "2016-07-01"


@pytest.fixture(scope="module")
def every() -> Iterator[str]:
    """A reference server of all three classes."""
    with running() as url:
        yield url


def run(arguments: list[str]) -> tuple[int, str]:
    """Exit code and standard output of the command."""
    result = CliRunner().invoke(cli, ["probe", *arguments], standalone_mode=False)
    code = result.return_value if result.exception is None else result.exception
    return (code if isinstance(code, int) else 0), result.stdout


def unshown(found: Found) -> list[tuple[str, str, str]]:
    return [
        (one.test, one.verdict, "" if one.reason is None else one.reason.en)
        for one in found.results.tests
        if one.verdict in ("fail", "skip", "error", "warn", "attest")
    ]


@pytest.mark.slow
def test_the_reference_server_is_conformant_as_every_class(every: str, tmp_path: Path) -> None:
    output = tmp_path / "run"
    code, said = run([every, "--allow-writes", "--output", str(output), "--lang", "en"])
    results = decode((output / "results.json").read_bytes())
    assert said.startswith("Verdict: conformant ")
    assert not [one for one in results.tests if one.verdict in ("fail", "skip", "error", "warn", "attest")]
    assert {one.name: one.verdict for one in results.participants[0].classes} == {
        "district": "conformant",
        "city": "conformant",
        "province": "conformant",
    }
    assert code == 0
    assert results.participants[0].cleanup.withdrawn > 0
    assert results.participants[0].cleanup.left == ()
    assert not results.participants[0].warnings


@pytest.mark.slow
@pytest.mark.parametrize("name", ["district", "province"])
def test_a_server_of_one_class_is_conformant_as_that(name: ConformanceClass, tmp_path: Path) -> None:
    with running(classes=(name,)) as url:
        options = Options(AS_OF, 3, (name,), allow_writes=True)
        found = probe((loopback_target(url),), options, tmp_path / "run", SystemClock())
    assert unshown(found) == []
    assert found.results.exit == 0


@pytest.mark.slow
def test_without_writes_it_is_not_fully_verified(every: str, tmp_path: Path) -> None:
    code, said = run([every, "--as", "district", "--output", str(tmp_path / "run")])
    assert code == 4
    assert said.startswith("结论：未能完整验证")
    assert "--allow-writes" in said
    recorded = (tmp_path / "run" / "exchanges.ndjson").read_text(encoding="utf-8")
    assert not [line for line in recorded.splitlines() if json.loads(line)["request"]["url"].endswith("/batches")]


@pytest.mark.slow
def test_three_servers_play_the_scenarios(tmp_path: Path) -> None:
    with (
        running(classes=("district",)) as district,
        running(classes=("city",), pull_from=(district,)) as city,
        running(classes=("province",), pull_from=(city,)) as province,
    ):
        urls: dict[ConformanceClass, str] = {"district": district, "city": city, "province": province}
        targets = [replace(loopback_target(url), name=name, classes=(name,)) for name, url in urls.items()]
        scenarios = {case.id for case in load_suite().tests if case.scenario}
        options = Options(AS_OF, 3, allow_writes=True, only=tuple(scenarios))
        found = probe(targets, options, tmp_path / "run", SystemClock())
    played = [one for one in found.results.tests if one.test in scenarios]
    assert scenarios
    assert {one.verdict for one in played} == {"pass"}
    assert {one.participant for one in played} == set(urls)


def test_nobody_at_the_address_is_exit_4_and_says_so(tmp_path: Path) -> None:
    code, said = run(["http://127.0.0.1:9", "--as", "district", "--output", str(tmp_path / "run"), "--lang", "en"])
    assert code == 4
    assert said.startswith("Verdict: not fully verified")
    assert "No connection" in said
    assert "Failed:" not in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["https://credit.example", "--output", "{out}"],
        ["--output", "{out}"],
        ["http://127.0.0.1:9", "--targets", "nowhere.yaml", "--output", "{out}"],
        ["http://127.0.0.1:9", "--only", "no-such-test", "--output", "{out}"],
        ["http://127.0.0.1:9"],
        ["http://127.0.0.1:9", "--as", "county", "--output", "{out}"],
    ],
)
def test_a_wrong_command_sends_nothing_and_writes_nothing(arguments: list[str], tmp_path: Path) -> None:
    from conformance.cli.main import run as command

    output = tmp_path / "run"
    assert command(["probe", *(one.replace("{out}", str(output)) for one in arguments)]) == 2
    assert not output.exists()


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    from conformance.cli.main import run as command

    (tmp_path / "old.txt").write_text("x", encoding="utf-8")
    assert command(["probe", "http://127.0.0.1:9", "--output", str(tmp_path)]) == 2
    assert [one.name for one in tmp_path.iterdir()] == ["old.txt"]

"""``conformance vectors``: exit codes and what is said, and the example harnesses."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.cli.main import run
from publish.emit.proof import artefact, needs, write
from recordschema.validators import ajv_folder

EXAMPLES = Path(__file__).resolve().parents[2] / "examples/integrators/vectors"
ANSWERING = (
    "import json, sys\n"
    "for line in sys.stdin:\n"
    "    question = json.loads(line)\n"
    "    greeting = 'format' in question\n"
    "    print(json.dumps({'claims': ['date-order']} if greeting else {'id': question['id'], 'rules': []}), flush=True)\n"
)


def test_export_writes_the_folder(tmp_path, capsys):
    assert run(["vectors", "export", str(tmp_path / "out"), "--lang", "en"]) == 0
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    assert capsys.readouterr().err == f"wrote {manifest['vectors']} vectors to {tmp_path / 'out'}\n"
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"manifest.json", "vectors.jsonl", "schema"}


def test_a_validator_that_differs_exits_with_1_and_is_told_where(capsys):
    command = shlex.join([sys.executable, "-S", "-c", ANSWERING])
    assert run(["vectors", "run", "--command", command, "--lang", "en"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert "date-order: ends before it begins [wrong answers] misses date-order" in said
    assert said[-1].endswith("not claimed (1 rules claimed)")


@pytest.mark.parametrize("command", ["", "'", "/nowhere/at/all"])
def test_what_is_no_command_exits_with_2(command, capsys):
    assert run(["vectors", "run", "--command", command, "--lang", "en"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.fixture
def schemas(tmp_path):
    return write(artefact("json-schema"), tmp_path / "schemas")


@pytest.mark.slow
def test_the_harness_of_ajv_agrees_in_all_that_it_claims(schemas, capsys):
    command = shlex.join(["node", str(EXAMPLES / "ajv.mjs"), str(schemas), str(ajv_folder())])
    assert run(["vectors", "run", "--command", command, "--lang", "en"]) == 0
    assert "(17 rules claimed)" in capsys.readouterr().err


@pytest.mark.slow
def test_the_harness_in_java_agrees_in_all_that_it_claims(tmp_path, capsys):
    needs("javac", "java", install="install a JDK (Debian: apt-get install default-jdk-headless)")
    write(artefact("java"), tmp_path / "generated")
    shutil.copy(EXAMPLES / "Vectors.java", tmp_path)
    compiler = ["javac", "--release", "8", "-Xlint:all,-options", "-Werror", "-encoding", "UTF-8"]
    subprocess.run([*compiler, "-sourcepath", "generated", "-d", "classes", "Vectors.java"], cwd=tmp_path, check=True)
    command = shlex.join(["java", "-cp", str(tmp_path / "classes"), "Vectors"])
    assert run(["vectors", "run", "--command", command, "--lang", "en"]) == 0
    assert "(33 rules claimed)" in capsys.readouterr().err

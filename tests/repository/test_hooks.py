"""The hooks that the repository offers, run by pre-commit itself, and the samples for CI, whose commands are run as they stand."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pre_commit  # noqa: F401 - run as a module below; where it is missing that is said here
import pytest
import yaml

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "docs" / "ci"
MONTH = ROOT / "examples" / "batches" / "valid" / "2016-06"
BAD = ROOT / "examples" / "submissions" / "invalid" / "admin-penalty-mixed.xlsx"
GOOD = ROOT / "examples" / "submissions" / "valid" / "admin-licence.csv"


def environment(**more: str) -> dict[str, str]:
    """With the tool under test first in the path, and nothing of a git that runs around us."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONUTF8": "1", "NO_COLOR": "1"}
    who = {f"GIT_{role}_{what}": "x@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return kept | own | who | more


def git(*arguments: str, cwd: Path) -> str:
    command = ["git", "-c", "core.hooksPath=/dev/null", *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment(), capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.fixture
def hooks(tmp_path) -> tuple[Path, str]:
    """A repository that offers the hooks, and its revision."""
    folder = tmp_path / "tool"
    folder.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", folder)
    git("init", "-q", cwd=folder)
    git("add", ".", cwd=folder)
    git("commit", "-q", "-m", "hooks", cwd=folder)
    return folder, git("rev-parse", "HEAD", cwd=folder)


@pytest.fixture
def run_hooks(hooks, tmp_path):
    """Run pre-commit over a repository of submissions."""
    folder, revision = hooks
    office = tmp_path / "office"
    office.mkdir()
    git("init", "-q", cwd=office)

    def call(hook: dict[str, object]) -> tuple[int, str]:
        # The tool is installed already: what would be tried otherwise is pip.
        repository = {"repo": str(folder), "rev": revision, "hooks": [hook | {"language": "system"}]}
        (office / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [repository]}), encoding="utf-8")
        git("add", ".", cwd=office)
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files"],
            cwd=office,
            env=environment(PRE_COMMIT_HOME=str(tmp_path / "home")),
            capture_output=True,
            check=False,
        )
        return done.returncode, done.stdout.decode("utf-8") + done.stderr.decode("utf-8")

    call.office = office  # type: ignore[attr-defined]
    return call


@pytest.mark.slow
def test_files_that_are_committed_are_checked(run_hooks):
    shutil.copy(GOOD, run_hooks.office / "许可.csv")
    (run_hooks.office / "说明.txt").write_text("不是数据", encoding="utf-8")
    assert run_hooks({"id": "conformance"})[0] == 0
    shutil.copy(BAD, run_hooks.office / "处罚.xlsx")
    code, said = run_hooks({"id": "conformance", "args": ["--as-of", "2016-12-31"]})
    assert code == 1
    assert "不通过" in said
    assert "exit code: 1" in said


@pytest.mark.slow
def test_a_submission_is_checked_by_its_manifest(run_hooks):
    month = shutil.copytree(MONTH, run_hooks.office / "报送")
    hook = {"id": "conformance-submission", "args": ["报送", "--as-of", "2016-12-31"], "verbose": True}
    code, said = run_hooks(hook)
    assert code == 0
    assert "按其中的报送清单“报送/manifest.yaml”校验" in said
    (month / "penalties.parquet").unlink()
    assert run_hooks(hook)[0] == 1


def commands(sample: Path) -> list[str]:
    """The command lines of a workflow."""
    content = yaml.safe_load(sample.read_text(encoding="utf-8"))
    if "jobs" in content:
        return [step["run"] for step in content["jobs"]["check"]["steps"] if "run" in step]
    return content["conformance"]["before_script"] + content["conformance"]["script"]


@pytest.mark.slow
@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.yml")), ids=lambda path: path.stem)
def test_the_samples_for_ci_check_a_folder_and_stop_at_errors(sample, tmp_path):
    install, check = commands(sample)
    assert install == "python -m pip install three-list-conformance"
    month = shutil.copytree(MONTH, tmp_path / "报送")

    def run() -> int:
        return subprocess.run(
            shlex.split(check), cwd=tmp_path, env=environment(), capture_output=True, check=False
        ).returncode

    assert run() == 0
    kept = sample.read_text(encoding="utf-8")
    written = [path.name for path in tmp_path.iterdir() if path.is_file()]
    assert sorted(written) == ["report.html", "report.xml"]
    assert all(kept.count(name) >= 2 for name in written)  # made, and kept as artifacts
    shutil.copy(BAD, month / "处罚.xlsx")
    assert run() == 1


def test_the_page_names_the_hooks_that_there_are():
    page = (SAMPLES / "README.md").read_text(encoding="utf-8")
    offered = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    shown = yaml.safe_load(re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1])
    assert {hook["id"] for hook in shown["repos"][0]["hooks"]} == offered

"""The README shows what ``make demo`` prints now."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"<!-- demo -->\n```(?:text)?\n(.*?)```\n<!-- /demo -->", re.DOTALL)


def demo() -> str:
    """Output of the script that ``make demo`` runs, with the tool under test."""
    env = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "LINES", "FORCE_COLOR"}}
    env |= {"NO_COLOR": "1", "PYTHONUTF8": "1"}
    tool = Path(sys.executable).with_name("conformance")
    done = subprocess.run(
        ["sh", "tools/demo.sh", str(tool)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").split("\n")]


def test_demo_block_is_what_the_demo_prints() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = BLOCK.findall(readme)
    assert len(blocks) == 1
    assert lines(blocks[0]) == lines(demo())


def test_demo_insists_on_the_exit_code_of_the_bad_submission(tmp_path: Path) -> None:
    for code in (0, 2, 3):
        fake = tmp_path / f"fake{code}"
        fake.write_text(f'#!/bin/sh\ncase "$*" in *invalid*) exit {code};; *) exit 0;; esac\n', encoding="utf-8")
        fake.chmod(0o755)
        done = subprocess.run(["sh", "tools/demo.sh", str(fake)], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode != 0, code


def test_pictures_are_small_enough_for_slow_lines() -> None:
    pictures = sorted((ROOT / "docs" / "images").glob("*"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > 300_000 or path.name not in readme] == []

"""Puts what ``make demo`` prints now into the README, between its two marks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(<!-- demo -->\n```text\n).*?(```\n<!-- /demo -->)", re.DOTALL)


def main() -> int:
    """Returns 0 when the README was brought up to date."""
    tool = Path(sys.executable).with_name("conformance")
    command = ["sh", "tools/demo.sh", str(tool)]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    readme = ROOT / "README.md"
    text, found = BLOCK.subn(lambda block: f"{block[1]}{shown.strip()}\n{block[2]}", readme.read_text(encoding="utf-8"))
    if found != 1:
        print("README.md does not have exactly one demo block", file=sys.stderr)
        return 1
    readme.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

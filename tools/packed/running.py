"""Running compilers over files in a room of their own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from trial import Failed


def run(command: Sequence[str | Path], folder: Path, expect: tuple[int, ...] = (0,)) -> str:
    """What a command says, run in a folder with nothing of this environment's Python; insists on its exit code."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "JAVA_TOOL", "NODE_"))}
    env |= {"PYTHONUTF8": "1", "NO_COLOR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env=env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    except FileNotFoundError:
        raise Failed(f"{command[0]} is missing") from None
    if done.returncode not in expect:
        raise Failed(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    """The files as they lie in a folder."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder

"""A trial of what was built, in a folder of its own: steps are told with their time, and nothing is left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

STARTED = time.monotonic()
NAME = Path(sys.argv[0]).stem.replace("_", "-")


class Failed(Exception):
    """A step did not do what it should; carries what to tell."""


def say(text: str) -> None:
    """Prints a step with the time since the start."""
    print(f"{NAME} {time.monotonic() - STARTED:6.1f} s  {text}", flush=True)


def without_python() -> dict[str, str]:
    """This environment, but for what would lead Python, Java or Node.js to what is installed here."""
    own = ("PYTHON", "VIRTUAL_ENV", "JAVA_TOOL", "NODE_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(own)}
    return kept | {"PYTHONUTF8": "1", "NO_COLOR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def run(
    command: Sequence[str | Path], folder: Path, expect: tuple[int, ...] = (0,), env: Mapping[str, str] | None = None
) -> str:
    """What a command prints, run in a folder with nothing of this environment's Python; insists on its exit code.

    With ``env`` it has that environment and no other, and what it says of errors is given back too.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env=without_python() if env is None else env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if env is None else subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
    except FileNotFoundError:
        raise Failed(f"{command[0]} is missing") from None
    if done.returncode not in expect:
        told = f"{done.stdout}{done.stderr or ''}"
        raise Failed(f"{' '.join(map(str, command))}: exit code {done.returncode}, not {expect[0]}\n{told}")
    return done.stdout


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    """The files as they lie in a folder."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


def carry_out(steps: Callable[[Path], None], prefix: str) -> int:
    """Takes the steps in a new folder whose name begins with ``prefix``. Returns 0 when all went well."""
    room = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        steps(room)
    except Failed as failure:
        print(f"{NAME} failed: {failure}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(room, ignore_errors=True)
    say("done")
    return 0

"""Feeds the readers with small valid files that were damaged at random, and keeps what they stumble over.

    python tools/fuzz.py --minutes 5 [--seed 1]

Every input has to end in a report: nothing is raised, what was not checked says why, the file is unchanged, and the
answer is the same twice. What breaks that is written to tests/faults/corpus/, where the tests replay it for ever.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "faults" / "corpus"
sys.path.insert(0, str(ROOT / "tests"))

# The tests are no package that a type checker knows.
damaged: Any = importlib.import_module("faults.damage").damaged
broken: Any = importlib.import_module("faults.invariant").broken
seeds: Any = importlib.import_module("faults.seeds").seeds

_SLOW = 20.0
"""Seconds from which a small input is too slow to be told from one that hangs."""


def main() -> int:
    """Fuzz for some minutes; exit code 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=None, help="default: the time")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else int(time.time())
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)  # noqa: S311 - no secret
    contents = seeds()
    deadline = time.monotonic() + given.minutes * 60
    tried = found = 0
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        while time.monotonic() < deadline:
            kind = chance.choice(sorted(contents))
            content = bytes(damaged(contents[kind], chance, contents))
            tried += 1
            if fault := _fault(Path(folder) / f"input.{kind}", content):
                found += 1
                print(f"{_kept(kind, content)}: {fault}", flush=True)
    print(f"{tried} inputs, {found} faults")
    return 1 if found else 0


def _fault(path: Path, content: bytes) -> str | None:
    path.write_bytes(content)
    began = time.monotonic()
    try:
        fault: str | None = broken(path)
    except Exception:
        return traceback.format_exc()
    seconds = time.monotonic() - began
    return fault or (f"took {seconds:.0f} s" if seconds > _SLOW else None)


def _kept(kind: str, content: bytes) -> Path:
    """Where an input is kept: named by its content, so that none is kept twice."""
    CORPUS.mkdir(exist_ok=True)
    path = CORPUS / f"{hashlib.sha256(content).hexdigest()[:12]}.{kind}"
    path.write_bytes(content)
    return path


if __name__ == "__main__":
    sys.exit(main())

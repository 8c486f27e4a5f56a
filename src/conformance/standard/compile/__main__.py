"""``python -m conformance.standard.compile``: writes the compiled editions, or says whether they are stale."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from conformance.standard.compile import build, canonical
from conformance.standard.problems import Faulty


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 written or fresh, 1 stale (``--check``), 2 the sources are faulty."""
    parser = argparse.ArgumentParser(prog="python -m conformance.standard.compile", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a compiled edition is stale")
    parser.add_argument("--root", type=Path, default=_root(), help="folder that holds schemas/ and catalogs/")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    stale = False
    for edition in sorted(path.name for path in (root / build.CATALOGUES).iterdir() if path.is_dir()):
        try:
            standard, shapes = build.outputs(root, edition)
        except Faulty as faulty:
            print(*faulty.problems, sep="\n", file=sys.stderr)
            return 2
        made = {build.COMPILED / f"{edition}.json": canonical.dump(standard), build.SHAPES: canonical.dump(shapes)}
        for name, text in made.items():
            target = root / name
            if target.exists() and target.read_text(encoding="utf-8") == text:
                continue
            if options.check:
                print(f"{target} is stale; compile the standard again", file=sys.stderr)
                stale = True
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {target}")
    return 1 if stale else 0


def _root() -> Path:
    """The checkout that this file belongs to."""
    return Path(__file__).resolve().parents[4]


if __name__ == "__main__":
    sys.exit(main())

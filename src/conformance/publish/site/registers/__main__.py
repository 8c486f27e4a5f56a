"""``python -m conformance.publish.site.registers FOLDER``: enters the addresses of a published folder that the register does not have yet."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from conformance.publish.site.machine import CATALOG
from conformance.publish.site.register import registered

_HERE = Path(__file__).parent


def main(arguments: Sequence[str] | None = None, registers: Path = _HERE) -> int:
    """Adds what is new; takes nothing away. Exit code: 1 with ``--check`` where something is new."""
    parser = argparse.ArgumentParser(prog="python -m conformance.publish.site.registers", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("folder", nargs="?", type=Path, help="as conformance publish has written it")
    what.add_argument("--begin", metavar="EDITION", help="an empty register, for an edition that has none")
    parser.add_argument("--check", action="store_true", help="only say what is new")
    given = parser.parse_args(arguments)
    if given.begin is not None:
        (registers / f"{given.begin}.txt").open("x", encoding="utf-8").close()
        return 0
    index = json.loads((given.folder / CATALOG).read_text(encoding="utf-8"))
    edition = index["edition"]["id"]
    known = set(registered(edition, registers))
    there = {one["address"] for part in ("pages", "moved", "downloads") for one in index[part]}
    path = registers / f"{edition}.txt"
    if given.check:
        print("".join(f"not registered: {one}\n" for one in sorted(there - known)), end="")
        return int(not there <= known)
    path.write_text("".join(f"{one}\n" for one in sorted(known | there)), encoding="utf-8", newline="\n")
    print(f"{path}: {len(there - known)} new addresses, {len(known | there)} in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())

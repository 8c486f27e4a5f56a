"""``python -m conformance.publish.site.registers FOLDER``: enters the addresses of a published folder that the register does not have yet."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from conformance.publish.site.machine import CATALOG
from conformance.publish.site.register import registered


def main(arguments: Sequence[str]) -> int:
    """Adds what is new; takes nothing away."""
    (folder,) = arguments
    index = json.loads((Path(folder) / CATALOG).read_text(encoding="utf-8"))
    edition = index["edition"]["id"]
    known = set(registered(edition))
    there = {one["address"] for part in ("pages", "moved", "downloads") for one in index[part]}
    path = Path(__file__).with_name(f"{edition}.txt")
    path.write_text("".join(f"{one}\n" for one in sorted(known | there)), encoding="utf-8", newline="\n")
    print(f"{path}: {len(there - known)} new addresses, {len(known | there)} in all")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

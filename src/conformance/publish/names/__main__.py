"""``python -m conformance.publish.names --allocate``: names for what the editions have anew; without it, whether any are missing.

The table of a new edition goes on from that of the edition before: what both have is called and numbered alike in both, and what
the new one has no more stays reserved in it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import asdict

from conformance.publish.modelling import shipped_model
from conformance.publish.names import NameTable, read_table
from conformance.publish.names.allocate import allocated
from conformance.standard.load import editions

_FOLDER = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 all have names, 1 some are missing."""
    parser = argparse.ArgumentParser(prog="python -m conformance.publish.names", description=__doc__)
    parser.add_argument("--allocate", action="store_true", help="add what is missing to the table")
    options = parser.parse_args(arguments)
    incomplete = False
    known_editions = editions()
    for place, edition in enumerate(known_editions):
        path = _file(edition)
        known = _to_go_on_from(known_editions[: place + 1])
        wanted = allocated(shipped_model(edition), known)
        if path.exists() and wanted == known:
            continue
        if options.allocate:
            path.write_text(written(wanted), encoding="utf-8", newline="\n")
            print(f"wrote {path}")
        else:
            print(f"edition {edition}: names are missing; run python -m conformance.publish.names --allocate")
            incomplete = True
    return int(incomplete)


def _file(edition: str) -> Path:
    return _FOLDER / f"{edition}.json"


def _to_go_on_from(up_to: Iterable[str]) -> NameTable:
    """The newest table of some editions, oldest first; one that is empty where none of them has one."""
    tables = [path for edition in up_to if (path := _file(edition)).is_file()]
    return read_table(tables[-1]) if tables else NameTable()


def written(table: NameTable) -> str:
    """The table as it is kept: one entry to a line, in the order of allocation."""
    sections = []
    for section, entries in asdict(table).items():
        lines = ",\n".join(
            f"  {json.dumps(key)}: {json.dumps(entry, ensure_ascii=False)}" for key, entry in entries.items()
        )
        sections.append(f' "{section}": {{\n{lines}\n }}')
    return "{\n" + ",\n".join(sections) + "\n}\n"


if __name__ == "__main__":
    sys.exit(main())

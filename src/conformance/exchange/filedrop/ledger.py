"""What a receiver took so far: which batch came in which drop. Without it a batch that comes twice would be taken twice."""

from __future__ import annotations

import json
from pathlib import Path

from msgspec import Struct

from conformance.exchange.filedrop.layout import OWN, put
from conformance.report.errors import UsageError

_NAME = "taken.json"


class Taken(Struct, frozen=True):
    """A batch that was taken, in whole or in part."""

    party: str
    batch: str
    digest: str
    drop: str


def read(folder: Path) -> tuple[Taken, ...]:
    """The batches taken from an exchange folder. Raises UsageError where the list is damaged: guessing would take twice."""
    place = folder / OWN / _NAME
    try:
        entries = json.loads(place.read_text(encoding="utf-8"))
        return tuple(Taken(**entry) for entry in entries)
    except FileNotFoundError:
        return ()
    except (ValueError, TypeError, RecursionError) as error:
        raise UsageError(
            f"接收记录“{place}”已损坏，无法判断哪些批次已经收过；请从备份恢复，或确认无重复后删除它。",
            f"{place} is damaged, so that nobody can tell which batches were taken; restore it from a backup, or "
            "remove it once you know that no batch is going to come again.",
        ) from error


def enter(folder: Path, taken: Taken) -> None:
    """Add a batch; the list is replaced in one step. Raises UsageError, OSError."""
    place = folder / OWN / _NAME
    place.parent.mkdir(exist_ok=True)
    entries = [*(one for one in read(folder) if one != taken), taken]
    fields = ("party", "batch", "digest", "drop")
    content = [{name: getattr(one, name) for name in fields} for one in entries]
    put(place, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())

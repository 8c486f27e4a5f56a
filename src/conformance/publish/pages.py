"""Keeping generated pages: which are out of date, and writing them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click


def stale(made: Mapping[str, str], output: Path, alone: bool = False) -> list[str]:
    """Names of pages that are missing or differ; in a folder of their ``alone`` also those that nothing makes any more."""
    old = {name for name, wanted in made.items() if _there(output / name) != wanted}
    if alone:
        old |= {path.name for path in output.glob("*.md")} - made.keys()
    return sorted(old)


def _there(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def keep(made: Mapping[str, str], output: Path, check: bool, alone: bool = False) -> None:
    """Write what is out of date, or with ``check`` only say so and end with 1."""
    old = stale(made, output, alone)
    if check:
        if old:
            click.echo(f"out of date: {', '.join(old)}; run `make docs`", err=True)
            sys.exit(1)
        return
    output.mkdir(parents=True, exist_ok=True)
    for name in old:
        if name in made:
            (output / name).write_text(made[name], encoding="utf-8", newline="\n")
        else:
            (output / name).unlink()
    click.echo(f"{len(old)} pages written to {output}")

"""What the commands about workbooks have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from conformance.catalog.store import LISTS, NAMES, Catalogue
from conformance.cli.pipes import tell
from conformance.report.errors import UsageError, unknown
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

PATH = click.Path(path_type=Path)
_MOST = 100


def list_keys(names: Sequence[str]) -> tuple[str, ...]:
    """Top-level keys of the lists that a user names. Raises UsageError."""
    for name in names:
        if name not in LISTS and name not in NAMES:
            raise unknown("清单", "list", name, LISTS)
    return tuple(dict.fromkeys(LISTS.get(name, name) for name in names))


def many(number: int, one: str, several: str = "") -> str:
    """``1 fault``, ``2 faults``."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def tell_all(lines: Iterable[Text], lang: Lang) -> None:
    """Sentences on standard error, a bounded number of them."""
    given = list(lines)
    for line in given[:_MOST]:
        tell(f"  {pick(line, lang)}")
    if len(given) > _MOST:
        more = len(given) - _MOST
        tell(f"  另有 {more} 处，改好以上各处后再运行即可看到。" if lang == "zh" else f"  and {more} more.")


def tell_problems(catalogue: Catalogue, lang: Lang) -> bool:
    """Say that part of the lists could not be read, so that nobody takes what is found for all there is."""
    problems = catalogue.entries.problems
    if problems:
        first = problems[0]
        tell(
            f"清单有 {len(problems)} 处不能读取或不合格式，以上结果不完整；第一处：{first.place}（{first.message}）。"
            f"请运行 conformance catalog lint {catalogue.name} 查看全部并更正。"
            if lang == "zh"
            else f"{many(len(problems), 'place')} in the lists cannot be read or depart from their shape, so this is not "
            f"all; the first is {first.place} ({first.message}). Run conformance catalog lint {catalogue.name}."
        )
    return bool(problems)


def fresh_folder(target: Path) -> None:
    """Refuse a folder that has something in it. Raises UsageError."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(
            f"“{target}”已存在且不是空文件夹，请换一个新文件夹。",
            f'"{target}" is there and not an empty folder; name a new one.',
        )

"""Every kind of change there is, as data in ``changes/``: how grave it is for whom, in what words, and its reverse."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
from msgspec import Struct

from conformance.catalog.diff.model import Direction, Level
from conformance.standard import yamltext
from conformance.standard.model import Text

OPPOSITES = {
    "added": "removed",
    "tightened": "loosened",
    "widened": "narrowed",
    "retired": "reinstated",
    "advanced": "set-back",
    "set": "unset",
}
"""Actions that come in pairs."""
SELF = frozenset({"changed", "renamed", "reordered", "rewritten"})
"""Actions whose reverse is of the same kind."""
AREAS = {
    "edition": Text("版次与公共部分", "the edition and what all share"),
    "field": Text("记录类型与数据项", "record types and fields"),
    "code-list": Text("代码表", "code lists"),
    "rule": Text("规则与检查", "rules and checks"),
    "item": Text("数据事项与报送计划", "data items and the reporting plan"),
    "list": Text("清单事项", "entries of the lists"),
    "use": Text("行为、应用、名单与安排", "behaviours, applications, regimes, arrangements"),
    "party": Text("单位与报送单位", "units and parties"),
}
"""Areas in the order of a report."""
_FOLDER = files("conformance.catalog.diff") / "changes"


class Nature(Struct, frozen=True):
    """What kind of change it is, and how grave for whom."""

    kind: str
    """existence, identity, meaning, type, requiredness, constraint, values, names, roles, links, time …"""
    action: str
    submit: Level
    read: Level
    reverse: str
    """Id of the change that the opposite edit makes."""
    advice: str


class Kind(Struct, frozen=True):
    """One change of the registry."""

    id: str
    area: str
    nature: Nature
    sentence: Text
    """Template with {entry}, {name}, {old} and {new}."""
    advice: Text
    lopsided: str = ""
    """Why its reverse does not have it as reverse."""
    exempt: str = ""
    """Why its levels are not those that its action has elsewhere: what is looser concerns readers, what is tighter not."""

    def level(self, direction: Direction) -> Level:
        """How grave it is for those who submit or for those who read."""
        return self.nature.submit if direction == "submit" else self.nature.read


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    nature: Nature = msgspec.field(name="is")
    zh: str
    en: str
    lopsided: str = ""
    exempt: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    area: Literal["edition", "field", "code-list", "rule", "item", "list", "use", "party"]
    changes: list[_Row]


@cache
def registry() -> dict[str, Kind]:
    """Id → change, by area and in the order of the files."""
    advice = {name: Text(**words) for name, words in _read("advice.yaml")["advice"].items()}
    names = sorted(entry.name for entry in _FOLDER.iterdir() if entry.name.endswith(".yaml"))
    tables = [msgspec.convert(_read(name), _File) for name in names if name != "advice.yaml"]
    tables.sort(key=lambda table: list(AREAS).index(table.area))
    return {
        row.id: Kind(
            id=row.id,
            area=table.area,
            nature=row.nature,
            sentence=Text(row.zh, row.en),
            advice=advice[row.nature.advice],
            lopsided=row.lopsided,
            exempt=row.exempt,
        )
        for table in tables
        for row in table.changes
    }


def _read(name: str) -> Any:
    return yamltext.read((_FOLDER / name).read_text(encoding="utf-8"))[0]

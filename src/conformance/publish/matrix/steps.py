"""The steps by which artefacts are proved: which each has, and why it lacks the others, from ``steps.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
from msgspec import Struct

from conformance.publish.matrix import declared_targets
from conformance.standard.model import Text
from conformance.standard.problems import Faulty, Problem
from conformance.standard.yamlfile import YamlFile

STEPS: Mapping[str, Text] = {
    "L0": Text("重新生成，逐字节相同", "made again, it has the same bytes"),
    "L1": Text("由他人的解析器读取", "a parser that is not ours reads it"),
    "L2": Text("由真实的编译器或引擎接受", "the real compiler or engine takes it"),
    "L3": Text("记录写入再读出不变", "records go through it and come back"),
    "L4": Text("结论与声明一致", "its verdicts are those that are declared"),
    "wrong": Text("故意做错的生成器被发现", "an emitter that is deliberately wrong is caught"),
}
_FILE = "steps.yaml"


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zh: str
    en: str


_Cells = dict[str, list[str] | _Words]


class _Steps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    every: _Cells
    targets: dict[str, _Cells]


class Proof(Struct, frozen=True):
    """One step of one artefact."""

    tests: int
    """How many tests of the source show it."""
    why: Text | None
    """Why there is none."""


@cache
def proofs(folder: Path | None = None) -> Mapping[str, Mapping[str, Proof]]:
    """Target → step → its proof. Raises Faulty where a step is missing or nobody knows it."""
    place = folder or Path(str(files("conformance.publish.matrix")))
    try:
        read = msgspec.convert(YamlFile(place / _FILE, place).data, _Steps)
    except msgspec.ValidationError as error:
        raise Faulty([Problem(_FILE, str(error))]) from None
    rows = {target: {**read.every, **cells} for target, cells in read.targets.items()}
    if odd := [target for target, cells in rows.items() if cells.keys() != STEPS.keys()]:
        raise Faulty(Problem(_FILE, f"{target} has not the steps {', '.join(STEPS)}") for target in odd)
    return {target: {step: _proof(cells[step]) for step in STEPS} for target, cells in rows.items()}


def unproved(target: str) -> Text | None:
    """Why nothing but its declaration says what a target enforces; None for one whose verdicts are compared with what it declares."""
    return proofs()[target]["L4"].why if target in declared_targets() else None


def _proof(cell: list[str] | _Words) -> Proof:
    return Proof(0, Text(cell.zh, cell.en)) if isinstance(cell, _Words) else Proof(len(cell), None)

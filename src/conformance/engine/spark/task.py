"""What a task does: judge one split by the same readers and the same kernel, and say what came of it piece by piece."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from conformance.checks.keys import Seeds, seeds, take_seeds
from conformance.engine.beside import Companions
from conformance.engine.model import Request, Violation
from conformance.engine.part import Part
from conformance.engine.parts import judge_part
from conformance.engine.spark.links import (
    ALONE,
    NOTHING_ASKED,
    READ_OTHERWISE,
    Asked,
    Links,
    NotGathered,
    companions_there,
)
from conformance.engine.spark.splits import Split, written_of
from conformance.sources.codes import ProblemCode
from conformance.sources.model import Table, Unusable
from conformance.sources.open import open_tables
from conformance.sources.raw import Ended
from conformance.sources.source import source_of
from conformance.standard.model import Text
from conformance.version import __version__

NOTHING_BEFORE = Ended(0, 1, as_cut=True)
"""Where the rows of a file begin, and so end those of a split that knows its own numbers."""
_PROBE = ("", "沪食药监许可〔2016〕第1号", "91310115MA1K35W17E")


class Brief(Struct, frozen=True):
    """What all tasks of a job are told: the compiled standard among it, sent to each machine once."""

    request: Request
    seeds: Seeds
    """Keys of all splits are hashed alike."""
    everything: bool
    """Whether every violation is wanted, not only the examples."""
    made: Mapping[str, str]
    """The versions of what decides what is found."""
    probe: tuple[int, ...]
    """What some texts are hashed to."""
    links: Links = ALONE
    """What goes along with the tables."""


class Keys(Struct, frozen=True):
    """The keys of some records (``KeyReader.read``), of a uniqueness check of an item."""

    check: int
    item: str
    rule: str
    fields: tuple[str, ...]
    rows: pl.DataFrame


class Found(Struct, frozen=True):
    """Some violations, their records numbered within the split."""

    violations: Sequence[Violation]


class Judged(Struct, frozen=True):
    """The split was judged to its end."""

    part: Part
    keyed: Mapping[int, int]
    """Number of a uniqueness check → records that have a key."""
    ended: Ended
    """How far reading came of a split that is numbered as though nothing came before it."""
    sums: tuple[Mapping[str, Decimal], Mapping[str, int]] | None = None
    """What number fields add up to, and how many records have no number in them (``Sums.take``)."""


class Beyond(Struct, frozen=True):
    """The file was not cut where a record ends: the split was read on to the end of the file, and those after it are for nothing."""


class Unread(Struct, frozen=True):
    """Reading broke off: what ``Unusable`` says."""

    zh: str
    en: str
    path: str
    mapping_template: str | None
    code: ProblemCode

    @classmethod
    def of(cls, error: Unusable) -> Unread:
        """The same as a message."""
        return cls(error.text.zh, error.text.en, error.path, error.mapping_template, error.code)

    def error(self) -> Unusable:
        """The same to be raised."""
        return Unusable(self.zh, self.en, self.path, self.mapping_template, self.code)


class Unfit(Struct, frozen=True):
    """The machine cannot take part, and why; its answers would be others."""

    why: Text


class Named(Struct, frozen=True):
    """Keys that records refer to, or are referred to by."""

    wanted: bool
    """Whether something refers to them; else they are there."""
    pool: int
    """Which of ``Links.referred``."""
    keys: pl.DataFrame
    """``LOW`` and ``HIGH``, the halves of their hashes; each key once."""


class Signed(Struct, frozen=True):
    """A registering authority of records that can be referred to."""

    pool: int
    sign: str


class Gathered(Struct, frozen=True):
    """All keys were told of what could be read of the split."""

    asked: Asked


Message = Keys | Found | Judged | Beyond | Unread | Unfit | Named | Signed | Gathered


def brief(request: Request, everything: bool, links: Links = ALONE) -> Brief:
    """What tasks are told by this process."""
    return Brief(request, seeds(), everything, versions(), _hashes(seeds()), links)


def versions() -> dict[str, str]:
    """What decides what is found and how it travels."""
    return {"three-list-conformance": __version__, "polars": pl.__version__, "pyarrow": version("pyarrow")}


def unfit(told: Brief) -> Unfit | None:
    """Why this process cannot judge for the one who wrote the brief; keys are hashed as told from here on."""
    mine = versions()
    differ = [name for name, version in told.made.items() if mine.get(name) != version]
    if differ:
        here = "、".join(f"{name} {mine.get(name)}" for name in differ)
        there = "、".join(f"{name} {told.made[name]}" for name in differ)
        return Unfit(
            Text(
                f"执行节点 {platform.node()} 上的版本不同（{here}，提交端为 {there}），结果可能不一致；请在所有节点装同一版本。",
                f"{platform.node()} has other versions ({here}; where the job was submitted: {there}) and might find something "
                "else; install the same ones everywhere.",
            )
        )
    if seeds() != told.seeds:
        take_seeds(told.seeds)
    if _hashes(told.seeds) != told.probe:
        return Unfit(
            Text(
                f"执行节点 {platform.node()} 对同一文本算出的散列值与提交端不同（处理器类型不同），无法比对重复记录；请只用同一类型的机器。",
                f"{platform.node()} hashes a text to another value than the machine where the job was submitted (another kind of "
                "processor), so repeated records cannot be told; use machines of one kind.",
            )
        )
    return None


def _hashes(given: Seeds) -> tuple[int, ...]:
    texts = pl.Series([*_PROBE, None], dtype=pl.String)
    return tuple(value for seed in given for value in texts.hash(seed).to_list())


def opened(split: Split, told: Brief, ended: list[Ended]) -> Table | Unread | Unfit:
    """The rows of a split. What cannot be read is a message: it is no fault of the machine. ``ended`` hears where reading a
    span has ended."""
    try:
        source = source_of(split.again.path)
    except Unusable as error:
        return _unseen(split, error)
    if written_of(source) != split.written:
        return _another_file(split)
    reading = split.again.reading
    if reading.span is not None:
        reading = replace(reading, span=replace(reading.span, ended=ended.append))
    try:
        return open_tables(split.again.path, told.request.standard, reading)[split.again.number]
    except Unusable as error:  # it was opened where the job was submitted: these of its rows cannot be read
        return Unread.of(error)


def do(split: Split, told: Brief, asked: Asked = NOTHING_ASKED, lost: pl.DataFrame | None = None) -> Iterator[Message]:
    """Judge a split. ``asked`` was gathered of it, and ``lost`` are the keys of that which are nowhere
    (``links.companions_there``)."""
    ended: list[Ended] = []
    table = opened(split, told, ended)
    if not isinstance(table, Table):
        yield table
        return
    companions = companions_there(table, told.request, told.links, split.table, asked, lost)
    yield from judged(table, told, companions, ended)


def judged(
    table: Table, told: Brief, companions: Companions | None = None, ended: Sequence[Ended] = ()
) -> Iterator[Message]:
    """Judge the rows that a table's batches hold; ``ended`` tells then where reading them has ended, where that is not known."""
    found: list[Violation] = []
    request = told.request.of(table.party)
    keyed: dict[int, int] = {}
    try:
        for came in judge_part(table, request, found.extend if told.everything else None, companions):
            if found:
                yield Found(tuple(found))
                found.clear()
            if isinstance(came, Part):
                sums = None if companions is None else companions.sums
                end = ended[0] if ended else NOTHING_BEFORE
                yield Judged(came, keyed, end, None if sums is None else (sums.totals, sums.unread))
                if not end.as_cut:
                    yield Beyond()
                continue
            number, rows = came
            check = request.standard.record_type_of(table.item, request.party).checks[number]
            keyed[number] = keyed.get(number, 0) + rows.height
            yield Keys(number, table.item, check.rule, check.fields, rows)
    except Unusable as error:
        if found:
            yield Found(tuple(found))
        yield Unread.of(error)
    except NotGathered:
        yield Unfit(READ_OTHERWISE)


def _another_file(split: Split) -> Unfit:
    node, path = platform.node(), split.again.path
    return Unfit(
        Text(
            f"执行节点 {node} 上的“{path}”与提交端看到的不是同一个文件（大小或修改时间不同）；请放在各节点共用的存储上，或复制时保留修改时间。",
            f"On {node}, {path} is another file than where the job was submitted (size or time of writing differ); put it on storage "
            "that all machines share, or copy it with its time of writing.",
        )
    )


def _unseen(split: Split, error: Unusable) -> Unfit:
    node, path = platform.node(), split.again.path
    why, unpacked = error.text, Text("", "")
    if Path(str(path)).absolute() != Path(path).absolute():
        unpacked = Text(
            "压缩包解压在运行命令的机器上，请先解压到那里，或把 TMPDIR 设为各节点共用的文件夹。",
            " Its archive was unpacked where the command runs: unpack it there, or set TMPDIR to a folder that all machines share.",
        )
    return Unfit(
        Text(
            f"执行节点 {node} 打不开“{path}”（{why.zh.rstrip('。')}）；请把文件放在所有节点都能以同一路径读到的存储上。{unpacked.zh}",
            f"{node} cannot open {path} ({why.en.rstrip('.')}); put the file where all machines find it under the same path.{unpacked.en}",
        )
    )

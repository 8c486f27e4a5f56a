"""Coverage of the source document: everything in it is made to work, or it is said why not."""

from __future__ import annotations

from collections.abc import Container, Iterator

from conformance.catalog.lint.model import Found, Ground, lint_code, texts
from conformance.standard.entries import Entry
from conformance.standard.links import Ref
from conformance.standard.lists import WORKS
from conformance.standard.model import Text

_SCHEMAS = frozenset("catalog codes common coverage extras identifiers lists records rulebook types".split())
_COVERED = ("clause", "system", "obligation")
_HINT = (
    "写明由什么落实（made_by），或为什么不在范围内（out_of_reach）",
    "say in made_by what makes it work, or in out_of_reach why nothing does",
)


@lint_code("clause-uncovered", "error", ("条款没有落实", "a clause that nothing makes work"), _HINT)
def clause_uncovered(ground: Ground) -> Iterator[Found]:
    """A clause with neither work nor reason, none of whose parts has one either."""
    for _, entry in ground.of("clause"):
        if _bare(entry):
            yield Found(Text("没有写由什么落实，也没有写原因", "has neither works nor a reason"), entry)


@lint_code("system-uncovered", "error", ("核心系统没有落实", "a core system that nothing makes work"), _HINT)
def system_uncovered(ground: Ground) -> Iterator[Found]:
    """A system or obligation that is silently missing; one that is background only may be."""
    for name in ("system", "obligation"):
        for _, entry in ground.of(name):
            if _bare(entry) and entry.data.get("relevance") != "context":
                yield Found(Text("没有写由什么落实，也没有写原因", "has neither works nor a reason"), entry)


def _bare(entry: Entry) -> bool:
    return not texts(entry, "made_by") and not entry.data.get("out_of_reach")


@lint_code(
    "coverage-contradicts",
    "error",
    ("既已落实又不在范围内", "made to work and out of reach"),
    ("部分落实的，用 partial 写明尚缺什么", "where a part is missing, say so in partial"),
)
def coverage_contradicts(ground: Ground) -> Iterator[Found]:
    """Works beside the reason why there are none, or something still missing where there is nothing."""
    for name in _COVERED:
        for _, entry in ground.of(name):
            made = bool(texts(entry, "made_by"))
            if made and entry.data.get("out_of_reach"):
                yield Found(
                    Text("既写了落实又写了不在范围内", "has works and is out of reach"), entry, ("out_of_reach",)
                )
            if not made and entry.data.get("partial"):
                yield Found(Text("没有落实，却写了尚缺什么", "says what is missing of nothing"), entry, ("partial",))


@lint_code(
    "work-unknown",
    "error",
    ("所写的落实方式不存在", "a work that is not there"),
    (
        "改正编号：规则见 conformance rules，条目见 conformance catalog list",
        "mend the id: conformance rules and conformance catalog list show them",
    ),
)
def work_unknown(ground: Ground) -> Iterator[Found]:
    """An entry, rule, record type, party, command or document that there is not."""
    for name in _COVERED:
        for _, entry in ground.of(name):
            for place, work in enumerate(texts(entry, "made_by")):
                if isinstance(work, dict) and not _there(str(work.get("what")), str(work.get("id")), ground):
                    kind, name_ = ground.said("WorkKind", work.get("what")), work.get("id")
                    said = Text(f"没有{kind.zh}“{name_}”", f"there is no {kind.en} {name_}")
                    yield Found(said, entry, ("made_by", place))


def _there(what: str, name: str, ground: Ground) -> bool:
    if what in WORKS:
        return ground.entry(Ref(WORKS[what], name)) is not None
    known: dict[str, Container[str] | None] = {
        "rule": ground.standard.rules,
        "record-type": ground.standard.record_types,
        "party": ground.standard.parties,
        "document": ground.documents,
        "schema": _SCHEMAS,
        "command": ground.commands,
    }
    names = known.get(what)
    return names is None or name in names


@lint_code(
    "work-command",
    "error",
    ("命令不能运行", "a command line that cannot be run"),
    ("写作 conformance 命令 …，只用已有的命令", "write conformance COMMAND … with a command that there is"),
)
def work_command(ground: Ground) -> Iterator[Found]:
    """A command line of another tool, of a command that there is not, or about an entry that there is not."""
    for name in _COVERED:
        for _, entry in ground.of(name):
            for place, work in enumerate(texts(entry, "made_by")):
                line = work.get("command") if isinstance(work, dict) else None
                if line is not None and not _runs(str(line), ground):
                    yield Found(
                        Text(f"没有命令“{line}”", f"there is no command {line!r}"), entry, ("made_by", place, "command")
                    )


def _runs(line: str, ground: Ground) -> bool:
    words = line.split()
    if len(words) < 2 or words[0] != "conformance":
        return False
    name = "-".join(words[1:3]) if words[1] == "catalog" else words[1]
    if ground.commands is not None and name not in ground.commands:
        return False
    named = [word for word in words[3:] if not word.startswith("-")] if name == "catalog-show" else []
    shown = [Ref(*word.split(":", 1)) for word in named if ":" in word]
    return all(ground.entry(ref) is not None or ref.id in _outside(ref.list, ground) for ref in shown)


def _outside(name: str, ground: Ground) -> Container[str]:
    """Ids of what can be shown and is no entry."""
    if name == "record-type":
        return ground.standard.record_types
    return ground.standard.parties if name == "party" else ()

"""Whether a value is there: required fields, placeholders, groups of which one is needed, conditions between fields."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

import polars as pl

from conformance.checks.base import Context, Judgement, Skip, kind

_ALL = pl.lit(True)


@kind("required")
def required(context: Context, fields: tuple[str, ...], *, lawful: Sequence[str] = ()) -> Judgement:
    """The cell must hold a value; a placeholder counts as empty unless it is ``lawful``."""
    return Judgement(applies=_ALL, fails=context.facet(fields[0], "empty"))


@kind("placeholder")
def placeholder(context: Context, fields: tuple[str, ...], *, lawful: Sequence[str] = ()) -> Judgement:
    """An optional cell without a value is left empty, not filled with a placeholder.

    Where one of several fields is needed and none has a value, ``one_of`` has said so already.
    """
    filled = context.facet(fields[0], "filled")
    words = context.facet(fields[0], "placeholder")
    group = next((c.fields for c in context.record_type.checks if c.kind == "one_of" and fields[0] in c.fields), fields)
    others = [~context.facet(name, "empty") for name in group if name != fields[0] and context.has(name)]
    fails = words & reduce(or_, others) if others else words
    return Judgement(applies=filled, fails=fails, details={"expected": pl.lit("")}, only_where=words)


@kind("one_of", needs="none")
def one_of(context: Context, fields: tuple[str, ...]) -> Judgement | Skip:
    """At least one of the fields must hold a value."""
    present = [name for name in fields if context.has(name)]
    if not present:
        return Skip("column-absent")
    return Judgement(
        applies=_ALL, fails=reduce(and_, (context.facet(name, "empty") for name in present)), at=present[0]
    )


@kind("condition", needs="none")
def condition(
    context: Context, fields: tuple[str, ...], *, when: Sequence[dict[str, Any]], then: Sequence[dict[str, Any]]
) -> Judgement | Skip:
    """Where every condition of ``when`` holds, every one of ``then`` must hold (LinkML's safe subset of class rules).

    A condition names a ``field`` and one of ``equals_in`` (list of codes), ``present`` (true or false).
    """
    if not context.has(*(c["field"] for c in when)):
        return Skip("column-absent")
    applies = reduce(and_, (_holds(context, c) for c in when))
    met = reduce(and_, (_holds(context, c) for c in then))
    return Judgement(applies=applies, fails=applies & ~met)


def _holds(context: Context, clause: dict[str, Any]) -> pl.Expr:
    name = clause["field"]
    if "present" in clause:
        present = ~context.facet(name, "empty") if context.has(name) else pl.lit(False)
        return present if clause["present"] else ~present
    if "equals_in" in clause:
        codes = list(clause["equals_in"])
        return context.derive(name, f"is:{'|'.join(codes)}", context.facet(name, "code").is_in(codes).fill_null(False))
    raise ValueError(f"condition on {name} says neither present nor equals_in")


@kind("other_needs_note")
def other_needs_note(context: Context, fields: tuple[str, ...], *, code_list: str) -> Judgement:
    """其他 asks for a note: in brackets behind it, or in the remarks (second field). Empty brackets are no note."""
    entries = [code for code in context.standard.code_lists[code_list].codes if code.note_allowed]
    labels = "|".join(label for code in entries for label in (code.label, *code.aliases))
    bare = context.facet(fields[0], "code").str.contains(rf"^(?:{labels})[（(：:\s\-—]*[）)]?$").fill_null(value=False)
    without_note = context.derive(fields[0], f"without-note:{code_list}", bare)
    elsewhere = [~context.facet(name, "empty") for name in fields[1:] if context.has(name)]
    noted = reduce(or_, elsewhere, pl.lit(value=False))
    return Judgement(applies=context.facet(fields[0], "valued"), fails=without_note & ~noted, only_where=without_note)

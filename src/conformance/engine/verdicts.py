"""What the exact way says of single texts: the derived columns and how every check on the cell alone went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from msgspec import Struct, field
from msgspec.structs import replace

from conformance.checks.base import field_of
from conformance.checks.few import FEW
from conformance.engine.exact import decide, derive
from conformance.engine.places import Mask
from conformance.engine.plan import Plan, Planned, reads

_LISTED = 4_096
"""Texts of which lists are made. Of more of them they would take much memory, and long to make for a few cells."""


class Verdicts(Struct, frozen=True, eq=False, dict=True):
    """An entry for each of some texts of one field. Masks have a row per check (or scope) and a column per text."""

    columns: dict[str, pl.Series]
    """The derived columns by name."""
    fails: Mask
    scopes: Mask
    unjudged: dict[tuple[int, str], Mask]
    """By place of the check and reason."""
    _lists: dict[str, list[Any]] = field(default_factory=dict)
    """Those of the columns that were asked for as lists."""
    _flags: dict[str, Mask | None] = field(default_factory=dict)
    """Those of the columns that were asked for as flags."""
    _ever: dict[str, bool] = field(default_factory=dict)

    @property
    def are_few(self) -> bool:
        """Whether they are so few that lists of them are worth making."""
        return self.texts <= _LISTED

    def listed(self, name: str) -> list[Any]:
        """A derived column as a list, from which few cells are taken in less time than a query needs to begin."""
        if name not in self._lists:
            self._lists[name] = self.columns[name].to_list()
        return self._lists[name]

    def flags(self, name: str) -> Mask | None:
        """A derived Boolean column as an array; None where it has nulls or is none."""
        if name not in self._flags:
            column = self.columns[name]
            sure = column.dtype == pl.Boolean and not column.null_count()
            self._flags[name] = column.to_numpy() if sure else None
        return self._flags[name]

    def ever(self, name: str) -> bool:
        """Whether there is a text of which a derived Boolean column holds."""
        if name not in self._ever:
            flags = self.flags(name)
            self._ever[name] = flags is not None and bool(flags.any())
        return self._ever[name]

    @cached_property
    def ever_fails(self) -> bool:
        """Whether a check fails with any of the texts."""
        return bool(self.fails.any())

    @cached_property
    def judges_all(self) -> bool:
        """Whether every check judges each of the texts."""
        return bool(self.scopes.all())

    @cached_property
    def ever_unjudged(self) -> frozenset[tuple[int, str]]:
        """The keys of ``unjudged`` for which there is such a text."""
        return frozenset(key for key, mask in self.unjudged.items() if mask.any())

    @property
    def texts(self) -> int:
        """How many texts there are."""
        return int(self.fails.shape[1])

    def part(self, start: int, stop: int | None = None) -> Verdicts:
        """The entries of some neighbouring texts."""
        within = slice(start, stop)
        return Verdicts(
            {name: column[within] for name, column in self.columns.items()},
            self.fails[:, within],
            self.scopes[:, within],
            {key: mask[within] for key, mask in self.unjudged.items()},
        )

    def in_one_piece(self, pieces: int) -> Verdicts:
        """The same, its columns put together where they are of more than so many pieces."""
        if all(column.n_chunks() <= pieces for column in self.columns.values()):
            return self
        return replace(self, columns={name: column.rechunk() for name, column in self.columns.items()})

    def __add__(self, more: Verdicts) -> Verdicts:
        # A few texts come with a payload, and so will the next few; those of a large batch are asked for as columns.
        listed = dict(self._lists) if more.texts <= FEW and self.texts + more.texts <= _LISTED else {}
        return Verdicts(
            {name: pl.concat([column, more.columns[name]]) for name, column in self.columns.items()},
            np.concatenate([self.fails, more.fails], axis=1),
            np.concatenate([self.scopes, more.scopes], axis=1),
            {key: np.concatenate([mask, more.unjudged[key]]) for key, mask in self.unjudged.items()},
            {name: [*known, *more.listed(name)] for name, known in listed.items()},
        )


_MANY = 500
"""Texts from which a field is worked out by itself, so that others are not padded to its length."""


class Watch(Struct, frozen=True):
    """What has to be known of the texts of one field."""

    field: str
    columns: tuple[str, ...]
    scopes: tuple[int, ...]
    """Places in ``Plan.scopes``; those of the checks on the cell alone, in the order of these checks."""
    unjudged: tuple[tuple[int, str], ...]
    """As in ``Verdicts``."""
    checks: int
    says: tuple[pl.Expr, ...]
    """The expressions of all these."""
    decides: Mapping[str, pl.Expr]
    """Those that decide about a cell, by names that tell them apart."""
    wanted: tuple[str, ...]
    """The columns that these read, and the derived ones that are kept."""

    def asks_the_same_as(self, other: Watch) -> bool:
        """Whether verdicts worked out for one, perhaps under another plan, are those for the other."""
        if (self.columns, self.unjudged, self.checks) != (other.columns, other.unjudged, other.checks):
            return False
        alike = len(self.scopes) == len(other.scopes) and len(self.says) == len(other.says)
        return alike and all(mine.meta.eq(theirs) for mine, theirs in zip(self.says, other.says, strict=True))


def watches(plan: Plan) -> dict[str, Watch]:
    """What has to be known, for every column of the table."""
    columns: dict[str, list[str]] = {field: [] for field in plan.context.columns}
    for name in plan.context.derived:
        columns[field_of(name)].append(name)
    return {field: _watch(plan, field, tuple(sorted(names))) for field, names in columns.items()}


def _watch(plan: Plan, field: str, columns: tuple[str, ...]) -> Watch:
    checks = plan.cells.get(field, ())
    scopes = scopes_of(checks)
    unjudged = tuple((place, reason) for place, p in enumerate(checks) for reason in p.judgement.unjudged)
    decides = _decides(plan, checks, scopes)
    says = (*decides.values(), *(plan.context.derived[name].expression for name in columns))
    wanted = (*reads(decides.values()), *columns)
    return Watch(field, columns, scopes, unjudged, len(checks), says, decides, wanted)


def _decides(plan: Plan, checks: Sequence[Planned], scopes: Sequence[int]) -> dict[str, pl.Expr]:
    """The scopes of some checks, where each fails and why it cannot judge."""
    named = {f"scope:{place}": plan.scopes[place] for place in scopes}
    for p in checks:
        named[f"fails:{p.number}"] = p.judgement.fails
        named |= {f"unjudged:{p.number}:{reason}": e for reason, e in p.judgement.unjudged.items()}
    return named


def scopes_of(checks: Sequence[Planned]) -> tuple[int, ...]:
    """The scopes of some checks (places in ``Plan.scopes``), each once, in the order of the checks."""
    return tuple(dict.fromkeys(planned.scope for planned in checks))


def work_out(plan: Plan, watched: Mapping[str, Watch], texts: Mapping[str, pl.Series]) -> dict[str, Verdicts]:
    """Verdicts on the texts of several fields (String series of any lengths; a null is an empty cell)."""
    many = [field for field, series in texts.items() if len(series) > _MANY]
    few = {field: series for field, series in texts.items() if field not in many}
    found = _worked_out(plan, watched, few) if few else {}
    for name in many:
        found |= _worked_out(plan, watched, {name: texts[name]})
    return found


def _worked_out(plan: Plan, watched: Mapping[str, Watch], texts: Mapping[str, pl.Series]) -> dict[str, Verdicts]:
    """Verdicts on the texts of several fields in one frame, padded with nulls: what is derived depends on one cell only."""
    height = max(len(series) for series in texts.values())
    frame = pl.DataFrame([_padded(series, field, height) for field, series in texts.items()])
    frame = derive(plan, frame, (name for field in texts for name in watched[field].wanted))
    decides = {name: e for field in texts for name, e in watched[field].decides.items()}
    masks = {name: column.to_numpy() for name, column in decide(frame, decides).items()}
    columns = frame.to_dict()
    return {field: _of_field(plan, watched[field], columns, masks, len(series)) for field, series in texts.items()}


def _padded(series: pl.Series, field: str, height: int) -> pl.Series:
    """The series under the name of its field, made so long with nulls without a query."""
    missing, named = height - len(series), series.alias(field)  # a series of its own, so that it may be appended to
    return named.append(NO_TEXT.new_from_index(0, missing)).rechunk() if missing else named


NO_TEXT = pl.Series([None], dtype=pl.String)
"""One empty cell."""


def _of_field(
    plan: Plan, watch: Watch, every: Mapping[str, pl.Series], masks: Mapping[str, Mask], length: int
) -> Verdicts:
    checks = plan.cells.get(watch.field, ())
    none = np.zeros((0, length), dtype=np.bool_)
    fails = [masks[f"fails:{p.number}"][:length] for p in checks]
    scopes = [masks[f"scope:{place}"][:length] for place in watch.scopes]
    return Verdicts(
        columns={name: every[name].head(length) for name in watch.columns},
        fails=np.array(fails) if fails else none,
        scopes=np.array(scopes) if scopes else none,
        unjudged={
            (place, reason): masks[f"unjudged:{checks[place].number}:{reason}"][:length]
            for place, reason in watch.unjudged
        },
    )

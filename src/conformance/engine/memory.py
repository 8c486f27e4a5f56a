"""Giving every cell of a batch its code: by certificate, by what is known, and by the exact way for what is new.

What is learned is kept as long as plans are (``engine.lessons``), so that a service that receives small payloads learns as it goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import polars as pl
from msgspec import Struct

from conformance.checks.codes import lawful_codes
from conformance.checks.few import FEW
from conformance.checks.plain import Plain, Tested, plain_of
from conformance.engine.byvalues import ByValues
from conformance.engine.cells import Cells
from conformance.engine.column import Column
from conformance.engine.known import EMPTY, Known
from conformance.engine.lessons import Lessons
from conformance.engine.lookup import UNKNOWN, Codes
from conformance.engine.places import Mask, Positions
from conformance.engine.plan import Plan
from conformance.engine.verdicts import NO_TEXT, Verdicts, watches, work_out

_TRIAL = 2_000
"""Rows by which it is told whether a column repeats."""
_SHARE = 0.5
"""A column repeats if it has no more distinct texts than this share of its filled cells in the trial."""
_LEAST = 0.02
"""The filled cells of a column tell something if they are more than this share."""
_NEWS = 0.2
"""Share of a batch from which new texts of a column that repeats are worth learning, where they come more than once."""
_MANY = 1_000
"""New texts from which it is worth asking whether they repeat at all."""


class _Asked(Struct, frozen=True):
    """Cells that go the exact way: their positions, their texts, and the texts that are judged (each once if they repeat)."""

    places: Positions
    left: pl.Series
    new: pl.Series
    repeats: bool


class _Reading(Struct):
    """One column while its cells are given their codes."""

    known: Known
    raw: pl.Series
    codes: Codes
    plain: Mask | None = None
    """Which cells have a certificate. They have the code of their specimen, or that of an empty cell until there is one."""
    given: pl.Series | None = None
    """The derived column that came with it, with an entry for each of these."""
    verdicts: Verdicts | None = None
    """What the codes stand for in this batch, where it is more than is kept."""

    def know_for_now(self, asked: _Asked, verdicts: Verdicts) -> None:
        """Give cells codes that hold for this batch only."""
        first = self.known.judged.texts
        self.verdicts = self.known.judged + verdicts
        if asked.repeats:
            numbers = {text: code for code, text in enumerate(asked.new.to_list(), start=first)}
            self.codes[asked.places] = [numbers[text] for text in asked.left.to_list()]
        else:
            self.codes[asked.places] = np.arange(first, first + len(asked.new), dtype=np.int32)

    def settle(self) -> bool:
        """Find plain cells a specimen where there was none yet; False if the exact way finds fault with it."""
        known = self.known
        if known.specimen is not None or self.plain is None or not self.plain.any():
            return True
        code = int(self.codes[np.argmax(self.plain)])
        if (self.verdicts or known.judged).fails[:, code].any():
            return False
        if code < known.judged.texts:
            known.specimen = code
        np.copyto(self.codes, code, where=self.plain)
        return True

    def column(self, plain: Plain | None) -> Column:
        """The column with its codes."""
        verdicts = self.verdicts or self.known.judged
        if plain is None or self.plain is None:
            return Column(self.raw, self.codes, verdicts, plain=False)
        every = bool(self.plain.all())
        codes = int(self.codes[0]) if every and len(self.codes) else self.codes
        given = {} if self.given is None else dict.fromkeys(plain.gives, self.given)
        return Column(self.raw, codes, verdicts, every or self.plain, plain.columns, given)


class Memory:
    """What is known of the texts of every column of a plan's table; ``lessons`` are shared with other plans."""

    def __init__(self, plan: Plan, lessons: Lessons | None = None) -> None:
        self.plan = plan
        self._lessons = lessons or Lessons()
        self._watches = watches(plan)
        self._values = {name: ByValues(one.expression, one.reads) for name, one in plan.context.derived.items()}
        self._of = {name: self._lessons.of(watch) for name, watch in self._watches.items()}
        self._known = {name: lesson.known for name, lesson in self._of.items()}
        self._certifies = False
        self._met = 0
        """Batches read."""

    def read(self, frame: pl.DataFrame) -> Cells:
        """The cells of a batch (String columns named as the plan's)."""
        with self._lessons.lock:
            if not self._certifies and (self._met or frame.height > FEW):
                self._certify()
            self._met += 1
            self._try_out(frame)
            return self._cells(frame)

    def read_again(self, frame: pl.DataFrame) -> Cells:
        """The cells of rows that were read before. They were chosen, and do not tell which columns repeat."""
        with self._lessons.lock:
            return self._cells(frame)

    def _cells(self, frame: pl.DataFrame) -> Cells:
        columns = self._columns(frame)
        while columns is None:  # a certificate was withdrawn
            columns = self._columns(frame)
        return Cells(columns.__getitem__, self.plan.context.derived, self._values, frame.height)

    def _certify(self) -> None:
        """Make the certificates, once they are worth it; of columns without one the lawful codes are learned beforehand."""
        context, cells = self.plan.context, self.plan.cells
        closed: dict[str, pl.Series] = {}
        for name, lesson in self._of.items():
            if lesson.certified:
                continue
            checks = [planned.check for planned in cells.get(name, ())]
            lesson.certify(partial(plain_of, context, name, checks))
            if lesson.certificate is None and lesson.known.verdicts is not None:
                closed[name] = pl.Series(lesson.known.unknown_of(lawful_codes(context, name)), dtype=pl.String)
        closed = {name: texts for name, texts in closed.items() if len(texts)}
        for name, verdicts in work_out(self.plan, self._watches, closed).items():
            if self._known[name].has_room(closed[name]):
                self._known[name].learn(closed[name], verdicts)
        self._certifies = True

    def _try_out(self, frame: pl.DataFrame) -> None:
        """Tell which columns repeat, once there are rows enough."""
        unsure = [name for name, known in self._known.items() if known.repeats is None]
        if not unsure or frame.height < _TRIAL:
            return
        part = frame.head(_TRIAL)
        for name in unsure:
            filled = _TRIAL - part[name].null_count()
            if filled > _TRIAL * _LEAST:
                self._known[name].repeats = part[name].n_unique() <= filled * _SHARE

    def _columns(self, frame: pl.DataFrame) -> dict[str, Column] | None:
        """The columns of a batch; None where a certificate turned out to say too much and was withdrawn."""
        certificates = {name: plain for name, lesson in self._of.items() if (plain := lesson.certificate) is not None}
        raws = {name: frame[name] for name in self._known}
        blank = {name for name, raw in raws.items() if raw.null_count() == len(raw)}
        certified = [
            name
            for name, known in self._known.items()
            if name in certificates and not known.repeats and name not in blank
        ]
        tested = self._tested(frame, {name: certificates[name] for name in certified})
        readings: dict[str, _Reading] = {}
        for name, known in self._known.items():
            raw = raws[name]
            if name in blank:
                readings[name] = _Reading(known, raw, np.full(len(raw), EMPTY, dtype=np.int32))
            elif name in certified:
                readings[name] = self._by_certificate(known, raw, certificates[name], tested[name])
            else:
                codes = tested[name] if name in tested else known.find(raw)
                readings[name] = self._by_text(_Reading(known, raw, codes), certificates.get(name))
        self._learn(readings)
        withdrawn = [name for name in certificates if not readings[name].settle()]
        for name in withdrawn:
            self._of[name].certificate = None
        if withdrawn:
            return None
        return {name: reading.column(certificates.get(name)) for name, reading in readings.items()}

    def _tested(self, frame: pl.DataFrame, certificates: Mapping[str, Plain]) -> dict[str, Tested]:
        """The certificates of some columns, and the codes of the others where there are many texts: beside each other, since
        most of it is done outside of Python."""
        tests: dict[str, Callable[[pl.Series], Tested]] = {
            name: certificate.test for name, certificate in certificates.items()
        }
        if frame.height > FEW:
            tests = {name: tests.get(name, known.find) for name, known in self._known.items()}
        if frame.height <= FEW or pl.thread_pool_size() == 1:
            return {name: test(frame[name]) for name, test in tests.items()}
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(pl.thread_pool_size(), thread_name_prefix="conformance-test") as executor:
            told = executor.map(lambda name: tests[name](frame[name]), tests)
            return dict(zip(tests, told, strict=True))

    def _by_certificate(self, known: Known, raw: pl.Series, certificate: Plain, tested: Tested) -> _Reading:
        """Certificates first; what has none is looked up."""
        plain = certificate.told(tested)
        few = raw.to_list() if len(raw) <= FEW else None
        codes = plain.astype(np.int32)
        codes *= known.specimen or EMPTY  # which is 0: a product is done in a tenth of the time that choosing takes
        others = np.flatnonzero(~plain)
        if len(others) == raw.null_count():  # an empty cell is never plain
            others = others[:0]
        elif few is not None:
            others = others[[few[place] is not None for place in others.tolist()]]
        else:
            others = others[raw.is_not_null().to_numpy()[others]]
        if known.specimen is None and plain.any():
            others = np.append(others, np.argmax(plain))
        if few is not None:
            codes[others] = known.find_few(few[place] for place in others.tolist())
        elif len(others):
            codes[others] = known.find(raw[others])
        return _Reading(known, raw, codes, plain, certificate.given(tested, plain))

    def _by_text(self, reading: _Reading, certificate: Plain | None) -> _Reading:
        """Every text was looked up; of many that are not known those are certified that will hardly come again."""
        known, raw = reading.known, reading.raw
        left = np.flatnonzero(reading.codes == UNKNOWN)
        if certificate is None or len(left) <= FEW:
            return reading
        texts = raw[left]
        tested = certificate.test(texts)
        once = certificate.told(tested)
        if len(left) > len(raw) * _NEWS:
            again = once & texts.is_duplicated().to_numpy()
            if known.has_room(texts.filter(pl.Series(again)).unique()):
                once &= ~again
        if not once.any():
            return reading
        reading.plain = np.zeros(len(raw), dtype=np.bool_)
        reading.plain[left[once]] = True
        reading.given = certificate.given(tested, once)
        reading.codes[left[once]] = known.specimen or EMPTY
        if known.specimen is None:
            reading.codes[left[np.argmax(once)]] = UNKNOWN
        return reading

    def _learn(self, readings: dict[str, _Reading]) -> None:
        """Go the exact way for the texts that have no code yet."""
        asked: dict[str, _Asked] = {}
        for name, reading in readings.items():
            places = np.flatnonzero(reading.codes == UNKNOWN)
            begun = reading.known.verdicts is not None
            if len(places) or not begun:
                left = reading.raw[places]
                repeats = not _hardly_repeats(left)
                asked[name] = _Asked(places, left, _distinct(left) if repeats else left, repeats)
        if not asked:
            return
        texts = {
            name: one.new if readings[name].known.verdicts is not None else pl.concat([NO_TEXT, one.new])
            for name, one in asked.items()
        }
        for name, verdicts in work_out(self.plan, self._watches, texts).items():
            self._take(readings[name], asked[name], verdicts)

    def _take(self, reading: _Reading, asked: _Asked, verdicts: Verdicts) -> None:
        """Give the cells that were asked for their codes; keep what was learned if its texts repeat."""
        known, begun = reading.known, reading.known.verdicts is not None
        if asked.repeats and known.has_room(asked.new):
            known.learn(asked.new if begun else pl.concat([NO_TEXT, asked.new]), verdicts)
            reading.codes[asked.places] = known.find(asked.left)
            return
        if not begun:
            known.learn(NO_TEXT, verdicts.part(0, 1))
            verdicts = verdicts.part(1)
        reading.know_for_now(asked, verdicts)


def _distinct(texts: pl.Series) -> pl.Series:
    """The texts, each once; of few of them without a query."""
    if len(texts) > FEW:
        return texts.unique()
    return pl.Series(texts.name, list(dict.fromkeys(texts.to_list())), dtype=pl.String)


def _hardly_repeats(texts: pl.Series) -> bool:
    """Whether hardly any of a great many texts comes twice, so that looking for the distinct ones would be in vain."""
    return len(texts) > _MANY and texts.head(_MANY).n_unique() > 0.9 * _MANY

"""Good records about synthetic subjects, drawn from made-up ones and each judged by the rule engine: what fixtures are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct, field

from conformance.api import Options, check_many
from conformance.exchange.profile import synthetic
from conformance.exchange.rowlines import EVERY, Line, findings_of, lines_of
from conformance.exchange.run.guard import identifiers
from conformance.sample.api import frames
from conformance.sample.defect import CODES, Record
from conformance.sample.plant import Log
from conformance.standard.model import Party, Standard
from conformance.standard.parties import find_party

_CHUNK = 150
"""Records drawn at once."""
_MOST_CHUNKS = 20
_DIVISION = "division_code"


class Source(Struct, frozen=True):
    """Whose records of which item."""

    item: str
    provider: str
    as_of: date


class Pool(Struct):
    """Records of one source, each given out once."""

    source: Source
    seed: int
    standard: Standard
    _ready: list[Record] = field(default_factory=list)
    _chunks: int = 0

    def take(self, count: int) -> list[Record]:
        """That many records, the first one about an organisation. Raises ValueError where there are not as many."""
        while len(self._ready) < count and self._chunks < _MOST_CHUNKS:
            found = chunk(self.source, self.seed, self._chunks, self.standard)
            self._ready += found
            self._chunks += 1
            if not found:
                break
        if len(self._ready) < count:
            raise ValueError(f"{self.source.item}: fewer than {count} records can be about synthetic subjects")
        first = next((at for at, record in enumerate(self._ready) if record.get("subject_uscc")), 0)
        self._ready.insert(0, self._ready.pop(first))
        taken, self._ready = self._ready[:count], self._ready[count:]
        return taken


_CHUNKS: dict[tuple[str, Source, int, int], tuple[Record, ...]] = {}


def chunk(source: Source, seed: int, number: int, standard: Standard) -> list[Record]:
    """The good ones among some made-up records; kept, since a process may run many times over the same."""
    key = (standard.digest, source, seed, number)
    if key not in _CHUNKS:
        _CHUNKS[key] = tuple(_drawn(source, seed, number, standard))
    return [dict(record) for record in _CHUNKS[key]]


def _drawn(source: Source, seed: int, number: int, standard: Standard) -> list[Record]:
    names = {one.title: one.name for one in standard.record_type_of(source.item).fields}
    frame = next(frames(source.item, _CHUNK, (seed + number) % (1 << 31), standard, 0.0, Log(None)))
    made = [{names[title]: value for title, value in record.items()} for record in frame.iter_rows(named=True)]
    party = party_of(source.provider, standard)
    about = [_about(record, seed, number * _CHUNK + place, party) for place, record in enumerate(made)]
    clean = [record for record in about if record is not None and is_synthetic(record)]
    whole = [{name: text for name, text in record.items() if text is not None} for record in clean]
    lines = judged(whole, source, standard) if whole else ()
    return [record for record, line in zip(clean, lines, strict=True) if not line.problems]


def party_of(provider: str, standard: Standard) -> Party | None:
    """The party that a provider is: by the id of its unit, or as a party (``district:310115``)."""
    return find_party(provider, standard) or find_party(f"unit:{provider}", standard)


def judged(records: Sequence[Mapping[str, Any]], source: Source, standard: Standard) -> tuple[Line, ...]:
    """What the rule engine says of each of some records, as of one batch of the provider's."""
    party = party_of(source.provider, standard)
    options = Options(item=source.item, party=None if party is None else party.id, as_of=source.as_of, examples=EVERY)
    report = check_many([[dict(record) for record in records]], options, standard=standard)
    table = report.inputs[0]
    return lines_of(table, findings_of(report, table))


def is_synthetic(record: Record) -> bool:
    """Whether everything in a record that has the form of an identifier lies in a reserved range."""
    told = "\n".join(text for text in record.values() if text)
    return all(synthetic.is_synthetic(one) for one in identifiers(told.encode()))


def _about(record: Record, seed: int, place: int, party: Party | None) -> Record | None:
    """The record with a synthetic subject in place of its own, in the provider's jurisdiction."""
    if "subject_uscc" not in record:
        return None
    person = bool(record.get("subject_citizen_id")) and not any(record.get(name) for name in CODES[:4])
    codes: Record = dict.fromkeys((name for name in CODES if name in record), None)
    if person:
        codes["subject_citizen_id"] = synthetic.citizen_id(seed, place)
    else:
        codes["subject_uscc"] = synthetic.uscc(seed, place)
    written = record.get(_DIVISION)
    if party is not None and party.jurisdiction and written and not written.startswith(party.jurisdiction):
        codes[_DIVISION] = party.jurisdiction[0].ljust(6, "0")
    return record | codes

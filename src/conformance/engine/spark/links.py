"""How the tables of a job go together: what tasks are told of it, and how they look up what their records refer to.

The keys of all tables are compared by Spark (``spark.lost``); a task hears which of those that its records refer to are
nowhere, and judges by that as the local engine does by its own store of keys.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from msgspec import Struct, field
from msgspec.structs import replace

from conformance.checks.keys import seeds
from conformance.engine.along import Along, companions_of
from conformance.engine.beside import Companions
from conformance.engine.keys import HIGH, LOW
from conformance.engine.keystore import NOT_FOUND
from conformance.engine.model import Request
from conformance.engine.places import Positions
from conformance.engine.references import Pool, References
from conformance.engine.referred import Referred, reference_checks, referred_of
from conformance.engine.running import Coming
from conformance.sources.model import Table
from conformance.standard.model import Text

POOL = "@pool"
LOST = {POOL: pl.Int32, LOW: pl.Int64, HIGH: pl.Int64}
"""Columns of keys that are nowhere."""
READ_OTHERWISE = Text(
    "Spark 集群先后两次读同样的文件，读到的内容不同（文件可能正在改动，或有节点读不全），没有得出结论；请在文件写完后重新校验。",
    "The Spark cluster read the same files twice and not alike (they may have been written to meanwhile, or a machine cannot read all of them), "
    "so nothing was decided; check again when all is written.",
)


class NotGathered(Exception):
    """Keys are looked up that gathering did not ask for: nobody knows where they are."""


class Tally(Struct, frozen=True):
    """Some keys, in any order."""

    many: int = 0
    mixed: int = 0
    """All of them in one number, alike for the same keys."""

    def with_keys(self, hashes: pl.DataFrame) -> Tally:
        """These and others (``hashed``), less the nulls."""
        low = hashes[LOW].drop_nulls().to_numpy()
        return Tally(self.many + len(low), self.mixed ^ int(np.bitwise_xor.reduce(low)))


Asked = Mapping[int, Tally]
"""What the records of a split refer to, each record's keys again, by its number in ``Links.referred``."""
NOTHING_ASKED: Asked = {}


class Links(Struct, frozen=True):
    """What goes along with the tables of one job, by their places."""

    along: tuple[Along, ...] = ()
    referred: tuple[Referred, ...] = ()
    """What records refer to that others of these tables hold."""
    complete: tuple[bool, ...] = ()
    """Of each of these whether a table holds everything that could be referred to."""
    referring: int = 0
    """So many of the first tables there are up to the last one that refers to something."""
    registrars: tuple[frozenset[str], ...] = ()
    """Of each of what is referred to the registering authorities that were found there."""
    unread: frozenset[int] = frozenset()
    """Tables before which reading broke off somewhere: what they refer to may be there."""
    asked: Mapping[int, Asked] = field(default_factory=dict)
    """What was gathered of each split that its records refer to, by the split's number."""

    def found(
        self, registrars: Sequence[Collection[str]], broken: Collection[int], asked: Mapping[int, Asked]
    ) -> Links:
        """The same when all keys were gathered; ``broken`` are the tables whose reading broke off."""
        at_once = [table for table in broken if self.along[table].again]
        unread = {
            place
            for place, along in enumerate(self.along)
            if along.unread or at_once or any(table < place for table in broken)
        }
        return replace(self, registrars=tuple(map(frozenset, registrars)), unread=frozenset(unread), asked=asked)


ALONE = Links()
"""Nothing goes along with anything."""


def links_of(coming: Sequence[Coming], request: Request) -> Links:
    """How some tables, in the order of their turns, go together."""
    items = request.standard.items
    types = [items[table.item].record_type for table in coming]
    referred: dict[Referred, bool] = {}
    referring = 0
    for place, table in enumerate(coming):
        for check in reference_checks(table.item, request):
            one = referred_of(check)
            to_itself = one.record_type == types[place]
            alone = to_itself and (table.along.kind == "full" or not table.along.again)
            if request.purpose not in check.purposes or alone or one.record_type not in types:
                continue
            kinds = [other.along.kind for other, name in zip(coming, types, strict=True) if name == one.record_type]
            referred[one] = "full" in kinds
            referring = place + 1
    return Links(tuple(table.along for table in coming), tuple(referred), tuple(referred.values()), referring)


def hashed(keys: pl.Series) -> pl.DataFrame:
    """``LOW`` and ``HIGH`` (Int64) of some texts, null for null."""
    halves = {name: keys.hash(seed).reinterpret(signed=True) for name, seed in zip((LOW, HIGH), seeds(), strict=True)}
    return pl.DataFrame([half.set(keys.is_null(), None).alias(name) for name, half in halves.items()])


class AllBut:
    """Every key but some; as of ``engine.references.FindsKeys``."""

    def __init__(self, lost: pl.DataFrame, gathered: Tally) -> None:
        """``lost`` has ``LOW`` and ``HIGH``; it is known of the keys that were ``gathered`` only."""
        self._lost = lost.select(LOW, HIGH).unique()
        self._gathered = gathered
        self._asked = Tally()

    def find(self, keys: pl.Series) -> Positions:
        """As of the protocol. Raises NotGathered."""
        asked = hashed(keys)
        self._know(asked)
        found: Positions = np.where(keys.is_null().to_numpy(), NOT_FOUND, 0).astype(np.int64)
        if self._lost.height:
            asked = asked.with_row_index("@at")
            found[asked.join(self._lost, on=[LOW, HIGH], how="semi")["@at"].to_numpy()] = NOT_FOUND
        return found

    def _know(self, asked: pl.DataFrame) -> None:
        """Rows that are no records were gathered too: there may be fewer keys than that, and as many are the same."""
        self._asked = self._asked.with_keys(asked)
        if self._asked.many >= self._gathered.many and self._asked != self._gathered:
            raise NotGathered


def companions_there(
    table: Table, request: Request, links: Links, place: int, asked: Asked, lost: pl.DataFrame | None
) -> Companions | None:
    """The checks of a table (by its ``place``) beside its plan, judged by another process than the one that knows its files.

    ``asked`` is what was gathered that its records refer to; ``lost`` (columns ``LOST``) are the keys of that which are nowhere,
    None for none.
    """
    if not links.along:
        return None
    nowhere = pl.DataFrame(schema=LOST) if lost is None else lost
    pools = {
        referred: Pool(
            AllBut(nowhere.filter(pl.col(POOL) == pool), asked.get(pool, Tally())),
            set(links.registrars[pool]),
            1,
            links.complete[pool],
            place in links.unread,
        )
        for pool, referred in enumerate(links.referred)
    }
    return companions_of(table, request.of(table.party), links.along[place], References(request, pools))


def wanted_of(item: str, request: Request, links: Links) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """What records of an item refer to: which of ``Links.referred``, by which fields, and whether one of them is enough."""
    for check in reference_checks(item, request):
        if referred_of(check) in links.referred:
            yield links.referred.index(referred_of(check)), check.fields, referred_of(check).matching

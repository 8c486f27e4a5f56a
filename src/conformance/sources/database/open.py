"""Opening a table of a database as a table that can be checked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec.structs import replace

from conformance.sources.assemble import assemble
from conformance.sources.database.address import Address
from conformance.sources.database.model import Relation, Session, unread
from conformance.sources.model import Batch, Table, Unusable
from conformance.sources.open import recogniser_of
from conformance.sources.raw import Body, RawTable, ReadOptions, Shape, check_width
from conformance.standard.model import Standard


def open_database(address: Address, standard: Standard, options: ReadOptions | None = None) -> list[Table]:
    """Open the table that an address names: its columns now, its records when ``Table.batches`` is read.

    Raises ``Unusable`` with one clear sentence, now or while records are read; none of them shows a user or a password.
    """
    options = options or ReadOptions()
    recogniser = recogniser_of(standard, options)
    session: Session | None = None
    try:
        if address.refusal is not None:
            raise Unusable(address.refusal.zh, address.refusal.en)
        if options.sheet is not None:
            raise Unusable(
                "这不是工作簿，没有工作表可选，请去掉 --sheet。",
                "This is not a workbook and has no sheets; leave out --sheet.",
            )
        session = _session(address, options)
        relation = _relation(session)
        check_width(len(relation.fields))
        raw = RawTable(
            address.dialect,
            [[field.name for field in relation.fields]],
            _body(session, relation, options.batch_rows),
            keyed=True,
            encoding=session.encoding,
        )
        tables = assemble(address.label, [raw], recogniser, options)
    except BaseException as error:
        if session is not None:
            session.close()
        if isinstance(error, Unusable):
            error.path = error.path or address.label
        raise
    for table in tables:
        table.told = (relation.told,)
    return tables


def _session(address: Address, options: ReadOptions) -> Session:
    if address.dialect == "postgresql":
        from conformance.sources.database.postgresql import PostgresqlSession

        return PostgresqlSession(address, options.encoding)
    from conformance.sources.database.general import GeneralSession

    return GeneralSession(address, options.encoding)


def _relation(session: Session) -> Relation:
    try:
        return session.relation()
    except session.errors as error:
        raise unread(error) from None


def _body(session: Session, relation: Relation, most: int) -> Body:
    def body(_: Shape) -> Iterator[Batch]:
        start = 0
        try:
            for whole, notices in session.frames(relation):
                for first in range(0, whole.height, most):
                    frame = whole[first : first + most]
                    mine = [
                        replace(one, index=one.index - first)
                        for one in notices
                        if one.index is not None and first <= one.index < first + most
                    ]
                    ordinals = np.arange(start, start + frame.height, dtype=np.int64)
                    start += frame.height
                    yield Batch(frame, ordinals + 2, ordinals, notices=tuple(mine))
        except session.errors as error:
            raise unread(error, start) from None
        finally:
            session.close()

    return body

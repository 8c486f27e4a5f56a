"""Whether an identifier can be one: asked of the same rules that records are held to."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.api import Options, check_many
from conformance.exchange.rowlines import EVERY
from conformance.exchange.server.messages import Document
from conformance.exchange.server.problems import error_at
from conformance.exchange.server.records import SCHEMES, standard_form
from conformance.exchange.server.world import World
from conformance.report.days import beijing_day

_POINTER = "/subject/id"


def problems_of(scheme: str, identifier: str, world: World) -> Iterator[Document]:
    """What is wrong with an identifier, by rule and clause: its length, its signs, its check digit."""
    standard = world.standard
    type_ = SCHEMES[scheme]
    item, field = next(
        (item.id, field.name)
        for item in standard.items.values()
        for field in standard.record_type_of(item.id).fields
        if item.general and field.type == type_
    )
    options = Options(item=item, as_of=beijing_day(world.now()), examples=EVERY)
    report = check_many([[{field: standard_form(identifier)}]], options, standard=standard)
    wrong = [
        one for one in report.findings if one.severity == "error" and one.field == field and one.record is not None
    ]
    if report.inputs[0].problem is not None or not standard_form(identifier):
        yield error_at(_POINTER, "标识号码是空的。 / The identifier is empty.")
    for one in wrong:
        yield error_at(_POINTER, one.message, one.rule, one.clause)

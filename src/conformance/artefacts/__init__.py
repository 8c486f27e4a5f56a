"""Every artefact of an edition that can be made: the emitters of ``publish``, and those that need more than the standard."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from conformance.exchange.profile import emitter as openapi
from conformance.named import item_of
from conformance.publish.emit import Emitter, made
from conformance.publish.emit import emitters as of_the_standard
from conformance.publish.modelling import shipped_model
from conformance.publish.names import name_table
from conformance.report.errors import unknown
from conformance.standard.load import DEFAULT_EDITION, load


@cache
def emitters() -> Mapping[str, Emitter]:
    """Target → emitter, in the order of the alphabet."""
    return dict(sorted({**of_the_standard(), openapi.TARGET: openapi}.items()))


def artefact(target: str, item: str | None = None, edition: str = DEFAULT_EDITION) -> dict[str, bytes]:
    """The files of an artefact by their path, for the whole edition or one data item. Raises UsageError for an unknown name."""
    known = emitters()
    if target not in known:
        raise unknown("目标", "target", target, known)
    wanted = None if item is None else item_of(item, load(edition))
    return made(known[target], shipped_model(edition, wanted), name_table(edition))

"""From what a request says of a check to what is asked, each of it looked up; what nobody knows is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, get_args

from conformance.named import day_of, item_of, party_of
from conformance.report.days import beijing_today
from conformance.report.errors import UsageError, unknown
from conformance.service.model import Asked
from conformance.service.params import ASKED
from conformance.service.problems import bad_request, refuse
from conformance.standard.model import Lang, Purpose, Standard, Text

FIELDS = tuple(one.name for one in ASKED)
"""An empty one is as good as none, for a form sends all that it has."""


def asked_of(given: Mapping[str, str | None], standard: Standard, today: Callable[[], date] = beijing_today) -> Asked:
    """What is asked. Raises Refusal (400, and 422 for an unknown item)."""
    unheard = sorted(set(given) - set(FIELDS))
    if unheard:
        raise bad_request(unknown("参数", "parameter", unheard[0], FIELDS))
    said = {key: value for key, value in given.items() if value}
    item = said.get("item")
    try:
        found = None if item is None else item_of(item, standard)
    except UsageError as error:
        raise bad_request(error, "unknown-item") from None
    try:
        party = said.get("party")
        official = said.get("official")
        as_of, day = day_of(said.get("as_of"), "as_of"), today()
        if official is not None:
            _expect_official(official, as_of, day)
        return Asked(
            item=found,
            party=None if party is None else party_of(party, standard).id,
            as_of=as_of or day,
            purpose=_one_of(said.get("purpose"), "purpose", get_args(Purpose)) or "submission",
            applies_from=day_of(said.get("applies_from"), "applies_from"),
            encoding=said.get("encoding"),
            sheet=said.get("sheet"),
            lang=_one_of(said.get("lang"), "lang", get_args(Lang)) or "zh",
            official=official,
        )
    except UsageError as error:
        raise bad_request(error) from None


def _expect_official(batch: str, as_of: date | None, today: date) -> None:
    """The day that an official submission is judged by is the day on which it comes: nobody chooses it to be in time."""
    from conformance.history.batches import expect_batch

    expect_batch(batch)
    if as_of not in (None, today):
        raise UsageError(
            f"正式报送以收到当天（北京时间{today}）为校验日：请不填校验日（as_of）；要按 {as_of} 校验，请选自查（不写 official）。",
            f"An official submission is judged by the day on which it comes ({today} in Beijing): leave the day (as_of) out; "
            f"to judge by {as_of}, make it a self-check (without official).",
        )


def _one_of(given: str | None, name: str, known: tuple[Any, ...]) -> Any:
    """The word, of those of a ``Literal`` that are known; None where none is given. Raises UsageError for another."""
    if given is None or given in known:
        return given
    raise UsageError(f"{name} 须是 {'、'.join(known)} 之一。", f"{name} has to be one of {', '.join(known)}.")


def once(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Parameters of an address, each given once. Raises Refusal (400)."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise refuse("invalid-request", Text(f"参数 {twice} 出现了两次。", f"The parameter {twice} comes twice."))
    return found

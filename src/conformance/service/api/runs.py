"""``/runs``: the history of checks; numbers, digests and ids of the standard only."""

from __future__ import annotations

from itertools import islice
from typing import Any, cast

from fastapi import APIRouter, Depends, Request, Response

from conformance.history.model import Filter, RunKind
from conformance.history.opening import open_store
from conformance.named import item_of, party_of
from conformance.report.errors import UsageError
from conformance.service.api.operations import PREFIX
from conformance.service.api.shared import answer, expect_acceptable, rightly
from conformance.service.problems import bad_request, busy

router = APIRouter(prefix=f"{PREFIX}/runs", dependencies=[Depends(rightly)])
_PATIENCE = 5.0


@router.get("", name="runs")
def runs(
    request: Request,
    kind: str = "",
    party: str = "",
    item: str = "",
    batch: str = "",
    limit: int = 100,
    after: str = "",
) -> Response:
    """Runs in the order in which they were recorded."""
    expect_acceptable(request)
    standard = request.app.state.standard
    try:
        which = Filter(
            kind=cast("RunKind", kind) if kind else None,
            party=party_of(party, standard).id if party else None,
            item=item_of(item, standard) if item else None,
            batch=batch or None,
        )
    except UsageError as error:
        raise bad_request(error) from None
    try:
        with open_store(request.app.state.settings.history_url, create=False, patience=_PATIENCE) as store:
            found = store.runs(which)
            if after:
                found = _behind(after, found)
            page = list(islice(found, limit + 1))
    except UsageError as error:
        raise busy(error.text, 5) from None
    told = {"runs": page[:limit], "next": page[limit - 1].id if len(page) > limit else None}
    return answer(told)


def _behind(id_: str, found: Any) -> Any:
    """The runs behind one of them; none where it is not there."""
    for run in found:
        if run.id == id_:
            break
    return found

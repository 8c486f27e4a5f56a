"""The list of what changes: pages, cursors, tombstones."""

from __future__ import annotations

from conformance.exchange.profile import reference
from exchange.server.service import Service, licence, problem


def walk(service: Service, since: str | None = None, limit: int = 3, **asked: str) -> tuple[list[dict], str]:
    """All entries behind a cursor, and the cursor at the end."""
    entries: list[dict] = []
    for _ in range(100):
        page = service.page(limit=limit, **asked, **({} if since is None else {"since": since}))
        assert len(page["records"]) <= limit
        entries += page["records"]
        if not page["records"] and page["next"] == since:
            return entries, since
        since = page["next"]
    raise AssertionError("the list never ends")


def test_a_walk_gives_everything_once_in_order(service: Service) -> None:
    entries, _ = walk(service)
    order = [(one["modified"], one["id"]) for one in entries]
    assert order == sorted(set(order))
    assert {one["id"] for one in entries} == {one.id for one in reference.seed_records()}


def test_a_tombstone_says_why_and_nothing_else(service: Service) -> None:
    gone = [one for one in walk(service)[0] if one["state"] == "withdrawn"]
    assert {one["reason"] for one in gone} >= {"withdrawn", "repaired"}
    assert all(set(one) == {"id", "item", "state", "modified", "reason"} for one in gone)


def test_what_changes_during_a_walk_is_there_in_the_end(service: Service) -> None:
    first = service.page(limit=3)
    seen = first["records"][0]["id"]
    service.correct(seen, "withdrawal")
    rest, _ = walk(service, since=first["next"])
    assert [one["state"] for one in rest if one["id"] == seen] == ["withdrawn"]


def test_rows_of_one_batch_change_at_one_time_and_later_ones_later_though_the_clock_stands(service: Service) -> None:
    start = walk(service)[1]
    service.receipt(*(licence(place) for place in range(1, 5)))
    service.receipt(licence(9))
    times = [one["modified"] for one in walk(service, since=start, limit=2)[0]]
    assert len(times) == 5
    assert len(set(times[:4])) == 1
    assert times[4] > times[3]


def test_a_cursor_gives_the_same_again(service: Service) -> None:
    cursor = service.page(limit=2)["next"]
    assert service.page(since=cursor, limit=2)["records"] == service.page(since=cursor, limit=2)["records"]


def test_items_have_lists_of_their_own(service: Service) -> None:
    assert walk(service, item="admin-penalty")[0] == []
    cursor = service.page(item="admin-licence")["next"]
    assert problem(service.get("/records", params={"since": cursor})) == "invalid-request"
    assert problem(service.get("/records", params={"item": "no-such"})) == "unknown-item"


def test_limits(service: Service) -> None:
    for wrong in ("0", "-1", "x", "1.5", "", "१"):
        assert problem(service.get("/records", params={"limit": wrong})) == "invalid-request"
    assert len(service.page(limit=100_000)["records"]) == len(reference.seed_records())


def test_cursors_that_are_none(service: Service) -> None:
    cursor = service.page(limit=2)["next"]
    for wrong in ("nonsense", cursor[:-1], cursor + "A", cursor[:-1] + ("A" if cursor[-1] != "A" else "B"), "", "é"):
        assert problem(service.get("/records", params={"since": wrong})) == "invalid-request"


def test_a_cursor_that_is_too_old(service: Service) -> None:
    cursor = service.page(limit=2)["next"]
    service.clock.forward(days=31)
    service._tokens.clear()
    for old in (cursor, reference.EXPIRED_CURSOR):
        assert problem(service.get("/records", params={"since": old})) == "cursor-expired"


def test_a_parameter_that_is_unknown_is_not_passed_over(service: Service) -> None:
    assert problem(service.get("/records", params={"form": "2016-01-01"})) == "invalid-request"


def test_an_empty_list_ends_too(serve) -> None:
    entries, _ = walk(serve(seeded=False))
    assert entries == []

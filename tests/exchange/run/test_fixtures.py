"""Batches from a seed: what is planted in them is known, and all of it is about nobody."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from conformance.exchange.profile.synthetic import is_synthetic
from conformance.exchange.run.fixture_pool import Pool, Source, judged
from conformance.exchange.run.fixtures import body, date
from conformance.exchange.run.guard import identifiers
from conformance.exchange.run.state import State, Unfit, flattened
from conformance.standard.load import load
from exchange.run.scripted import capabilities, context, response


def made(asked: dict[str, Any], state: State | None = None, **values: Any) -> tuple[bytes, str, dict[str, str], State]:
    own, opened, _, _ = context(lambda planned: response(200))
    state = state or opened
    state.values.update(flattened("discovery", capabilities()))
    state.values.update(values)
    content, kind, query = body(asked, state, own.setup, load())
    return content, kind, query, state


def test_a_mixed_batch_says_of_each_row_what_is_expected() -> None:
    content, kind, query, state = made({"fixture": "mixed"})
    batch = json.loads(content)
    told = state.values["fixture.mixed"]
    assert (kind, query) == ("application/json", {})
    assert [row["key"] for row in told["rows"]] == [record["key"] for record in batch["records"]]
    assert sorted(row["verdict"] for row in told["rows"]) == ["accepted"] * 4 + ["rejected"] * 4
    assert len({rule for rules in told["bad"].values() for rule in rules}) == 4  # of different rules
    keys = [row["key"] for row in told["rows"]]
    assert keys not in (sorted(keys), sorted(keys, reverse=True))


def test_what_is_expected_is_what_the_rule_engine_says() -> None:
    content, _, _, state = made({"fixture": "mixed"})
    batch = json.loads(content)
    source = Source(batch["item"], batch["provider"], date(2016, 7, 1))
    lines = judged([record["data"] for record in batch["records"]], source, load())
    told = state.values["fixture.mixed"]["rows"]
    assert [(line.verdict, [one.rule for one in line.problems]) for line in lines] == [
        (row["verdict"], row["rules"]) for row in told
    ]


@pytest.mark.parametrize("item", ["admin-licence", "admin-penalty", "tax-credit-rating"])
def test_every_subject_is_synthetic_and_used_once(item: str) -> None:
    state: State | None = None
    seen: list[str] = []
    for name in ("one", "good", "mixed", "bad", "page"):
        content, _, _, state = made({"fixture": name, "item": item}, state)
        assert all(map(is_synthetic, identifiers(content)))
        seen += [subject["id"] for subject in state.values[f"fixture.{name}"]["subjects"]]
    assert len(set(filter(None, seen))) == len([one for one in seen if one])


def test_the_same_seed_makes_the_same_bytes_and_a_suffix_makes_other_rows() -> None:
    one, again = made({"fixture": "good"})[0], made({"fixture": "good"})[0]
    assert one == again
    first, _, _, state = made({"fixture": "good-a"})
    second, *_ = made({"fixture": "good-b"}, state)
    keys = [{record["key"] for record in json.loads(content)["records"]} for content in (first, second)]
    assert not keys[0] & keys[1]


def test_a_fixture_is_the_same_batch_when_it_is_sent_again() -> None:
    first, _, _, state = made({"fixture": "good"})
    assert made({"fixture": "good"}, state)[0] == first


def test_patches_set_and_take_out_members() -> None:
    patch = {"/edition": "1999", "/records/0/data/x": 1, "/records/1/key": None}
    batch = json.loads(made({"fixture": "good", "patch": patch})[0])
    assert (batch["edition"], batch["records"][0]["data"]["x"], "key" in batch["records"][1]) == ("1999", 1, False)


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_tables_have_their_head_in_the_address_and_numbers_for_keys(form: str) -> None:
    content, kind, query, state = made({"fixture": "good", "format": form})
    assert sorted(query) == ["edition", "item", "provider"]
    assert state.values["fixture.good"]["good"] == ["1", "2", "3", "4", "5"]
    table = csv.DictReader(io.StringIO(content.decode(), newline=""))
    rows = list(table) if form == "csv" else [json.loads(line) for line in content.splitlines()]
    assert kind.startswith({"csv": "text/csv", "ndjson": "application/x-ndjson"}[form])
    assert [row["subject_name"] for row in rows] == [
        data["subject_name"] for data in state.values["fixture.good"]["data"].values()
    ]


def test_batches_beyond_the_declared_limits() -> None:
    limits = {"discovery.limits.max_body_bytes": 5000, "discovery.limits.max_records": 7}
    large = made({"fixture": "large"}, **limits)[0]
    assert len(large) == 5001
    assert len(json.loads(large)["records"]) == 1
    assert len(json.loads(made({"fixture": "many"}, **limits)[0])["records"]) == 8


@pytest.mark.parametrize(("kind", "limit"), [("large", "max_body_bytes"), ("many", "max_records")])
def test_a_limit_beyond_what_we_send_could_not_be_shown(kind: str, limit: str) -> None:
    with pytest.raises(Unfit, match=limit) as unfit:
        made({"fixture": kind}, **{f"discovery.limits.{limit}": 1 << 40})
    assert unfit.value.verdict == "skip"


def test_a_batch_that_cannot_be_made_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.exchange.run.fixture_pool._MOST_CHUNKS", 1)
    with pytest.raises(Unfit) as unfit:
        made({"fixture": "good", "rows": 200})
    assert unfit.value.verdict == "skip"


def test_what_the_participant_takes_is_pushed_for_a_unit_that_provides_it() -> None:
    declared = {"discovery.items": ["no-such-item", "admin-penalty"]}
    batch = json.loads(made({"fixture": "one"}, **declared)[0])
    assert batch["item"] == "admin-penalty"
    given = {"given.item": "admin-licence", "given.provider": "district:310115"}
    batch = json.loads(made({"fixture": "one"}, **given)[0])
    assert (batch["item"], batch["provider"]) == ("admin-licence", "district:310115")
    assert batch["records"][0]["data"]["division_code"].startswith("310115")


def test_a_pool_gives_every_record_once_and_ends() -> None:
    pool = Pool(Source("admin-licence", "district:310115", date(2016, 7, 1)), 5, load())
    taken = [record["subject_uscc"] or record["subject_citizen_id"] for _ in range(4) for record in pool.take(60)]
    assert len(set(taken)) == 240

"""Batches to be pushed, made from the seed: their bytes, and what a service has to answer to each row as a value for checks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from conformance.exchange.run.fixture_pool import Pool, Source
from conformance.exchange.run.fixture_rows import Recipe, Row, rows
from conformance.exchange.run.jsontext import encoded
from conformance.exchange.run.model import Setup
from conformance.exchange.run.state import State, Unfit, flattened, number
from conformance.standard.jsonpointer import steps
from conformance.standard.model import Standard, Text
from conformance.standard.parties import find_party

ITEM = "admin-licence"
"""What is pushed where a participant takes it; else the first item that it takes."""
FORMATS = {"json": "application/json", "ndjson": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}
SIZES: Mapping[str, tuple[int, int]] = {
    "one": (1, 0),
    "good": (5, 0),
    "bad": (0, 4),
    "mixed": (4, 4),
    "page": (30, 0),
    "large": (1, 0),
    "many": (1, 0),
}
"""Kind → good and bad rows. ``large`` and ``many`` grow until the declared limit is passed."""
_MOST_BODY = 64 << 20
_MOST_RECORDS = 50_000
"""What is sent at the most to pass a declared limit; one beyond it cannot be shown."""
_FEW = ("document_number", "subject_uscc")


def body(asked: Mapping[str, Any], state: State, setup: Setup, standard: Standard) -> tuple[bytes, str, dict[str, str]]:
    """Bytes, media type and parameters of the address for ``{fixture: NAME, format, kind, patch, item, rows}``.

    The fixture is made when it is first asked for, and is then ``fixture.NAME`` among the values. Raises KeyError for an
    unknown kind, Unfit where none can be had.
    """
    name = str(asked["fixture"])
    made, batch = _made(name, asked, state, setup, standard)
    state.values.update(flattened(f"fixture.{name}", _value(name, made, batch, str(asked.get("format", "json")))))
    head = {key: batch[key] for key in ("edition", "item", "provider")}
    kind = str(asked.get("format", "json"))
    if kind == "csv":
        return _csv([row.data for row in made]), FORMATS[kind], head
    if kind == "ndjson":
        return b"".join(encoded(dict(row.data)) + b"\n" for row in made), FORMATS[kind], head
    for pointer, value in dict(asked.get("patch", {})).items():
        batch = _patched(batch, steps(pointer), value)
    return _grown(name, batch, state), FORMATS[kind], {}


def _made(
    name: str, asked: Mapping[str, Any], state: State, setup: Setup, standard: Standard
) -> tuple[tuple[Row, ...], dict[str, Any]]:
    recipe = _recipe(name, asked, state, setup, standard)
    known = state.fixtures.get(name)
    if known is None:
        pool = state.pools.setdefault(recipe.source, Pool(recipe.source, recipe.seed, standard))
        try:
            known = state.fixtures[name] = rows(recipe, pool, standard)
        except ValueError as error:
            raise Unfit(
                "skip",
                Text(
                    f"数据事项做不出测试批次 {name}（{error}），请在 given.item 指定其他事项",
                    f"no batch {name} can be made of the data item ({error}); name another one with given.item",
                ),
            ) from None
    batch = {
        "edition": setup.edition,
        "item": recipe.source.item,
        "provider": recipe.source.provider,
        "kind": str(asked.get("kind", "incremental")),
        "records": [{"key": row.key, "data": dict(row.data)} for row in known],
    }
    return known, batch


def _recipe(name: str, asked: Mapping[str, Any], state: State, setup: Setup, standard: Standard) -> Recipe:
    good, bad = SIZES[name.partition("-")[0]]
    if "rows" in asked:
        good, bad = (int(asked["rows"]), 0) if not bad else (good, int(asked["rows"]) - good)
    item = str(asked.get("item") or state.values.get("given.item") or _item(state, standard))
    provider = str(state.values.get("given.provider") or _provider(item, standard))
    seed = number(setup.seed, state.participant.name)
    return Recipe(Source(item, provider, date.fromisoformat(setup.as_of)), good, bad, seed, name)


def _item(state: State, standard: Standard) -> str:
    declared = state.values.get("discovery.items")
    taken = [one for one in declared if one in standard.items] if isinstance(declared, list) else []
    return ITEM if ITEM in taken or not taken else str(taken[0])


def _provider(item: str, standard: Standard) -> str:
    providers = standard.items[item].providers
    known = [one for one in providers if find_party(f"unit:{one}", standard) is not None]
    return known[0] if known else (providers[0] if providers else "unspecified")


def _value(name: str, made: tuple[Row, ...], batch: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """What checks and later steps may know of a fixture. Where a format has no keys, a row's key is its number."""
    keys = [row.key if kind == "json" else str(number) for number, row in enumerate(made, 1)]
    taken = [(key, row) for key, row in zip(keys, made, strict=True) if row.verdict != "rejected"]
    subjects = [{"scheme": row.subject[0], "id": row.subject[1]} for row in made]
    value = {
        "item": batch["item"],
        "edition": batch["edition"],
        "provider": batch["provider"],
        "format": kind,
        "records": len(made),
        "good": [key for key, _ in taken],
        "bad": {key: list(row.rules) for key, row in zip(keys, made, strict=True) if row.verdict == "rejected"},
        "rows": [
            {"row": number, "key": key, "verdict": row.verdict, "rules": list(row.rules)}
            for number, (key, row) in enumerate(zip(keys, made, strict=True), 1)
        ],
        "subjects": subjects,
        "data": {key: dict(row.data) for key, row in zip(keys, made, strict=True)},
    }
    if taken:
        scheme, identifier = next((row.subject for _, row in taken if row.subject[0] == "uscc"), taken[0][1].subject)
        value["subject"] = {"scheme": scheme, "id": identifier}
    return value


def _patched(value: Any, path: list[str], new: Any) -> Any:
    """A copy with one member set; None as the new value of a member takes it out."""
    if not path:
        return new
    name, rest = path[0], path[1:]
    if isinstance(value, list):
        place = int(name)
        return [_patched(one, rest, new) if at == place else one for at, one in enumerate(value)]
    if not rest and new is None:
        return {key: part for key, part in value.items() if key != name}
    return {**value, name: _patched(value.get(name, {}), rest, new)}


def _grown(name: str, batch: Mapping[str, Any], state: State) -> bytes:
    """The batch as JSON; ``large`` with blanks and ``many`` with further rows until it is over the declared limit.

    Rows beyond the limit say little: whoever keeps to it does not look at them.
    """
    whole = encoded(batch)
    kind = name.partition("-")[0]
    if kind == "large":
        limit = _limit(state, "max_body_bytes", _MOST_BODY)
        return whole[:-1] + b" " * max(limit + 1 - len(whole), 0) + whole[-1:]
    if kind == "many" and batch["records"]:
        data = {key: value for key, value in batch["records"][0]["data"].items() if key in _FEW}
        count = _limit(state, "max_records", _MOST_RECORDS)
        further = [{"key": f"{number:06d}", "data": data} for number in range(count)]
        return encoded({**batch, "records": [*batch["records"], *further]})
    return whole


def _limit(state: State, name: str, most: int) -> int:
    """The declared limit, or ``most`` where none is declared.

    Raises Unfit (skip) where it is more than we send: whether the service keeps to it was not shown, whatever it declares.
    """
    declared = state.values.get(f"discovery.limits.{name}")
    if not isinstance(declared, int) or isinstance(declared, bool) or declared <= 0:
        return most
    if declared > most:
        raise Unfit(
            "skip",
            Text(
                f"声明的上限 {name}={declared} 超过测试工具最多发送的 {most}，无法越限测试；请在测试环境声明并执行较低的上限，再重新测试",
                f"the declared limit {name}={declared} is more than the {most} that are sent at the most, so it could not be "
                "passed; declare and keep to a lower one in the test environment, and run again",
            ),
        )
    return declared


def _csv(records: Iterable[Mapping[str, str]]) -> bytes:
    listed = list(records)
    names = list(dict.fromkeys(name for record in listed for name in record))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(listed)
    return text.getvalue().encode()

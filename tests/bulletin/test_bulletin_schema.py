"""The bulletin's JSON fits the schema that is published of it, whatever it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from bulletin.bulletins import POLICE, PUDONG, STANDARD, example, month, official, year
from conformance.bulletin.json import render
from conformance.bulletin.model import Bulletin
from conformance.history.model import ManifestFigures, Withheld
from conformance.publish.written_schema import bulletin_schema
from conformance.report.view import View

SCHEMA = bulletin_schema()
SAID = (ManifestFigures("admin-licence", 20, 20, 17, (Withheld("personal-privacy", 3),)),)
SHAPES: dict[str, Callable[[], Bulletin]] = {
    "of nothing": lambda: month([]),
    "a month of the example": lambda: month(example(), "2017-06"),
    "a year": lambda: year(example(), 2017, only=(PUDONG, "unit:sh-finance")),
    "one party, as of a day": lambda: month(example(), "2017-06", only=(PUDONG,), as_of=date(2017, 6, 10)),
    "beyond the calendar": lambda: month([], "2030-06"),
    "with everything that is told": lambda: month(
        [
            official(PUDONG, "admin-licence", "2016-06-03", figures=SAID, sending="increment"),
            official(POLICE, "fire-safety", "2016-06-03", recorded=datetime(2016, 7, 1, 3, tzinfo=UTC)),
            official(POLICE, "tax-credit-rating", "2016-06-03", 0),
            official("unit:nobody", "fire-safety", "2016-06-03"),
        ],
        recorded_before=date(2016, 8, 1),
    ),
}


def written(bulletin: Bulletin) -> str:
    return render(bulletin, View(STANDARD))


@pytest.mark.parametrize("shape", SHAPES)
def test_bulletins_of_every_shape_fit(shape: str) -> None:
    content = json.loads(written(SHAPES[shape]()))
    assert [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(content)][:3] == []
    assert jsonschema_rs.Draft202012Validator(SCHEMA).is_valid(content)


@pytest.mark.parametrize("place", [(), ("total",), ("units", 0), ("units", 0, "duties", 0), ("measures", 0)])
def test_each_key_is_there_and_no_other(place: tuple[str | int, ...]) -> None:
    validator = jsonschema_rs.Draft202012Validator(SCHEMA)
    text = written(month([], only=(POLICE,)))
    more = json.loads(text)
    _at(more, place)["surprise"] = 1
    assert not validator.is_valid(more)
    for key in _at(json.loads(text), place):
        less = json.loads(text)
        del _at(less, place)[key]
        assert not validator.is_valid(less), key


def _at(content: Any, place: tuple[str | int, ...]) -> Any:
    for step in place:
        content = content[step]
    return content

"""Whatever happened in a run, judging its record again takes the same way and comes to the same."""

from __future__ import annotations

import itertools
import socket
from pathlib import Path

import pytest

from conformance.exchange.evidence.reader import read_record
from conformance.exchange.evidence.verification import verified
from conformance.standard.load import load
from exchange.run.hostile import Handler, answer, as_json, closed_port, hangs, otherwise, sends, serving
from exchange.run.probing import FEW, probed
from exchange.run.wires import HASTY


def pages() -> Handler:
    numbers = itertools.count(1)

    def handle(connection: socket.socket, method: str, path: str) -> None:
        number = next(numbers)
        connection.sendall(as_json({"records": [{"id": f"r{number}"}], "next": f"c{number}"}))

    return handle


def busy_at_first() -> Handler:
    numbers = itertools.count()

    def handle(connection: socket.socket, method: str, path: str) -> None:
        late = "Fri, 01 Jan 2016 00:00:00 GMT"
        first = next(numbers) % 3 < 2
        connection.sendall(answer(503, b"", Retry_After=late) if first else as_json({"records": [], "next": "c"}))

    return handle


CASES = {
    "hangs": lambda: hangs,
    "storm": lambda: sends(answer(429, b"", Retry_After="0")),
    "garbage": lambda: sends(b"\0\1\2"),
    "cut": lambda: sends(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"),
    "closes": lambda: lambda *_: None,
    "redirects": lambda: sends(answer(307, b"", Location="http://elsewhere.example/")),
    "empty": lambda: sends(as_json({"records": [], "next": "c"})),
    "endless": pages,
    "busy": busy_at_first,
}


@pytest.mark.parametrize("name", CASES)
def test_the_record_of_any_run_is_judged_as_the_run_was(tmp_path: Path, name: str) -> None:
    with serving(otherwise(CASES[name]())) as url:
        found = probed(url, tmp_path, limits=HASTY)
    again = verified(read_record(tmp_path / "run"), FEW, load())
    assert again.results == found.results
    assert len(found.briefs) > 3


def test_so_is_that_of_a_service_that_was_down(tmp_path: Path) -> None:
    found = probed(closed_port(), tmp_path)
    assert verified(read_record(tmp_path / "run"), FEW, load()).results == found.results

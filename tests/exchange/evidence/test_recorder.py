"""What is written is there, whatever happens afterwards, and two runs are never mixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance.exchange.evidence import lines
from conformance.exchange.evidence.recorder import Recorder
from conformance.exchange.model import Exchange, Request, Response, Trouble
from conformance.report.errors import Refusal, UsageError
from conformance.standard.model import Text


def exchange(sequence: int, body: bytes = b"answer", trouble: Trouble | None = None) -> Exchange:
    return Exchange(
        sequence, "service", "test", "step", sequence,
        Request("GET", "http://service.test/x", (("Accept", "a"), ("Accept", "b"))),
        None if trouble else Response(200, (("X", "é"),), body, True, "match"),
        trouble, "2016-07-01T00:00:00.000Z", 0.25, "TLSv1.3",
    )  # fmt: skip


def test_an_exchange_is_there_before_the_recorder_is_closed(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "run")
    recorder.write(exchange(1, b"\xff not text"))
    line = json.loads((tmp_path / "run" / "exchanges.ndjson").read_bytes())
    body = tmp_path / "run" / "bodies" / line["response"]["body"]["sha256"]
    assert body.read_bytes() == b"\xff not text"
    recorder.close()


@pytest.mark.parametrize("one", [
    exchange(1), exchange(1, b""), exchange(1, trouble=Trouble("timeout", Text("超时", "too late"))),
])  # fmt: skip
def test_what_is_read_is_what_was_written(tmp_path: Path, one: Exchange) -> None:
    recorder = Recorder(tmp_path)
    recorder.write(one)
    recorder.close()
    line = json.loads((tmp_path / "exchanges.ndjson").read_bytes())
    bodies = {path.name: path.read_bytes() for path in (tmp_path / "bodies").iterdir()}
    assert lines.decoded(line, bodies) == one


def test_every_line_names_the_one_before(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    for number in (1, 2, 3):
        recorder.write(exchange(number))
    recorder.close()
    written = (tmp_path / "exchanges.ndjson").read_bytes().splitlines(keepends=True)
    assert [json.loads(line)["before"] for line in written] == [lines.FIRST, *map(lines.digest, written[:2])]
    assert recorder.digest == lines.digest(written[2])


def test_a_folder_with_anything_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("", encoding="utf-8")
    with pytest.raises(Refusal, match=r"不是空的"):
        Recorder(tmp_path)


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError):
        Recorder(tmp_path / "file")


def test_numbers_follow_each_other(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    with pytest.raises(ValueError, match="cannot follow"):
        recorder.write(exchange(2))
    recorder.close()

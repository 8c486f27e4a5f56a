"""What was judged is let go of, so that the next chunk finds room where it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.api import Options, check_many
from conformance.native.delimited import Room, new_room
from conformance.sample.api import write_sample
from conformance.sources import delimited
from conformance.standard.load import load


@pytest.mark.parametrize("defects", [0.0, 1.0])
def test_a_file_of_many_chunks_takes_the_room_of_a_few(
    defects: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "licences.csv"
    write_sample("admin-licence", 6_000, 3, path, None, defects, None, load())
    rooms: list[Room] = []

    def noted() -> Room:
        rooms.append(new_room())
        return rooms[-1]

    monkeypatch.setattr(delimited, "BLOCK", 1 << 16)
    monkeypatch.setattr(delimited, "new_room", noted)
    (report,) = check_many([path], Options(item="admin-licence", as_of="2016-12-31")).inputs
    assert report.rows == 6_000
    (room,) = rooms
    assert 0 < len(room.views._arrays) <= 4
    assert 0 < len(room.texts._arrays) <= 4

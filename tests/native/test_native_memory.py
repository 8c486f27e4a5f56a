"""What was judged is let go of, so that the next chunk finds room where it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conformance.api import Options, check_many
from conformance.native.delimited import Room, cut, new_room
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


def test_chunks_one_after_the_other_take_no_more_memory_than_a_few() -> None:
    room = new_room()
    for n in range(30):
        frame = cut(b"1,2\n" * (1_000 + n), ",", ["a", "b"], 1_000 + n, room)
        del frame
        assert len(room.views._arrays) == len(room.texts._arrays) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no process is forked there")
def test_a_process_that_is_forked_off_does_not_write_into_our_chunks() -> None:
    """In a process of its own, which has no threads yet."""
    program = """
import os
from conformance.native.delimited import cut, new_room
room = new_room()
def chunk(sign):
    return cut(f"1,{sign * 30}\\n".encode() * 100, ",", ["a", "b"], 100, room).frame
ours = chunk("x")
child = os.fork()
if not child:
    del ours
    chunk("y")
    os._exit(0)
os.waitpid(child, 0)
print(*ours["b"].unique())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["x" * 30]

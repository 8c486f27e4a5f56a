"""A file arrives whole or not at all, whatever it is called and however its sender behaves."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

import conformance.service.api.checks
from conformance.service.forms import disposition_of
from conformance.service.names import harmless, numbered
from conformance.service.settings import Limits
from faults.disks import small_disk_at
from service.live import DAY, GOOD, Live, live_at, problem, until, waiting

HEAD = """POST /api/v1/checks?name=a.csv HTTP/1.1
Host: 127.0.0.1
Content-Type: text/csv
Content-Length: {length}

"""


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("行政许可 2016.csv", "行政许可 2016.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\许可.xlsx", "许可.xlsx"),
        ("-", "upload"),
        ("--help.csv", "help.csv"),
        ("~$许可.xlsx", "$许可.xlsx"),
        (".ssh", "ssh"),
        ("", "upload"),
        ("...", "upload"),
        ("a\x00b\r\n.csv", "ab.csv"),
        ("safe\u202egnp.csv", "safegnp.csv"),
        ("postgresql://u:p@h/d?table=t", "d_table=t"),
        ("sqlite:a.csv", "sqlite_a.csv"),
        ('a"<>|?*.csv', "a______.csv"),
        ("CON.csv", "_CON.csv"),
        ("\ud800.csv", "csv"),
    ],
)
def test_names_are_made_harmless(name: str, kept: str) -> None:
    assert harmless(name) == kept


@given(st.text(max_size=300))
def test_any_name_is_one_that_a_disk_takes(name: str) -> None:
    kept = harmless(name)
    assert 0 < len(kept.encode()) <= 120
    assert Path(kept).name == kept
    assert harmless(kept) == kept


def test_long_names_keep_their_suffix_and_doubles_get_a_number() -> None:
    assert harmless("许" * 200 + ".csv").endswith("许.csv")
    assert [numbered(name, 2) for name in ("a.csv", "a", "a.b.csv")] == ["a (2).csv", "a (2)", "a.b (2).csv"]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('form-data; name="file"; filename="a.csv"', ("file", "a.csv")),
        ('form-data; name="file"; filename="è®¸å\x8f¯.csv"', ("file", "许可.csv")),
        ("attachment; filename*=UTF-8''%E8%AE%B8%E5%8F%AF.csv", (None, "许可.csv")),
        ('form-data; name="item"', ("item", None)),
        ('form-data; name="file"; filename="a%22b.csv"', ("file", 'a"b.csv')),
        ("nonsense", (None, None)),
    ],
)
def test_what_a_header_calls_a_file(header: str, found: tuple[str | None, str | None]) -> None:
    assert disposition_of(header) == found


def test_a_hostile_name_is_a_name_of_a_file_in_its_folder_and_nothing_else(live: Live):
    files = {"file": ("../../../../etc/<script>.csv", GOOD.read_bytes())}
    told = live.post("checks", files=files, data={"as_of": DAY}).json()
    assert told["files"] == ["_script_.csv"]
    assert [one.name for one in (live.settings.checks / told["id"] / "upload").iterdir()] == ["_script_.csv"]


def test_whoever_hangs_up_leaves_nothing(live: Live):
    with live.raw(HEAD.format(length=10_000_000)) as connection:
        connection.sendall(b"x" * 100_000)
        until(live.left)
    until(lambda: live.left() == [])
    assert live.get("health/live").status_code == 200


@pytest.fixture
def strict(tmp_path):
    limits = Limits(upload_bytes=50_000, idle_seconds=0.5, body_seconds=1.5, payload_bytes=1000)
    with live_at(tmp_path / "kept", workers=0, payload_workers=0, limits=limits) as up:
        yield up


def whole(connection: socket.socket) -> bytes:
    """Everything that is sent until the other side hangs up: head and body may come one after the other."""
    answer = b""
    with contextlib.suppress(ConnectionResetError):
        while more := connection.recv(65536):
            answer += more
    return answer


def test_whoever_stops_sending_is_told_so_and_leaves_nothing(strict: Live):
    with strict.raw(HEAD.format(length=40_000)) as connection:
        connection.sendall(b"x" * 1000)
        answer = whole(connection).decode()
        assert answer.startswith("HTTP/1.1 408")
        assert "发送停顿过久或过慢" in answer
        assert "connection: close" in answer.lower()
    assert strict.left() == []


def test_whoever_sends_drop_by_drop_is_told_so(strict: Live):
    with strict.raw(HEAD.format(length=40_000)) as connection:
        begun = time.monotonic()
        connection.settimeout(0.2)
        answer = b""
        while not answer and time.monotonic() < begun + 20:
            connection.sendall(b"x")
            try:
                answer = connection.recv(65536)
            except TimeoutError:
                continue
        assert answer.startswith(b"HTTP/1.1 408")
    assert strict.left() == []


@pytest.mark.parametrize("chunked", [False, True])
def test_what_is_too_large_is_refused_declared_or_not(strict: Live, chunked: bool):
    content = b"x" * 200_000
    sent = iter([content[:100_000], content[100_000:]]) if chunked else content
    answer = strict.post("checks?name=a.csv", data=sent, headers={"Content-Type": "text/csv"})
    assert (answer.status_code, problem(answer)) == (413, "too-large")
    assert strict.left() == []


def test_a_payload_that_is_too_large_is_refused_and_told_where_to_go(strict: Live):
    answer = strict.post("payload-checks", json=[{"a": "x" * 2000}])
    assert (answer.status_code, problem(answer)) == (413, "too-large")
    assert "/api/v1/checks" in answer.json()["detail"]


def test_a_full_queue_is_said_before_the_file_is_sent(tmp_path):
    with live_at(tmp_path / "kept", workers=0, payload_workers=0, limits=Limits(queued_checks=2)) as up:
        sent = [up.post("checks", files={"file": ("a.csv", b"x")}) for _ in range(3)]
        assert [one.status_code for one in sent] == [202, 202, 503]
        assert sent[2].headers["Retry-After"] == "10"
        assert problem(sent[2]) == "unavailable"
        assert up.left() == []
        assert sorted(one["ahead"] for one in up.get("checks").json()["checks"]) == [0, 1]


def test_who_is_sending_has_a_place_in_the_queue_which_is_free_again_when_it_comes_to_nothing(tmp_path):
    limits = Limits(queued_checks=1, upload_bytes=50_000)
    with live_at(tmp_path / "kept", workers=0, payload_workers=0, limits=limits) as up:
        with up.raw(HEAD.format(length=40_000)) as connection:
            connection.sendall(b"x" * 1000)
            until(up.left)
            turned_away = up.post("checks", files={"file": ("a.csv", b"x")})
            assert (turned_away.status_code, problem(turned_away)) == (503, "unavailable")
        until(lambda: up.left() == [])
        for wrong in ({"files": {"file": ("a.csv", b"x" * 60_000)}}, {"files": {"other": b"x"}}):
            assert up.post("checks", **wrong).status_code in (400, 413)
        assert up.post("checks", files={"file": ("a.csv", b"x")}).status_code == 202


def test_a_wrong_field_before_the_file_is_told_before_the_file_is_sent(strict: Live):
    begun = HEAD.replace("name=a.csv", "name=a.csv&item=nothing").format(length=40_000)
    with strict.raw(begun.replace("text/csv", "text/csv\nExpect: 100-continue")) as connection:
        assert whole(connection).startswith(b"HTTP/1.1 422")
    form = "multipart/form-data; boundary=x\nExpect: 100-continue"
    with strict.raw(HEAD.format(length=40_000).replace("text/csv", form)) as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 100")
        fields = '--x\r\nContent-Disposition: form-data; name="item"\r\n\r\nnothing\r\n'
        file = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n1'
        connection.sendall((fields + file).encode())
        assert whole(connection).startswith(b"HTTP/1.1 422")
    assert strict.left() == []


@contextlib.contextmanager
def noted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, threads: list[str]) -> Iterator[None]:
    """Notes the threads in which a function is called while the block runs."""
    real = getattr(owner, name)

    def called(*given: Any, **more: Any) -> Any:
        threads.append(threading.current_thread().name)
        return real(*given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, called)
        yield


def test_looking_at_fields_and_removing_files_keep_nobody_else_waiting(strict: Live, monkeypatch: pytest.MonkeyPatch):
    judged: list[str] = []
    dropped: list[str] = []
    with (
        noted(monkeypatch, conformance.service.api.checks, "asked_of", judged),
        noted(monkeypatch, type(strict.jobs), "drop", dropped),
    ):
        file = {"file": ("a.csv", b"x")}
        assert strict.post("checks", files=file, data={"as_of": DAY}).status_code == 202
        assert strict.post("checks", files={"file": ("a.csv", b"x" * 60_000)}).status_code == 413
    assert len(judged) >= 4
    assert len(dropped) == 2
    assert {name.split("-")[0].split(" ")[0] for name in judged + dropped} == {"AnyIO"}, "threads of Starlette's pool"
    assert strict.left() == []


def test_what_is_to_be_left_free_is_left_by_who_does_not_say_how_much_comes(tmp_path, monkeypatch):
    with live_at(tmp_path / "kept", workers=0, payload_workers=0) as up:
        left = [250_000]

        def room(_: Any) -> int:
            sent = sum(one.stat().st_size for one in up.settings.incoming.rglob("*.csv"))
            return left[0] - sent

        monkeypatch.setattr(type(up.jobs.store), "room", room)
        answer = up.post("checks?name=a.csv", data=iter([b"x" * 100_000] * 5), headers={"Content-Type": "text/csv"})
        assert (answer.status_code, problem(answer)) == (507, "insufficient-storage")
        assert up.left() == []
        answer = up.post("checks?name=a.csv", data=iter([b"x" * 100_000] * 2), headers={"Content-Type": "text/csv"})
        assert answer.status_code == 202


def test_a_full_disk_is_said_in_one_sentence_and_leaves_nothing(tmp_path):
    limits = Limits(reserve_bytes=0)
    with (
        small_disk_at(tmp_path / "disk", "512k") as disk,
        live_at(disk / "kept", workers=0, payload_workers=0, limits=limits) as up,
    ):
        stream = iter([b"x" * 200_000] * 5)
        answer = up.post("checks?name=a.csv", data=stream, headers={"Content-Type": "text/csv"})
        assert (answer.status_code, problem(answer)) == (507, "insufficient-storage")
        assert "磁盘空间不足" in answer.json()["detail"]
        assert up.left() == []
        told = requests.post(f"{up.url}/api/v1/checks", files={"file": ("a.csv", b"x" * 1_000_000)}, timeout=30)
        assert (told.status_code, problem(told)) == (507, "insufficient-storage")
        assert up.get("checks").json()["total"] == 0
        assert up.post("checks", files={"file": ("a.csv", b"x" * 1000)}).status_code == 202


def test_a_disk_that_fills_up_fails_what_is_being_made_without_naming_a_place_and_it_is_tried_again(tmp_path):
    with (
        small_disk_at(tmp_path / "disk", "8m") as disk,
        live_at(disk / "kept", payload_workers=0, limits=Limits(reserve_bytes=0)) as up,
    ):
        workbook, ballast = up.check(GOOD)["links"]["xlsx"], disk / "ballast"
        ballast.write_bytes(b"x" * (shutil.disk_usage(disk).free - 2 * 4096))
        refused = up.get(workbook, headers=waiting(30))
        assert (refused.status_code, problem(refused)) == (409, "no-report")
        assert "服务的磁盘出了问题（磁盘空间不足）" in refused.json()["detail"]
        assert str(disk) not in refused.text
        ballast.unlink()
        assert up.get(workbook, headers=waiting(30)).status_code == 200

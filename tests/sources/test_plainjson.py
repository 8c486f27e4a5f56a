"""The fast way of reading JSON records gives what reading them one by one gives: rows, lines, notices, refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.sources import plainjson
from conformance.sources.model import Unusable
from conformance.sources.open import open_tables
from conformance.sources.raw import ReadOptions
from conformance.standard.model import Standard

FIRST = '{"XK_WSH":"1号","XK_XMMC":"甲","XK_JDRQ":"2016/05/09"}'


def outcome(path: Path, standard: Standard, worthwhile: int) -> Any:
    """All that is read, or the sentence with which reading ends."""
    rows: list[Any] = []
    notices: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plainjson, "WORTHWHILE", worthwhile)
        try:
            for table in open_tables(path, standard, ReadOptions(item="admin-licence")):
                rows.append([column.header for column in table.columns])
                for batch in table.batches:
                    assert batch.lines is not None
                    rows += zip(batch.ordinals.tolist(), batch.lines.tolist(), batch.frame.rows(), strict=True)
                    notices += [
                        (int(batch.ordinals[one.index or 0]), one.rule, one.column, one.details)
                        for one in batch.notices
                    ]
        except Unusable as error:
            return error.text.en
    return rows, notices


def alike(path: Path, standard: Standard, text: str | bytes) -> Any:
    path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    fast, exact = outcome(path, standard, 0), outcome(path, standard, 1 << 40)
    assert repr(fast) == repr(exact)
    return fast


values = st.sampled_from(
    [
        '"x"',
        '""',
        "null",
        "1",
        "-0",
        "-0.0",
        "1.10",
        "1e400",
        "true",
        '{"a":1}',
        "[]",
        '"\\""',
        '"\\\\"',
        '"\\\\\\""',
        '"{"',
        '"}"',
        '"\\ud800"',
        '"\\ud83d\\ude00"',
        "12345678901234567890123",
        "NaN",
        "01",
        '"\\u0022"',
        '"a\rb"',
        '"\\/"',
        '"\u2028"',
        '"\ud800"',
    ]
)
plain = st.sampled_from(['"x"', '"中"', "null", '""', '"y"'])
keys = st.sampled_from(["XK_WSH", "XK_XMMC", "XK_JDRQ", "BZ", "XK_WSH", "\\u0042Z"])
pairs = st.tuples(keys, st.one_of(plain, plain, plain, values))
objects = st.lists(pairs, max_size=4).map(
    lambda found: "{" + ", ".join(f'"{key}": {value}' for key, value in found) + "}"
)
records = st.lists(st.one_of(st.just(FIRST), st.just(FIRST), objects), min_size=1, max_size=5)
breaks = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n", " \n", "\n ", " "])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records, breaks, st.sampled_from([FIRST, ""]), st.sampled_from(["", "\n"]))
def test_lines_are_read_alike(
    standard: Standard, tmp_path: Path, found: list[str], between: str, first: str, end: str
) -> None:
    alike(tmp_path / "data.jsonl", standard, between.join([first, *found] if first else found) + end)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    records,
    st.sampled_from([",", ", ", ",\n", "\n,\r\n", ",\r", " "]),
    st.sampled_from(["[@]", '{"data": [@], "x": {}}']),
)
def test_lists_are_read_alike(standard: Standard, tmp_path: Path, found: list[str], between: str, around: str) -> None:
    alike(tmp_path / "data.json", standard, around.replace("@", between.join([FIRST, *found])))


@pytest.mark.parametrize("name", ["data.jsonl", "data.json"])
def test_most_records_are_read_at_one_go(
    standard: Standard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    found = [FIRST.replace("1号", f'{number}号 \\"甲\\"') for number in range(3000)]
    text = "\n".join(found) if name == "data.jsonl" else "[" + ",\n".join(found) + "]"
    runs: list[int] = []
    frame_of = plainjson.frame_of
    monkeypatch.setattr(plainjson, "frame_of", lambda *given: (runs.append(len(given[1])), frame_of(*given))[1])
    rows, notices = alike(tmp_path / name, standard, text)
    assert sum(runs) in (2999, 3000)  # and once, not on both readings
    assert rows[-1] == (2999, 3000, ('2999号 "甲"', "甲", "2016/05/09"))
    assert notices == []


@pytest.mark.parametrize("name", ["data.jsonl", "data.json"])
def test_what_is_kept_is_bounded_and_gets_the_columns_of_keys_that_come_later(
    standard: Standard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    found = [FIRST] * 3000 + [FIRST.replace("}", ',"BZ":"x"}')] + [FIRST] * 3000
    text = "\n".join(found) if name == "data.jsonl" else "[" + ",\n".join(found) + "]"
    monkeypatch.setattr("conformance.sources.decode.pieces.__defaults__", (1 << 14,))
    monkeypatch.setattr("conformance.sources.decode.chunks.__defaults__", (1 << 14,))
    monkeypatch.setattr("conformance.sources.jsontext._STRETCH", 1 << 12)
    for most in (1 << 26, 1 << 15, 0):
        monkeypatch.setattr(plainjson, "MOST_KEPT", most)
        rows, notices = alike(tmp_path / name, standard, text)
        assert [row[2][3] for row in rows[1:]] == [None] * 3000 + ["x"] + [None] * 3000
        assert notices == []


def test_bytes_that_are_not_utf8_are_told(standard: Standard, tmp_path: Path) -> None:
    content = f"{FIRST}\n{FIRST}\n".encode().replace("甲".encode(), b"\xff", 1)
    _, notices = alike(tmp_path / "data.jsonl", standard, content)
    assert [one[:3] for one in notices] == [(0, "encoding", 1)]

"""Cutting delimited text up in C: what comes out is what stands there, or nothing does."""

from __future__ import annotations

import csv
import io
import subprocess
import sys

import pytest

from conformance.native.delimited import Cut, cut, new_room

LENGTHS = [*range(20), 31, 32, 33, 255, 4_000, 8_175, 8_176, 8_177, 8_191, 8_192, 8_193, 33_000, 65_519, 65_536, 70_000]


def cut_up(data: bytes, width: int) -> Cut | None:
    return cut(data, ",", [str(n) for n in range(width)], data.count(b"\n"), new_room())


def written(rows: list[list[str]], *, quoted: bool) -> bytes:
    stream = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(stream, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode()


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("pattern", ["x", "中", 'a"', '"', "a,\n"])
def test_cells_of_every_length_come_out_as_they_stand(pattern: str, quoted: bool) -> None:
    texts = [(pattern * length)[:length] for length in LENGTHS]
    rows = [[text, texts[-1 - n], "x"] for n, text in enumerate(texts)] * 3
    done = cut_up(written(rows, quoted=quoted), 3)
    assert done is not None
    assert [list(row) for row in done.frame.rows()] == [[cell or None for cell in row] for row in rows]


def test_many_large_cells_with_doubled_quotes_find_room() -> None:
    """Each fills more than half of a block, so that none fits behind another."""
    rows = [['"' * (33_000 + n % 7), "中" * (n % 50)] for n in range(300)]
    done = cut_up(written(rows, quoted=True), 2)
    assert done is not None
    assert done.frame.rows() == [(large, small or None) for large, small in rows]


def test_cells_that_just_do_not_fit_into_a_block_find_room() -> None:
    """The most that is left empty at the end of a block: what is next is nearly an eighth of it."""
    rows = [["y" * 8_191, "z" * 8_191] for _ in range(400)]
    done = cut_up(written(rows, quoted=False), 2)
    assert done is not None
    assert done.frame.unique().rows() == [tuple(rows[0])]


def test_two_thousand_columns_of_few_rows() -> None:
    rows = [[f"第{column}列{row}" * (column % 5) for column in range(2_000)] for row in range(3)]
    done = cut_up(written(rows, quoted=False), 2_000)
    assert done is not None
    assert [list(row) for row in done.frame.rows()] == [[cell or None for cell in row] for row in rows]


def test_lines_within_quotes_are_counted() -> None:
    done = cut_up(b'1,"a\nb\r\nc"\n2,x\n"3\n",y\n', 2)
    assert done is not None
    assert done.lines.tolist() == [0, 3, 4]
    assert done.line_ends == 6
    assert done.frame.columns == ["0", "1"]


@pytest.mark.parametrize(
    "data",
    [
        b"1\n",
        b"1,2,3\n",
        b"1,2\n\n",
        b"\n",
        b"1,2\n3,4,\n",
        b"1,2\r3,4\n",
        b"1,2\r\r\n",
        b'1,"2\n',
        b'1,"2"x\n',
        b'1,x"2"\n',
        b'1,"a\rb"\n',
        b'1,"a""\n',
        b'"1","2""\n',
        b'"',
        b'1,"\n',
    ],
)
def test_what_is_not_plain_is_not_cut(data: bytes) -> None:
    assert cut_up(data if data.endswith(b"\n") else data + b"\n", 2) is None


def test_every_text_cut_off_anywhere_is_read_within_its_bounds() -> None:
    """Whatever comes of it: no byte beyond the end is looked at."""
    whole = written([['a"b', "中" * 9, ""], ["x" * 40, "1,2", "\r\n"]], quoted=False)
    for end in range(1, len(whole)):
        data = whole[:end] + b"\n"
        done = cut_up(data, 3)
        if done is not None:
            assert [list(row) for row in done.frame.rows()] == [
                [cell or None for cell in row]
                for row in csv.reader(io.StringIO(data.decode(errors="replace"), newline=""))
            ]


def test_the_frame_outlives_everything_else() -> None:
    done = cut_up(written([["中" * 30, "y" * 20_000]] * 50, quoted=False), 2)
    assert done is not None
    frame = done.frame
    del done
    assert frame.unique().rows() == [("中" * 30, "y" * 20_000)]


def test_nothing_is_loaded_for_handing_columns_over() -> None:
    """All functions of pyarrow take longer to load than a hundred thousand rows to check."""
    handing = "from conformance.native import delimited as d; d.cut(b'1,2\\n', ',', ['a', 'b'], 1, d.new_room())"
    program = f"import sys; {handing}; print('pyarrow.compute' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_room_is_used_again_only_when_nothing_of_it_is_left() -> None:
    room, names = new_room(), ["a", "b"]

    def chunk(n: int) -> Cut:
        done = cut(f"{n},{'x' * 30}{n}\n".encode() * 100, ",", names, 100, room)
        assert done is not None
        return done

    held = [chunk(n).frame for n in range(20)]
    parts = [frame["b"].slice(7, 5) for frame in held]
    expected = [["x" * 30 + str(n)] * 5 for n in range(20)]
    del held
    for n in range(20, 60):
        chunk(n)
    assert [part.to_list() for part in parts] == expected

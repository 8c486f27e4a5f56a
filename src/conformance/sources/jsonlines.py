"""JSON Lines: one object on each line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from conformance.sources.decode import MARK, Piece, chunks, cut_after_line
from conformance.sources.encoding import Proof
from conformance.sources.jsontext import DECODER
from conformance.sources.keyed import Keys, Record, Run, batches_of
from conformance.sources.limits import LONGEST
from conformance.sources.model import Batch, Unusable
from conformance.sources.plainjson import Kept, flat_lines, read_lines
from conformance.sources.raw import RawTable, ReadOptions, Shape
from conformance.sources.source import Source


def open_jsonlines(source: Source, proof: Proof, options: ReadOptions) -> list[RawTable]:
    """Read the lines once for their keys, so that a bad line is told at once; the records are streamed later."""
    keys, kept = Keys(), Kept()
    for piece, line in _pieces(source, proof):
        records = _records(piece, line, None)
        if not keys.seen:
            for first in records:
                keys.add(first.values)
                break
        if not _is_flat(piece, line, list(keys.seen), kept):
            for record in records:
                keys.add(record.values)

    def body(_: Shape) -> Iterator[Batch]:
        return batches_of(_runs(source, proof, list(keys.seen), kept), list(keys.seen), options.batch_rows)

    return [RawTable("jsonl", keys.head(), body, keyed=True, encoding=proof.encoding)]


def _is_flat(piece: Piece, line: int, keys: list[str], kept: Kept) -> bool:
    """Whether a chunk holds nothing but flat objects with known keys; kept for the second reading while there is room."""
    if piece.bad:
        return False
    if kept.room() and (run := read_lines(piece.as_bytes(), keys, line)) is not None:
        kept.put(line, run, len(piece.as_bytes()))
        return True
    return flat_lines(piece.as_bytes(), keys) is not None


def _runs(source: Source, proof: Proof, keys: list[str], kept: Kept) -> Iterator[Record | Run]:
    """All records: chunk by chunk where that is proved to be right, else one by one."""
    for piece, line in _pieces(source, proof):
        progress = source.share(piece.consumed)
        known = kept.take(line, keys)
        run = known[0] if known else None if piece.bad else read_lines(piece.as_bytes(), keys, line)
        if run is not None:
            yield run._replace(progress=progress)
        else:
            yield from _records(piece, line, progress)


def _pieces(source: Source, proof: Proof) -> Iterator[tuple[Piece, int]]:
    """The text in chunks of whole lines, each with the line it begins on."""
    line = 1
    for piece in chunks(source, proof, cut_after_line):
        if piece.overlong:
            raise Unusable(
                f"第 {line} 行太长（超过 {LONGEST // 10_000} 万字），不像一条记录，请检查文件。",
                f"Line {line} is too long (over {LONGEST:,} characters) for a record; check the file.",
            )
        yield piece, line
        line += piece.line_ends()


def _records(piece: Piece, line: int, progress: float | None) -> Iterator[Record]:
    whole = piece.as_text()
    bad = piece.bad
    for number, one in enumerate(io.StringIO(whole, newline=""), line):
        text = one.strip(" \t\r\n")
        if not text:
            continue
        mine = bad[: text.count(MARK)] if bad else []
        bad = bad[len(mine) :]
        yield Record(_object(text, number), number, progress, mine)


def _object(text: str, line: int) -> dict[str, object]:
    try:
        value, end = DECODER.raw_decode(text)
    except json.JSONDecodeError:
        value, end = None, 0
    except RecursionError:
        raise Unusable(
            f"第 {line} 行的 JSON 嵌套层数过多，不像一条记录，请检查文件。",
            f"The JSON on line {line} is nested too deeply for a record; check the file.",
        ) from None
    except ValueError:
        raise Unusable(
            f"第 {line} 行含有 NaN 或 Infinity，这不是 JSON 允许的值，请更正后重新导出。",
            f"Line {line} has NaN or Infinity, which JSON does not know; mend it and export again.",
        ) from None
    if end != len(text) or not isinstance(value, dict):
        raise Unusable(
            f"第 {line} 行不是一个完整的 JSON 对象；每行应是一条记录，请检查该行。",
            f"Line {line} is not one whole JSON object; every line has to be one record.",
        )
    return value

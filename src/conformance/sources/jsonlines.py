"""JSON Lines: one object on each line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from conformance.sources.decode import MARK, chunks, cut_after_line
from conformance.sources.encoding import Proof
from conformance.sources.jsontext import DECODER
from conformance.sources.keyed import Keys, Record, batches_of
from conformance.sources.model import Batch, Unusable
from conformance.sources.raw import RawTable, ReadOptions, Shape
from conformance.sources.source import Source


def open_jsonlines(source: Source, proof: Proof, options: ReadOptions) -> list[RawTable]:
    """Read the lines once for their keys, so that a bad line is told at once; the records are streamed later."""
    keys = Keys()
    for record in _records(source, proof):
        keys.add(record.values)

    def body(_: Shape) -> Iterator[Batch]:
        return batches_of(_records(source, proof), list(keys.seen), options.batch_rows)

    return [RawTable("jsonl", keys.head(), body, keyed=True, encoding=proof.encoding)]


def _records(source: Source, proof: Proof) -> Iterator[Record]:
    number = 0
    for chunk in chunks(source, proof, cut_after_line):
        progress = source.share(chunk.consumed)
        if chunk.overlong:
            raise Unusable(
                f"第 {number + 1} 行太长（超过 6000 万字），不像一条记录，请检查文件。",
                f"Line {number + 1} is too long (over 60 million characters) for a record; check the file.",
            )
        first, whole = number + 1, chunk.as_text()
        bad = chunk.bad
        for number, line in enumerate(io.StringIO(whole, newline=""), first):
            text = line.strip(" \t\r\n")
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

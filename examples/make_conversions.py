"""Writes the golden set of conversions: ``python examples/make_conversions.py [FOLDER]``.

A hundred licences and a hundred penalties of Jiangsu's form, some with defects, and the same number of Shanghai's, each
with its conversion to the other side's form, the loss report, and two receipts: what the rules of the sender say of the records
before, and what the standard says of them after. Everybody and everything in them is invented.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from msgspec.structs import replace

from conformance.api import Options, check_many
from conformance.exchange.convert.api import Wanted, convert
from conformance.exchange.rowlines import EVERY, counted, findings_of, lines_of
from conformance.sample.api import write_sample
from conformance.standard.load import load

HERE = Path(__file__).resolve().parent
STANDARD = load()
JIANGSU, SHANGHAI = "province:320000", "unit:sh-credit-admin"
AS_OF, RECORDS = "2016-12-31", 100
ITEMS = ("admin-licence", "admin-penalty")
ADDED: dict[str, dict[str, tuple[str | None, ...]]] = {
    "admin-licence": {
        "行政许可编码": ("3205000100-XK-00010", "3205000100-XK-00020", None),
        "信息使用范围": ("0", "1", "2", None, "仅可授权查询", "9"),
    },
    "admin-penalty": {
        "行政处罚编码": ("3205000100-CF-00010", "3205000100-CF-00020", None),
        "信息使用范围": ("0", "公示", "2", None),
        "失信严重程度": ("0", "1", "2", "3", "较重", None, "特别严重"),
        "公示截止期": ("2019/12/31", None),
    },
}
"""Columns that Jiangsu adds, and the values that come in turn: numbers, labels, blanks, and some that no list has."""

PLACES = ("320500", "320508", "320102", "321000", "320000")
"""Divisions that come in turn in Jiangsu's records, for the sample knows none but Shanghai's."""


def make(folder: Path) -> None:
    """Write everything."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, item in enumerate(ITEMS, start=2016):
        ours, theirs = folder / f"shanghai-{item}.csv", folder / f"jiangsu-{item}.csv"
        write_sample(item, RECORDS, seed, ours, "csv", 0.15, None, STANDARD)
        write_sample(item, RECORDS, seed + 10, theirs, "csv", 0.15, None, STANDARD)
        _add(theirs, ADDED[item])
        _both_ways(theirs, JIANGSU, SHANGHAI, item, folder)
        _both_ways(ours, SHANGHAI, JIANGSU, item, folder)


def _add(path: Path, columns: dict[str, tuple[str | None, ...]]) -> None:
    frame = pl.read_csv(path, infer_schema=False)
    turns = {**columns, "地方编码": PLACES}
    more = [pl.Series(title, [values[n % len(values)] for n in range(frame.height)]) for title, values in turns.items()]
    path.write_bytes(frame.with_columns(more).write_csv(line_terminator="\r\n").encode())


def _both_ways(path: Path, sender: str, receiver: str, item: str, folder: Path) -> None:
    """The conversion with its loss report, and the receipts before and after it."""
    turned = path.with_name(f"{path.stem}-converted.csv")
    done = convert(path, sender, receiver, Wanted(turned), Options(item=item), standard=STANDARD)
    told = replace(done, path=path.name)
    _write(path.with_name(f"{path.stem}-loss.json"), told.as_json())
    _write(path.with_name(f"{path.stem}-receipt.json"), _receipt(path, sender if sender == JIANGSU else None, item))
    _write(turned.with_name(f"{turned.stem}-receipt.json"), _receipt(turned, None, item))


def _receipt(path: Path, party: str | None, item: str) -> dict[str, Any]:
    """What the standard says of every record, with what a party adds to it."""
    report = check_many([path], Options(item=item, party=party, as_of=AS_OF, examples=EVERY), standard=STANDARD)
    (table,) = report.inputs
    lines = lines_of(table, findings_of(report, table))
    head = {"batch": path.name, "edition": STANDARD.edition.id, "item": item}
    return {**head, **counted(lines), "lines": [line.as_json() for line in lines]}


def _write(path: Path, content: Any) -> None:
    path.write_text("".join(_pretty(content)), encoding="utf-8")


def _pretty(content: dict[str, Any]) -> Iterator[str]:
    """JSON with a line of a receipt on a line."""
    lines = content.pop("lines", None)
    text = json.dumps(content, ensure_ascii=False, indent=1)
    yield text if lines is None else text[:-2] + ',\n "lines": [\n'
    if lines is not None:
        yield ",\n".join("  " + json.dumps(line, ensure_ascii=False) for line in lines) + "\n ]\n}"
    yield "\n"


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "conversions")

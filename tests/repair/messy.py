"""Files with anything wrong that real ones have, several faults in a cell and in a row, in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import polars as pl
from msgspec import Struct

from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.standard.load import load

AS_OF = "2016-12-31"
Rows = list[list[str | None]]
Spoil = Callable[[str, Random], str]

SPOILS: dict[str, Spoil] = {
    "blank-behind": lambda text, _: f"{text} ",
    "wide-blank-before": lambda text, _: f"　{text}",
    "no-break-space": lambda text, _: f"{text}\u00a0",
    "tab": lambda text, _: f"{text}\t",
    "apostrophe": lambda text, _: f"'{text}",
    "formula": lambda text, _: f'="{text}"',
    "full-width": lambda text, _: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "lower-case": lambda text, _: text.lower(),
    "hyphen": lambda text, _: f"{text[:4]}-{text[4:]}",
    "dashes": lambda text, _: text.replace("/", "-"),
    "dots": lambda text, _: text.replace("/0", "/").replace("/", "."),
    "chinese-date": lambda text, _: text.replace("/", "年", 1).replace("/", "月", 1) + "日",
    "short-year": lambda text, _: text[2:].replace("/", "-"),
    "time": lambda text, _: f"{text} 08:30:00",
    "placeholder": lambda _, chance: chance.choice(["/", "无", "--", "暂无"]),
    "lost": lambda text, _: f"{text[:1]}?{text[1:]}",
    "scientific": lambda _, __: "9.13101E+17",
    "digits": lambda text, _: f"{text[:15]}000",
    "decimal": lambda text, _: f"{text}.0",
    "serial": lambda _, chance: str(chance.randrange(42000, 42700)),
    "status": lambda _, chance: chance.choice(["正常", "撤销"]),
    "quotes": lambda text, _: f'{text}"甲,乙"',
    "line-break": lambda text, _: f"{text}\n续",
    "empty": lambda _, __: "",
    "star": lambda text, _: f"{text[:4]}****{text[8:]}",
    "control": lambda text, _: f"{text[:2]}\x0b{text[2:]}",
    "footer": lambda _, __: "合计",
}
"""Ways to spoil a cell, by name."""


class Messy(Struct, frozen=True):
    """A header and rows of text."""

    titles: Sequence[str]
    rows: Rows


def valid(item: str = "admin-licence", rows: int = 12, seed: int = 5) -> Messy:
    """Records that keep to the standard."""
    frame = pl.concat(frames(item, rows, seed, load(), 0.0, Log(None)))
    return Messy(frame.columns, [list(row) for row in frame.rows()])


def spoilt(clean: Messy, chance: Random, share: float = 0.1, names: Sequence[str] = tuple(SPOILS)) -> Messy:
    """Some cells spoilt, some of them twice; some rows emptied, or made a footer."""
    rows: Rows = []
    for row in clean.rows:
        new = list(row)
        for place in range(len(new)):
            text = new[place]
            while text is not None and chance.random() < share:
                text = SPOILS[chance.choice(names)](text, chance)
            new[place] = text
        if chance.random() < share / 2:
            rows.append([None] * len(new))
        rows.append(new)
    if chance.random() < 0.5:
        rows.append([chance.choice(["填表人：张示例", "合计"]), *[None] * (len(clean.titles) - 1)])
    return Messy(clean.titles, rows)


def write_csv(
    path: Path,
    messy: Messy,
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
    line_end: str = "\r\n",
    quoting: int = csv.QUOTE_MINIMAL,
    ended: bool = True,
) -> Path:
    """Delimited text in any dialect."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([messy.titles, *messy.rows])
    text = target.getvalue()
    path.write_bytes((text if ended else text.removesuffix(line_end)).encode(encoding))
    return path


def write_json(
    path: Path, messy: Messy, *, lines: bool = False, ascii_only: bool = False, indent: int | None = 1
) -> Path:
    """A list of objects, or one object a line; empty cells are left out at every third record."""
    records = [
        {key: text for key, text in zip(messy.titles, row, strict=True) if text is not None or number % 3}
        for number, row in enumerate(messy.rows)
    ]
    if lines:
        content = "".join(json.dumps(record, ensure_ascii=ascii_only) + "\n" for record in records)
    else:
        content = json.dumps(
            {"data": {"records": records}, "total": len(records)}, ensure_ascii=ascii_only, indent=indent
        )
    path.write_text(content, encoding="utf-8", newline="")
    return path


def write_parquet(path: Path, messy: Messy) -> Path:
    """Columns of text."""
    columns = {title: [row[place] for row in messy.rows] for place, title in enumerate(messy.titles)}
    pl.DataFrame(columns, schema=dict.fromkeys(messy.titles, pl.String)).write_parquet(path)
    return path


def write_xlsx(path: Path, messy: Messy) -> Path:
    """A workbook with a title above the table, styles, widths, a formula beside it and a second sheet."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet("数据")
    bold, text = book.add_format({"bold": True, "bg_color": "#FFFF00"}), book.add_format({"num_format": "@"})
    sheet.set_column(0, 5, 33)
    sheet.write_row(0, 0, messy.titles, bold)
    for number, row in enumerate(messy.rows, 1):
        for place, cell in enumerate(row):
            if cell is not None:
                sheet.write_string(number, place, cell, text)
    other = book.add_worksheet("说明")
    other.write_string(0, 0, "请勿改动")
    other.write_formula(1, 1, "=SUM(1,2)", None, 3)
    book.close()
    return path


WRITERS: dict[str, Callable[[Path, Messy], Path]] = {
    "utf-8.csv": write_csv,
    "gb18030.csv": lambda path, messy: write_csv(path, messy, encoding="gb18030"),
    "bom.csv": lambda path, messy: write_csv(path, messy, encoding="utf-8-sig", quoting=csv.QUOTE_ALL),
    "utf-16.csv": lambda path, messy: write_csv(path, messy, encoding="utf-16", delimiter="\t", line_end="\n"),
    "semicolon.csv": lambda path, messy: write_csv(path, messy, encoding="gb18030", delimiter=";", ended=False),
    "plain.xlsx": write_xlsx,
    "plain.json": write_json,
    "compact.json": lambda path, messy: write_json(path, messy, ascii_only=True, indent=None),
    "plain.jsonl": lambda path, messy: write_json(path, messy, lines=True),
    "plain.parquet": write_parquet,
}
"""File name → how it is written."""

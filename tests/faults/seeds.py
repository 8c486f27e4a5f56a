"""Small valid files, one for each format, from which the hostile ones are made."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VALID = ROOT / "examples" / "submissions" / "valid"
OLD = ROOT / "tests" / "sources" / "data" / "biff8.xls"


def rows() -> list[list[str]]:
    """The header and the records of the licence example."""
    text = (VALID / "admin-licence.csv").read_bytes().decode("gb18030")
    return list(csv.reader(io.StringIO(text, newline="")))


def csv_bytes(table: list[list[str]] | None = None, encoding: str = "utf-8") -> bytes:
    """Delimited text of rows; of the licence example if none are given."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows() if table is None else table)
    return target.getvalue().encode(encoding)


def objects() -> list[dict[str, str]]:
    """The records of the licence example as objects."""
    header, *records = rows()
    return [dict(zip(header, record, strict=True)) for record in records]


def json_text(value: object) -> bytes:
    """JSON as UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode()


def html(table: list[list[str]] | None = None) -> bytes:
    """A web page with the rows as a table."""
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (table or rows())]
    return ("<html><meta charset=utf-8><body><table>" + "\n".join(lines) + "</table></body></html>").encode()


def xlsx_parts(name: str = "admin-penalty.xlsx") -> dict[str, bytes]:
    """The parts of an example workbook."""
    with zipfile.ZipFile(VALID / name) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="许可">{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def ods_content(table: list[list[str]] | None = None, more: str = "") -> str:
    """The content of an ODS workbook with the rows, and what is to follow them."""
    lines = [
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in (table or rows())
    ]
    return _ODS.format("".join(lines) + more)


def ods_parts(content: str | None = None) -> dict[str, bytes]:
    """The parts of an ODS workbook."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    content = ods_content() if content is None else content
    return {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}


def zipped(path: Path, parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """A ZIP of parts."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def seeds() -> dict[str, bytes]:
    """A valid file of each format by its extension."""
    ods = io.BytesIO()
    with zipfile.ZipFile(ods, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ods_parts().items():
            archive.writestr(name, content)
    return {
        "csv": csv_bytes(),
        "gbk.csv": csv_bytes(encoding="gb18030"),
        "utf16.csv": csv_bytes(encoding="utf-16"),
        "tsv": (VALID / "admin-licence.tsv").read_bytes(),
        "json": json_text(objects()),
        "jsonl": b"\n".join(map(json_text, objects())),
        "html.xls": html(),
        "xlsx": (VALID / "admin-penalty.xlsx").read_bytes(),
        "xls": OLD.read_bytes(),
        "ods": ods.getvalue(),
        "parquet": (VALID / "admin-penalty.parquet").read_bytes(),
    }

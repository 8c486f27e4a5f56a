"""What an input is, told by its content; the extension only settles what the content leaves open."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Literal

from conformance.sources.encoding import Proof
from conformance.sources.model import Unusable
from conformance.sources.source import Source

Form = Literal["workbook", "parquet", "html", "xml", "json", "jsonl", "delimited"]
ZipKind = Literal["workbook", "document", "layout", "package", "archive"]
ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES = (
    (b"\x89PNG", "PNG 图片", "a PNG picture"),
    (b"\xff\xd8\xff", "JPEG 图片", "a JPEG picture"),
    (b"GIF8", "GIF 图片", "a GIF picture"),
    (b"\x1f\x8b", "gzip 压缩包", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "a 7z archive"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"SQLite format 3\0", "SQLite 数据库", "an SQLite database"),
    (b"PARE", "加密的 Parquet 文件", "an encrypted Parquet file"),
    (b"\x7fELF", "程序文件", "a program"),
    (b"MZ\x90", "程序文件", "a program"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
)
_HTML = re.compile(r"<\s*(!doctype\s+html|html|head|body|table|meta|div|tr|style)\b", re.IGNORECASE)
_TAGGED = re.compile(r"<(\w+)[^<>]*>[^<>]*</\1\s*>|<[^<>]*>")
_DELIMITERS = (",", "\t", ";", "|")
_JSON = re.compile(r'\s*(\{\s*["}]|\[\s*(?:[{\[\]"\d\-]|true|false|null))')
_KEYED_SUFFIXES = (".json", ".jsonl", ".ndjson")
_WORKBOOK_SUFFIXES = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".et")
_FIRST_LINE = 1 << 20


_SPREADSHEET_2003 = "urn:schemas-microsoft-com:office:spreadsheet"


def begins_as_zip(path: Path) -> bool:
    """Whether a file begins as a ZIP does; a pipe, which can be read only once, is not looked at."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return stream.read(4).startswith(ZIP_BEGINS)
    except OSError:
        return False  # the reader says what is wrong with it


def is_workbook(suffix: str) -> bool:
    """Whether an extension promises a workbook."""
    return suffix in _WORKBOOK_SUFFIXES


def sniff_binary(source: Source) -> Form | None:
    """The form of a binary input, None for text; inputs of no use are refused with what they are."""
    head = source.head()
    if head.startswith(b"%PDF"):
        raise Unusable(
            "这是 PDF 文件，不是数据表；请从业务系统导出 Excel 或 CSV 再校验。",
            "This is a PDF, not a table of records; export Excel or CSV from the system that holds them.",
        )
    if head.startswith(ZIP_BEGINS):
        return _zip(source)
    if head.startswith(_OLE):
        return "workbook"
    if head.startswith(b"PAR1"):
        return "parquet"
    for magic, zh, en in _NOT_TABLES:
        if head.startswith(magic):
            raise Unusable(
                f"这是{zh}，不是数据表；请提供 Excel、CSV、JSON 或 Parquet 文件。",
                f"This is {en}, not a table; provide Excel, CSV, JSON or Parquet.",
            )
    if head.lstrip().lower().startswith(b"mime-version:"):
        raise Unusable(
            "这是单个文件网页（MHTML），请用 Excel 打开后另存为 xlsx 再校验。",
            "This is a single-file web page (MHTML); open it in Excel and save it as xlsx.",
        )
    if _is_garbage(head):
        raise Unusable(
            "这不是文字或表格文件，无法读取；请提供 Excel、CSV、JSON 或 Parquet 文件。",
            "This is neither text nor a workbook; provide Excel, CSV, JSON or Parquet.",
        )
    return None


def sniff_text(source: Source, proof: Proof) -> Form:
    """The form of a text whose encoding is known."""
    text = source.head()[proof.bom :].decode(proof.encoding, "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        if _SPREADSHEET_2003 in text:
            raise Unusable(
                "这是 XML 格式的 Excel 2003 表格，请在 Excel 中打开后另存为“Excel 工作簿（.xlsx）”再校验。",
                "This is an Excel 2003 spreadsheet in XML; open it in Excel, save it as an Excel workbook (.xlsx) and check that.",
            )
        if _is_message(text):
            return "xml"
        if _has_columns(text):
            return "delimited"
        if _HTML.search(text):
            return "html"
        raise Unusable(
            "这是 XML 文件，既不是交换报文（ExchangeMessage），也不是可校验的数据表；请另存为 xlsx 或导出 CSV。",
            "This is XML, neither an exchange message (ExchangeMessage) nor a table that can be checked; save it as xlsx or "
            "export CSV.",
        )
    if not text.strip():
        raise Unusable(
            "文件里只有空白，请确认导出是否成功后重新导出。",
            "The file holds nothing but blanks; check that the export succeeded and export it again.",
        )
    if text[0] in "[{" and (_JSON.match(text) or source.suffix in _KEYED_SUFFIXES):
        return "jsonl" if text[0] == "{" and _is_lines(source, proof) else "json"
    return "delimited"


def _is_message(text: str) -> bool:
    from conformance.sources.messages import is_message

    return is_message(text)


def _has_columns(text: str) -> bool:
    """Whether a text that begins with ``<`` is delimited all the same (``<b>文号</b>,名称,日期``): its first line has columns
    beside what stands in tags, none of which builds a page."""
    line = text.partition("\n")[0]
    if line.startswith(("<?", "<!")) or _HTML.search(line):
        return False
    rest = _TAGGED.sub("", line)
    return any(rest.count(delimiter) > 1 for delimiter in _DELIMITERS)


def password_protected() -> Unusable:
    """The refusal of an encrypted workbook."""
    return Unusable(
        "工作簿设置了打开密码，无法读取；请在 Excel 中取消密码后另存再校验。",
        "The workbook is password protected; remove the password in Excel, save it and check again.",
    )


def _is_lines(source: Source, proof: Proof) -> bool:
    """Whether an object stands alone on the first line and more follows on the next ones."""
    with source.open() as stream:
        stream.seek(proof.bom)
        text = stream.read(_FIRST_LINE).decode(proof.encoding, "replace").lstrip("\ufeff \t\r\n")
    first, _, rest = text.partition("\n")
    try:
        whole = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return source.suffix in (".jsonl", ".ndjson")
    return whole and (rest.lstrip().startswith("{") or source.suffix in (".jsonl", ".ndjson"))


def zip_kind(archive: zipfile.ZipFile) -> ZipKind:
    """What a ZIP is: a workbook, a text document, a page layout (OFD), an odd file of an office program, an archive of files."""
    entries = set(archive.namelist())
    kind = b""
    if "mimetype" in entries:
        with archive.open("mimetype") as stream:
            kind = stream.read(100)
    if any(name.startswith("xl/workbook") for name in entries):
        return "workbook"
    if "content.xml" in entries and (b"spreadsheet" in kind or not kind):
        return "workbook"
    if "OFD.xml" in entries:
        return "layout"
    if any(name.startswith(("word/", "ppt/")) for name in entries) or "content.xml" in entries:
        return "document"
    # Whatever else an office program writes has this part; its XML is nobody's data.
    return "package" if any(name.lower() == "[content_types].xml" for name in entries) else "archive"


def _zip(source: Source) -> Form:
    from conformance.sources.package import damaged
    from conformance.sources.wholezip import whole

    try:
        with source.open() as stream, whole(stream) as archive:
            kind = zip_kind(archive)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        raise Unusable(
            "压缩格式的文件（工作簿、压缩包）不完整或已损坏，可能没有传完，或首尾接有别的内容；请重新发送、复制或导出。",
            "The file (a workbook, a ZIP) is incomplete or damaged: cut short, or with something else before or behind it; send, "
            "copy or export it again.",
        ) from None
    match kind:
        case "workbook":
            return "workbook"
        case "document":
            raise Unusable(
                "这是 Word 或演示文稿，不是数据表；请把表格另存为 xlsx 再校验。",
                "This is a text document or a presentation, not a table; save the table as xlsx.",
            )
        case "layout":
            raise Unusable(
                "这是 OFD 版式文件，不是数据表；请从业务系统导出 Excel 或 CSV 再校验。",
                "This is a page layout (OFD), not a table; export Excel or CSV from the system that holds the records.",
            )
        case "package":
            raise damaged()
    raise Unusable(
        "这是 ZIP 压缩包，在这里（另一个压缩包里、标准输入、自动更正）不展开；请先解压，再用其中的数据文件。",
        "This is a ZIP archive, which is not opened here (inside another archive, from standard input, for repairs); unpack it "
        "and use the data files inside.",
    )


def _is_garbage(head: bytes) -> bool:
    """Many control bytes and no sign of UTF-16: not text. A few NULs in a cell are text with a fault."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    controls = sum(head.count(bytes((code,))) for code in range(32) if code not in (9, 10, 12, 13, 26, 27))
    if controls * 20 <= len(head):
        return False
    zeros = (head[::2].count(0), head[1::2].count(0))
    return not (max(zeros) * 10 > len(head) and min(zeros) * 20 < max(zeros) + 20)

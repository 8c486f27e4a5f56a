"""What can be had of a check: reports in every format, the annotated workbook, the records apart, the mended file."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

from msgspec import Struct

from conformance.service.model import Asked
from conformance.standard.model import Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTES = "application/octet-stream"
CSV = "text/csv; charset=utf-8"


class Output(Struct, frozen=True):
    """One kind of result."""

    title: Text
    suffix: str
    """Of its file; empty: that of the upload."""
    media_type: str
    ending: Text
    """What its file's name has behind that of the upload."""
    renders: str | None = None
    """The format of the report that it is; None where the upload has to be read again."""
    mends: Literal["certain", "confirmed"] | None = None
    """With which changes it is part of a repair: a mended file, its log and its figures are made together."""


_REPORT = Text("-校验报告", "-report")
_JSON = "application/json"


def _reports() -> dict[str, Output]:
    """The report in each of its formats."""
    forms = {
        "json": ("JSON", ".json", _JSON),
        "html": ("HTML", ".html", "text/html; charset=utf-8"),
        "text": ("text", ".txt", "text/plain; charset=utf-8"),
        "markdown": ("Markdown", ".md", "text/markdown; charset=utf-8"),
        "sarif": ("SARIF", ".sarif", "application/sarif+json"),
        "junit": ("JUnit", ".xml", "application/xml"),
    }
    return {
        name: Output(Text(f"校验报告（{called}）", f"Report ({called})"), suffix, kind, _REPORT, name)
        for name, (called, suffix, kind) in forms.items()
    }


def _mended(mends: Literal["certain", "confirmed"]) -> dict[str, Output]:
    """A mended file and what goes with it; ``confirmed``: with what is only fairly certain."""
    behind = "" if mends == "certain" else "-confirmed"
    called = "" if mends == "certain" else "-含大致确定"
    zh, en = ("", "") if mends == "certain" else ("（含大致确定的改法）", ", with what is fairly certain")
    parts = {
        "mended": ("已更正的文件", "Mended file", "", BYTES),
        "changes": ("更正记录", "Changes made", ".csv", CSV),
        "mending": ("更正情况", "What was mended, in numbers", ".json", _JSON),
    }
    return {
        name + behind: Output(Text(title + zh, title_en + en), suffix, kind, Text(f"-{title.replace('的文件', '')}{called}", f"-{name}{behind}"), mends=mends)
        for name, (title, title_en, suffix, kind) in parts.items()
    }  # fmt: skip


OUTPUTS: dict[str, Output] = {
    **_reports(),
    "csv": Output(Text("问题清单", "Problems"), ".csv", CSV, Text("-问题清单", "-problems"), "csv"),
    "xlsx": Output(Text("问题批注表", "Annotated workbook"), ".xlsx", XLSX, Text("-批注", "-annotated")),
    "findings": Output(Text("全部问题", "Every problem"), ".csv", CSV, Text("-全部问题", "-findings")),
    "accepted": Output(Text("可入库的记录", "Accepted records"), ".csv", CSV, Text("-可入库", "-accepted")),
    "rejected": Output(Text("退回的记录", "Rejected records"), ".csv", CSV, Text("-退回", "-rejected")),
    **_mended("certain"),
    **_mended("confirmed"),
}
"""Name, as it stands in an address → what it is."""
READY = frozenset({"json", "html"})
"""Made with every check."""


def file_of(output: str, upload: str) -> str:
    """The name of a result's file on our disk."""
    kind = OUTPUTS[output]
    stem = "report" if output in READY else output
    return stem + (kind.suffix or PurePath(upload).suffix)


def download_name(output: str, upload: str, asked: Asked) -> str:
    """What somebody who loads it down gets to see."""
    kind, name = OUTPUTS[output], PurePath(upload)
    ending = kind.ending.zh if asked.lang == "zh" else kind.ending.en
    return f"{name.stem}{ending}{kind.suffix or name.suffix}"

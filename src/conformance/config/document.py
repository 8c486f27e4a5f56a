"""The text of a configuration file as plain data, with the line of each key; its faults in one sentence."""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path
from typing import Any

from msgspec import Struct

from conformance.config.lines import Steps, line_of, lines_of
from conformance.report.errors import UsageError
from conformance.standard.model import Text

PYPROJECT = "pyproject.toml"
_SECTION = ("tool", "conformance")
_LARGEST = 4 << 20
_AT_LINE = re.compile(r"\(at line (\d+)")


class Document(Struct, frozen=True):
    """A configuration as it is written."""

    path: Path
    data: dict[str, Any]
    """Days are texts, as they are written."""
    lines: dict[Steps, int]
    above: Steps = ()
    """Where in the file the configuration stands."""

    def line(self, *place: str | int) -> int | None:
        """The line of a place in the configuration, or of what it is in."""
        return line_of((*self.above, *place), self.lines)

    def refusal(self, fault: Text, *place: str | int) -> UsageError:
        """The error that says where and what."""
        return refusal(self.path, fault, self.line(*place))


def refusal(path: Path, fault: Text, line: int | None = None) -> UsageError:
    """The error for a configuration; ``fault`` may lack its full stop."""
    zh, en = (f"第 {line} 行：", f", line {line}: ") if line is not None else ("：", ": ")
    said = Text(fault.zh.strip().rstrip("。"), fault.en.strip().rstrip("."))
    stop = Text("" if said.zh.endswith("？") else "。", "" if said.en.endswith("?") else ".")
    return UsageError(f"配置文件“{path}”{zh}{said.zh}{stop.zh}", f"The configuration {path}{en}{said.en}{stop.en}")


def read_document(path: Path) -> Document | None:
    """The configuration in a file; None for a pyproject.toml that has none.

    Raises UsageError for a file that cannot be read, and for one that is no TOML, unless it is a pyproject.toml that
    does not speak of this tool.
    """
    text = _text_of(path)
    if path.name == PYPROJECT and _SECTION[1] not in text:
        return None  # most of them; they need not be read any further
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else len(text.splitlines())
        said = str(error).partition(" (at ")[0]
        fault = Text(f"不是正确的 TOML，请检查引号、方括号和等号（{said}）", f"it is not TOML ({said})")
        raise refusal(path, fault, line) from None
    except RecursionError:
        raise refusal(path, Text("嵌套过深", "it is nested too deeply")) from None
    above: Steps = ()
    if path.name == PYPROJECT:
        above = _SECTION
        for step in _SECTION:
            if step not in data:
                return None
            data = data[step]
            if not isinstance(data, dict):
                raise refusal(path, Text(f"{step} 应写成表", f"{step} has to be a table"))
    return Document(path, _plain(data), lines_of(text), above)


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise refusal(path, Text("文件过大，不是配置文件", "the file is too large for a configuration"))
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise UsageError(
            f"找不到配置文件“{path}”，请核对文件名。", f"There is no configuration {path}; check its name."
        ) from None
    except UnicodeDecodeError:
        raise refusal(
            path, Text("文件不是 UTF-8 编码，请另存为 UTF-8", "the file is not in UTF-8; save it as UTF-8")
        ) from None
    except OSError as error:
        raise refusal(path, Text(f"无法打开（{error.strerror}）", f"it cannot be opened ({error.strerror})")) from None


def _plain(value: Any) -> Any:
    """TOML's days and times as texts; everything else as it is."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value

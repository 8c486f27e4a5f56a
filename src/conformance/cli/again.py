"""The command line that checks a mended file as it was judged when it was mended."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from conformance.config.apply import item_for
from conformance.config.model import Configuration
from conformance.standard.model import Lang

_REPEATED = ("item", "party", "as_of", "mapping", "encoding", "sheet")
"""Options of ``fix`` that ``check`` has as well, and that decide what is found."""


def check_command(
    params: Mapping[str, Any], source: str, target: Path, configuration: Configuration | None, lang: Lang
) -> str:
    """``conformance check`` with the options of a run of ``fix`` (its parameters by name), quoted for the shell at hand.

    What a configuration said of the input by its name is written out where it does not say the same of ``target``.
    """
    given = {name: params[name] for name in _REPEATED}
    entry = None if configuration is None else item_for(configuration, source)
    if configuration is not None and entry is not None and item_for(configuration, str(target)) is not entry:
        said = {"item": entry.item, "sheet": entry.sheet, "encoding": entry.encoding, "mapping": entry.mapping_file}
        given |= {name: value for name, value in said.items() if given[name] is None}
    if params["to_utf8"] and given["encoding"] is not None:
        given["encoding"] = "utf-8"
    words = ["conformance", "check"]
    for name, value in given.items():
        if value is not None:
            words += [f"--{name.replace('_', '-')}", value.isoformat() if isinstance(value, date) else str(value)]
    words += _configured(params, source, target, configuration)
    if lang == "en":
        words += ["--lang", "en"]
    words += ["--", str(target)] if str(target).startswith("-") else [str(target)]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def _configured(params: Mapping[str, Any], source: str, target: Path, configuration: Configuration | None) -> list[str]:
    """The configuration as it was named, and the one that was found or not, where another one may lie beside the target."""
    if params["no_config"]:
        return ["--no-config"]
    if params["config"] is not None:
        return ["--config", str(params["config"])]
    if Path(source).resolve().parent == target.resolve().parent:
        return []
    return ["--no-config"] if configuration is None else ["--config", str(configuration.path)]

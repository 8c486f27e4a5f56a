"""Checks credit-information submissions against Shanghai's three-list standard.

``conformance.check(path_or_frame_or_records, item=…, party=…, as_of=…)`` answers with a :class:`Report`. Importing the
package loads nothing heavy: what it offers is loaded when it is first asked for.
"""

from __future__ import annotations

from conformance.version import __version__

TYPE_CHECKING = False  # typing itself would be half of what the command loads before it can answer to Ctrl-C
if TYPE_CHECKING:
    from typing import Any

    from conformance.api import check as check
    from conformance.repair.api import fix as fix
    from conformance.report.errors import UsageError as UsageError
    from conformance.report.model import Finding as Finding
    from conformance.report.model import InputReport as InputReport
    from conformance.report.model import Report as Report
    from conformance.report.model import RuleReport as RuleReport

_WHERE = {
    "check": "conformance.api",
    "fix": "conformance.repair.api",
    "UsageError": "conformance.report.errors",
    "Finding": "conformance.report.model",
    "InputReport": "conformance.report.model",
    "Report": "conformance.report.model",
    "RuleReport": "conformance.report.model",
}

__all__ = ["Finding", "InputReport", "Report", "RuleReport", "UsageError", "__version__", "check", "fix"]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)

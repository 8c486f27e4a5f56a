"""Why evidence cannot be written, or is not believed."""

from __future__ import annotations

from conformance.report.errors import UsageError


class Refusal(UsageError):
    """A run folder, a record or a certificate is refused (exit code 2). One sentence in both languages says where and why."""

"""The closed vocabulary of checks on exchanges: pure functions of what was sent and answered.

Importing the package enters every kind into the registry of :mod:`conformance.exchange.suite.checks.base`.
"""

from conformance.exchange.suite.checks import form, headers, status
from conformance.exchange.suite.checks.base import KINDS, Kind, Outcome, Scene, run_check, run_checks

__all__ = ["KINDS", "Kind", "Outcome", "Scene", "form", "headers", "run_check", "run_checks", "status"]

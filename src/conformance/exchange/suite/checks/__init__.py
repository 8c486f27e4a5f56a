"""The closed vocabulary of checks on exchanges: pure functions of what was sent and answered.

Importing the package enters every kind, of whichever module here, into the registry of :mod:`conformance.exchange.suite.checks.base`.
"""

from importlib import import_module
from pkgutil import iter_modules

from conformance.exchange.suite.checks.base import KINDS, Kind, Outcome, Scene, run_check, run_checks

__all__ = ["KINDS", "Kind", "Outcome", "Scene", "run_check", "run_checks"]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

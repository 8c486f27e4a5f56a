"""Linting a catalogue: one small function for every code, each finding with its place and how to mend it."""

from conformance.catalog.lint.model import LINTS, Finding, Lint
from conformance.catalog.lint.run import Options, lint

__all__ = ["LINTS", "Finding", "Lint", "Options", "lint"]

"""Making the views of a run folder: from what was recorded, and nothing else."""

from __future__ import annotations

from pathlib import Path

from conformance.exchange.evidence.reader import Record
from conformance.exchange.evidence.views.model import Raw
from conformance.exchange.evidence.views.registry import write_views
from conformance.exchange.run.results import Results
from conformance.exchange.suite.model import Suite
from conformance.standard.model import Lang


def publish(record: Record, results: Results, suite: Suite, lang: Lang) -> tuple[Path, ...]:
    """Write every view into the folder of a run; gives the files. Raises UsageError where one cannot be written."""
    return write_views(record.folder, Raw(record.run, record.exchanges, results, suite, lang))

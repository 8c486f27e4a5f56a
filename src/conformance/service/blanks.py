"""Blank forms of data items: the workbook of ``catalog template``, and a file that has the headers only."""

from __future__ import annotations

import csv
import io
from functools import cache, lru_cache

from conformance.catalog.store import LISTS, Catalogue, open_catalogue
from conformance.catalog.workbook.template import columns_of, item_template
from conformance.report.csv import BOM
from conformance.sample.values import values_of
from conformance.service.outputs import CSV, XLSX

FORMS = {"xlsx": XLSX, "csv": CSV}
"""Form → its media type."""


@cache
def _catalogue() -> Catalogue:
    return open_catalogue(only=[LISTS["data"], LISTS["party"]])


@lru_cache(64)
def blank(item: str, form: str) -> bytes:
    """The blank form of an item, of one of :data:`FORMS`. KeyError for an unknown item."""
    catalogue = _catalogue()
    if form == "xlsx":
        return item_template(item, None, catalogue, values_of(item, catalogue.standard))
    out = io.StringIO()
    csv.writer(out).writerow([field.title for field, _ in columns_of(item, None, catalogue)])
    return (BOM + out.getvalue()).encode()

"""What the pages of the lists are made from, read once."""

from __future__ import annotations

from functools import cache

from conformance.catalog.dossier.build import dossier
from conformance.catalog.dossier.model import Dossier, Ground
from conformance.catalog.store import Catalogue
from conformance.publish.lists import shipped_lists
from conformance.standard.entries import Entries
from conformance.standard.links import Ref
from conformance.standard.load import DEFAULT_EDITION, lists_folder


@cache
def ground() -> Ground:
    """The lists of the shipped edition, with who names whom, as all pages have them."""
    lists = shipped_lists()
    # The entries themselves are in the index, and are not read a second time.
    catalogue = Catalogue(DEFAULT_EDITION, Entries(lists_folder(), (), ()), lists.shapes)
    return Ground(catalogue, lists.links, lists.standard, few=None)


@cache
def dossier_of(ref: Ref) -> Dossier:
    """All that is said of an entry, nothing left out."""
    return dossier(ref, ground())

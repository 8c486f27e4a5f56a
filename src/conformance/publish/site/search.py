"""The index that the search box scans: every page in one line, as a script, since pages opened from a folder may load nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable

from conformance.publish.site.kinds import KINDS
from conformance.publish.site.model import Page

INDEX = "assets/search-index.js"


def search_index(pages: Iterable[Page]) -> bytes:
    """``search-index.js``: kinds with their names, and of every page its address, kind, id, titles, summary and further words."""
    kinds = list(KINDS)
    rows = [
        [
            page.address,
            kinds.index(page.kind),
            page.id,
            page.title.zh,
            page.title.en,
            "" if page.summary is None else page.summary.zh,
            "" if page.summary is None else page.summary.en,
            " ".join(dict.fromkeys(page.terms)),
        ]
        for page in sorted(pages, key=lambda one: (kinds.index(one.kind), one.address))
        if page.searched
    ]
    index = {"kinds": [[words.zh, words.en] for words in KINDS.values()], "pages": rows}
    written = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    return f"window.conformanceSearch={written};\n".encode()

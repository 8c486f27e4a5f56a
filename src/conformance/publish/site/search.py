"""The index that the search box scans: what every page shows, as a script, since pages opened from a folder may load nothing else.

Pages say much the same in many places. So every passage stands in it once, and a page has the numbers of its passages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from conformance.publish.site.html import piece
from conformance.publish.site.kinds import KINDS
from conformance.publish.site.model import Page
from conformance.publish.site.passages import passages

INDEX = "assets/search-index.js"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_DIGEST = re.compile("[0-9a-f]{64}")


def search_index(pages: Iterable[Page]) -> bytes:
    """``search-index.js``: kinds with their names, passages, and of every page its address, kind, id, titles, what it is a part
    of, further words, how many passages its summary has, and its passages, the summary's first.

    Digests alone are left out: nobody types one, and those of the files in archives would be half of it.
    """
    kinds = list(KINDS)
    numbers: dict[str, int] = {}
    rows = []
    for page in sorted(pages, key=lambda one: (kinds.index(one.kind), one.address)):
        if page.searched:
            head = dict.fromkeys(_told(() if page.summary is None else passages(piece(page.summary))))
            shown = head | dict.fromkeys(_told(passages(page.body)))
            within = ("", "") if page.within is None else (page.within.zh, page.within.en)
            rows.append(
                [
                    page.address,
                    kinds.index(page.kind),
                    page.id,
                    page.title.zh,
                    page.title.en,
                    *within,
                    "\n".join(dict.fromkeys(page.terms)),
                    len(head),
                    packed([numbers.setdefault(one, len(numbers)) for one in shown]),
                ]
            )
    index = {"kinds": [[words.zh, words.en] for words in KINDS.values()], "texts": list(numbers), "pages": rows}
    written = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    return f"window.conformanceSearch={written};\n".encode()


def _told(found: Iterable[str]) -> Iterator[str]:
    return (one for one in found if not _DIGEST.fullmatch(one))


def packed(numbers: Sequence[int]) -> str:
    """Numbers in their order as runs: how far the first is from the end of the run before, and how many follow it, to base 36."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == sum(runs[-1]):
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    ends = [0, *map(sum, runs)]
    return " ".join(
        _written(first - end) + (f"+{_written(count - 1)}" if count > 1 else "")
        for (first, count), end in zip(runs, ends, strict=False)
    )


@cache
def _written(number: int) -> str:
    digits, rest = "", abs(number)
    while rest or not digits:
        rest, digit = divmod(rest, 36)
        digits = _DIGITS[digit] + digits
    return ("-" if number < 0 else "") + digits

"""Values of code lists as regular expressions."""

from __future__ import annotations

from collections.abc import Container

from conformance.publish.records import texts
from conformance.standard.model import CodeList, Party

SEPARATOR = r"[；;，,、/ ]+"
CHARACTERS = "0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff、，；：（）“” ,;:()/—–\\-"
"""What a value may be made of where the two ways of reading it, with and without NFKC, come to the same."""
FULL_WIDTH = "０-９"
WITHIN = f"^{texts.BLANK}*[{CHARACTERS}]*{texts.BLANK}*$"
NUMBER = "[0-9]{1,2}"


def value(entries: CodeList, only: Container[str] | None = None) -> str:
    """One value of the list, or several where the list allows it; of the codes ``only``, or of all."""
    words = []
    for code in entries.codes:
        if only is not None and code.code not in only:
            continue
        note = r"(?: *(?:[（(][^）)]*[）)]|[：:\-—].*))?" if code.note_allowed else ""
        names = {code.label, *code.aliases}
        if entries.wanted == "code" or (entries.numbering_stable and not code.code.isalpha()):
            names.add(code.code)
        words += [(name, texts.literal(name).replace("、", "[、,，]") + note) for name in names]
    one = f"(?:{'|'.join(pattern for _, pattern in sorted(words, key=lambda w: (-len(w[0]), w)))})"
    return f"{one}(?:{SEPARATOR}{one})*" if entries.several else one


def numbering(party: Party | None, entries: CodeList) -> dict[str, str]:
    """Number → label, where the party has declared how it numbers the list."""
    return party.code_numbering.get(entries.id, {}) if party is not None else {}


def known(entries: CodeList, party: Party | None) -> str:
    """What the list takes as a value: its own, the party's numbers, and any number where vendors number differently."""
    numbers = numbering(party, entries)
    if numbers:
        return f"{value(entries)}|{texts.any_of(numbers)}"
    return value(entries) if entries.numbering_stable else f"{value(entries)}|{NUMBER}"

"""What every artefact says of itself at its head: tool, edition, version and digest. No time, no machine."""

from __future__ import annotations

import re

from conformance.publish.model import EditionModel

_MADE_BY = re.compile(r"Made by: conformance generate ([\w-]+)(?:, item ([\w-]+))?\. ")


def lines(edition: EditionModel, target: str) -> tuple[str, ...]:
    """The head as lines without a language's comment signs; nothing in them ends a comment of any language."""
    what = "" if edition.item is None else f", item {edition.item}"  # without two hyphens: XML has none in a comment
    return (
        f"{_one_line(edition.title.zh)}",
        f"edition {edition.id}, version {edition.version}, {edition.digest}",
        f"Made by: conformance generate {target}{what}. Not to be edited.",
    )


def made_for(text: str) -> tuple[str, str | None] | None:
    """Target and item of which a file with this head says that it is; None where there is no such head."""
    found = _MADE_BY.search(text)
    return None if found is None else (found[1], found[2])


def data(edition: EditionModel) -> dict[str, str]:
    """The same for artefacts that are data."""
    return {"edition": edition.id, "version": edition.version, "digest": edition.digest}


def _one_line(text: str) -> str:
    """Without line ends and without the characters of which comments' ends and quotes are made."""
    bare = "".join(" " if character in "*/\\-<>'\"`]%?#" else character for character in text)
    return " ".join(bare.split())

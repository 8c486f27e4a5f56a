"""Packages, and the head of each file."""

from __future__ import annotations

from conformance.publish.emit import header
from conformance.publish.model import EditionModel
from conformance.publish.names.identifiers import FIELD, identifier

_ROOT = "threelist"


def package_of(edition: EditionModel) -> str:
    """The package of an edition; two editions live in one program."""
    return f"{_ROOT}.{identifier('java', edition.id, FIELD, (), 'edition').lower()}"


def folder_of(edition: EditionModel) -> str:
    """Where its sources lie."""
    return package_of(edition).replace(".", "/")


def head(edition: EditionModel, package: str) -> str:
    """What a file begins with."""
    said = "".join(f"// {line}\n" for line in header.lines(edition, "java"))
    return f"{said}package {package};\n\n"

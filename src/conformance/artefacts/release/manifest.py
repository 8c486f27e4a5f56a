"""The manifest of an edition's folder: which edition it is, and every file with its size and SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
from msgspec import Struct

from conformance.artefacts.release.paths import odd
from conformance.report.errors import Refusal
from conformance.standard.model import Standard
from conformance.version import __version__

MANIFEST = "manifest.json"
SCHEMA = "manifest.schema.json"
FORMAT = 1
"""Of the manifest; another number where what is written here no longer holds."""
LARGEST = 64 << 20
"""Bytes of a manifest that is read at all."""
_LARGEST_FILE = 2**53 - 1
"""Bytes of a file: the largest number that every reader of JSON takes for itself."""
_ID = "^[0-9A-Za-z][0-9A-Za-z.-]{0,39}$"
"""Of an edition and its version: they go into file names and onto terminals."""
_LINE = r"^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]{1,200}$"
"""Words on one line, written in one direction: they go into the heads of packages, and nothing in them moves a cursor."""


class File(Struct, frozen=True):
    """A file of the folder."""

    path: str
    size: int
    sha256: str


class Manifest(Struct, frozen=True):
    """What an edition's folder holds; the manifest itself and its signature are not among the files."""

    edition: str
    version: str
    title: str
    title_en: str
    date: str
    standard: str
    """``sha256:`` of the compiled standard that everything in the folder was made of."""
    tool: str
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(one.size for one in self.files)


def manifest_of(files: Mapping[str, bytes], standard: Standard) -> Manifest:
    """The manifest of some files by path. Raises ValueError for a path that not every system holds, and for what is not of its schema."""
    bad = odd(files)
    if bad is not None:
        raise ValueError(f"{bad!r} is no path that every system holds, or is another's")
    edition = standard.edition
    made = Manifest(
        edition.id,
        edition.version,
        edition.title.zh,
        edition.title.en,
        edition.date,
        standard.digest,
        f"three-list-conformance {__version__}",
        tuple(File(path, len(content), hashlib.sha256(content).hexdigest()) for path, content in sorted(files.items())),
    )
    jsonschema_rs.validator_for(manifest_schema()).validate(json.loads(encode(made)))
    return made


def encode(manifest: Manifest) -> bytes:
    """The manifest as it lies in the folder: one line for each file, so that two of them can be compared by eye."""
    head = {
        "$schema": SCHEMA,
        "format": FORMAT,
        "edition": manifest.edition,
        "version": manifest.version,
        "title": manifest.title,
        "title_en": manifest.title_en,
        "date": manifest.date,
        "standard": manifest.standard,
        "tool": manifest.tool,
    }
    lines = [f"  {_text(key)}: {_text(value)}" for key, value in head.items()]
    files = [f"    {_text({'path': one.path, 'size': one.size, 'sha256': one.sha256})}" for one in manifest.files]
    lines.append('  "files": [\n' + ",\n".join(files) + "\n  ]")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def decode(content: bytes, place: Path) -> Manifest:
    """The manifest in some bytes. Raises Refusal where they are none, or where it names paths outside its folder."""
    try:
        value = json.loads(content)
        jsonschema_rs.validator_for(manifest_schema()).validate(value)
    except (ValueError, RecursionError, jsonschema_rs.ValidationError) as error:
        why = error.message if isinstance(error, jsonschema_rs.ValidationError) else str(error)
        raise Refusal(
            f"{place} 不是发布清单（{_brief(why)}）；请使用 conformance publish --output 写成的完整文件夹。",
            f"{place} is no manifest of a release ({_brief(why)}); use the folder as conformance publish --output wrote it.",
        ) from None
    files = tuple(File(one["path"], int(one["size"]), one["sha256"]) for one in value["files"])
    bad = odd([one.path for one in files])
    if bad is not None:
        raise Refusal(
            f"{place} 中的路径 {bad!a} 重复，或不是文件夹内的路径；清单不可信。",
            f"{place} has the path {bad!a}, which is there twice or leads elsewhere; the manifest is not believed.",
        )
    names = ("edition", "version", "title", "title_en", "date", "standard", "tool")
    return Manifest(**{name: value[name] for name in names}, files=files)


def manifest_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the manifest."""
    words, name = {"type": "string", "pattern": _LINE}, {"type": "string", "pattern": _ID}
    file = {
        "type": "object",
        "required": ["path", "size", "sha256"],
        "additionalProperties": False,
        "properties": {
            "path": {"type": "string", "minLength": 1, "description": "Relative to the folder, with slashes."},
            "size": {"type": "integer", "minimum": 0, "maximum": _LARGEST_FILE, "description": "Bytes."},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        },
    }
    properties = {
        "$schema": {"const": SCHEMA},
        "format": {"const": FORMAT},
        "edition": name,
        "version": name,
        "title": words,
        "title_en": words,
        "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "description": "Of the edition."},
        "standard": {
            "type": "string",
            "pattern": "^sha256:[0-9a-f]{64}$",
            "description": "Digest of the compiled standard that everything in the folder was made of.",
        },
        "tool": words | {"description": "What made the folder."},
        "files": {
            "type": "array",
            "minItems": 1,
            "items": file,
            "description": "Every file but the manifest itself, its signature and the key beside it.",
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:three-list-conformance:release-manifest:{FORMAT}",
        "title": "Manifest of an edition's folder",
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _brief(why: str) -> str:
    line = " ".join(why.split())
    return ascii(line[:157] + "..." if len(line) > 160 else line)[1:-1]

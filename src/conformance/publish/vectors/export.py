"""The folder of vectors: a manifest, one line of JSON for each vector, and the schemas of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import msgspec

from conformance.publish.vectors.cases import Vector
from conformance.publish.vectors.form import FORMAT, exported, manifest_schema, vector_schema
from conformance.standard.model import Standard

VECTORS = "vectors.jsonl"
MANIFEST = "manifest.json"


def files(standard: Standard, vectors: Sequence[Vector]) -> dict[str, bytes]:
    """Path → content, the same bytes for the same edition and vectors."""
    lines = b"".join(msgspec.json.encode(exported(one, standard)) + b"\n" for one in vectors)
    made = {
        VECTORS: lines,
        "schema/vector.json": _pretty(vector_schema(standard)),
        "schema/manifest.json": _pretty(manifest_schema(standard)),
    }
    return {MANIFEST: _pretty(_manifest(standard, vectors, made)), **made}


def _manifest(standard: Standard, vectors: Sequence[Vector], made: dict[str, bytes]) -> dict[str, Any]:
    counted = Counter((one.rule, not one.expect) for one in vectors)
    about = sorted({one.rule for one in vectors})
    return {
        "format": FORMAT,
        "edition": standard.edition.id,
        "version": standard.edition.version,
        "digest": standard.digest,
        "vectors": len(vectors),
        "files": [{"path": path, "digest": f"sha256:{sha256(made[path]).hexdigest()}"} for path in sorted(made)],
        "rules": {
            rule.id: {
                "title": rule.title.zh,
                "title_en": rule.title.en,
                "clause": rule.clause,
                "severity": rule.severity,
                "scope": rule.scope,
                "valid": counted[rule.id, True],
                "invalid": counted[rule.id, False],
            }
            for rule in map(standard.rules.__getitem__, about)
        },
    }


def _pretty(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"

"""Making a release of files: what goes beside them into an edition's folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from conformance.artefacts.release.manifest import MANIFEST, SCHEMA, encode, manifest_of, manifest_schema
from conformance.artefacts.release.signature import signature_files
from conformance.standard.model import Standard


def released(files: Mapping[str, bytes], standard: Standard, key_file: Path | None = None) -> dict[str, bytes]:
    """The files with their manifest and its schema, and with a key the signature. The same bytes each time, also of the signature."""
    schema = json.dumps(manifest_schema(), ensure_ascii=False, indent=2) + "\n"
    listed = {**files, SCHEMA: schema.encode()}
    manifest = encode(manifest_of(listed, standard))
    signature = {} if key_file is None else signature_files(manifest, key_file)
    return {**listed, MANIFEST: manifest, **signature}

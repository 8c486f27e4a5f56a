"""An npm package of the TypeScript that is generated: compiled, with its types, as modules."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path

from packed.edition import LICENCE, Release, readme
from trial import run, written

ROOT = Path(__file__).resolve().parents[2]
COMPILER = ROOT / "build" / "node" / "node_modules" / "typescript" / "bin" / "tsc"
_NODE = ">=14"
_HOW = """```ts
import { isLicence, validateLicence } from "three-list-{edition}";

const problems = validateLicence(record);
```"""


def npm_package(release: Release, room: Path) -> tuple[str, bytes]:
    """Name and content of the package, as ``npm pack`` would make it; compiled in the room."""
    source = written({**release.artefact("typescript"), "package.json": b'{"type": "module"}\n'}, room)
    run(["node", str(COMPILER), "-p", "."], source)
    made = source / "dist"
    compiled = {path.relative_to(source).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}
    if "dist/index.js" not in compiled or "dist/index.d.ts" not in compiled:
        raise ValueError("the compiler has made no dist/index.js with types beside it")
    files = {
        **compiled,
        "package.json": (json.dumps(_description(release), ensure_ascii=False, indent=2) + "\n").encode(),
        "README.md": readme(release, _HOW.replace("{edition}", release.manifest.edition)).encode(),
        "LICENSE": LICENCE.read_bytes(),
    }
    return f"{release.name}-{release.semantic}.tgz", tarball(files)


def _description(release: Release) -> dict[str, object]:
    return {
        "name": release.name,
        "version": release.semantic,
        "description": release.manifest.title_en,
        "license": "Apache-2.0",
        "type": "module",
        "main": "./dist/index.js",
        "types": "./dist/index.d.ts",
        "exports": {
            ".": {"types": "./dist/index.d.ts", "default": "./dist/index.js"},
            "./package.json": "./package.json",
        },
        "sideEffects": False,
        "engines": {"node": _NODE},
        "threeList": release.origin,
    }


def tarball(files: Mapping[str, bytes]) -> bytes:
    """The files below ``package/``, without times and owners."""
    stream = io.BytesIO()
    # The head of gzip has a time as well, and the name of the file.
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=stream, compresslevel=9, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for path, content in sorted(files.items()):
            entry = tarfile.TarInfo(f"package/{path}")
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()

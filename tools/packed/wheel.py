"""A wheel of the Python that is generated: pure, without dependencies, typed."""

from __future__ import annotations

import base64
import csv
import hashlib
import io

from conformance.artefacts.archive import zipped
from packed.edition import LICENCE, Release, readme

PYTHON = ">=3.11"
_HOW = """```python
from three_list_{edition} import Licence

problems = Licence.problems_of(record)  # a dict as it is submitted
```"""


def wheel(release: Release) -> tuple[str, bytes]:
    """Name and content of the wheel."""
    distribution = release.name.replace("-", "_")
    version = release.manifest.version
    info = f"{distribution}-{version}.dist-info"
    files = {
        **release.artefact("python"),
        f"{info}/METADATA": _metadata(release).encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: three-list-conformance\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/licenses/LICENSE": LICENCE.read_bytes(),
    }
    record = f"{info}/RECORD"
    files[record] = _record(files, record)
    return f"{distribution}-{version}-py3-none-any.whl", zipped(files)


def _metadata(release: Release) -> str:
    head = [
        "Metadata-Version: 2.4",
        f"Name: {release.name}",
        f"Version: {release.manifest.version}",
        f"Summary: {release.manifest.title_en}",
        "License-Expression: Apache-2.0",
        "License-File: LICENSE",
        f"Requires-Python: {PYTHON}",
        "Classifier: Typing :: Typed",
        *(f"Keywords: {value}" for value in [release.origin["standard"]]),
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(head) + "\n\n" + readme(release, _HOW.format(edition=release.manifest.edition))


def _record(files: dict[str, bytes], own: str) -> bytes:
    """Every file with its digest, and the list itself without one."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for path, content in sorted(files.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        rows.writerow([path, f"sha256={digest}", len(content)])
    rows.writerow([own, "", ""])
    return text.getvalue().encode()

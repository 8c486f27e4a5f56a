"""Real edits of the sources: a copy of schemas and lists, changed as an editor would change it, and compiled."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_REASON = """  honour_reason:
    title: 表彰事由
    description: What the honour was given for.
    range: text
    required: true
    structured_aliases: [{literal_form: Reason of the honour, in_language: en}]
    annotations:
      requirement_origin: profile
      disclosure: public
      origin: profile
      clause: "profile#honour_reason"

classes:
"""


def copied(root: Path) -> Path:
    """The sources, whole."""
    for folder in ("schemas", "catalogs"):
        shutil.copytree(ROOT / folder, root / folder)
    return root


def change(path: Path, old: str, new: str, times: int = 1) -> None:
    """Replace a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= times, f"{path} has no {old!r}"
    path.write_text(text.replace(old, new, times), encoding="utf-8")


def six_edits(root: Path) -> Path:
    """A field renamed, a code dropped, a length tightened, a required field added, a code list widened, an item retired."""
    honour = root / "schemas" / "honour.yaml"
    honour.write_text(honour.read_text(encoding="utf-8").replace("honour_level", "honour_rank"), encoding="utf-8")
    references = root / "schemas" / "rules" / "references.yaml"
    text = references.read_text(encoding="utf-8").replace("honour_level", "honour_rank")
    references.write_text(text, encoding="utf-8")
    change(honour, "classes:\n", _REASON)
    change(honour, "      - honour_rank\n", "      - honour_rank\n      - honour_reason\n")
    change(
        honour,
        "      honour_rank:\n        rank: 12\n",
        "      honour_rank:\n        rank: 12\n      honour_reason:\n        rank: 19\n",
    )
    change(root / "schemas" / "licence.yaml", "max_length: 256", "max_length: 200")
    codes = root / "schemas" / "codes.yaml"
    lines = codes.read_text(encoding="utf-8").split("\n")
    start = lines.index("  ReportStatus:")
    gone = next(n for n in range(start, len(lines)) if lines[n].startswith('      "missing":'))
    end = next(n for n in range(gone + 1, len(lines)) if not lines[n].startswith("        "))
    lines[gone:end] = []
    start = lines.index("  FulfilmentStatus:") if "  FulfilmentStatus:" in lines else lines.index("  Fulfilment:")
    place = next(n for n in range(start, len(lines)) if lines[n] == "    permissible_values:")
    lines[place + 1 : place + 1] = [
        '      "waived":',
        "        title: 免除",
        "        structured_aliases: [{literal_form: Waived, in_language: en}]",
    ]
    codes.write_text("\n".join(lines), encoding="utf-8")
    item = root / "catalogs" / "2016" / "data" / "sh-tax.yaml"
    change(item, "    state: published\n", '    state: published\n    deprecated_since: "2017-01-01"\n')
    return root

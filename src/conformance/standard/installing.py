"""How what is optional is installed: one sentence for all that lack it, which holds with and without a package index that has the tool."""

from __future__ import annotations

from conformance.standard.model import Text


def installing(extra: str) -> Text:
    """The command that installs an extra: of the package, and of a copy of the source code."""
    packaged, copied = f"pip install 'three-list-conformance[{extra}]'", f"pip install -e '.[{extra}]'"
    return Text(
        f"{packaged}（从源代码安装的，在源代码的目录里运行 {copied}）",
        f"{packaged} (where the tool comes from a copy of its source code, in its folder: {copied})",
    )

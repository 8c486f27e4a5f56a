"""Whether files say anything that a workbook does not carry: comments elsewhere, another form of writing."""

from __future__ import annotations

from pathlib import Path

from conformance.catalog.canonical import dump
from conformance.catalog.store import Catalogue
from conformance.standard.model import Text
from conformance.standard.problems import Problem

_MOST = 20


class NotCarried(ValueError):
    """An export would lose something. ``lines`` are sentences, each with its place."""

    def __init__(self, lines: list[Text]) -> None:
        super().__init__("; ".join(line.en for line in lines))
        self.lines = lines


def check(catalogue: Catalogue, *, loss: bool) -> None:
    """Refuse a catalogue that an export would change. ``loss`` takes the loss of comments and of form.

    Raises NotCarried.
    """
    entries = catalogue.entries
    if entries.problems:
        raise NotCarried([_problem(problem) for problem in entries.problems])
    found = [*_same_ids(catalogue), *([] if loss else _forms(catalogue))]
    if found:
        raise NotCarried(found)


def _problem(problem: Problem) -> Text:
    text = f"{problem.place}: {problem.message}"
    return Text(
        f"{text}（先按 conformance catalog lint 的提示改正）", f"{text} (mend it first: conformance catalog lint)"
    )


def _same_ids(catalogue: Catalogue) -> list[Text]:
    found = []
    for entry_list in catalogue.shapes.lists:
        index = catalogue.entries.index(entry_list)
        for entry in catalogue.entries.of(entry_list):
            first = index[entry.id]
            if first is not entry:
                place = first.place()
                found.append(
                    Text(
                        f"{entry.place()}：编号“{entry.id}”与 {place} 重复，请先改正。",
                        f'{entry.place()}: the id "{entry.id}" is also at {place}; mend it first.',
                    )
                )
    return found


def _forms(catalogue: Catalogue) -> list[Text]:
    found: list[Text] = []
    for file in catalogue.entries.files:
        written = (Path(catalogue.entries.folder) / file.name).read_bytes().decode("utf-8")
        wanted = dump(file, catalogue.shapes)
        if written != wanted:
            found.append(_difference(file.name, written, wanted))
    return found[:_MOST]


def _difference(name: str, written: str, wanted: str) -> Text:
    ours, theirs = wanted.split("\n"), written.split("\n")
    line = next(
        (n for n, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), min(len(ours), len(theirs))
    )
    said = theirs[line].strip() if line < len(theirs) else ""
    kept = set(map(str.strip, ours))
    lost = next((n for n, text in enumerate(theirs) if "#" in text and text.strip() not in kept), None)
    if lost is not None and (theirs[lost].lstrip().startswith("#") or " #" in theirs[lost]):
        return Text(
            f"{name}:{lost + 1}：这里的注释导出后会丢失；注释只能写在文件开头或条目上方，请移动它，或加 --canonical 表示可以丢弃。",
            f"{name}:{lost + 1}: this comment would be lost; comments stand at the head of a file or above an entry. "
            "Move it, or add --canonical to let it go.",
        )
    return Text(
        f"{name}:{line + 1}：写法不是标准形式（{said[:60]!r}），导出再导入会改变它；可加 --canonical 按标准形式导出。",
        f"{name}:{line + 1}: not in canonical form ({said[:60]!r}); export and import would change it. "
        "Add --canonical to export it in canonical form.",
    )

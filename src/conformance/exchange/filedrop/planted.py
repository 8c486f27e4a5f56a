"""The ways in which the reference receiver can be made wrong, one at a time: each replaces one decision of it.

What each breaks and by what it is caught is declared in ``faults.yaml`` beside this module.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from msgspec.structs import replace

from conformance.exchange.filedrop.judging import Basis, judge
from conformance.exchange.filedrop.layout import RECEIPT, RECEIPT_TABLE, Drop, digest_of, drop_at, drops_in, put
from conformance.exchange.filedrop.receipt import DropReceipt, as_bytes, as_table
from conformance.exchange.filedrop.receiver import Content, Ways

Lines: TypeAlias = list[dict[str, Any]]
Entry: TypeAlias = dict[str, Any]


def lines_changed(change: Callable[[Lines], Lines]) -> Ways:
    """A receiver whose receipts have other lines than they should; the counts stay as they were."""

    def content(_: Drop, content: Content) -> Content:
        for file in content["files"]:
            file["receipt"]["lines"] = change(file["receipt"]["lines"])
        return content

    return Ways(content=content)


def counted_again(change: Callable[[Lines], Lines]) -> Ways:
    """The same, with counts that go with the lines."""
    lines = lines_changed(change).content

    def content(drop: Drop, content: Content) -> Content:
        changed = lines(drop, content)
        receipts = [file["receipt"] for file in changed["files"]]
        for one in receipts:
            failed = sum(line["verdict"] == "rejected" for line in one["lines"])
            one |= {"successSize": one["totalSize"] - failed, "failSize": failed}
        sums = {name: sum(one[name] for one in receipts) for name in ("successSize", "failSize")}
        return {**changed, **sums}

    return Ways(content=content)


def manifest_read_as(change: Callable[[list[Entry], Path], list[Entry]]) -> Ways:
    """A receiver that takes the manifest's entries for others than they are."""

    def judged(drop: Drop, basis: Basis) -> DropReceipt:
        try:
            content = json.loads(drop.manifests[0].read_text(encoding="utf-8"))
            files = change(content["files"], drop.path)
        except ValueError:
            return judge(drop, basis)
        return judge(drop, basis) if files == content["files"] else _of_copy(drop, {**content, "files": files}, basis)

    return Ways(judge=judged)


def _of_copy(drop: Drop, manifest: Content, basis: Basis) -> DropReceipt:
    """What is said of the same files under another manifest."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / drop.name
        shutil.copytree(drop.path, copy)
        put(copy / drop.manifests[0].name, json.dumps(manifest).encode())
        found = judge(drop_at(copy), replace(basis, taken=()))
    return replace(found, digest=digest_of(drop.manifests[0].read_bytes()))


def _accepted(lines: Lines) -> Lines:
    return [
        {**line, "verdict": "accepted", "problems": []} if line["verdict"] == "rejected" else line for line in lines
    ]


def _first_rejected(lines: Lines) -> Lines:
    problem = {
        "rule": "required",
        "severity": "error",
        "clause": "form-2015#必填",
        "pointer": "",
        "message": "不能为空。",
    }
    place = next((at for at, line in enumerate(lines) if line["verdict"] != "rejected"), None)
    return [
        {**line, "verdict": "rejected", "problems": [problem]} if at == place else line for at, line in enumerate(lines)
    ]


def _problems(lines: Lines, **changed: str) -> Lines:
    return [{**line, "problems": [{**problem, **changed} for problem in line["problems"]]} for line in lines]


def _wrong_counts(_: Drop, content: Content) -> Content:
    for one in (content, *(file["receipt"] for file in content["files"])):
        one["failSize"] += 1
    return content


def _wrong_sums(_: Drop, content: Content) -> Content:
    return {**content, "totalSize": content["totalSize"] + 1, "failSize": content["failSize"] + 1}


def _no_standard(_: Drop, content: Content) -> Content:
    for file in content["files"]:
        del file["receipt"]["standard"]
    return content


def _before_manifest(folder: Path) -> Iterator[Drop]:
    for drop in drops_in(folder):
        yield drop if drop.manifests else replace(drop, manifests=drop.files[:1])


def _unfinished(folder: Path) -> Iterator[Drop]:
    for drop in drops_in(folder):
        unfinished = tuple(sorted(drop.path.glob(".manifest*")))
        yield replace(drop, manifests=drop.manifests or unfinished[:1])


def _changes_file(drop: Drop, _: Content) -> None:
    for file in drop.files:
        file.write_bytes(file.read_bytes() + b"\n")


def _removes_manifest(drop: Drop, _: Content) -> None:
    for file in drop.manifests:
        file.unlink()


def _leaves_mark(drop: Drop, _: Content) -> None:
    (drop.path / "processed.ok").touch()


def _right_digests(entries: list[Entry], folder: Path) -> list[Entry]:
    def of(entry: Entry) -> str:
        place = folder / entry["path"]
        return digest_of(place.read_bytes()) if place.is_file() else str(entry.get("sha256", ""))

    return [{**entry, "sha256": of(entry)} if "sha256" in entry else entry for entry in entries]


def _any_digest(entries: list[Entry], folder: Path) -> list[Entry]:
    return [
        {**entry, "sha256": digest_of((folder / entry["path"]).read_bytes())} if "sha256" not in entry else entry
        for entry in entries
    ]


def _any_count(entries: list[Entry], folder: Path) -> list[Entry]:
    return [{**entry, "records": _rows(folder / entry["path"], entry["records"])} for entry in entries]


def _rows(place: Path, declared: int) -> int:
    content = place.read_bytes() if place.is_file() else b""
    return content.count(b"\r\n") - 1 if place.suffix == ".csv" and content else declared


def _only_there(entries: list[Entry], folder: Path) -> list[Entry]:
    return [entry for entry in entries if (folder / entry["path"]).is_file()] or entries


def _only_right(entries: list[Entry], folder: Path) -> list[Entry]:
    fitting = [one for one in entries if (folder / one["path"]).is_file() and _right_digests([one], folder) == [one]]
    return fitting or entries


def _only_csv(entries: list[Entry], _: Path) -> list[Entry]:
    return [entry for entry in entries if str(entry["path"]).endswith(".csv")] or entries


def _by_name(entries: list[Entry], folder: Path) -> list[Entry]:
    return [{**one, "path": Path(one["path"]).name} if ".." in one["path"] else one for one in entries]


def _taken_twice(drop: Drop, basis: Basis) -> DropReceipt:
    return replace(judge(drop, basis), repeats=None)


def _number_again(drop: Drop, basis: Basis) -> DropReceipt:
    digest = digest_of(drop.manifests[0].read_bytes())
    return judge(drop, replace(basis, taken=tuple(one for one in basis.taken if one.digest == digest)))


def _over_old_receipt(drop: Drop, content: Content) -> None:
    if "repeats" in content:
        put(drop.path.parent / content["repeats"] / RECEIPT, as_bytes(content))


def _only_ascii(folder: Path) -> Iterator[Drop]:
    return (drop for drop in drops_in(folder) if drop.name.isascii())


def _newest(folder: Path) -> Iterator[Drop]:
    """Only the drop whose manifest came last is ever looked at."""
    complete = [drop for drop in drops_in(folder) if drop.manifests]
    return iter(sorted(complete, key=lambda drop: (drop.manifests[0].stat().st_mtime_ns, drop.name))[-1:])


def _only_readable(drop: Drop) -> bool:
    try:
        return bool(drop.manifests) and bool(json.loads(drop.manifests[0].read_bytes()))
    except ValueError:
        return False


def _short_table(content: Content) -> bytes:
    lines = as_table(content).splitlines(keepends=True)
    return b"".join([*lines[:-2], lines[-1]]) if len(lines) > 2 else lines[0]


def _write_alone(drop: Drop, content: Content, _: bytes) -> None:
    put(drop.path / RECEIPT, as_bytes(content))


def _write_marked(drop: Drop, content: Content, table: bytes) -> None:
    put(drop.path / RECEIPT_TABLE, table)
    put(drop.path / RECEIPT, b"\xef\xbb\xbf" + as_bytes(content))


FAULTS: Mapping[str, Ways] = {
    "drop-never-answers": Ways(is_due=lambda _: False),
    "drop-forgets-first": Ways(is_due=lambda drop: not drop.answered and not drop.path.name.endswith("-good")),
    "drop-receipt-loses-row": lines_changed(lambda lines: lines[:-1]),
    "drop-receipt-doubles-row": lines_changed(lambda lines: [*lines, *lines[-1:]]),
    "drop-receipt-reorders-rows": lines_changed(lambda lines: lines[::-1]),
    "drop-receipt-wrong-counts": Ways(content=_wrong_counts),
    "drop-receipt-wrong-sums": Ways(content=_wrong_sums),
    "drop-receipt-wrong-rule": lines_changed(lambda lines: _problems(lines, rule="max-length")),
    "drop-receipt-without-clause": lines_changed(lambda lines: _problems(lines, clause="")),
    "drop-receipt-without-standard": Ways(content=_no_standard),
    "drop-receipt-names-folder": Ways(content=lambda drop, content: {**content, "batch": drop.name}),
    "drop-receipt-with-mark": Ways(write=_write_marked),
    "drop-accepts-bad-rows": counted_again(_accepted),
    "drop-rejects-good-rows": counted_again(_first_rejected),
    "drop-reads-before-manifest": Ways(find=_before_manifest),
    "drop-reads-unfinished": Ways(find=_unfinished),
    "drop-changes-file": Ways(after=_changes_file),
    "drop-removes-manifest": Ways(after=_removes_manifest),
    "drop-leaves-mark": Ways(after=_leaves_mark),
    "drop-ignores-digest": manifest_read_as(_right_digests),
    "drop-takes-without-digest": manifest_read_as(_any_digest),
    "drop-ignores-count": manifest_read_as(_any_count),
    "drop-ignores-missing-file": manifest_read_as(_only_there),
    "drop-takes-in-part": manifest_read_as(_only_right),
    "drop-reads-csv-only": manifest_read_as(_only_csv),
    "drop-reads-first-file": manifest_read_as(lambda entries, _: entries[:1]),
    "drop-leaves-folder": manifest_read_as(_by_name),
    "drop-takes-twice": Ways(judge=_taken_twice),
    "drop-takes-number-again": Ways(judge=_number_again),
    "drop-overwrites-receipt": Ways(after=_over_old_receipt),
    "drop-ignores-chinese-names": Ways(find=_only_ascii),
    "drop-loses-batch": Ways(find=_newest),
    "drop-silent-on-unreadable": Ways(is_complete=_only_readable),
    "drop-table-shorter": Ways(table=_short_table),
    "drop-table-without-mark": Ways(table=lambda content: as_table(content)[3:]),
    "drop-without-table": Ways(write=_write_alone),
}
"""Fault → the receiver's ways with it."""

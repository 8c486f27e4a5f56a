"""Making everything that an edition's folder offers for download: its artefacts, the standard, its lists, vectors and examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from conformance.artefacts import artefact, emitters
from conformance.artefacts.archive import zipped
from conformance.catalog.store import open_catalogue
from conformance.catalog.workbook.export import Selection, export
from conformance.publish.example_files import every_file, shipped_examples
from conformance.publish.site.downloads import Download, part
from conformance.publish.vectors import export as vector_export
from conformance.publish.vectors.cases import vectors
from conformance.standard.load import DEFAULT_EDITION, compiled, lists_folder, load
from conformance.standard.model import Text

_AS_IT_IS = 1_500_000
"""A single file of no more bytes than this is offered as it is, everything else as an archive."""
_ZIP = "application/zip"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".sql": "application/sql",
    ".ttl": "text/turtle",
    ".xsd": "application/xml",
    ".yaml": "application/yaml",
    ".proto": "text/plain",
}


@cache
def downloads(edition: str = DEFAULT_EDITION) -> tuple[Download, ...]:
    """Everything that is offered, the lists and the standard first, always the same for the same edition."""
    return (*_of_the_standard(edition), *(_artefact(target, edition) for target in emitters()))


def _of_the_standard(edition: str) -> Iterator[Download]:
    yield Download(
        id="workbook",
        name=f"lists-{edition}.xlsx",
        title=Text("全部清单的 Excel 工作簿", "all lists as an Excel workbook"),
        use=Text("查阅、筛选、编辑清单", "read, filter and edit the lists"),
        content=export(open_catalogue(edition), Selection()),
        media_type=_XLSX,
        made_by="conformance catalog export --output FILE.xlsx",
        used_with="conformance catalog import FILE.xlsx --output DIR",
    )
    yield _archive(
        "lists",
        Text("全部清单的 YAML 源文件", "the lists as they are written, in YAML"),
        Text("编制下一版，或与下一版比较", "edit the next edition, or compare it with this one"),
        _folder(lists_folder(edition)),
        used_with="conformance catalog diff OLD NEW",
    )
    yield Download(
        id="standard",
        name=f"standard-{edition}.json",
        title=Text("编译后的标准", "the compiled standard"),
        use=Text(
            "供程序读取的全部内容，也是以后各版变更比较（publish --against）的依据",
            "everything for programs; what later editions are compared with (publish --against)",
        ),
        content=compiled(edition),
        media_type=_TYPES[".json"],
        used_with="conformance publish --against PATH --output DIR",
    )
    yield _archive(
        "vectors",
        Text("测试向量", "vectors"),
        Text("证明任何语言的校验器与本标准一致", "prove that a validator in any language agrees with the standard"),
        vector_export.files(load(edition), vectors()),
        made_by="conformance vectors export DIR",
    )
    yield _archive(
        "examples",
        Text("报送文件、交换信封的示例，正确的和有问题的", "example files and envelopes, right and wrong ones"),
        Text("试用校验工具、核对报送程序", "try the checker, and try programs that submit"),
        every_file(shipped_examples()),
        used_with="conformance check FILE",
    )


def _artefact(target: str, edition: str) -> Download:
    title, use = emitters()[target].TITLE, emitters()[target].USE
    command = f"conformance generate {target} --output DIR"
    files = artefact(target, edition=edition)
    if len(files) == 1:
        ((path, content),) = files.items()
        if len(content) <= _AS_IT_IS:
            ending = Path(path).suffix
            kind = _TYPES.get(ending, "application/octet-stream")
            return Download(target, target + ending, title, use, content, kind, made_by=command)
    return _archive(target, title, use, files, made_by=command)


def _archive(
    name: str,
    title: Text,
    use: Text,
    files: Mapping[str, bytes],
    *,
    made_by: str | None = None,
    used_with: str | None = None,
) -> Download:
    parts = tuple(part(path, content) for path, content in sorted(files.items()))
    return Download(name, f"{name}.zip", title, use, zipped(files), _ZIP, parts, made_by, used_with)


def _folder(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}

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
_USES: Mapping[str, Text] = {
    "code-lists": Text("把代码表装入系统或下拉框", "fill a system's code tables and drop-down lists"),
    "java": Text("在 Java 8 以上的系统中读写并校验记录", "read, write and judge records in Java 8 or later"),
    "json-schema": Text("用任何一种 JSON Schema 校验器校验记录", "judge records with any validator of JSON Schema"),
    "jsonld-context": Text("把记录读作 RDF 关联数据", "read records as linked data"),
    "linkml": Text("在 LinkML 工具中使用本标准", "use the standard with the tools of LinkML"),
    "openapi": Text("生成或核对交换接口的服务端和客户端", "make and check services and clients of the exchange"),
    "protobuf": Text("以 Protobuf 传送记录", "send records as Protobuf"),
    "pydantic": Text("在 Python 中以 pydantic 读写并校验记录", "read, write and judge records in Python with pydantic"),
    "python": Text(
        "在 Python 中读写并校验记录，不另装任何包", "read, write and judge records in Python without further packages"
    ),
    "shacl": Text("校验 RDF 形式的记录", "judge records that are RDF"),
    "sql-mysql": Text("在 MySQL 或 MariaDB 中建表", "make the tables in MySQL or MariaDB"),
    "sql-oracle": Text("在 Oracle 或达梦中建表", "make the tables in Oracle or DM"),
    "sql-postgresql": Text("在 PostgreSQL 中建表", "make the tables in PostgreSQL"),
    "sql-sqlite": Text("在 SQLite 中建表", "make the tables in SQLite"),
    "table-schema": Text("校验和描述 CSV 文件", "judge and describe CSV files"),
    "typescript": Text(
        "在 TypeScript 或 JavaScript 中读写并校验记录", "read, write and judge records in TypeScript or JavaScript"
    ),
    "xsd": Text("校验 XML 形式的报文", "judge messages in XML"),
}
"""What each artefact is for; a target without an entry is shown by its title alone."""


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
        command="conformance catalog export --output FILE.xlsx",
        content=export(open_catalogue(edition), Selection()),
        media_type=_XLSX,
    )
    yield _archive(
        "lists",
        Text("全部清单的 YAML 源文件", "the lists as they are written, in YAML"),
        Text("编制下一版，或与下一版比较", "edit the next edition, or compare it with this one"),
        "conformance catalog diff OLD NEW",
        _folder(lists_folder(edition)),
    )
    yield Download(
        id="standard",
        name=f"standard-{edition}.json",
        title=Text("编译后的标准", "the compiled standard"),
        use=Text(
            "供程序读取的全部内容，也是以后各版变更比较（publish --against）的依据",
            "everything for programs; what later editions are compared with (publish --against)",
        ),
        command="conformance catalog diff OLD NEW",
        content=compiled(edition),
        media_type=_TYPES[".json"],
    )
    yield _archive(
        "vectors",
        Text("测试向量", "vectors"),
        Text("证明任何语言的校验器与本标准一致", "prove that a validator in any language agrees with the standard"),
        "conformance vectors export DIR",
        vector_export.files(load(edition), vectors()),
    )
    yield _archive(
        "examples",
        Text("报送文件、交换信封的示例，正确的和有问题的", "example files and envelopes, right and wrong ones"),
        Text("试用校验工具、核对报送程序", "try the checker, and try programs that submit"),
        "conformance check FILE",
        every_file(shipped_examples()),
    )


def _artefact(target: str, edition: str) -> Download:
    title = emitters()[target].TITLE
    use, command = _USES.get(target, title), f"conformance generate {target} --output DIR"
    files = artefact(target, edition=edition)
    if len(files) == 1:
        ((path, content),) = files.items()
        if len(content) <= _AS_IT_IS:
            ending = Path(path).suffix
            kind = _TYPES.get(ending, "application/octet-stream")
            return Download(target, target + ending, title, use, command, content, kind)
    return _archive(target, title, use, command, files)


def _archive(name: str, title: Text, use: Text, command: str, files: Mapping[str, bytes]) -> Download:
    parts = tuple(part(path, content) for path, content in sorted(files.items()))
    return Download(name, f"{name}.zip", title, use, command, zipped(files), _ZIP, parts)


def _folder(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}

"""``downloads/``: what there is to take away, with size, digest and use; of an archive, what is in it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from conformance.publish.matrix.steps import proofs, unproved
from conformance.publish.site import addresses
from conformance.publish.site.downloads import Download
from conformance.publish.site.html import code, facts, heading, joined, link, paragraph, table
from conformance.publish.site.model import Page, SiteSource
from conformance.standard.model import Text

_TITLE = Text("下载", "Downloads")
_SIZE, _DIGEST = Text("大小（字节）", "bytes"), Text("SHA-256", "SHA-256")
_DECLARED = Text("它能校验什么只有声明，没有在引擎上验证。", "What it enforces is declared, not proved on an engine.")
_CHECK = Text(
    "下载后可核对 SHA-256。文件夹的 manifest.json 列出全部文件及其摘要，用 conformance publish --verify DIR 核对整个文件夹。"
    "同一版本由同样的工具、Python 和 zlib 生成，逐字节相同；zlib 不同时压缩包的字节可能不同，其中的文件仍逐字节相同，各有摘要。",
    "Check the SHA-256 of what you take. manifest.json lists every file of the folder with its digest, and conformance publish --verify DIR checks all of "
    "them. The same edition made by the same tool, Python and zlib has the same bytes; another zlib may pack archives in other bytes, while the files in them, "
    "each with its digest, stay the same.",
)


def pages(source: SiteSource) -> Iterator[Page]:
    """The index, and for every download a page of its own."""
    here = addresses.downloads()
    heads = (Text("内容", "what it is"), Text("用途", "for"), Text("文件", "file"), _SIZE, _DIGEST)
    rows = (
        (
            link(here, addresses.about_download(one.id), one.title),
            one.use,
            link(here, one.path, code(one.name)),
            one.size,
            code(one.sha256),
        )
        for one in source.given.downloads
    )
    body = joined([paragraph(_CHECK), table(_TITLE, heads, rows)], "")
    yield Page(here, "index", _TITLE, body, terms=("download", "SHA-256"))
    yield from map(_page, source.given.downloads)


def _commands(one: Download) -> Iterator[tuple[Text, str]]:
    if one.made_by is not None:
        yield Text("生成命令", "made by"), one.made_by
    if one.used_with is not None:
        yield Text("使用命令", "used with"), one.used_with


def _page(one: Download) -> Page:
    here = addresses.about_download(one.id)
    parts: list[Markup] = [
        facts(
            [
                (Text("文件", "file"), link(here, one.path, code(one.name))),
                (_SIZE, one.size),
                (_DIGEST, code(one.sha256)),
                (Text("类型", "media type"), code(one.media_type)),
                *((label, code(said)) for label, said in _commands(one)),
            ]
        )
    ]
    if one.id in proofs() and (why := unproved(one.id)) is not None:
        parts += [paragraph(_DECLARED), paragraph(why)]
    if one.parts:
        title = Text(f"压缩包中的文件（{len(one.parts)}）", f"Files in the archive ({len(one.parts)})")
        rows = ((code(part.path), part.size, code(part.sha256)) for part in one.parts)
        parts += [heading(title, anchor="files"), table(title, (Text("文件", "file"), _SIZE, _DIGEST), rows)]
    return Page(
        here,
        "download",
        one.title,
        joined(parts, ""),
        id=one.id,
        summary=one.use,
        terms=(one.name,),
        under=addresses.downloads(),
    )

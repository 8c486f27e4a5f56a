"""Pages of downloads: what they say of bytes and of proofs, and no more than is so."""

from __future__ import annotations

from conformance.publish.lists import shipped_lists
from conformance.publish.modelling import shipped_model
from conformance.publish.names import name_table
from conformance.publish.site.downloads import Download
from conformance.publish.site.model import Given, SiteSource
from conformance.publish.site.pages import downloads
from conformance.standard.model import Text

TITLE = Text("建表语句", "tables")


def bodies() -> dict[str, str]:
    given = Given(
        downloads=tuple(
            Download(
                id=target, name=f"{target}.sql", title=TITLE, use=TITLE, content=b"x", media_type="application/sql"
            )
            for target in ("sql-oracle", "sql-sqlite")
        )
    )
    source = SiteSource(shipped_model(), name_table("2016"), shipped_lists(), given)
    return {page.id: str(page.body) for page in downloads.pages(source)}


def test_the_same_bytes_are_promised_for_the_same_tool_python_and_zlib():
    assert "zlib 不同时压缩包的字节可能不同" in bodies()[""]
    assert "always gives the same bytes" not in bodies()[""]


def test_what_no_engine_has_judged_says_so():
    assert "declared, not proved on an engine" in bodies()["sql-oracle"]
    assert "没有数据库，声明未经检验" in bodies()["sql-oracle"]
    assert "not proved" not in bodies()["sql-sqlite"]

"""``conformance catalog``: looking up, checking, comparing and editing the lists of an edition."""

from __future__ import annotations

from typing import Any

import click

from conformance.cli.lazy import LazyGroup
from conformance.cli.refusal import Refused, help_option, language

COMMANDS = {
    "list": ("conformance.cli.catalog.list", "查清单：按词、单位、条款查找 / find entries"),
    "show": ("conformance.cli.catalog.show", "看一个事项、单位或条款的全部内容 / everything about an entry"),
    "lint": ("conformance.cli.catalog.lint", "检查清单本身有没有错误 / check the lists themselves"),
    "diff": ("conformance.cli.catalog.diff", "比较两个版本，指出影响报送和使用的变化 / compare two editions"),
    "template": ("conformance.cli.catalog.template", "生成空白填报表 / make blank workbooks"),
    "export": ("conformance.cli.catalog.export", "把清单导出为工作簿、附表 / export to workbooks and annexes"),
    "import": ("conformance.cli.catalog.import_", "把改好的工作簿导回清单 / import edited workbooks"),
}
"""Command → the module that has it as ``command``, and one line of help."""


class CatalogGroup(LazyGroup):
    """The commands about catalogues; a folder that is none is one line for all of them."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except ValueError as error:
            from conformance.catalog.store import NoCatalogue

            if not isinstance(error, NoCatalogue):
                raise
            raise Refused(error.zh if language(ctx) == "zh" else error.en) from error


@click.group("catalog", cls=CatalogGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@help_option
def command() -> None:
    """三清单：查找、检查、比较、编辑。 / The three lists: find, check, compare, edit.

    \b
    例 / examples:
      conformance catalog list --unit 市地税局
      conformance catalog show data:tax-credit-rating
      conformance catalog lint
    """

"""``conformance vectors``: the vectors of the rules, for validators in any language."""

from __future__ import annotations

import click

from conformance.cli.lazy import LazyGroup
from conformance.cli.refusal import help_option

COMMANDS = {
    "export": ("conformance.cli.vectors.export", "导出测试向量 / write the vectors to a folder"),
    "run": ("conformance.cli.vectors.run", "用测试向量检验一个校验程序 / put the vectors to a validator"),
}
"""Command → the module that has it as ``command``, and one line of help."""


@click.group("vectors", cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@help_option
def command() -> None:
    """规则的测试向量：每条规则的正例和反例。 / The vectors of the rules: for each what passes and what fails.

    \b
    例 / for example:
      conformance vectors export vectors
      conformance vectors run --command "node ajv.mjs"
    """

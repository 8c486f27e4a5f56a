"""What the shell offers behind the tab key: click's own protocol, with the ids of the standard.

``_CONFORMANCE_COMPLETE=bash_source conformance`` (or ``zsh_source``, ``fish_source``) prints what the shell is to read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, split_arg_string

from conformance.standard.model import Standard

Items = list[CompletionItem]

_BASH = """\
%(complete_func)s() {
    local line="${COMP_LINE:0:COMP_POINT}" IFS=$'\\n' completion type value current prefix=""
    current="${line##* }"
    current="${current##*=}"
    # Bash breaks words at colons: what stands before the last one is not replaced.
    if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
        prefix="${current%%"${current##*:}"}"
    fi
    for completion in $(env COMP_LINE="$line" %(complete_var)s=bash_complete "$1"); do
        IFS=',' read -r type value <<< "$completion"
        case $type in
            dir) COMPREPLY=(); compopt -o dirnames ;;
            file) COMPREPLY=(); compopt -o default ;;
            plain) COMPREPLY+=("${value#"$prefix"}") ;;
        esac
    done
    return 0
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class Bash(BashComplete):
    """Bash, where ids have colons (``district:310115``): the line is taken as it was typed, not in bash's words."""

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """The finished words behind the command, and the one that is being written."""
        line = os.environ["COMP_LINE"]
        words = split_arg_string(line)
        unfinished = words.pop() if words and not line[-1:].isspace() else ""
        return words[1:], unfinished


def offer_shells() -> None:
    """Make ours the one for bash."""
    add_completion_class(Bash)


def _standard() -> Standard:
    """Loaded only when the tab key is pressed."""
    from conformance.standard.load import load

    return load()


def items(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """Data items by id, or by title where one is being written."""
    known = _standard().items.values()
    if not incomplete.isascii():
        return _beginning(incomplete, ((item.title.zh, item.id) for item in known))
    return _beginning(incomplete, ((item.id, item.title.zh) for item in known))


def schemas(context: click.Context, parameter: click.Parameter, incomplete: str) -> Items:
    """Data items, and what else has a schema."""
    from conformance.exchange.profile.envelopes import envelope_names

    others = [("report", "校验报告"), ("bulletin", "通报"), ("openapi", "交换接口"), ("exchange", "交换信封")]
    # The envelopes are many, and are offered to whoever has begun to write one.
    others += [(f"exchange:{name}", "") for name in envelope_names()] if incomplete.startswith("exchange:") else []
    return [*_beginning(incomplete, others), *items(context, parameter, incomplete)]


def targets(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """What can be generated."""
    from conformance.artefacts import emitters

    return _beginning(incomplete, ((name, emitter.TITLE.zh) for name, emitter in emitters().items()))


def parties(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """Parties by id."""
    return _beginning(incomplete, ((party.id, party.title.zh) for party in _standard().parties.values()))


def rules(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """Rules by id."""
    return _beginning(incomplete, ((rule.id, rule.title.zh) for rule in _standard().rules.values()))


def formats(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """Formats of a report."""
    from conformance.report.registry import FORMATS

    return _beginning(incomplete, ((name, "") for name in FORMATS))


def files(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """Whatever files the shell sees."""
    return [CompletionItem(incomplete, type="file")]


def _beginning(incomplete: str, known: Iterable[tuple[str, str]]) -> Items:
    return [CompletionItem(value, help=said or None) for value, said in known if value.startswith(incomplete)]

"""What the command line takes from a configuration; whatever was written on it wins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from click.core import ParameterSource

from conformance.config.find import find_configuration
from conformance.report.errors import UsageError
from conformance.standard.model import Standard

if TYPE_CHECKING:
    from conformance.config.model import Configuration

_Value = TypeVar("_Value")


def chosen(named: Path | None, none: bool, inputs: Sequence[str | Path], standard: Standard) -> Configuration | None:
    """The configuration that was named, else the nearest one; none where it was declined. Raises UsageError."""
    if named is not None and none:
        raise UsageError("--config 和 --no-config 只能写一个。", "Give either --config or --no-config, not both.")
    if none:
        return None
    if named is None:
        return find_configuration(inputs, standard)
    from conformance.config.read import read_configuration

    return read_configuration(named, standard)


def told(ctx: click.Context, option: str, value: _Value, configured: _Value | None) -> _Value:
    """The value of an option: as written, else as configured, else its default."""
    written = ctx.get_parameter_source(option) not in (None, ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP)
    return value if written or configured is None else configured

"""When Python looks for garbage: not among what is loaded, which stays to the end and would be gone through again and again."""

from __future__ import annotations

import gc

_WHILE_LOADING = 500_000
"""Objects made before it is looked for garbage among them: more than a command loads."""
_WHILE_WORKING = 50_000
"""The same once everything is there: what comes and goes must not pile up."""


def loading() -> None:
    """Everything that is made from now on stays."""
    gc.set_threshold(_WHILE_LOADING)


def loaded() -> None:
    """Everything that is there now stays, and is never looked through again."""
    gc.freeze()
    gc.set_threshold(min(_WHILE_WORKING, gc.get_threshold()[0]))

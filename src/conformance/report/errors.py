"""Errors that say how a command or call was used wrongly; nothing heavy is imported for them."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.standard.model import Lang, Text

_MOST = 12
"""Ids that an error lists at the most."""


class UsageError(ValueError):
    """The call cannot be carried out as it was made (exit code 2). One sentence in both languages says why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.text = Text(zh, en)

    def sentence(self, lang: Lang) -> str:
        """The sentence in the language of the reader."""
        return self.text.zh if lang == "zh" else self.text.en


class Refusal(UsageError):
    """What was handed over is not believed: a recorded run, a certificate, a release, a key (exit code 2). It says where and why."""


class TemplateError(RuntimeError):
    """A rule's sentence asks for something that its check does not supply: our mistake, never the user's."""


def unknown(what_zh: str, what_en: str, given: str, known: Iterable[str]) -> UsageError:
    """The error for an id that does not exist: near matches where there are some, else every known id."""
    import difflib  # slips of the pen are rare

    ids = sorted(known)
    near = difflib.get_close_matches(given, ids, n=3, cutoff=0.5)
    if not ids:
        return UsageError(f"没有名为“{given}”的{what_zh}。", f'There is no {what_en} named "{given}".')
    zh, en = ("您是否要用", "did you mean") if near else ("可用的有", "known ones are")
    listed = near or ids
    if len(listed) > _MOST:
        # Nobody reads a hundred ids for one slip of the pen.
        listed = [*listed[:_MOST], f"…（{len(ids)}）"]
    return UsageError(
        f"没有名为“{given}”的{what_zh}；{zh}：{'、'.join(listed)}。",
        f'There is no {what_en} named "{given}"; {en}: {", ".join(listed)}.',
    )

"""The looks of the workbook: a handful of styles, made once."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from conformance.report.sheets import Book

FILLS = ("#F4B6B6", "#FFE08A", "#CFE2F3")
"""Error, warning, info: told apart in grey as well, and black text on them is easy to read."""
_TOP: dict[str, Any] = {"valign": "top"}


class Looks(Struct, frozen=True):
    """Numbers of styles."""

    text: int
    """The user's own text: stays text when somebody types into the cell."""
    bad: tuple[int, int, int]
    """The same, filled by severity."""
    header: int
    header_bad: tuple[int, int, int]
    title: int
    heading: int
    label: int
    plain: int
    wrapped: int
    number: int
    link: int
    severity: tuple[int, int, int]
    verdict: tuple[int, int, int, int]
    """Non-conforming, with warnings, conforming, not checked."""


def looks_of(book: Book) -> Looks:
    """Make the styles of a workbook."""

    def filled(**more: Any) -> tuple[int, int, int]:
        first, second, third = (
            book.style(**_TOP, bg_color=fill, border=1, border_color="#999999", **more) for fill in FILLS
        )
        return first, second, third

    strong = {"bold": True, "font_size": 13, "valign": "top"}
    return Looks(
        text=book.style(**_TOP, num_format="@"),
        bad=filled(num_format="@"),
        header=book.style(**_TOP, num_format="@", bold=True, text_wrap=True, bg_color="#E7E6E6", bottom=1),
        header_bad=filled(num_format="@", bold=True, text_wrap=True),
        title=book.style(bold=True, font_size=14),
        heading=book.style(bold=True, font_size=12, bottom=1),
        label=book.style(**_TOP, bold=True, text_wrap=True, bg_color="#E7E6E6"),
        plain=book.style(**_TOP),
        wrapped=book.style(**_TOP, text_wrap=True),
        number=book.style(**_TOP, align="right", indent=1),
        link=book.style(**_TOP, font_color="#0563C1", underline=1),
        severity=filled(text_wrap=True),
        verdict=(
            book.style(**strong, bg_color=FILLS[0]),
            book.style(**strong, bg_color=FILLS[1]),
            book.style(**strong, bg_color="#C6E0B4"),
            book.style(**strong, bg_color="#D9D2E9"),
        ),
    )

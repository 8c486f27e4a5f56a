"""What a subject is: registrations, qualifications, grades, honours, files and yearly reports."""

from __future__ import annotations

import polars as pl

from conformance.sample.columns import choose, day, join, number, take
from conformance.sample.draft import Draft
from conformance.sample.subjects import brands

_ROADS = "砚沁路 澜樾路 翊岑街 筱荞大道 棠蘅路 芮湉支路 茗浔路 霁峤公路".split()


def registration(made: Draft) -> None:
    """An entry in a register: what was set up, changed or ended."""
    columns, dice = made.columns, made.dice
    columns["registration_kind"] = made.told("registration_kind")
    columns["registration_matter"] = made.maybe("registration_matter", made.told("registration_matter"), 0.8)
    columns["document_number"] = made.maybe("document_number", made.numbered("登"), 0.8)
    columns["address"] = made.maybe("address", address(made), 0.8)
    organisation = columns["legal_representative"].is_not_null().to_numpy()
    capital = join(number(10 * (1 + dice.below(500))), take(("", "", "", ".5", ".25"), dice.below(5)))
    columns["registered_capital"] = choose(organisation & made.sometimes("registered_capital", 0.6), capital, None)
    scope = made.told("business_scope")
    columns["business_scope"] = choose(organisation & made.sometimes("business_scope", 0.6), scope, None)
    columns["valid_until"] = made.term("valid_until", 0.4, 20)


def address(made: Draft) -> pl.Series:
    """A street that does not exist."""
    roads = take(_ROADS, made.dice.below(len(_ROADS)))
    place = take(made.world.places, made.place).replace("上海", "上海市")
    return join(place, roads, number(1 + made.dice.below(2000)), "号", number(101 + made.dice.below(1800)), "室")


def qualification(made: Draft) -> None:
    """A certificate and whether it still holds."""
    columns = made.columns
    columns["qualification_name"] = made.told("qualification_name")
    columns["qualification_level"] = made.maybe("qualification_level", made.told("qualification_level"), 0.8)
    columns["document_number"] = made.numbered("证")
    columns["valid_until"] = made.term("valid_until", 0.8)
    columns["qualification_status"] = made.told("qualification_status")
    ended = (columns["qualification_status"] != "有效").to_numpy()
    columns["status_date"] = choose(ended, made.between(), None)
    columns["status_reason"] = choose(ended & made.sometimes("status_reason", 0.8), made.told("status_reason"), None)


def rating(made: Draft) -> None:
    """A grade under a scheme."""
    columns, dice = made.columns, made.dice
    columns["scheme_name"] = made.told("scheme_name")
    columns["grade"] = made.told("grade")
    points = join(number(40 + dice.below(60)), take(("", "", ".5", ".25"), dice.below(4)))
    columns["score"] = made.maybe("score", points, 0.5)
    year = columns["decision_date"].str.slice(0, 4).cast(pl.Int64)
    # Grades of a year are mostly given in the year after it.
    about = (year - pl.Series(dice.weighted((3, 7)))).cast(pl.String)
    columns["rating_year"] = made.maybe("rating_year", about, 0.8)
    columns["document_number"] = made.maybe("document_number", made.numbered("评"), 0.7)
    columns["valid_until"] = made.term("valid_until", 0.5, 3)


def honour(made: Draft) -> None:
    """An award."""
    columns = made.columns
    columns["honour_name"] = made.told("honour_name")
    columns["honour_level"] = made.maybe("honour_level", made.told("honour_level"), 0.7)
    columns["document_number"] = made.maybe("document_number", made.numbered("表"), 0.8)
    until = day(made.world.days[made.decided] + 365 * (1 + made.dice.below(3)))
    columns["publication_until"] = made.maybe("publication_until", until, 0.4)


def credit_file(made: Draft) -> None:
    """A file that a body keeps."""
    columns = made.columns
    columns["file_name"] = made.told("file_name")
    year = columns["decision_date"].str.slice(0, 4)
    columns["document_number"] = join(made.told("series"), "-", year, "-", number(made.serial(), 6))
    columns["file_content"] = made.maybe("file_content", made.told("file_content"), 0.8)
    columns["record_count"] = made.maybe("record_count", number(1 + made.dice.below(60)), 0.8)


def annual_report(made: Draft) -> None:
    """A report of a year, made or missed."""
    columns = made.columns
    columns["report_kind"] = made.told("report_kind")
    year = columns["decision_date"].str.slice(0, 4).cast(pl.Int64) - 1
    columns["report_year"] = year.cast(pl.String)
    columns["document_number"] = made.maybe("document_number", made.numbered("报"), 0.6)
    columns["report_status"] = made.told("report_status")


def company(made: Draft, ending: pl.Series | str) -> pl.Series:
    """The name of an organisation that is not the subject."""
    return join("上海", brands(made.dice), ending)

"""What a subject did or what was done about it: inspections, conduct, cases, and what the market knows."""

from __future__ import annotations

from conformance.sample.columns import choose, day, join, number, take
from conformance.sample.draft import Draft
from conformance.sample.makers.standing import address


def inspection(made: Draft) -> None:
    """An inspection and its result; faults are to be put right."""
    columns = made.columns
    columns["inspection_kind"] = made.told("inspection_kind")
    columns["inspection_matter"] = made.told("inspection_matter")
    columns["document_number"] = made.maybe("document_number", made.numbered("检"), 0.8)
    columns["inspection_result"] = made.told("inspection_result")
    good = columns["inspection_result"].is_in(["合格", "基本合格"]).to_numpy()
    detail = choose(good, made.told("good_detail"), made.told("bad_detail"))
    columns["result_detail"] = made.maybe("result_detail", detail, 0.7)
    repair = (columns["inspection_result"] == "责令整改").to_numpy() | made.sometimes("rectification_due", 0.02)
    columns["rectification_due"] = choose(repair, made.after(60), None)


def conduct(made: Draft) -> None:
    """One conduct, good or bad; what it is follows from its name where the item says the name."""
    columns, dice = made.columns, made.dice
    name = made.told("conduct_name")
    allowed = made.brief.wanted.values.get("conduct_name", ())
    if allowed:
        drawn = take(allowed, dice.below(len(allowed)))
        name = choose(name.is_in(list(allowed)).to_numpy(), name, drawn)
    columns["conduct_name"] = name
    good = name.str.contains("守信|良好|诚信|拾金不昧|志愿").to_numpy()
    neutral = (made.told("conduct_polarity") == "中性").fill_null(value=False).to_numpy()
    columns["conduct_polarity"] = choose(neutral, "中性", choose(good, "守信", "失信"))
    columns["conduct_facts"] = choose(good, made.told("good_facts"), made.told("conduct_facts"))
    days = made.world.days[made.decided] - dice.below(60)
    columns["conduct_date"] = made.maybe("conduct_date", day(days), 0.8)
    columns["conduct_place"] = made.maybe("conduct_place", address(made).str.replace("[0-9]+室$", ""), 0.5)
    columns["document_number"] = made.numbered("认")
    severity = take(("0", "1", "1", "2", "3"), dice.below(5))
    bad = (columns["conduct_polarity"] == "失信").to_numpy()
    columns["severity_of_dishonesty"] = choose(bad & made.sometimes("severity_of_dishonesty", 0.6), severity, None)
    handled = choose(good, "记入诚信档案并予以通报表扬", made.told("handling"))
    columns["handling"] = choose(~neutral & made.sometimes("handling", 0.7), handled, None)


def judicial(made: Draft) -> None:
    """A judgment, an enforcement case or the answer of an archive."""
    columns, dice = made.columns, made.dice
    kind = made.told("judicial_kind")
    allowed = made.brief.wanted.values.get("judicial_kind", ())
    if allowed:
        kind = choose(kind.is_in(list(allowed)).to_numpy(), kind, take(allowed, dice.below(len(allowed))))
    columns["judicial_kind"] = kind
    year = columns["decision_date"].str.slice(0, 4)
    court = join("沪", columns["division_code"].str.slice(2, 4).replace("0000", "01"))
    word = kind.replace({"判决": "民初", "执行": "执", "档案查询": "检预查"})
    columns["document_number"] = join("（", year, "）", court, word, "字第", number(made.serial(), 5), "号")
    columns["case_name"] = made.maybe("case_name", made.told("case_name"), 0.8)
    enforced = (kind == "执行").to_numpy()
    before = join("（", year, "）", court, "民初字第", number(1 + dice.below(99_999), 5), "号")
    columns["basis_number"] = choose(enforced, before, None)
    columns["basis_authority"] = choose(enforced & made.sometimes("basis_authority", 0.8), columns["authority"], None)
    columns["duty"] = choose(enforced & made.sometimes("duty", 0.8), made.told("duty"), None)
    columns["performance"] = choose(enforced, made.told("performance"), None)
    columns["dishonest_conduct"] = choose(enforced, made.told("dishonest_conduct"), None)


def market_credit(made: Draft) -> None:
    """What a platform or a trade knows."""
    columns, dice = made.columns, made.dice
    columns["source_platform"] = made.told("source_platform")
    columns["market_matter"] = made.told("market_matter")
    columns["market_content"] = made.maybe("market_content", made.told("market_content"), 0.8)
    points = join(number(dice.below(5)), ".", number(dice.below(10)))
    columns["score"] = made.maybe("score", points, 0.5)
    columns["amount"] = made.maybe("amount", join(number(100 + dice.below(90_000)), ".00"), 0.4)
    stamp = columns["decision_date"].str.replace_all("/", "")
    columns["document_number"] = made.maybe("document_number", join("SC", stamp, "-", number(made.serial(), 6)), 0.9)

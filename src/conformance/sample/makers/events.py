"""Records that something may end or change: entries in lists, commitments, debts."""

from __future__ import annotations

from conformance.sample.columns import choose, day, join, number, take
from conformance.sample.dice import Bools
from conformance.sample.draft import OBJECTED, REVOKED, Draft
from conformance.sample.subjects import person_names


def list_entry(made: Draft) -> None:
    """An entry in a list, and what ended or changed it."""
    columns, dice = made.columns, made.dice
    columns["list_name"] = made.told("list_name")
    kind = made.told("list_kind")
    allowed = made.brief.wanted.values.get("list_kind", ())
    if allowed:
        kind = choose(kind.is_in(list(allowed)).to_numpy(), kind, take(allowed, dice.below(len(allowed))))
    columns["list_kind"] = kind
    good = kind.is_in(["红名单", "合格名录"]).to_numpy()
    columns["document_number"] = made.numbered("名")
    columns["entry_reason"] = choose(good, made.told("good_reason"), made.told("entry_reason"))
    basis = choose(good, None, made.told("entry_basis"))
    columns["entry_basis"] = made.maybe("entry_basis", basis, 0.7)
    columns["handling"] = choose(~good & made.sometimes("handling", 0.5), made.told("handling"), None)
    columns["responsible_person"] = made.maybe("responsible_person", person_names(dice), 0.3)
    until = day(made.world.days[made.decided] + 365 * (1 + dice.below(3)))
    columns["publication_until"] = made.maybe("publication_until", until, 0.6)
    # The status tells of an objection or a revocation; an entry in force may have been ended in the other two ways.
    _event(made, "objection", made.status == OBJECTED, "异")
    _event(made, "revocation", made.status == REVOKED, "撤")
    _event(made, "repair", ~good & dice.chance(0.05), "修")
    _event(made, "removal", dice.chance(0.08), "移")


def _event(made: Draft, name: str, happened: Bools, word: str) -> None:
    """The day of an event and the number of its document."""
    made.columns[f"{name}_date"] = choose(happened, made.between(), None)
    made.columns[f"{name}_document"] = choose(happened, made.numbered(word), None)


def commitment(made: Draft) -> None:
    """A commitment, kept or not."""
    columns = made.columns
    columns["commitment_kind"] = made.told("commitment_kind")
    columns["commitment_matter"] = made.told("commitment_matter")
    columns["commitment_content"] = made.maybe("commitment_content", made.told("commitment_content"), 0.8)
    columns["document_number"] = made.maybe("document_number", made.numbered("诺"), 0.8)
    state = take(("履行中", "已履行", "已履行", "违反承诺"), made.dice.weighted((30, 30, 25, 15)))
    columns["fulfilment"] = state
    columns["fulfilment_due"] = made.maybe("fulfilment_due", made.after(180), 0.7)
    broken = (state == "违反承诺").to_numpy()
    columns["breach_date"] = choose(broken, made.between(), None)
    columns["breach_facts"] = choose(broken, made.told("breach_facts"), None)


def arrears(made: Draft) -> None:
    """A debt and how it stands."""
    columns, dice = made.columns, made.dice
    columns["debt_kind"] = made.told("debt_kind")
    year = columns["decision_date"].str.slice(0, 4)
    columns["document_number"] = join(made.told("series"), year, "-", number(made.serial(), 6))
    owed = 100 + dice.below(60_000)
    cents = take(("", ".50", ".08", ".3"), dice.weighted((70, 10, 10, 10)))
    state = made.told("repayment_status")
    settled = (state == "已结清").to_numpy()
    columns["amount_owed"] = choose(settled, "0", join(number(owed), cents))
    columns["amount_due"] = made.maybe("amount_due", join(number(owed + dice.below(40_000)), ".50"), 0.8)
    due = day(made.world.days[made.decided] - 30 - dice.below(200))
    columns["due_date"] = made.maybe("due_date", due, 0.8)
    columns["repayment_status"] = state
    columns["settled_date"] = choose(settled, made.between(), None)

"""Stages of whole-process management, measures, links and disclosure: what contradicts itself within an entry."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.catalog.lint.model import Found, Ground, lint_code, texts
from conformance.standard.entries import Entry
from conformance.standard.model import Text
from conformance.standard.words import MEASURES, STAGES

_STAGES = {
    "reference": ("pre", "mid"),
    "classification": ("mid",),
    "restriction": ("pre", "post"),
    "reward": ("pre", "post"),
}
"""Measure → stages in which it can be taken: what is looked up is looked up before or during supervision; subjects are
classified while they are supervised; restrictions and rewards bar or ease entry, or answer conduct."""


@lint_code(
    "stage-contradicts-measure",
    "error",
    ("阶段与措施矛盾", "a stage in which its measure cannot be taken"),
    (
        "改正阶段或措施：查询参考在事前、事中，分类管理在事中，限制约束和激励便利在事前、事后",
        "mend the one or the other: reference is pre or mid, classification mid, restriction and reward pre or post",
    ),
)
def stage_contradicts_measure(ground: Ground) -> Iterator[Found]:
    """A measure that belongs to none of the entry's stages."""
    for _, entry in ground.of("application"):
        stages = [one for one in texts(entry, "stage") if one in STAGES]
        for place, measure in enumerate(texts(entry, "measures")):
            if stages and measure in _STAGES and not set(stages) & set(_STAGES[measure]):
                yield Found(
                    Text(
                        f"措施“{MEASURES[measure].zh}”与阶段“{'、'.join(STAGES[one].zh for one in stages)}”矛盾",
                        f"{measure} is no measure of the stage {', '.join(stages)}",
                    ),
                    entry,
                    ("measures", place),
                )


@lint_code(
    "stage-basis",
    "error",
    ("阶段与阶段依据不一致", "stage and stage_basis differ"),
    ("阶段未说明的，依据也写 unstated；写了阶段的，依据写 stated 或 inferred", "both are unstated, or neither is"),
)
def stage_basis(ground: Ground) -> Iterator[Found]:
    """A stage without a ground, or a ground without a stage, or unstated beside a stage."""
    for name in ("data", "application"):
        for _, entry in ground.of(name):
            stages = texts(entry, "stage")
            unstated = "unstated" in stages
            if stages and (unstated != (entry.data.get("stage_basis") == "unstated") or (unstated and len(stages) > 1)):
                said = [ground.said("StageKind", one) for one in stages]
                basis = ground.said("StageBasis", entry.data.get("stage_basis"))
                message = Text(
                    f"阶段为“{'、'.join(one.zh for one in said)}”，阶段依据为“{basis.zh}”",
                    f"the stage is {', '.join(one.en for one in said)} and its basis {basis.en}",
                )
                yield Found(message, entry, ("stage_basis",))


@lint_code(
    "unstated-beside-stated",
    "error",
    ("“未说明”与其他取值并列", "unstated beside what is stated"),
    ("有其他取值的，删去 unstated", "drop unstated"),
)
def unstated_beside_stated(ground: Ground) -> Iterator[Found]:
    """``unstated`` in a list that also states something."""
    for _, entry in ground.all():
        values = texts(entry, "disclosure")
        if "unstated" in values and len(values) > 1:
            yield Found(
                Text("公开方式既未说明又有取值", "its disclosure is unstated and stated"), entry, ("disclosure",)
            )


@lint_code(
    "publicity-of-persons",
    "warning",
    ("主动公开自然人信息而没有说明", "publishes natural persons and says nothing about it"),
    ("写明自然人信息公开到什么程度（persons_published）", "say in persons_published how far they are"),
)
def publicity_of_persons(ground: Ground) -> Iterator[Found]:
    """A public item about natural persons that does not say how far they are published."""
    for _, entry in ground.of("data"):
        if publishes_persons(entry) and not entry.data.get("persons_published"):
            message = Text(
                "主动公开的事项涉及自然人，没有写明公开到什么程度",
                "is public and about natural persons, and persons_published does not say how far",
            )
            yield Found(message, entry, ("disclosure",))


def publishes_persons(entry: Entry) -> bool:
    """Whether an item, or some of its values, is public and about natural persons."""
    cases = [case.get("disclosure") for case in texts(entry, "disclosure_cases") if isinstance(case, dict)]
    public = any("public" in told for told in (entry.data.get("disclosure"), *cases) if isinstance(told, list))
    return public and "natural_person" in texts(entry, "subject_types")


@lint_code(
    "link-basis",
    "error",
    ("关联依据与关联不一致", "link_basis and links differ"),
    ("没有关联的写 none；有关联的写明依据", "none where there are no links, else the ground"),
)
def link_basis(ground: Ground) -> Iterator[Found]:
    """Links without a ground, or a ground without links."""
    for _, entry in ground.of("application"):
        basis = texts(entry, "link_basis")
        linked = bool(texts(entry, "data_items") or texts(entry, "behaviours"))
        if basis and (linked == ("none" in basis) or ("none" in basis and len(basis) > 1)):
            message = Text(
                "关联依据为“无关联”，却列有事项" if linked else "没有列事项，关联依据却不是“无关联”",
                "lists items though its links are said to have no ground"
                if linked
                else "lists no items though its links have a ground",
            )
            yield Found(message, entry, ("link_basis",))

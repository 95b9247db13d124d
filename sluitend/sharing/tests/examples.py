# SPDX-License-Identifier: EUPL-1.2
"""Guard tables for the tests: a small hand-made one, and a strategy for arbitrary ones."""

from hypothesis import strategies as st

from sluitend.sharing import (
    Base,
    Consent,
    ConsentRule,
    Explanation,
    Field,
    FieldGroup,
    FourEyes,
    Ground,
    GuardTable,
    Informed,
    InformRule,
    Kind,
    Minor,
    PartnerRule,
    Reason,
    Secrecy,
    Share,
    StepId,
    Text,
    Urgency,
    When,
)

FIELD_IDS = [f"f{number}" for number in range(8)]
ROLE_IDS = ["police", "care", "meeting", "emergency"]
PURPOSES = ["protect", "investigate"]


def explanations() -> dict[str, Explanation]:
    return {str(word): Explanation(Text(f"uitleg {word}"), "test §1", "law") for word in (*Reason, *StepId)}


def ground(base: Base = Base.PUBLIC_TASK) -> Ground:
    return Ground(base, Text("taak"), "test §2", "law")


def rule(role: str, **changes: object) -> PartnerRule:
    """A rule that allows a report for one purpose, with the given changes."""
    given: dict[str, object] = {
        "id": role,
        "label": Text(role),
        "kinds": frozenset(Kind),
        "purposes": frozenset(PURPOSES[:1]),
        "ground": ground(),
        "consent": ConsentRule.NOT_NEEDED,
        "shares": (Share(frozenset({"facts", "person"})),),
    }
    return PartnerRule(**{**given, **changes})  # type: ignore[arg-type]


def table(*rules: PartnerRule) -> GuardTable:
    """A table with five fields in five groups; the group `shelter` never goes."""
    never = Explanation(Text("blijft hier"), "test §3", "law")
    groups = [
        FieldGroup("facts", Text("feiten")),
        FieldGroup("person", Text("persoon")),
        FieldGroup("reporter", Text("melder")),
        FieldGroup("safe-contact", Text("veilig contact")),
        FieldGroup("shelter", Text("opvang"), never),
    ]
    fields = [
        Field("form", Text("vorm"), "facts", identifying=False),
        Field("question", Text("vraag"), "facts", identifying=False, free_text=True),
        Field("name", Text("naam"), "person", identifying=True),
        Field("reporter-name", Text("naam melder"), "reporter", identifying=True),
        Field("safe", Text("veilig contact"), "safe-contact", identifying=True),
        Field("shelter-place", Text("opvangplek"), "shelter", identifying=True),
    ]
    return GuardTable(
        groups={group.id: group for group in groups},
        fields={field.id: field for field in fields},
        rules={item.id: item for item in rules},
        advice_groups=frozenset({"facts"}),
        advice_ground=ground(Base.NO_PERSONAL_DATA),
        explanations=explanations(),
    )


@st.composite
def tables(draw: st.DrawFn) -> GuardTable:
    """Any table that can exist."""
    names = ["g0", "g1", "g2", "g3"]
    never = Explanation(Text("nooit"), "test §3", "law")
    groups = {name: FieldGroup(name, Text(name), draw(st.sampled_from([None, never]))) for name in names}
    fields = {
        field: Field(
            field, Text(field), draw(st.sampled_from(names)), draw(st.booleans()), draw(st.booleans())
        )
        for field in draw(st.lists(st.sampled_from(FIELD_IDS), unique=True))
    }
    some = st.frozensets(st.sampled_from(names))
    rules = {
        role: PartnerRule(
            id=role,
            label=Text(role),
            kinds=draw(st.frozensets(st.sampled_from(Kind))),
            purposes=draw(st.frozensets(st.sampled_from(PURPOSES))),
            ground=ground(),
            consent=draw(st.sampled_from(ConsentRule)),
            shares=tuple(Share(draw(some), when) for when in draw(st.lists(st.sampled_from(When)))),
            vital_ground=draw(st.sampled_from([None, ground(Base.VITAL_INTEREST)])),
            inform=draw(st.sampled_from(InformRule)),
            four_eyes=draw(st.sampled_from(FourEyes)),
            deconflict=draw(st.booleans()),
            passes=draw(st.frozensets(st.sampled_from(Secrecy))),
            never_blocked=role == "emergency",
        )
        for role in draw(st.lists(st.sampled_from(ROLE_IDS), unique=True))
    }
    return GuardTable(groups, fields, rules, draw(some), ground(Base.NO_PERSONAL_DATA), explanations())


@st.composite
def questions(draw: st.DrawFn) -> dict[str, object]:
    """Any question, also about roles, fields and purposes that no table knows."""
    return {
        "kind": draw(st.sampled_from(Kind)),
        "fields": draw(st.lists(st.sampled_from([*FIELD_IDS, "unheard-of"]))),
        "partner_role": draw(st.sampled_from([*ROLE_IDS, "stranger"])),
        "purpose": draw(st.sampled_from([*PURPOSES, "curiosity"])),
        "consent": draw(st.sampled_from(Consent)),
        "urgency": draw(st.sampled_from(Urgency)),
        "informed": draw(st.sampled_from(Informed)),
        "minor": draw(st.sampled_from(Minor)),
        "secrecy": draw(st.sampled_from(Secrecy)),
        "conflict_of_duties": draw(st.booleans()),
        "reporter_agrees": draw(st.booleans()),
    }

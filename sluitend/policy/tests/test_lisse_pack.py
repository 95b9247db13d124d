# SPDX-License-Identifier: EUPL-1.2
"""The pack of Lisse holds the whole plan: every section, every list, every name, with its source."""

import re

import pytest

from sluitend.policy.loader import load
from sluitend.policy.schema.base import Sourced, Status
from sluitend.policy.tests.real_packs import cited, items, loaded_lisse, pack_of

PACK = pack_of(loaded_lisse())

# Each section of the plan with the fewest items that must come from it.
SECTIONS = {
    "§inleiding": 5,
    "§1": 2,
    "§1.1": 12,
    "§1.2": 3,
    "§1.3": 1,
    "§2.1": 10,
    "§2.2": 9,
    "§2.3.1": 5,
    "§2.3.2": 7,
    "§2.3.3": 1,
    "§2.4": 1,
    "§3": 2,
    "§3.1": 5,
    "§3.2": 14,
    "§3.3": 5,
    "§4": 2,
    "§4.1": 4,
    "§4.2": 6,
    "§5": 12,
    "§6.1": 5,
    "§6.1.1": 14,
    "§6.1.2": 12,
    "§6.1.3": 10,
    "§6.2.1": 6,
    "§6.2.2": 7,
    "§6.2.3": 9,
    "§6.3": 1,
    "§6.3.1.1": 6,
    "§6.3.1.2": 3,
    "§6.3.1.3": 8,
    "§6.3.2": 1,
    "§6.3.2.1": 7,
    "§6.3.2.2": 7,
    "§6.3.2.3": 2,
    "§6.3.2.4": 3,
    "§6.4": 5,
    "§6.5": 10,
    "§6.6": 1,
    "§6.6.1": 3,
    "§6.6.2": 2,
    "§6.6.3": 1,
    "§7": 8,
    "§8": 12,
    "§bijlage 1": 15,
}


def test_pack_has_no_errors() -> None:
    assert loaded_lisse().errors == []


@pytest.mark.parametrize("layer", ["nl", "regio-den-haag"])
def test_layers_below_stand_by_themselves(layer: str) -> None:
    found = load(layer)
    assert found.errors == []
    assert found.pack is not None
    assert found.pack.pack.abstract


def test_warnings_are_the_recorded_gaps_and_contacts_that_nobody_checked_yet() -> None:
    gaps = [fault for fault in loaded_lisse().warnings if fault.where.startswith("gaps/")]
    others = [fault for fault in loaded_lisse().warnings if fault not in gaps]
    assert len(gaps) == len(PACK.gaps)
    assert others
    assert {fault.where.split("/")[0] for fault in others} == {"partners"}
    assert all("nobody noted when" in fault.what for fault in others)


@pytest.mark.parametrize(("section", "least"), SECTIONS.items())
def test_each_section_of_the_plan_is_in_the_pack(section: str, least: int) -> None:
    found = [item.id for _, item in items(PACK) if ("plan", section) in cited(item)]
    assert len(found) >= least, found


def test_no_item_names_a_section_that_the_plan_does_not_have() -> None:
    named = {
        re.sub(r" P[1-4]$", "", section)
        for _, item in items(PACK)
        for document, section in cited(item)
        if document == "plan"
    }
    assert named <= set(SECTIONS)


def test_what_is_said_to_be_in_the_plan_names_its_section() -> None:
    printed = {"plan", "routekaart-rsiv"}
    for _, item in items(PACK):
        if isinstance(item, Sourced) and item.status is Status.PLAN:
            assert printed & {document for document, _ in cited(item)}, item.id


def test_what_is_said_to_be_law_names_a_law() -> None:
    laws = {document.id for document in PACK.documents if document.kind == "law"}
    for section, item in items(PACK):
        if isinstance(item, Sourced) and item.status is Status.LAW and section != "sharing":
            assert laws & {document for document, _ in cited(item)}, item.id


@pytest.mark.parametrize(
    ("kind", "section", "count"),
    [
        ("municipal-role", "§2.1", 4),
        ("goal", "§4.1", 4),
        ("strategy", "§4.2", 6),
        ("task", "§5", 7),
        ("working-agreement", "§5", 2),
        ("meldcode-sector", "§6.1.1", 6),
        ("goal", "§6.2.1", 4),
        ("sector", "§6.2.2", 5),
        ("risk-group", "§6.2.3", 4),
        ("intervention", "§6.2.3", 3),
        ("repression", "§6.4", 4),  # who is responsible, and a row for each of three forms
        ("care-pillar", "§6.5", 3),
        ("goal", "§2.3.2", 4),
        ("signal-example", "§6.1", 4),
        ("signal-example", "§inleiding", 3),
    ],
)
def test_lists_of_the_plan_are_complete(kind: str, section: str, count: int) -> None:
    found = [fact.id for fact in PACK.facts if fact.kind == kind and ("plan", section) in cited(fact)]
    assert len(found) == count, found


def test_barriers_follow_the_four_fields_of_the_plan() -> None:
    barriers = [fact.id for fact in PACK.facts if fact.parent == "barrieremodel"]
    assert barriers == ["barriere-toegang", "barriere-huisvesting", "barriere-arbeid", "barriere-bibob"]
    following = PACK.find("facts", "katwijk-noordwijk")
    assert following.municipalities == ("GM0537", "GM0575")


def test_basic_level_asks_three_things_of_each_municipality() -> None:
    basic = [fact.id for fact in PACK.facts if fact.parent == "riec-basisniveau"]
    assert basic == ["basis-beleid", "basis-signalering", "basis-aandachtsfunctionaris"]


def test_meldcode_has_five_steps_and_five_weighings() -> None:
    steps = [fact for fact in PACK.facts if fact.kind == "meldcode-step"]
    assert [fact.parent for fact in steps] == [None] * 5 + ["meldcode-stap-4"] * 5


def test_repression_table_has_its_three_columns() -> None:
    for form in ("arbeid", "seksueel", "crimineel"):
        row = PACK.find("facts", f"repressie-{form}")
        assert form in row.forms
        assert [str(detail.label) for detail in row.details] == ["Opsporing", "Strafrecht", "Bestuurlijk"]


def test_lisse_takes_part_or_is_represented_in_four_consultations() -> None:
    found = [one for one in PACK.consultations if one.attends or one.representation]
    taking_part = [one.id for one in found if one.status == "plan"]
    # The case table is ours: the plan does not name one.
    assert [one.id for one in found if one.status != "plan"] == ["casusoverleg"]
    assert sorted(taking_part) == [
        "bestuurlijke-mensenhandeltafel",
        "landelijk-leernetwerk",
        "lokaal-signalenoverleg",
        "platform-mensenhandel",
    ]
    table = PACK.find("consultations", "bestuurlijke-mensenhandeltafel")
    assert table.per_year == 2
    assert "Nieuwkoop" in str(table.chair)
    assert "Hillegom" in str(table.representation)


def test_organ_trade_is_outside_the_plan_but_keeps_its_form() -> None:
    outside = {form.id for form in PACK.forms if not form.in_scope}
    assert outside == {"orgaan", "draagmoederschap"}


def test_begging_lies_under_criminal_exploitation() -> None:
    assert PACK.find("forms", "bedelarij").parent == "crimineel"
    roots = {form.id for form in PACK.forms if form.parent is None}
    assert roots == {"seksueel", "arbeid", "crimineel", "orgaan", "onbekend"}
    assert [form.id for form in PACK.forms if form.unknown] == ["onbekend"]


def test_each_part_that_can_be_switched_off_changes_something() -> None:
    asked_by_pages = {"public-report", "report-by-inhabitants", "partner-link"}
    named_by_items = {item.feature for _, item in items(PACK) if item.feature}
    assert {feature.id for feature in PACK.features} == asked_by_pages | named_by_items

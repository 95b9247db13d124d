# SPDX-License-Identifier: EUPL-1.2
"""Who works with the plan of Lisse: groups, reporters, roles, owners and dates of the action plan."""

from typing import Any

import pytest

from sluitend.policy.schema.base import plain
from sluitend.policy.tests.real_packs import cited, loaded_lisse, pack_of

PACK = pack_of(loaded_lisse())
OFFICER = {"role": "aandachtsfunctionaris"}
ONGOING = {"shape": "ongoing"}

ROWS: list[tuple[str, list[dict[str, str]], dict[str, Any]]] = [
    ("sp-01-meldroute", [OFFICER], {"shape": "quarter", "quarter": "2026-Q1"}),
    ("sp-02-trainingsbehoefte", [OFFICER], {"shape": "quarter-range", "first": "2026-Q2", "last": "2026-Q3"}),
    ("sp-03-dag", [OFFICER, {"department": "communicatie"}], {"shape": "quarter", "quarter": "2026-Q4"}),
    ("sp-04-actieprogramma", [OFFICER], ONGOING),
    ("sp-05-branches", [OFFICER], {"shape": "year", "year": 2026}),
    ("sp-06-dealbreakers", [{"role": "projectleider-dealbreakers"}], ONGOING),
    ("sp-07-zorgcoordinatie", [{"department": "maatschappelijke-ontwikkeling"}], ONGOING),
    ("sp-08-bibob", [{"role": "bibob"}], ONGOING),
    ("sp-09-leernetwerk", [OFFICER], ONGOING),
    ("sp-10-platform", [OFFICER], ONGOING),
    ("sp-11-kennisbank", [OFFICER], ONGOING),
    ("sp-12-evaluatie", [OFFICER], ONGOING),
]


@pytest.mark.parametrize(("row", "owners", "due"), ROWS, ids=lambda value: str(value)[:20])
def test_row_of_the_action_plan_has_its_owners_and_its_date(
    row: str, owners: list[dict[str, str]], due: dict[str, Any]
) -> None:
    commitment = PACK.find("commitments", row)
    found = [
        {key: value for key, value in plain(owner).items() if key != "part"} for owner in commitment.owners
    ]
    assert found == owners
    assert plain(commitment.due) == due
    assert commitment.status == "plan"


def test_action_plan_has_twelve_rows_and_other_promises_are_told_apart() -> None:
    rows = [one.id for one in PACK.commitments if ("plan", "§8") in cited(one)]
    assert rows == [row for row, _, _ in ROWS]
    others = [one for one in PACK.commitments if one.id not in rows]
    assert {one.status for one in others} == {"derived"}
    assert {"tekst-regiovisie", "tekst-katwijk-noordwijk", "tekst-werkafspraken-zorg", "tekst-raad"} <= {
        one.id for one in others
    }


def test_ten_groups_are_trained() -> None:
    groups = [one for one in PACK.training if one.kind == "group"]
    assert [str(group.name) for group in groups] == [
        "Boa's",
        "Bouwinspecteurs",
        "Burgerzaken",
        "Handhavers en toezichthouders",
        "Jeugd- en gezinsteams",
        "Jongerenwerkers",
        "Leerplichtambtenaren",
        "Vergunningverleners",
        "Wijk-GGD'ers",
        "Wmo-medewerkers",
    ]
    assert all(("plan", "§6.1.2") in cited(group) for group in groups)


def test_each_group_that_is_trained_can_say_so_on_the_route() -> None:
    groups = {one.id for one in PACK.training if one.kind == "group"}
    assert {group for reporter in PACK.reporters for group in reporter.groups} == groups


@pytest.mark.parametrize(
    ("item", "groups", "audience", "by"),
    [
        ("e-learning-ondermijnende-criminaliteit", [], ["new-employees", "all-employees"], []),
        ("e-learning-elke-ambtenaar", [], ["all-employees", "council", "executives"], []),
        ("e-learning-meldcode", ["burgerzaken"], [], []),
        ("protocol-meldcode", ["burgerzaken"], [], [{"role": "beleidsmedewerker-hg"}]),
        ("training-meldcode-boas", ["boas"], [], [{"partner": "veilig-thuis"}]),
        ("kmar-documenten", ["burgerzaken"], [], [{"partner": "kmar"}]),
    ],
)
def test_who_gets_which_training(
    item: str, groups: list[str], audience: list[str], by: list[dict[str, str]]
) -> None:
    found = PACK.find("training", item)
    assert list(found.groups) == groups
    assert list(found.audience) == audience
    assert [plain(owner) for owner in found.by] == by


def test_inventory_measures_three_things() -> None:
    assert len(PACK.find("training", "inventarisatie").measures) == 3


def test_reporters_have_the_secrecy_and_the_code_of_their_work() -> None:
    found = {one.id: (one.kind, one.secrecy, one.meldcode) for one in PACK.reporters}
    assert found == {
        "boa": ("internal", "none", "choice"),
        "bouwinspecteur": ("internal", "none", "none"),
        "burgerzaken": ("internal", "none", "choice"),
        "toezichthouder": ("internal", "none", "none"),
        "jeugdteam": ("internal", "professional", "duty"),
        "jongerenwerker": ("internal", "none", "duty"),
        "leerplicht": ("internal", "none", "duty"),
        "vergunningverlener": ("internal", "none", "none"),
        "wijk-ggd": ("internal", "professional", "duty"),
        "wmo": ("internal", "client-file", "duty"),
        "gemeente-overig": ("internal", "none", "none"),
        "extern-zorg": ("external", "professional", "duty"),
        "extern-onderwijs": ("external", "none", "duty"),
        "extern-kinderopvang": ("external", "none", "duty"),
        "extern-overig": ("external", "none", "none"),
        "inwoner": ("inhabitant", "none", "none"),
        "onbekend": ("unknown", "none", "none"),
    }
    unsure = {one.id for one in PACK.reporters if one.meldcode_status == "to-confirm"}
    assert unsure == {"leerplicht", "extern-onderwijs"}
    assert [one.id for one in PACK.reporters if one.asks_capacity] == ["boa"]


def words(role: str) -> set[str]:
    return {grant.split("@")[0] for grant in PACK.find("roles", role).permissions}


def test_everybody_who_works_with_the_plan_has_a_role() -> None:
    assert [role.id for role in PACK.roles] == [
        "aandachtsfunctionaris",
        "plaatsvervanger",
        "behandelaar",
        "vertegenwoordiger-wgs",
        "toezichthouder-boa",
        "bibob",
        "burgerzaken",
        "zorg",
        "beleidsmedewerker-hg",
        "communicatie",
        "projectleider-dealbreakers",
        "burgemeester",
        "raad",
        "college",
        "ketenregisseur",
        "auditor",
        "fg",
        "beheerder",
    ]


def test_who_sees_which_figures() -> None:
    wide = {role.id for role in PACK.roles if "figures.read" in words(role.id)}
    assert wide == {"aandachtsfunctionaris", "plaatsvervanger", "burgemeester", "ketenregisseur"}
    assert {role.id for role in PACK.roles if "figures.published" in words(role.id)} == {"raad", "college"}
    # Who judges figures estimates too; the mayor reads what comes of it.
    estimate = {role.id for role in PACK.roles if "estimate" in words(role.id)}
    assert estimate == wide - {"burgemeester"}


def test_who_opens_a_dossier_of_others_and_who_judges_access() -> None:
    in_need = {role.id for role in PACK.roles if "dossier.break-glass" in words(role.id)}
    assert in_need == {"behandelaar", "toezichthouder-boa"}
    assert {role.id for role in PACK.roles if "dossier.inspect" in words(role.id)} == {"fg"}
    reviewers = {role.id for role in PACK.roles if "access.review" in words(role.id)}
    assert reviewers == {"aandachtsfunctionaris", "plaatsvervanger"}


def test_administrator_and_organs_see_no_dossier() -> None:
    for role in ("beheerder", "burgemeester", "raad", "college", "communicatie", "ketenregisseur"):
        assert not any(
            word.startswith(("dossier", "reporter", "safe-contact", "journal")) for word in words(role)
        )
    assert "people.manage" in words("beheerder")


def test_auditor_sees_the_journal_only() -> None:
    assert words("auditor") == {"journal.read"}


def test_privacy_officer_sees_content_for_supervision_only() -> None:
    assert words("fg") == {"journal.read", "dossier.inspect", "pack.read"}


def test_identity_of_the_reporter_is_for_the_officer_and_the_deputy_alone() -> None:
    holders = {role.id for role in PACK.roles if "reporter.read" in words(role.id)}
    assert holders == {"aandachtsfunctionaris", "plaatsvervanger"}
    assert PACK.find("roles", "plaatsvervanger").deputy_of == "aandachtsfunctionaris"
    assert [role.id for role in PACK.roles if role.receives_signals] == ["aandachtsfunctionaris"]


def test_compartments_keep_apart_who_enforces_and_who_cares() -> None:
    for role in PACK.roles:
        if role.id == "fg":
            continue  # Supervises all of them, with a reason each time, and works in none.
        stores = {grant.split("@")[1] for grant in role.permissions if grant.startswith("dossier")}
        assert len(stores) <= 1, role.id
    assert {grant.split("@")[1] for grant in PACK.find("roles", "bibob").permissions} == {"bibob"}

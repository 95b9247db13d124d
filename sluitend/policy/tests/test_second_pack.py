# SPDX-License-Identifier: EUPL-1.2
"""A very different plan works without code: other forms, one map, a mail-only intake, revised KPIs."""

import itertools
import json
import re
from typing import Any

import pytest

from sluitend import routing
from sluitend.core.actor import system
from sluitend.policy import routes, selectors, services, sharing
from sluitend.policy.schema.base import plain
from sluitend.policy.tests.real_packs import loaded_lisse, loaded_second, pack_of

PACK = pack_of(loaded_second())
ANSWERS: dict[str, list[Any]] = {
    "gevaar": ["yes", "no", "unknown", None],
    "wens": ["politie", "hulp", "niets", "unknown", None],
    "waar": ["yes", "no", "unknown", None],
    "anoniem": ["yes", "no", "unknown", None],
}
CONTEXTS: list[dict[str, Any]] = [
    {},
    {"forms": ["huwelijk"], "reporter": "extern-zorg", "minor": "yes", "municipality": "Fictiehoven"},
    {"forms": ["bedelarij"], "reporter": "inwoner", "age": 40, "municipality": "Lisse"},
    {"forms": ["onbekend"], "reporter": "boa", "residence": "Delft"},
    {"reporter": "wijk-ggd", "permit_application": True, "false_papers": True},
    {"smuggling_only": True, "nuisance_only": True, "reporter": "onbekend"},
]


def test_second_pack_has_no_errors_and_one_gap_of_its_own() -> None:
    assert loaded_second().errors == []
    own = [fault for fault in loaded_second().warnings if "drie-dorpen" in fault.file]
    assert [fault.where for fault in own] == ["gaps/geen-telefoon"]


def test_three_municipalities_share_one_pack() -> None:
    assert PACK.pack.serves == ("GM9901", "GM9902", "GM9903")
    assert {one.zvh for one in PACK.municipalities} == {"vraagbaak"}


def test_intake_has_a_mail_address_and_nothing_else() -> None:
    intake = [one for one in PACK.partners if "intake" in one.roles and one.id != "veilig-thuis"]
    assert [one.id for one in intake] == ["vraagbaak"]
    assert [channel.kind for channel in intake[0].channels] == ["mail"]


def test_forms_have_other_names_and_another_tree() -> None:
    roots = {form.id: str(form.name) for form in PACK.forms if form.parent is None}
    assert roots == {
        "seksueel": "Uitbuiting in de seks",
        "crimineel": "Gedwongen misdaad",
        "arbeid": "Uitbuiting op het werk",
        "bedelarij": "Gedwongen bedelen",
        "huwelijk": "Gedwongen huwelijk",
        "onbekend": "Weten we niet",
    }


def test_parts_that_are_off_leave_nothing_behind() -> None:
    assert PACK.training == ()
    assert not PACK.feature("training")
    assert not PACK.feature("location-map")
    assert PACK.feature("report-by-inhabitants")
    assert routes.map_ids(PACK) == ("kompas",)


def test_revised_figures_count_by_what_was_published_last() -> None:
    total = PACK.find("figures", "kpi-signalen-2025")
    assert (total.value, total.latest.value) == (31, 34)
    assert [target.value for target in total.targets] == [40, 45]
    parts = [PACK.find("figures", part).latest.value for part in total.breakdowns[0].parts]
    assert sum(parts) == total.latest.value
    assert PACK.find("figures", "kpi-verzonderveen").value == 0


def contacts(pack: Any) -> set[str]:
    return {channel.value for partner in pack.partners for channel in partner.channels}


def test_no_contact_of_lisse_or_its_region_is_in_the_pack() -> None:
    lisse = pack_of(loaded_lisse())
    national = {"112", "politie", "avim", "nla", "veilig-thuis", "comensha", "mma"}
    local = {
        channel.value
        for partner in lisse.partners
        if partner.id not in national
        for channel in partner.channels
    }
    assert len(local) == 7
    assert not local & contacts(PACK)
    said = json.loads(loaded_second().canonical)
    del said["documents"]  # a source may be a page of any region
    names = r"\b(lisse|haaglanden|hollands midden|den haag|shop|zvhhm|zvhh)\b"
    assert not re.findall(names, json.dumps(said, ensure_ascii=False).lower().replace("zvhhm-aanmelden", ""))


@pytest.mark.parametrize("context", CONTEXTS, ids=str)
def test_every_case_is_advised_with_contacts_of_this_pack_only(context: dict[str, Any]) -> None:
    built = routes.build(PACK, "kompas")
    known = contacts(PACK)
    for values in itertools.product(*ANSWERS.values()):
        answers = {name: value for name, value in zip(ANSWERS, values, strict=True) if value is not None}
        advice = routing.advise(built, answers, context)
        assert advice.steps, answers
        assert {channel.value for step in advice.steps for channel in step.channels} <= known
        if answers.get("gevaar") == "yes":
            assert advice.steps[0].partner == "112"


def test_map_is_proven_whole() -> None:
    problems = routing.check_map(routes.build(PACK, "kompas"))
    assert [problem for problem in problems if problem.level == "error"] == []


def test_a_quiet_case_goes_to_the_intake_by_mail() -> None:
    advice = routing.advise(routes.build(PACK, "kompas"), {"gevaar": "no", "wens": "niets"}, {})
    assert [step.partner for step in advice.steps] == ["vraagbaak"]
    [channel] = advice.steps[0].channels
    assert (channel.kind, channel.value) == ("mail", "vraagbaak@zvh.example.invalid")


def test_guard_knows_what_may_go_to_the_partners_of_this_pack() -> None:
    assert sharing.faults(PACK) == []
    for partner in ("vraagbaak", "opvang-het-anker"):
        assert sharing.rule_of(PACK, PACK.find("partners", partner)) is not None


def test_dates_come_in_other_shapes() -> None:
    shapes = {one.id: plain(one.due)["shape"] for one in PACK.commitments}
    assert shapes == {"eerste-jaar": "date", "tweede-fase": "phase", "na-melding": "duration"}


@pytest.mark.django_db
def test_second_pack_comes_into_force_for_its_three_municipalities_alone(settings: Any) -> None:
    settings.PACK = "drie-dorpen"
    services.publish(loaded_second(), by=system("test"))
    for code in PACK.pack.serves:
        assert selectors.current(code).pack.text("welcome").startswith("Zorgen over iemand")
    with pytest.raises(selectors.NoPack):
        selectors.current("GM0553")

# SPDX-License-Identifier: EUPL-1.2
"""One list of what the plan of Lisse holds, from the first chapter to the annex: nothing is left out."""

import pytest

from sluitend.policy.tests.real_packs import cited, loaded_lisse, pack_of
from sluitend.policy.tests.route_space import advise

PACK = pack_of(loaded_lisse())

# What the plan holds: section of the pack, section of the plan, ids.
HELD: list[tuple[str, str, str]] = [
    (
        "forms",
        "§1.1",
        "seksueel crimineel arbeid orgaan gedwongen-prostitutie seksueel-webcam bedelarij geldezel",
    ),
    ("forms", "§1.1", "drugshandel woningovername diefstal huishoudelijk draagmoederschap"),
    ("forms", "§6.4", "seksueel-thuis seksueel-escort katvanger hennepteelt drugssmokkel"),
    ("facts", "§2.1", "rol-signaleerder rol-beleidsmaker rol-regisseur rol-zorg"),
    ("facts", "§2.2", "palermo-protocol eu-richtlijn-2011 rve-verdrag evrm-verdrag istanbul grondwet-19"),
    ("facts", "§2.2", "wmo-jeugdwet regulering-prostitutie huisvesting-en-inkomen"),
    ("facts", "§2.3.1", "riec-basisniveau riec-strategie"),
    ("facts", "§2.3.2", "rsiv-netwerk ketenregisseur-taak rsiv-jaarplan"),
    ("facts", "§2.3.3", "regiovisie"),
    ("facts", "§4.1", "doel-eruit-halen doel-voorkomen doel-onaantrekkelijk doel-samen"),
    ("facts", "§4.2", "signaleren preventie handhaven-barrieres repressie hulp-opvang samenwerking"),
    (
        "facts",
        "§5",
        "taak-bewustwording taak-aanspreekpunt taak-meedenken taak-bestuurlijk taak-hulpinstanties",
    ),
    ("facts", "§5", "taak-ontwikkelingen taak-beleid werkafspraken-zorg werkafspraken-driehoek"),
    (
        "facts",
        "§6.1.1",
        "interne-meldroute meldroute-ondermijning verrijken-doorzetten gezondheidszorg onderwijs",
    ),
    ("facts", "§6.1.1", "kinderopvang maatschappelijke-ondersteuning jeugdhulp justitie"),
    (
        "facts",
        "§6.2.1",
        "uitvoeringsprogramma-arbeidsmigranten programma-werk programma-wonen programma-integratie",
    ),
    (
        "facts",
        "§6.2.2",
        "onderzoek-branches branche-erotiek branche-schoonheid branche-horeca branche-uitzend",
    ),
    ("facts", "§6.2.3", "dealbreakers dealbreakers-jongeren dealbreakers-professionals dealbreakers-ouders"),
    ("facts", "§6.3.1.1", "signalenoverleg-leden opschalen-casus gerichte-actie"),
    ("facts", "§6.3.1.2", "integrale-controle controle-gevolg"),
    ("facts", "§6.3.1.3", "heit-inzet heit-team-prostitutie heit-team-malafide bevoegd-na-heit waterbed"),
    ("partners", "§6.3.1.3", "heit heit-prostitutie heit-malafide avim"),
    ("facts", "§6.3.2.1", "barriere-toegang loket-fraude id-scanner vals-document-112 laa"),
    (
        "facts",
        "§6.3.2.2",
        "logies-overbewoning logies-veiligheid logies-eigendom beleidsregel-logies katwijk-noordwijk",
    ),
    ("facts", "§6.3.2.3", "barriere-arbeid beleidsregel-prostitutie"),
    ("facts", "§6.3.2.4", "barriere-bibob"),
    ("facts", "§6.4", "repressie-wie repressie-arbeid repressie-seksueel repressie-crimineel"),
    (
        "facts",
        "§6.5",
        "pijler-verantwoordelijk pijler-zorgcoordinatie pijler-kwaliteit shop-zorgcoordinator ingekocht",
    ),
    ("facts", "§6.5", "ingekocht-evaluatie comensha-netwerk"),
    ("consultations", "§6.6.1", "bestuurlijke-mensenhandeltafel task-force districtscollege"),
    ("consultations", "§6.6.2", "platform-mensenhandel"),
    ("consultations", "§6.3.1.1", "lokaal-signalenoverleg"),
    ("consultations", "§8", "landelijk-leernetwerk"),
    ("facts", "§6.6.3", "kennisbank"),
    (
        "facts",
        "§7",
        "borging-functionaris borging-meldpunten borging-overleg borging-aandacht evaluatie-meldingen",
    ),
    ("facts", "§7", "evaluatie-jaarlijks verantwoording-raad"),
    ("training", "§6.3.2.1", "kmar-documenten"),
    ("training", "§6.1.3", "protocol-meldcode training-meldcode-boas inventarisatie jaarlijkse-training"),
    ("figures", "§3.2", "regio-meldingen-lisse"),
    ("figures", "§3.3", "lokaal-bevestigd lokaal-verdenkingen lokaal-andere-vormen"),
    ("facts", "§bijlage 1", "voorgevoel sparren routekaart-persoon routekaart-locatie"),
]


@pytest.mark.parametrize(("section", "place", "ids"), HELD, ids=lambda value: value[:30])
def test_what_the_plan_holds_is_in_the_pack_with_its_section(section: str, place: str, ids: str) -> None:
    for item_id in ids.split():
        item = PACK.find(section, item_id)
        assert item is not None, item_id
        assert ("plan", place) in cited(item), item_id


@pytest.mark.parametrize(
    "reporter", ["wmo", "jeugdteam", "wijk-ggd", "extern-zorg", "extern-kinderopvang", "boa"]
)
def test_meldcode_duty_of_the_plan_is_firm(reporter: str) -> None:
    assert meldcode_status(reporter) in ("plan", "law")


@pytest.mark.parametrize("reporter", ["leerplicht", "extern-onderwijs"])
def test_meldcode_duty_in_education_is_still_to_be_confirmed(reporter: str) -> None:
    assert meldcode_status(reporter) == "to-confirm"


def meldcode_status(reporter: str) -> str:
    duties = advise("persoon", {}, {"reporter": reporter}).duties
    return next(str(duty.status) for duty in duties if duty.id == "meldcode")


def test_adult_outside_the_domestic_circle_gets_advice_without_names_a_minor_a_report() -> None:
    def veilig_thuis(minor: str) -> str:
        steps = advise("persoon", {}, {"reporter": "extern-zorg", "minor": minor}).steps
        return next(step.kind for step in steps if step.partner == "veilig-thuis")

    assert veilig_thuis("no") == "advice"
    assert veilig_thuis("yes") == "contact"
    duties = {duty.id: duty.text["nl"] for duty in advise("persoon", {}, {"reporter": "extern-zorg"}).duties}
    assert "toestemming" in duties["beroepsgeheim"]
    assert "conflict van plichten" in duties["beroepsgeheim"]

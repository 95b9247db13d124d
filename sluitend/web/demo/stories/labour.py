# SPDX-License-Identifier: EUPL-1.2
"""Signals of labour exploitation. All of it is made up."""

from sluitend.handover.models import Way
from sluitend.sharing import Informed
from sluitend.signals.identifiers import ADDRESS, KVK, PHONE, PLATE
from sluitend.signals.models import Channel, SourceKind, ThreeWay
from sluitend.web.demo.case import Scene, privacy_test
from sluitend.web.demo.cast import CIVIL_AFFAIRS, SUPERVISOR
from sluitend.web.demo.handing import prepared
from sluitend.web.demo.timeline import Story, ago

# The same place, van and phone come back in several signals: "eerder gezien?".
SHED = "Voorbeeldstraat 1, Lisse"
VAN = "XX-000-X"
BROKER = "06-00000000"


def bulb_shed(scene: Scene) -> Story:
    """A supervisor reports people living in a shed; questions both ways; the NLA is investigating."""
    yield ago(27, "16:42")
    answers = {"l1": "no", "l2": "yes", "l3": ["arbeid"], "l4": "malafide", "l6": ["overbewoning"]}
    case = scene.reported(
        reporter_group="boa",
        facts="In de loods achter de Voorbeeldstraat 1 stonden twaalf bedden, met gordijnen ertussen. "
        "Er hing een lijst met namen en begintijden: 05.30 uur. Vijf mensen zeiden dat zij hier "
        "wonen en werken.",
        circumstances="Controle op een klacht over geluid, op een doordeweekse middag.",
        interpretation="Ik denk dat wonen en werken hier door dezelfde baas worden geregeld.",
        source_kind=SourceKind.OWN,
        forms=("arbeid",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        indicators=("bi1-slaapplek", "a10-woont-bij-werk", "pl12-verhuurder", "bo1-busjes"),
        identifiers=((ADDRESS, SHED), (PLATE, VAN)),
        route=scene.route("locatie", answers, reporter="boa", forms=["arbeid"], minor="no"),
    )
    yield ago(26, "09:10")
    case.taken_on()
    case.asked(
        "Bedankt voor uw melding. Hebt u iemand gesproken over loon of over papieren? U hoeft "
        "niets uit te zoeken: alleen wat u al weet."
    )
    yield ago(26, "19:25")
    case.answered(
        "Eén man zei dat de huur van het loon afgaat en dat zijn paspoort 'op kantoor' ligt. Meer"
        " weet ik niet."
    )
    yield ago(25, "10:05")
    case.answer_read(next_step="complete-intake")
    yield ago(24, "11:20")
    case.weighed(
        "to-partner",
        "Concreet en recent: wonen op het werk, huur van het loon, paspoorten weg. Dit is voor de"
        " Arbeidsinspectie.",
    )
    yield ago(23, "09:40")
    passed = prepared(
        case,
        "nla",
        Way.PHONE,
        informed=Informed.POSTPONED,
        inform_reason="De bewoners wonen bij de mogelijke uitbuiter. Eerst overleg met de NLA.",
    )
    passed.by_phone()
    yield ago(20, "20:10")
    case.looked_up()
    yield ago(9, "14:15")
    passed.fed_back(
        "partner-investigates", "Er loopt een onderzoek. Bezoek de plek niet zonder overleg.", by_phone=True
    )
    yield ago(3, "10:50")
    passed.informing_postponed("Het onderzoek loopt nog; de NLA vraagt om te wachten.")


def same_address_at_the_desk(scene: Scene) -> Story:
    """Civil affairs see many registrations on that address; sources are being checked."""
    yield ago(9, "11:30")
    case = scene.registered(
        Channel.DESK,
        reporter_group="burgerzaken",
        facts="Eén persoon kwam met de papieren van vier anderen om hen in te schrijven. De vier "
        "stonden erbij en zeiden niets. Alle vier gaven hetzelfde telefoonnummer op.",
        source_kind=SourceKind.OWN,
        source_note="Collega aan de balie, direct na het gesprek.",
        forms=("arbeid",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        identifiers=((ADDRESS, SHED), (PHONE, BROKER)),
        reporter_name="Brechtje Burgerzaken",
        reporter_contact="toestel 000",
    )
    yield ago(8, "10:00")
    case.taken_on()
    yield ago(8, "14:10")
    case.weighed(
        "research-sources",
        "Zelfde adres als een eerder signaal. Eerst nagaan wie er staan ingeschreven.",
        test=privacy_test(
            "privacy-test-1",
            goal="Weten of op dit adres meer mensen wonen dan mag, en of zij hulp nodig hebben.",
            necessary="Zonder de inschrijvingen weten we niet of dit één groep is of toeval.",
            proportionate="Alleen het aantal en de data van inschrijving, geen persoonslijsten.",
            least_intrusive="Een huisbezoek zou de mensen in gevaar kunnen brengen.",
        ),
    )
    yield ago(7, "15:30")
    case.assigned(CIVIL_AFFAIRS)
    yield ago(2, "09:15")
    case.read(CIVIL_AFFAIRS)


def van_at_dawn(scene: Scene) -> Story:
    """The van of the shed again; it is added to what was known."""
    yield ago(19, "13:05")
    case = scene.registered(
        Channel.MAIL,
        reporter_group="toezichthouder",
        facts="Elke ochtend om 05.15 uur stapt bij de rotonde een groep mensen in hetzelfde busje. Om "
        "20.00 uur komt het terug.",
        source_kind=SourceKind.OWN,
        forms=("arbeid",),
        minor=ThreeWay.UNKNOWN,
        acute=ThreeWay.NO,
        identifiers=((PLATE, VAN),),
        reporter_name="Toon Toezicht",
        reporter_contact="toezicht@example.invalid",
        with_code=True,
    )
    yield ago(18, "09:30")
    case.closed(
        "same-as-other",
        "Zelfde busje als bij de loods. De NLA heeft dit erbij gekregen.",
        other=case.seen_before(),
    )
    yield ago(16, "08:05")
    case.looked_up()


def restaurant_kitchen(scene: Scene) -> Story:
    """By the NLA's own form; it has told what it did, the reporter is to be told."""
    yield ago(22, "10:45")
    case = scene.registered(
        Channel.PHONE,
        reporter_group="inwoner",
        facts="De beller woont boven een restaurant. In de keuken staat een bed. De kok slaapt daar al "
        "maanden en komt nooit buiten.",
        source_kind=SourceKind.OWN,
        forms=("arbeid",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        indicators=("a14-bed-op-werk", "k4-beweging"),
        identifiers=((ADDRESS, "2161 XX 14"), (KVK, "00000000")),
        reporter_contact="06-00000001, liefst na 18 uur",
        with_code=True,
    )
    yield ago(21, "09:20")
    case.weighed("to-partner", "Bed in de keuken en niet vrij om te gaan: genoeg voor de Arbeidsinspectie.")
    passed = prepared(
        case,
        "nla",
        Way.FORM,
        informed=Informed.POSTPONED,
        inform_reason="Wij kennen de persoon niet en kunnen hem niet veilig bereiken.",
    )
    passed.by_form(their_reference="VB-2026-0001")
    yield ago(19, "15:00")
    passed.acknowledged_by_phone()
    yield ago(4, "10:15")
    passed.person_informed()
    yield ago(2, "11:10")
    passed.fed_back(
        "partner-took-up",
        "Er is gecontroleerd. De kok heeft nu een eigen kamer en loon. De zaak loopt verder.",
        by_phone=True,
    )


def nail_studio(scene: Scene) -> Story:
    """A building inspector's signal that lies too long: the intake is overdue."""
    yield ago(9, "12:15")
    answers = {"l1": "no", "l2": "unknown", "l3": ["arbeid"], "l4": "unknown", "l6": ["brandveiligheid"]}
    case = scene.reported(
        reporter_group="bouwinspecteur",
        facts="In de kelder onder een nagelstudio lagen vier matrassen. De deur kan alleen van buiten "
        "op slot. Twee medewerkers liepen weg toen ik binnenkwam.",
        source_kind=SourceKind.OWN,
        forms=("arbeid",),
        minor=ThreeWay.UNKNOWN,
        acute=ThreeWay.NO,
        indicators=("bi1-slaapplek", "bi3-vluchten", "pl7-op-slot"),
        identifiers=((ADDRESS, "Proefplein 3, Lisse"),),
        reporter_name="Ben Bouw",
        reporter_contact="bouw@example.invalid",
        route=scene.route("locatie", answers, reporter="bouwinspecteur", forms=["arbeid"]),
    )
    yield ago(8, "10:30")
    case.taken_on()
    case.shared_with(SUPERVISOR)


def cleaning_firm(scene: Scene) -> Story:
    """The NLA was called but did not take it yet, and stays silent: overdue, to be called again."""
    yield ago(7, "14:20")
    case = scene.registered(
        Channel.PARTNER,
        reporter_group="extern-overig",
        facts="Een schoonmaakbedrijf betaalt medewerkers alleen contant. Drie van hen werken veertien "
        "uur per dag. Wie klaagt, krijgt geen werk meer en moet uit de woning.",
        source_kind=SourceKind.THIRD,
        source_note="Een opdrachtgever hoorde dit van de medewerkers zelf.",
        forms=("arbeid",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        indicators=("a2-lange-dagen", "a3-te-weinig-loon", "a9-zwart"),
        identifiers=((KVK, "00000001"), (PHONE, BROKER)),
    )
    yield ago(6, "10:00")
    case.weighed("to-partner", "Concreet en met gevolgen voor wie klaagt. De NLA kan dit onderzoeken.")
    yield ago(6, "10:30")
    passed = prepared(
        case,
        "nla",
        Way.PHONE,
        informed=Informed.POSTPONED,
        inform_reason="Informeren kan de medewerkers hun woning kosten.",
    )
    passed.by_phone(accepted=False)


def car_wash(scene: Scene) -> Story:
    """More partners are needed: a case at the RIEC."""
    yield ago(20, "09:50")
    case = scene.registered(
        Channel.EXISTING_ROUTE,
        reporter_group="gemeente-overig",
        facts="Via de interne meldroute ondermijning: een autowasserij zonder openingstijden. De "
        "medewerkers wisselen elke maand. Dezelfde eigenaar heeft drie panden met kamers.",
        source_kind=SourceKind.DOCUMENT,
        source_note="Overzicht van het team ondermijning.",
        forms=("arbeid", "crimineel"),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        identifiers=((KVK, "00000002"),),
    )
    yield ago(19, "09:05")
    case.taken_on()
    yield ago(17, "11:00")
    case.weighed(
        "to-riec",
        "Georganiseerd, meer panden en meer partners nodig. De toets voor het RIEC is gedaan en vastgelegd.",
    )


STORIES = (
    bulb_shed,
    same_address_at_the_desk,
    van_at_dawn,
    restaurant_kitchen,
    nail_studio,
    cleaning_firm,
    car_wash,
)

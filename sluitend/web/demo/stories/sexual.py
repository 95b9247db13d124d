# SPDX-License-Identifier: EUPL-1.2
"""Signals of sexual exploitation. All of it is made up."""

from sluitend.handover.models import Kind, Way
from sluitend.sharing import Consent, Informed
from sluitend.signals.identifiers import ADDRESS, PHONE, PLATE
from sluitend.signals.models import Channel, SourceKind, ThreeWay
from sluitend.web.demo.case import Scene
from sluitend.web.demo.cast import SUPERVISOR
from sluitend.web.demo.handing import prepared
from sluitend.web.demo.timeline import Story, ago

DRIVER = "XX-111-X"


def girl_of_fifteen(scene: Scene) -> Story:
    """A minor: Veilig Thuis takes it by phone, the parents are not told beforehand."""
    yield ago(6, "16:50")
    answers = {"p1": "no", "p2": "unknown", "p3": "unknown", "p4": "yes"}
    case = scene.reported(
        reporter_group="jongerenwerker",
        facts="Een meisje van 15 wordt sinds kort bij het jongerencentrum opgehaald door een oudere "
        "jongen in een auto. Zij heeft twee telefoons en was vorige week twee nachten weg.",
        circumstances="Vrijdag en zaterdag, rond elf uur 's avonds.",
        interpretation="Ik vertrouw het niet. Zij is stiller dan vroeger.",
        source_kind=SourceKind.OWN,
        forms=("seksueel",),
        minor=ThreeWay.YES,
        acute=ThreeWay.NO,
        indicators=("b10-oudere-vriend", "b8-weglopen", "b7-gebeld", "k9-voorgevoel"),
        identifiers=((PLATE, DRIVER),),
        reporter_name="Joris Jongerenwerk",
        reporter_contact="06-00000002",
        safe_contact="Alleen op woensdagmiddag in het jongerencentrum, nooit bellen.",
        route=scene.route("persoon", answers, reporter="jongerenwerker", forms=["seksueel"], minor="yes"),
    )
    yield ago(5, "08:45")
    case.taken_on()
    case.weighed("to-partner", "Minderjarig en concreet. Nu bellen met Veilig Thuis.")
    passed = prepared(
        case,
        "veilig-thuis",
        Way.PHONE,
        informed=Informed.POSTPONED,
        inform_reason="De ouders worden pas ingelicht na overleg met Veilig Thuis.",
    )
    passed.by_phone()


def locked_room(scene: Scene) -> Story:
    """Danger now: 112 first, the record follows; the police acknowledged at once."""
    yield ago(1, "22:15")
    case = scene.registered(
        Channel.PHONE,
        reporter_group="boa",
        facts="Een vrouw riep om hulp uit een raam op de eerste verdieping. De deur zat op slot. De boa"
        " belde 112; de politie is gekomen.",
        source_kind=SourceKind.OWN,
        forms=("seksueel",),
        minor=ThreeWay.UNKNOWN,
        acute=ThreeWay.YES,
        indicators=("k4-beweging", "b15-deur"),
        identifiers=((ADDRESS, "Voorbeeldstraat 88, Lisse"),),
        reporter_name="Bas Boa",
        reporter_contact="toestel 112",
    )
    passed = prepared(
        case, "avim", Way.PHONE, informed=Informed.YES, danger="De vrouw zit opgesloten en riep om hulp."
    )
    passed.by_phone()


def hotel_room(scene: Scene) -> Story:
    """The link that waits: the partner has a mail and can open it with the code of this demo."""
    yield ago(3, "14:10")
    case = scene.registered(
        Channel.DESK,
        reporter_group="extern-overig",
        facts="In een hotel boekt steeds dezelfde man een kamer voor een week. Een vrouw blijft binnen;"
        " er komen per dag acht tot tien bezoekers. Zij vroeg de receptie om hulp om weg te "
        "komen.",
        source_kind=SourceKind.VICTIM,
        source_note="Zij sprak de receptioniste aan.",
        forms=("seksueel",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        indicators=("b9-hotel", "b17-afdragen", "bo2-bezoek"),
        identifiers=((PHONE, "06-00000003"), (PLATE, DRIVER)),
        safe_contact="Via de receptie: vraag naar 'kamer met uitzicht'.",
        with_code=True,
    )
    yield ago(2, "10:15")
    case.taken_on()
    case.weighed("to-partner", "Zij vraagt zelf om hulp. SHOP kan haar benaderen.")
    yield ago(0, "08:30")
    passed = prepared(case, "shop", Way.LINK, consent=Consent.GIVEN)
    sent = passed.by_link()
    scene.kept.link_id, scene.kept.link_code = sent.link.pk, sent.code


def curtains_closed(scene: Scene) -> Story:
    """A place for the local signal meeting; a supervisor may know of it."""
    yield ago(18, "10:25")
    answers = {"l1": "no", "l2": "unknown", "l3": ["seksueel"], "l4": "prostitutie", "l5": "unknown"}
    case = scene.reported(
        reporter_group="vergunningverlener",
        facts="Op één adres zijn de gordijnen altijd dicht. Er zijn veel korte bezoeken, ook 's nachts."
        " Voor het adres is geen vergunning voor een bedrijf gevraagd.",
        source_kind=SourceKind.DOCUMENT,
        source_note="Drie klachten van buren.",
        forms=("seksueel",),
        minor=ThreeWay.UNKNOWN,
        acute=ThreeWay.NO,
        indicators=("pl1-gordijnen", "pl10-gebruik", "ov1-klachten"),
        identifiers=((ADDRESS, "Voorbeeldstraat 12, Lisse"),),
        route=scene.route("locatie", answers, reporter="vergunningverlener", forms=["seksueel"]),
    )
    yield ago(17, "09:40")
    case.taken_on()
    yield ago(16, "11:35")
    case.weighed(
        "to-signal-meeting",
        "Nog niet concreet genoeg voor AVIM. Bespreken met toezicht en ODWH, zonder namen.",
    )
    case.shared_with(SUPERVISOR)


def advertisement(scene: Scene) -> Story:
    """The partner does not take it: to be weighed again."""
    yield ago(12, "13:45")
    case = scene.registered(
        Channel.MAIL,
        reporter_group="gemeente-overig",
        facts="In een advertentie staat steeds hetzelfde nummer, bij verschillende namen en foto's. Op "
        "het nummer neemt een ander op dan de vrouw in de advertentie.",
        source_kind=SourceKind.THIRD,
        forms=("seksueel",),
        minor=ThreeWay.UNKNOWN,
        acute=ThreeWay.NO,
        indicators=("b12-advertentie", "b14-begeleiders"),
        identifiers=((PHONE, "06-00000003"),),
    )
    yield ago(11, "10:30")
    case.taken_on()
    yield ago(10, "11:15")
    case.weighed("to-partner", "Een ander regelt de afspraken. AVIM kan het nummer natrekken.")
    passed = prepared(
        case, "avim", Way.PHONE, informed=Informed.POSTPONED, inform_reason="Wij weten niet wie de vrouw is."
    )
    passed.by_phone(accepted=False)
    yield ago(0, "09:40")
    passed.refused("Het nummer is niet meer in gebruik. Met alleen dit kan AVIM nu niets.")


def patient_of_the_doctor(scene: Scene) -> Story:
    """Advice by phone; what was advised is to be used now."""
    yield ago(4, "12:30")
    case = scene.registered(
        Channel.PHONE,
        reporter_group="extern-zorg",
        facts="Een huisarts ziet een patiënt steeds met dezelfde begeleider. Die geeft alle antwoorden."
        " De patiënt lijkt bang. De arts noemt geen naam.",
        source_kind=SourceKind.OWN,
        forms=("onbekend",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        indicators=("zg1-begeleider", "k5-angst"),
        with_code=True,
    )
    yield ago(3, "09:10")
    case.taken_on()
    case.being_weighed()
    passed = prepared(
        case,
        "veilig-thuis",
        Way.PHONE,
        kind=Kind.ADVICE,
        question="Hoe kan de huisarts de patiënt veilig alleen spreken?",
    )
    yield ago(1, "11:05")
    passed.by_phone(
        advice="Laat de arts een onderzoek plannen waarbij niemand mee mag. Geef dan het kaartje met het"
        " nummer. Leg niets op papier mee."
    )


def own_choice(scene: Scene) -> Story:
    """Sex work by own choice: not trafficking, closed, nothing about the person is kept on."""
    yield ago(21, "15:15")
    case = scene.registered(
        Channel.PHONE,
        reporter_group="inwoner",
        facts="De beller denkt dat er in een huis in de straat betaalde seks is. De beller zag geen "
        "dwang en niemand anders die iets regelt.",
        source_kind=SourceKind.THIRD,
        forms=("onbekend",),
        minor=ThreeWay.UNKNOWN,
        acute=ThreeWay.NO,
    )
    yield ago(20, "11:50")
    case.closed("out-of-scope", "Geen teken van dwang. Zelfstandig sekswerk hoort hier niet.")


STORIES = (
    girl_of_fifteen,
    locked_room,
    hotel_room,
    curtains_closed,
    advertisement,
    patient_of_the_doctor,
    own_choice,
)

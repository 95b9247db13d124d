# SPDX-License-Identifier: EUPL-1.2
"""Signals of criminal exploitation. All of it is made up."""

from sluitend.handover.models import Way
from sluitend.sharing import Informed
from sluitend.signals.identifiers import ADDRESS, PHONE
from sluitend.signals.models import Channel, SourceKind, ThreeWay
from sluitend.web.demo.case import Scene
from sluitend.web.demo.cast import HANDLER
from sluitend.web.demo.handing import prepared
from sluitend.web.demo.timeline import Story, ago


def street_fine(scene: Scene) -> Story:
    """A boy of sixteen, two forms: by link to the care and safety house, after a withdrawn first try."""
    yield ago(10, "09:35")
    answers = {"p1": "no", "p2": "no", "p3": "yes", "p4": "yes"}
    case = scene.reported(
        reporter_group="leerplicht",
        facts="Een jongen van 16 verzuimt sinds drie weken. Hij zegt dat hij een boete moet afbetalen "
        "aan oudere jongens. Hij moet pakjes wegbrengen en foto's van zichzelf sturen.",
        source_kind=SourceKind.VICTIM,
        source_note="Gesprek op school, met de mentor erbij.",
        forms=("crimineel", "seksueel"),
        minor=ThreeWay.YES,
        acute=ThreeWay.NO,
        indicators=("c1-verzuim", "c8-straatboete", "c9-opgehaald", "c11-geen-uitweg"),
        reporter_name="Lotte Leerplicht",
        reporter_contact="leerplicht@example.invalid",
        safe_contact="Via de mentor, tijdens schooltijd.",
        route=scene.route(
            "persoon", answers, reporter="leerplicht", forms=["crimineel", "seksueel"], minor="yes"
        ),
    )
    yield ago(9, "10:20")
    case.taken_on()
    case.weighed("to-partner", "Minderjarig, dwang en twee vormen. Zorg en veiligheid samen regelen.")
    first = prepared(case, "zvh-hollands-midden", Way.PHONE, informed=Informed.YES)
    first.by_phone(accepted=False)
    yield ago(8, "13:20")
    first.withdrawn("Het Zorg- en Veiligheidshuis wil de gegevens op papier. Nu via de link.")
    passed = prepared(case, "zvh-hollands-midden", Way.LINK, informed=Informed.YES)
    passed.by_link()
    yield ago(8, "16:05")
    passed.opened()
    passed.questioned("Weet de school hiervan, en mogen wij met de mentor bellen?")
    yield ago(7, "09:25")
    passed.told("Ja, de mentor weet het. Bellen mag tussen 8 en 9 uur.")
    passed.acknowledged()


def bank_card(scene: Scene) -> Story:
    """Assigned to a handler, intake under way."""
    yield ago(3, "10:50")
    case = scene.registered(
        Channel.EXISTING_ROUTE,
        reporter_group="gemeente-overig",
        facts="Een vrouw van 19 vroeg bijstand aan. Op haar naam staan vier telefooncontracten en twee "
        "auto's. Haar uitkering gaat naar de rekening van een ander.",
        source_kind=SourceKind.DOCUMENT,
        forms=("geldezel", "katvanger"),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        indicators=("wi1-rekeningen", "c6-abonnementen"),
        identifiers=((PHONE, "06-00000004"),),
    )
    yield ago(2, "09:35")
    case.taken_on()
    case.assigned(HANDLER)
    yield ago(1, "13:15")
    case.read(HANDLER)


def plantation(scene: Scene) -> Story:
    """By the existing route for undermining crime, and back to it: no sign of exploitation."""
    yield ago(14, "15:50")
    case = scene.registered(
        Channel.EXISTING_ROUTE,
        reporter_group="gemeente-overig",
        facts="Een pand met een hoog energieverbruik en een sterke geur. Er woont niemand en er is "
        "niemand gezien.",
        source_kind=SourceKind.DOCUMENT,
        forms=("onbekend",),
        minor=ThreeWay.UNKNOWN,
        acute=ThreeWay.NO,
        identifiers=((ADDRESS, "2161 XX 200"),),
    )
    yield ago(13, "16:10")
    case.closed(
        "other-undermining",
        "Geen mensen in beeld, dus geen teken van uitbuiting. Terug naar de meldroute ondermijning.",
    )


def at_the_station(scene: Scene) -> Story:
    """Came in today; nobody has taken it on yet."""
    yield ago(0, "07:55")
    answers = {"p1": "no", "p2": "unknown", "p3": "unknown", "p4": "yes"}
    scene.reported(
        reporter_group="boa",
        facts="Elke ochtend zet dezelfde auto twee mensen af bij de supermarkt. Zij vragen om geld. Om "
        "vijf uur worden ze opgehaald en geven ze het geld af.",
        source_kind=SourceKind.OWN,
        forms=("bedelarij",),
        minor=ThreeWay.UNKNOWN,
        acute=ThreeWay.NO,
        indicators=("d1-vaste-plek", "d2-geld-af"),
        route=scene.route("persoon", answers, reporter="boa", forms=["bedelarij"]),
    )


def lookout(scene: Scene) -> Story:
    """Came in on a day that nobody looked: the urgency check is overdue."""
    yield ago(2, "17:45")
    scene.reported(
        reporter_group="jongerenwerker",
        facts="Een jongen van ongeveer 14 staat elke middag op de uitkijk bij de garageboxen. Hij "
        "krijgt daarna geld van twee volwassenen.",
        source_kind=SourceKind.OWN,
        forms=("crimineel",),
        minor=ThreeWay.YES,
        acute=ThreeWay.NO,
        indicators=("bo3-uitkijk", "c4-contant"),
        identifiers=((ADDRESS, "Proefplein 40, Lisse"),),
    )


STORIES = (street_fine, bank_card, plantation, at_the_station, lookout)

# SPDX-License-Identifier: EUPL-1.2
"""Signals of which the form is not known, or that belong elsewhere. All of it is made up."""

from datetime import timedelta

from sluitend.core import clock
from sluitend.handover.models import Kind, Way
from sluitend.signals.identifiers import ADDRESS
from sluitend.signals.models import Channel, SourceKind, ThreeWay
from sluitend.web.demo.case import Scene
from sluitend.web.demo.handing import prepared
from sluitend.web.demo.timeline import Story, ago


def waiting_for_an_answer(scene: Scene) -> Story:
    """A question waits for the reporter: the receipt code of this demo opens it."""
    yield ago(2, "21:05")
    answers = {"p1": "no", "p2": "unknown", "p3": "unknown", "p4": "yes"}
    case = scene.reported(
        reporter_group="burgerzaken",
        facts="Een man kwam zijn paspoort als vermist opgeven, voor de derde keer dit jaar. Een ander "
        "wachtte buiten en bleef bellen. De man zei dat hij 'snel terug naar het werk' moest.",
        interpretation="Mijn gevoel zegt dat een ander zijn paspoorten heeft.",
        source_kind=SourceKind.OWN,
        forms=("onbekend",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        indicators=("bz7-briefadres", "k9-voorgevoel"),
        route=scene.route("persoon", answers, reporter="burgerzaken", forms=["onbekend"], minor="no"),
    )
    scene.kept.receipt_code = case.code
    yield ago(1, "09:45")
    case.taken_on()
    case.asked(
        "Dank u wel. Weet u op welke dagen de man weer langskomt? En was het steeds dezelfde "
        "persoon die buiten wachtte?"
    )


def gut_feeling(scene: Scene) -> Story:
    """Closed for lack of anything concrete, and taken up again when more came in."""
    yield ago(30, "16:00")
    case = scene.reported(
        reporter_group="gemeente-overig",
        facts="Een deelnemer aan de cursus zit altijd met dezelfde persoon aan tafel en durft niets te "
        "zeggen.",
        source_kind=SourceKind.OWN,
        forms=(),
        minor=ThreeWay.UNKNOWN,
        acute=ThreeWay.NO,
        indicators=("k9-voorgevoel", "wm1-niet-alleen"),
    )
    yield ago(29, "10:30")
    case.taken_on()
    yield ago(26, "15:20")
    case.closed("no-action", "Te weinig concreet. De melder weet dat hij altijd terug kan komen.")
    yield ago(5, "19:40")
    case.answered(
        "Er is meer gebeurd: de deelnemer had vandaag een blauwe plek en vroeg of ik iets kon doen."
    )
    yield ago(4, "11:40")
    case.taken_on()
    case.answer_read(next_step="complete-intake")


def next_town(scene: Scene) -> Story:
    """It happens in another municipality; the reporter knows where it went."""
    yield ago(16, "14:35")
    case = scene.registered(
        Channel.MAIL,
        reporter_group="extern-kinderopvang",
        facts="Een ouder vertelde dat zij in een bedrijf in een andere gemeente zestien uur per dag werkt.",
        source_kind=SourceKind.VICTIM,
        forms=("arbeid",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        with_code=True,
    )
    yield ago(15, "09:05")
    case.closed("other-municipality", "Speelt elders. Gebeld met de aandachtsfunctionaris van die gemeente.")


def unpaid_hours(scene: Scene) -> Story:
    """A labour dispute without coercion: advice was enough."""
    yield ago(23, "13:10")
    case = scene.registered(
        Channel.PHONE,
        reporter_group="inwoner",
        facts="De beller kreeg twee keer te weinig loon. De beller kan weg, heeft eigen papieren en "
        "woont zelfstandig.",
        source_kind=SourceKind.OWN,
        forms=("arbeid",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
    )
    case.closed("advice-only", "Arbeidsconflict zonder dwang. Verwezen naar het Juridisch Loket en de NLA.")


def scar(scene: Scene) -> Story:
    """Organ trade lies outside the plan, but has a route: advice at AVIM, to be called back."""
    yield ago(2, "11:20")
    case = scene.registered(
        Channel.PHONE,
        reporter_group="wijk-ggd",
        facts="Iemand heeft een verse operatiewond en kan niet zeggen waar de operatie was. Er is geen "
        "nazorg.",
        source_kind=SourceKind.OWN,
        forms=("orgaan",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        indicators=("f1-operatie",),
        with_code=True,
    )
    yield ago(1, "10:40")
    case.taken_on()
    case.being_weighed()
    case.planned("hand-over", reason="Eerst advies vragen aan AVIM, zonder namen.")
    passed = prepared(
        case,
        "avim",
        Way.PHONE,
        kind=Kind.ADVICE,
        question="Wat kan de GGD vragen zonder de persoon in gevaar te brengen?",
    )
    passed.by_phone(accepted=False, call_back_on=clock.today() + timedelta(days=3))


def holiday_park(scene: Scene) -> Story:
    """Acute this morning, at the desk: due today."""
    yield ago(0, "09:05")
    case = scene.registered(
        Channel.DESK,
        reporter_group="toezichthouder",
        facts="Op een vakantiepark woont een gezin in een huisje zonder water. De vader mag pas stoppen"
        " met werken als de schuld is betaald. Vandaag moeten zij het huisje uit.",
        source_kind=SourceKind.VICTIM,
        forms=("arbeid",),
        minor=ThreeWay.YES,
        acute=ThreeWay.YES,
        indicators=("pl11-vakantiepark", "a7-schuld"),
        identifiers=((ADDRESS, "Voorbeeldpark 7, Lisse"),),
        reporter_name="Toon Toezicht",
        reporter_contact="toezicht@example.invalid",
    )
    case.read()


STORIES = (waiting_for_an_answer, gut_feeling, next_town, unpaid_hours, scar, holiday_park)

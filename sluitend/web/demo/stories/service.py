# SPDX-License-Identifier: EUPL-1.2
"""Signals of exploitation in and around the house. All of it is made up."""

from sluitend.handover.models import Kind, Way
from sluitend.sharing import Consent
from sluitend.signals.identifiers import ADDRESS
from sluitend.signals.models import Channel, SourceKind, ThreeWay
from sluitend.web.demo.case import Scene
from sluitend.web.demo.cast import HANDLER, SUPERVISOR
from sluitend.web.demo.handing import prepared
from sluitend.web.demo.timeline import Story, ago


def au_pair(scene: Scene) -> Story:
    """The whole loop: reported, handed over by link, acknowledged, fed back, closed, read by the reporter."""
    yield ago(33, "15:20")
    answers = {"p1": "no", "p2": "no", "p3": "yes", "p4": "no"}
    case = scene.reported(
        reporter_group="extern-onderwijs",
        facts="Een jonge vrouw die als au pair werkt, komt niet meer naar de taalles. Zij vertelde dat "
        "zij zes dagen per week voor drie kinderen zorgt en het huis niet uit mag zonder "
        "toestemming.",
        source_kind=SourceKind.VICTIM,
        source_note="Zij vertelde dit na de les aan de docent.",
        forms=("au-pair",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        indicators=("e1-meer-uren", "e3-geen-lessen", "e4-geen-sleutel"),
        safe_contact="Alleen via de docent, op donderdag na de les.",
        route=scene.route("persoon", answers, reporter="extern-onderwijs", forms=["au-pair"], minor="no"),
    )
    yield ago(32, "09:15")
    case.taken_on()
    yield ago(31, "13:40")
    case.weighed("to-partner", "Zij wil hulp en heeft dat zelf gezegd. SHOP kan met haar praten.")
    passed = prepared(case, "shop", Way.LINK, consent=Consent.GIVEN)
    passed.by_link()
    yield ago(30, "09:05")
    passed.opened()
    passed.acknowledged()
    yield ago(24, "16:30")
    case.looked_up()
    yield ago(13, "14:00")
    passed.fed_back(
        "partner-completed", "We hebben met haar gesproken. Zij heeft nu een plek die zij zelf koos."
    )
    yield ago(12, "10:10")
    case.read()
    case.closed("help-arranged", "SHOP heeft afgerond. De melder leest alleen dat het is opgepakt.")
    yield ago(10, "20:45")
    case.looked_up()


def housekeeper(scene: Scene) -> Story:
    """Asked for help; the packet went, the link ran out, and the partner asks for a fresh one."""
    yield ago(7, "11:10")
    case = scene.registered(
        Channel.PHONE,
        reporter_group="wijk-ggd",
        facts="Een vrouw van 44 maakt schoon in een huishouden en slaapt daar in de bijkeuken. Zij "
        "krijgt zakgeld in plaats van loon.",
        source_kind=SourceKind.VICTIM,
        forms=("huishoudelijk",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        indicators=("e4-geen-sleutel", "a3-te-weinig-loon"),
        safe_contact="Bellen op dinsdagochtend, dan is zij alleen.",
        with_code=True,
    )
    yield ago(6, "09:30")
    case.taken_on()
    yield ago(5, "10:20")
    case.weighed("care-needed", "Of het mensenhandel is, staat niet vast. Zij wil wel hulp.")
    passed = prepared(case, "shop", Way.LINK, consent=Consent.GIVEN)
    passed.by_link()
    yield ago(1, "08:50")
    passed.fresh_link_asked()


def odd_jobs(scene: Scene) -> Story:
    """The municipality acts itself; a handler and a supervisor work on it."""
    yield ago(17, "13:30")
    case = scene.registered(
        Channel.DESK,
        reporter_group="wmo",
        facts="Een man met een licht verstandelijke beperking doet elke dag klussen bij een buurman. "
        "Die bepaalt wanneer hij eet en beheert zijn bankpas.",
        circumstances="De man vertelde het zelf, de buurman was er niet bij.",
        source_kind=SourceKind.VICTIM,
        forms=("dienstverlening",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        indicators=("g1-klusjes", "v1-lvb", "a8-rekening"),
        identifiers=((ADDRESS, "Proefplein 12, Lisse"),),
        reporter_name="Willemien Wmo",
        reporter_contact="toestel 001",
    )
    yield ago(16, "11:00")
    case.taken_on()
    yield ago(15, "14:30")
    case.weighed("own-approach", "Het sociaal team kent de man. Eerst de bankpas en een rustig gesprek.")
    case.assigned(HANDLER)
    case.shared_with(SUPERVISOR)
    yield ago(4, "15:15")
    case.read(HANDLER)


def cuckooed_home(scene: Scene) -> Story:
    """Advice first: asked without names, and the partner has a question."""
    yield ago(3, "10:40")
    case = scene.registered(
        Channel.PHONE,
        reporter_group="wmo",
        facts="Sinds een maand wonen er twee andere mensen in het huis van een cliënt. De cliënt slaapt"
        " op de bank en zegt dat hij 'moet meewerken'.",
        source_kind=SourceKind.OWN,
        forms=("woningovername",),
        minor=ThreeWay.NO,
        acute=ThreeWay.NO,
        indicators=("wm4-overgenomen", "wm1-niet-alleen"),
        with_code=True,
    )
    yield ago(2, "09:20")
    case.taken_on()
    case.being_weighed()
    case.planned("hand-over", reason="Eerst advies vragen bij het Zorg- en Veiligheidshuis, zonder namen.")
    passed = prepared(
        case,
        "zvh-hollands-midden",
        Way.LINK,
        kind=Kind.ADVICE,
        question="Is dit iets voor het Zorg- en Veiligheidshuis, of kan ons sociaal team dit zelf?",
    )
    passed.by_link()
    yield ago(1, "10:00")
    passed.opened()
    passed.questioned("Weet iemand of de twee bewoners druk uitoefenen, of is dat een vermoeden?")


STORIES = (au_pair, housekeeper, odd_jobs, cuckooed_home)

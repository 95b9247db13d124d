# SPDX-License-Identifier: EUPL-1.2
"""The pages under a plan of three villages together, with words of its own."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from sluitend.accounts import services
from sluitend.accounts.models import Person
from sluitend.accounts.tests.cast import add
from sluitend.core.actor import system
from sluitend.policy import services as publishing
from sluitend.policy.loader import load_path
from sluitend.privacy import drafts
from sluitend.signals.draft import COOKIE
from sluitend.signals.models import Signal
from sluitend.signals.tests.making import again, signed_in, text_of
from sluitend.signals.tests.registering import ADDRESS, code_of, fields, registered
from sluitend.signals.tests.reporting import Visitor

pytestmark = pytest.mark.django_db
PACK = Path(django_settings.BASE_DIR) / "tests" / "packs" / "drie-dorpen"
BEDACHTDORP, FICTIEHOVEN, VERZONDERVEEN = "GM9901", "GM9902", "GM9903"


@pytest.fixture(autouse=True)
def _villages(db: None, settings: Any, clock: object) -> None:
    settings.PACK = "drie-dorpen"
    publishing.publish(load_path(PACK), by=system("test"))


def reported(visitor: Visitor, municipality: str) -> Signal:
    """Walk the one map of the villages, and report as an inhabitant."""
    visitor.client.post("/route/begin/", {"map": "kompas"})
    for number, answer in enumerate(["no", "hulp", "yes", "no"], start=1):
        response = visitor.client.post(f"/route/vraag/{number}/", {"answer": answer})
        if response.status_code == 422:  # the question who one is comes in between
            visitor.client.post(f"/route/vraag/{number}/", {"answer": "inwoner"})
    screens: dict[str, dict[str, Any]] = {
        "wie": {"reporter": "inwoner"},
        "gemeente": {"municipality": municipality},
        "wat": {"facts": "Een meisje moet trouwen."},
        "bron": {"source_kind": "own"},
        "vorm": {"forms": ["huwelijk"]},
        "signalen": {"indicators": ["h1-verloofd"]},
        "leeftijd": {"minor": "yes"},
    }
    for slug, given in screens.items():
        assert visitor.write(slug, **given).status_code == 302, slug
    visitor.check()
    visitor.send()
    return Signal.objects.latest("received_at")


def test_an_inhabitant_reports_in_the_village_of_their_choice(client: Client) -> None:
    visitor = Visitor(client)
    signal = reported(visitor, FICTIEHOVEN)
    assert (signal.municipality, signal.reporter_group) == (FICTIEHOVEN, "inwoner")
    assert (again(signal).owner_role, signal.forms, signal.map_id) == ("loket", ["huwelijk"], "kompas")
    code = code_of(client.get("/melden/bewijs/"))
    assert "medewerker vraagbaak" in text_of(client.get("/melden/bewijs/"))
    assert client.post("/terug/", {"code": code}).headers["Location"] == "/terug/melding/"
    assert "Uw signaal is ontvangen." in text_of(client.get("/terug/melding/"))


def test_a_report_goes_to_no_other_village_than_the_one_that_was_chosen(client: Client) -> None:
    visitor = Visitor(client)
    assert visitor.write("wie", reporter="inwoner").headers["Location"] == "/melden/gemeente/"
    assert visitor.write("gemeente", municipality="GM0553").status_code == 422
    visitor.write("gemeente", municipality=FICTIEHOVEN)
    for slug, given in {
        "wat": {"facts": "Een meisje"},
        "bron": {"source_kind": "own"},
        "leeftijd": {"minor": "no"},
    }.items():
        visitor.write(slug, **given)
    visitor.check()
    intake = visitor.intake
    intake.report["gemeente"] = {"municipality": "GM9999"}  # served when it was chosen, no longer now
    drafts.save(client.cookies[COOKIE].value, intake.__dict__)
    response = visitor.send()
    assert response.status_code == 422
    assert "Kies de gemeente opnieuw" in text_of(response)
    assert not Signal.objects.exists()


def test_the_villages_do_not_see_each_others_signals(client: Client) -> None:
    signal = reported(Visitor(client), FICTIEHOVEN)
    here = add("Vera Voorbeeld", "loket", municipality=FICTIEHOVEN)
    neighbour = add("Bert Buurman", "loket", municipality=BEDACHTDORP)
    address = f"/werk/signaal/{signal.pk}/"
    assert signed_in(client, here).get(address).status_code == 200
    signed_in(client, neighbour)
    assert client.get(address).status_code == 404
    assert again(signal).reference not in text_of(client.get("/werk/"))


@pytest.fixture
def of_two() -> Person:
    """Somebody at the desk of two of the three villages."""
    person = add("Vera Voorbeeld", "loket", municipality=FICTIEHOVEN)
    services.grant_role(person=person, role="loket", municipality=BEDACHTDORP, by=system("test"))
    return person


def test_staff_of_several_villages_says_in_which_it_is(client: Client, of_two: Person) -> None:
    signed_in(client, of_two)
    page = text_of(client.get(ADDRESS))
    assert "Fictiehoven" in page
    assert "Verzonderveen" not in page
    given = {"reporter_group": "inwoner", "forms": ["huwelijk"]}
    assert registered(client, **given).status_code == 422
    assert registered(client, **given, municipality=VERZONDERVEEN).status_code == 422
    assert registered(client, **given, municipality=BEDACHTDORP).status_code == 200
    assert Signal.objects.get().municipality == BEDACHTDORP


def test_a_hit_in_one_village_says_nothing_in_another(client: Client, of_two: Person) -> None:
    signed_in(client, of_two)
    given = {"reporter_group": "inwoner", "forms": ["huwelijk"], "municipality": BEDACHTDORP}
    client.post(ADDRESS, fields(client, **given, kvk="00000000"))
    signal = Signal.objects.get()
    for municipality, expected in ((BEDACHTDORP, 1), (FICTIEHOVEN, 0)):
        page = text_of(client.post("/werk/eerder-gezien/", {"kvk": "00000000", "municipality": municipality}))
        assert page.count(again(signal).reference) == expected

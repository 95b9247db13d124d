# SPDX-License-Identifier: EUPL-1.2
"""The page that tells who can see a signal, and from which colleagues are involved."""

import re
from typing import Any

import pytest
from django.test import Client

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.ids import new_id
from sluitend.dossiers import services
from sluitend.dossiers.models import Involvement
from sluitend.signals.models import Signal
from sluitend.signals.tests.making import recorded, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def signal(officer: Person, boa: Person) -> Signal:
    return recorded(facts="Bedden in een loods.")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_everybody_who_can_see_it_stands_there_with_why(
    client: Client, officer: Person, handler: Person, outsider: Person, boa: Person, signal: Signal
) -> None:
    services.assign(dossier=signal.dossier, to=handler, by=actor_for(officer))
    services.break_glass(dossier=signal.dossier, reason="Nood", by=actor_for(boa))
    signed_in(client, officer).get(f"/werk/signaal/{signal.pk}/")
    text = text_of(client.get(f"/werk/signaal/{signal.pk}/wie/"))
    assert "Rol: Aandachtsfunctionaris mensenhandel" in text
    assert "Heeft dit opgepakt" in text
    assert "Noodtoegang tot 2 juni, 14:00" in text
    assert "Otto Omstander" not in text
    assert "2 juni 2026" in text, "who looked, by day"


def test_a_colleague_is_involved_for_a_reason_of_the_list_and_no_longer(
    client: Client, officer: Person, boa: Person, outsider: Person, signal: Signal
) -> None:
    desk, page = signed_in(client, officer), f"/werk/signaal/{signal.pk}/wie/"
    form = desk.get(f"{page}betrekken/").content.decode()
    assert "Bo Boa" in form
    assert "Otto Omstander" not in form, "whose role gives no sight"
    for wrong in (
        {"person": str(outsider.pk), "why": "supervision"},
        {"person": str(boa.pk), "why": "nieuwsgierig"},
    ):
        assert desk.post(f"{page}betrekken/", wrong).status_code == 422
    given = {"person": str(boa.pk), "why": "supervision"}
    answer = desk.post(f"{page}betrekken/", given, follow=True)
    assert "Bo Boa kan dit dossier nu zien." in text_of(answer)
    assert "Betrokken: houdt toezicht ter plaatse" in text_of(answer)
    assert "Bo Boa" not in desk.get(f"{page}betrekken/").content.decode()
    answer = desk.post(f"{page}{boa.pk}/beeindigen/", follow=True)
    assert "Bo Boa is niet meer betrokken." in text_of(answer)
    assert not Involvement.objects.exists()
    assert desk.post(f"{page}{boa.pk}/beeindigen/").status_code == 409
    assert desk.post(f"{page}{new_id()}/beeindigen/").status_code == 409


def test_who_only_reads_involves_nobody(client: Client, boa: Person, signal: Signal) -> None:
    services.break_glass(dossier=signal.dossier, reason="Nood", by=actor_for(boa))
    desk, page = signed_in(client, boa), f"/werk/signaal/{signal.pk}/wie/"
    shown = desk.get(page)
    assert "Fenna Functionaris" in text_of(shown)
    assert "betrekken/" not in shown.content.decode()
    assert desk.get(f"{page}betrekken/").status_code == 403
    assert desk.post(f"{page}{boa.pk}/beeindigen/").status_code == 403


def test_the_signal_page_leads_there(client: Client, officer: Person, signal: Signal) -> None:
    page = signed_in(client, officer).get(f"/werk/signaal/{signal.pk}/").content.decode()
    assert f'href="/werk/signaal/{signal.pk}/wie/"' in page


def test_the_worklist_tells_of_a_role_that_nobody_holds(
    client: Client, officer: Person, signal: Signal
) -> None:
    services.assign(dossier=signal.dossier, to=None, role="burgerzaken", by=actor_for(officer))
    desk = signed_in(client, officer)
    assert "Medewerker Burgerzaken: 1 open signaal" in text_of(desk.get("/werk/", {"lijst": "te-laat"}))
    assert signal.dossier.reference in text_of(desk.get("/werk/", {"rol": "burgerzaken"}))
    assert signal.dossier.reference not in text_of(desk.get("/werk/", {"rol": "behandelaar"}))

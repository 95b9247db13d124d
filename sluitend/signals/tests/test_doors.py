# SPDX-License-Identifier: EUPL-1.2
"""Every address of the room: which methods it knows, and what it says to who may not be there."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from sluitend.accounts.models import Person
from sluitend.core.ids import new_id
from sluitend.signals.models import Signal
from sluitend.signals.tests.making import acts, looks, prepared, recorded, signed_in
from sluitend.signals.tests.test_signed_out import WITH_A_FORM
from sluitend.signals.urls import urlpatterns

pytestmark = pytest.mark.django_db
BOTH, READ, WRITE = {"GET", "POST"}, {"GET"}, {"POST"}
PUBLIC = {
    "report": READ,
    "report-anew": WRITE,
    "report-check": BOTH,
    "receipt-shown": READ,
    "report-screen": BOTH,
    "receipt-enter": BOTH,
    "receipt": BOTH,
    "receipt-leave": WRITE,
}
STAFF = {"worklist": READ, "register": BOTH, "seen-before": WRITE}
OF_SIGNAL = {
    "signal": READ,
    "take-on": BOTH,
    "assign": BOTH,
    "add": BOTH,
    "next-step": BOTH,
    "weigh": BOTH,
    "close": BOTH,
    "reopen": BOTH,
    "ask-reporter": BOTH,
    "sight": READ,
    "involve": BOTH,
    "end-involvement": WRITE,
    "look": BOTH,
    "hand-over": READ,
    "hand-over-to": BOTH,
    "handover": READ,
    "handover-act": BOTH,
}
EXTRA: dict[str, dict[str, Any]] = {
    "report-screen": {"slug": "wat"},
    "look": {"what": "melder"},
    "end-involvement": {"person_id": UUID(int=2)},
    "hand-over-to": {"partner_id": "nla"},
    "handover": {"handover_id": UUID(int=1)},
    "handover-act": {"handover_id": UUID(int=1), "act": "gebeld"},
}
ALL = PUBLIC | STAFF | OF_SIGNAL
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]


def address(name: str, dossier_id: UUID | None = None) -> str:
    given = dict(EXTRA.get(name, {}))
    if name in OF_SIGNAL:
        given["dossier_id"] = dossier_id or new_id()
    return reverse(f"signals:{name}", kwargs=given)


def test_the_lists_above_name_every_address() -> None:
    assert {one.name for one in urlpatterns if isinstance(one, URLPattern)} == set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_a_method_that_an_address_does_not_know_is_refused(
    client: Client, officer: Person, name: str
) -> None:
    signed_in(client, officer)
    for method in METHODS:
        if method in ALL[name] or (method == "HEAD" and "GET" in ALL[name]):
            continue
        response = client.generic(method, address(name))
        assert response.status_code == 405, method
        assert set(response.headers["Allow"].split(", ")) - {"HEAD"} == ALL[name]


@pytest.mark.parametrize("name", [name for name, methods in ALL.items() if "GET" in methods])
def test_head_answers_like_get_without_the_body(client: Client, officer: Person, name: str) -> None:
    signed_in(client, officer)
    get, head = client.get(address(name)), client.head(address(name))
    assert (head.status_code, head.headers.get("Location")) == (get.status_code, get.headers.get("Location"))
    assert head.content == b""


@pytest.mark.parametrize("name", STAFF | OF_SIGNAL)
def test_who_has_not_signed_in_is_asked_to(client: Client, lisse: Any, name: str) -> None:
    signal = recorded()
    path = address(name, signal.pk)
    for method in ("GET", "POST"):
        response = client.generic(method, path)
        assert response.status_code == 302
        # A button without a form leads back to where it stood: its own address has no page.
        back = path if method == "GET" or name in WITH_A_FORM else "/werk/"
        assert response.headers["Location"] == f"/inloggen/?next={back}"


@pytest.mark.parametrize("name", OF_SIGNAL)
def test_an_unknown_signal_and_one_of_somebody_else_are_not_found(
    client: Client, officer: Person, handler: Person, outsider: Person, name: str
) -> None:
    signal = recorded()
    handover = prepared(signal, officer)
    given: dict[str, Any] = dict(EXTRA.get(name, {}))
    if "handover_id" in given:
        given["handover_id"] = handover.pk
    for person, dossier_id in ((officer, new_id()), (handler, signal.pk), (outsider, signal.pk)):
        signed_in(client, person)
        path = reverse(f"signals:{name}", kwargs={**given, "dossier_id": dossier_id})
        for method in OF_SIGNAL[name]:
            response = client.generic(method, path)
            assert response.status_code == 404, (person.name, method)


@pytest.mark.parametrize("name", OF_SIGNAL)
def test_what_is_no_id_is_not_found(client: Client, officer: Person, name: str) -> None:
    signed_in(client, officer)
    path = address(name, UUID(int=7)).replace(str(UUID(int=7)), "f" * 36)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ALL)
def test_no_answer_is_kept_anywhere(client: Client, officer: Person, name: str) -> None:
    signed_in(client, officer)
    response = client.get(address(name, recorded().pk))
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", [one for one, methods in ALL.items() if "POST" in methods])
def test_another_site_can_send_nothing(officer: Person, name: str) -> None:
    client = signed_in(Client(enforce_csrf_checks=True), officer)
    signal = recorded()
    assert client.post(address(name, signal.pk)).status_code == 403
    assert Signal.objects.count() == 1


@pytest.mark.parametrize("name", ["take-on", "ask-reporter", "look", "handover-act"])
def test_an_address_of_an_act_that_is_loaded_again_leads_back_and_does_nothing(
    client: Client, officer: Person, name: str
) -> None:
    signal = recorded()
    handover = prepared(signal, officer)
    given: dict[str, Any] = {**EXTRA.get(name, {}), "dossier_id": signal.pk}
    back = reverse("signals:signal", args=[signal.pk])
    if name == "handover-act":
        given["handover_id"] = handover.pk
        back = reverse("signals:handover", args=[signal.pk, handover.pk])
    done, seen = acts(signal), looks(signal)
    response = signed_in(client, officer).get(reverse(f"signals:{name}", kwargs=given))
    assert (response.status_code, response.headers["Location"]) == (302, back)
    assert (acts(signal), looks(signal)) == (done, seen)

# SPDX-License-Identifier: EUPL-1.2
"""Who is blocked does not come in, by whatever means, until somebody else lifts it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.test import Client

from sluitend.accounts import blocking, services, starting
from sluitend.accounts.factors import passkeys
from sluitend.accounts.factors import services as factors
from sluitend.accounts.models import Person, Session
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.authenticator import Authenticator
from sluitend.accounts.tests.cast import PASSWORD, add
from sluitend.accounts.tests.clients import fresh_code, sign_in
from sluitend.core.actor import Actor, system
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.privacy.models import JournalEntry

BY = system("test")
SECURITY = "/account/beveiliging/"
ACTS: dict[str, Callable[[Person, Actor], None]] = {
    "block": lambda person, by: blocking.block(person=person, by=by),
    "unblock": lambda person, by: blocking.unblock(person=person, by=by),
}


def test_all_sessions_end_at_once_and_no_password_opens_another(client: Client, officer: Person) -> None:
    sign_in(client, officer)
    colleague = Client()
    sign_in(colleague, add("Cor Collega", "communicatie"))
    blocking.block(person=officer, by=BY)
    assert client.get(SECURITY).status_code == 302
    assert colleague.get(SECURITY).status_code == 200
    assert authenticate(username=officer.email, password=PASSWORD) is None
    wrong = client.post("/inloggen/", {"username": officer.email, "password": "verkeerd wachtwoord"})
    right = client.post("/inloggen/", {"username": officer.email, "password": PASSWORD})
    said = [answer.context["form"].non_field_errors() for answer in (wrong, right)]
    assert said[0] == said[1]
    blocking.unblock(person=officer, by=BY)
    assert client.get(SECURITY).status_code == 302, "what ended stays ended"
    sign_in(client, officer)
    assert client.get(SECURITY).status_code == 200


def test_who_is_between_password_and_second_step_does_not_come_in(client: Client, officer: Person) -> None:
    code = fresh_code(officer)
    client.post("/inloggen/", {"username": officer.email, "password": PASSWORD})
    blocking.block(person=officer, by=BY)
    client.post("/inloggen/tweede-stap/", {"code": code})
    assert client.get(SECURITY).status_code == 302
    assert not Session.objects.filter(person=officer).exists()


def test_a_session_that_came_between_opens_nothing(client: Client, officer: Person) -> None:
    sign_in(client, officer)
    # As a sign-in that had read the person before does.
    row = Session.objects.get(person=officer)
    blocking.block(person=officer, by=BY)
    row.save(force_insert=True)
    assert client.get(SECURITY).status_code == 302


def test_a_passkey_opens_nothing(officer: Person) -> None:
    session: dict[str, Any] = {}
    device = Authenticator(settings.PUBLIC_URL)
    made = passkeys.made(session, officer, device.make(passkeys.ask_new(session, officer)))
    factors.add_passkey(person=officer, made=made, name="Proef", first=True, by=actor_for(officer))
    assert passkeys.check(session, None, device.show(passkeys.ask(session, None))) == officer
    blocking.block(person=officer, by=BY)
    with pytest.raises(BadInput):
        passkeys.check(session, None, device.show(passkeys.ask(session, None)))


def test_a_start_link_is_not_made_and_one_from_before_does_not_work(handler: Person) -> None:
    token = starting.make_link(person=handler, by=BY)
    assert starting.owner(token) == handler
    blocking.block(person=handler, by=BY)
    with pytest.raises(NotFound):
        starting.owner(token)
    with pytest.raises(NotFound):
        starting.choose_password(token=token, password="paars fietsbel kastanje")
    handler.refresh_from_db()
    with pytest.raises(BadInput):
        starting.make_link(person=handler, by=BY)
    blocking.unblock(person=handler, by=BY)
    assert starting.owner(token) == handler


def test_roles_stay(officer: Person) -> None:
    blocking.block(person=officer, by=BY)
    officer.refresh_from_db()
    assert actor_for(officer).roles == {"aandachtsfunctionaris"}


@pytest.mark.parametrize("act", ACTS)
def test_only_who_looks_after_people_here_does_it_and_nobody_to_themselves(
    act: str, officer: Person, administrator: Person
) -> None:
    elsewhere = add("Els Elders", municipality="GM0534")
    if act == "unblock":
        for person in (officer, administrator, elsewhere):
            blocking.block(person=person, by=BY)
    for by in (actor_for(officer), actor_for(add("Otto Omstander"))):
        with pytest.raises(Refused):
            ACTS[act](officer, by)
    for somebody in (administrator, elsewhere):
        with pytest.raises(Refused):
            ACTS[act](somebody, actor_for(administrator))
    ACTS[act](officer, actor_for(administrator))
    entry = JournalEntry.objects.get(action=f"person.{act}", actor_kind="staff")
    assert entry.actor_id == str(administrator.pk)


def test_twice_says_so_and_who_left_is_neither_blocked_nor_let_in(handler: Person, officer: Person) -> None:
    with pytest.raises(Conflict):
        blocking.unblock(person=officer, by=BY)
    blocking.block(person=officer, by=BY)
    with pytest.raises(Conflict):
        blocking.block(person=officer, by=BY)
    services.deactivate_person(person=handler, by=BY)
    for act in ACTS.values():
        with pytest.raises(Conflict):
            act(handler, BY)

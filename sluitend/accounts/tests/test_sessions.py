# SPDX-License-Identifier: EUPL-1.2
"""A copy of the sessions table opens no session and tells nothing."""

import pytest
from django.test import Client

from conftest import FrozenClock
from sluitend.accounts import sessions
from sluitend.accounts.models import Person, Session
from sluitend.accounts.sessions import SessionStore, row_of
from sluitend.accounts.tests.cast import PASSWORD
from sluitend.accounts.tests.clients import StaffClient

pytestmark = pytest.mark.django_db


def stored(**content: str) -> SessionStore:
    session = SessionStore()
    session.update(content)
    session.save()
    return session


def test_what_is_stored_comes_back_by_its_key_only() -> None:
    session = stored(told="ABCD-EFGH")
    assert SessionStore(session.session_key)["told"] == "ABCD-EFGH"
    assert SessionStore("0" * 32).get("told") is None


def test_the_table_holds_neither_the_cookie_nor_the_content(client: Client, officer: Person) -> None:
    client.post("/inloggen/", {"username": officer.email, "password": PASSWORD})
    session = client.session
    session["_messages"] = "KANARIE"
    session.save()
    row = Session.objects.get()
    text = f"{row.session_key} {row.session_data}"
    assert str(session.session_key) not in text
    assert row.get_decoded() == {}
    same = stored(_messages="KANARIE"), stored(_messages="KANARIE")
    first, second = (Session.objects.get(session_key=row_of(each.session_key)) for each in same)
    assert first.session_data != second.session_data


def test_the_key_of_a_row_is_no_key_of_a_session(client: Client, officer: Person) -> None:
    client.force_login(officer)
    client.cookies["sessionid"] = Session.objects.get().session_key
    assert client.get("/beschikbaarheid/").status_code == 302


def test_content_moved_to_another_row_opens_nothing() -> None:
    mine, theirs = stored(who="ik"), stored(who="zij")
    taken = Session.objects.get(session_key=row_of(theirs.session_key)).session_data
    Session.objects.filter(session_key=row_of(mine.session_key)).update(session_data=taken)
    assert SessionStore(mine.session_key).get("who") is None


@pytest.mark.parametrize("damage", ["", "x", "AAAA", "geen base64!", "é"])
def test_a_damaged_row_counts_as_empty(damage: str) -> None:
    session = stored(who="ik")
    Session.objects.update(session_data=damage)
    assert SessionStore(session.session_key).get("who") is None


def test_a_key_that_somebody_else_chose_is_never_taken_over() -> None:
    session = SessionStore("gekozendooreenander00000000000000")
    session["who"] = "ik"
    session.save()
    assert session.session_key != "gekozendooreenander00000000000000"


def test_an_ended_session_is_gone_and_an_expired_one_is_cleared() -> None:
    ended, expired = stored(who="ik"), stored(who="zij")
    expired.set_expiry(-1)
    expired.save()
    assert SessionStore(expired.session_key).get("who") is None
    ended.flush()
    assert Session.objects.count() == 1
    SessionStore.clear_expired()
    assert not Session.objects.exists()


def test_a_fresh_key_keeps_the_content_and_closes_the_old_one() -> None:
    session = stored(who="ik")
    before = session.session_key
    session.cycle_key()
    assert SessionStore(session.session_key)["who"] == "ik"
    assert SessionStore(before).get("who") is None
    assert Session.objects.count() == 1


def test_a_flood_of_visitors_keeps_their_sessions_bounded_and_nobody_out(
    officer: Person, handler: Person, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MOST_VISITORS", 5)
    monkeypatch.setattr(sessions, "TRIM_EVERY", 1)
    desk, waiting = StaffClient(), Client()
    desk.force_login(officer)
    waiting.post("/inloggen/", {"username": handler.email, "password": PASSWORD})
    for number in range(12):
        clock.advance(seconds=1)
        Client().post("/inloggen/passkey/vraag/")
        Client().get("/inloggen/apparaat/geen-pas/")
        if number < 2:
            assert waiting.get("/account/beveiliging/instellen/").status_code == 200
    assert Session.objects.filter(person__isnull=True).count() == 6
    assert desk.get("/beschikbaarheid/").status_code == 200

# SPDX-License-Identifier: EUPL-1.2
"""A session of staff ends in time, at once when it is ended, and its cookie is then worth nothing."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import OperationalError
from django.test import Client

from sluitend.accounts import selectors, services
from sluitend.accounts.models import Person, Session
from sluitend.accounts.sessions import IDLE, MOST, SessionStore, row_of
from sluitend.accounts.tests.clients import sign_in
from sluitend.core.actor import system
from sluitend.core.errors import NotFound, Refused
from sluitend.privacy.models import JournalEntry

pytestmark = pytest.mark.django_db
PAGE, LIST = "/beschikbaarheid/", "/account/sessies/"
END, END_OTHERS, GO_ON = f"{LIST}beeindigen/", f"{LIST}andere-beeindigen/", f"{LIST}doorgaan/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
)


def browser(person: Person, user_agent: str = FIREFOX) -> Client:
    """A browser in which somebody has signed in, with both steps."""
    client = Client(headers={"User-Agent": user_agent})
    sign_in(client, person)
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def cookie_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def replay(cookie: str, way: str = "get", path: str = PAGE) -> Any:
    """Send a cookie that was copied from a browser."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return getattr(thief, way)(path)


@pytest.mark.parametrize(("minutes", "alive"), [(14.9, True), (15.1, False)])
def test_it_ends_after_fifteen_minutes_without_use(
    officer: Person, clock: Any, minutes: float, alive: bool
) -> None:
    client = browser(officer)
    clock.advance(minutes=minutes)
    assert is_in(client) is alive


def test_use_lets_the_fifteen_minutes_begin_anew_but_never_past_eight_hours(
    officer: Person, clock: Any
) -> None:
    client = browser(officer)
    for _ in range(47):
        clock.advance(minutes=10)
        assert is_in(client)
    clock.advance(minutes=10, seconds=-1)
    assert is_in(client)
    clock.advance(seconds=1)
    assert not is_in(client)


def test_neither_a_message_nor_a_changed_session_moves_the_eight_hours(officer: Person, clock: Any) -> None:
    client = browser(officer)
    begun = Session.objects.get().begun_at
    for _ in range(43):
        clock.advance(minutes=11)
        client.post(PAGE, {"act": "working-days", "weekdays": ["0"]})
    assert Session.objects.get().begun_at == begun
    store = SessionStore(cookie_of(client))
    store["something"] = 1
    store.cycle_key()
    store.save()
    assert Session.objects.get().begun_at == begun
    assert Session.objects.get().expire_date == begun + MOST


def test_signing_in_after_eight_hours_begins_anew(officer: Person, clock: Any) -> None:
    client = browser(officer)
    old = cookie_of(client)
    clock.advance(hours=8)
    sign_in(client, officer)
    clock.advance(minutes=14)
    assert is_in(client)
    assert replay(old).status_code == 302


def test_its_use_is_noted_once_a_minute_and_costs_one_statement(
    officer: Person, clock: Any, django_assert_num_queries: Any
) -> None:
    store = SessionStore(cookie_of(browser(officer)))
    store.load()
    with django_assert_num_queries(0):
        clock.advance(seconds=59)
        store.note_use()
    with django_assert_num_queries(1):
        clock.advance(seconds=1)
        store.note_use()
    row = Session.objects.get()
    assert (row.seen_at, row.expire_date) == (clock.now(), clock.now() + IDLE)


def test_each_answer_to_staff_says_how_long_it_still_lasts(officer: Person, clock: Any) -> None:
    client = browser(officer)
    clock.advance(minutes=5)
    page = client.get(PAGE)
    assert page.headers["Session-Left"] == "900 28500"
    assert 'data-session-left="900 28500"' in page.content.decode()
    clock.advance(seconds=30)
    assert client.post(GO_ON).headers["Session-Left"] == "870 28470"
    assert "Session-Left" not in Client().get("/").headers


def test_going_on_is_use_and_nothing_else(officer: Person, clock: Any) -> None:
    client = browser(officer)
    clock.advance(minutes=14)
    answer = client.post(GO_ON)
    assert (answer.status_code, answer.content) == (204, b"")
    clock.advance(minutes=14)
    assert is_in(client)
    clock.advance(minutes=16)
    assert client.post(GO_ON, headers={"HX-Request": "true"}).status_code == 401


def test_the_page_stands_when_its_use_cannot_be_noted(
    officer: Person, clock: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser(officer)

    def full(_self: SessionStore) -> None:
        raise OperationalError

    monkeypatch.setattr(SessionStore, "note_use", full)
    with caplog.at_level(logging.ERROR):
        assert is_in(client)
    assert "could not be noted" in caplog.text


def test_a_session_of_a_visitor_lives_as_before_and_names_nobody(lisse: Any, clock: Any) -> None:
    client = Client(headers={"User-Agent": FIREFOX})
    session = client.session
    session["x"] = 1
    session.save()
    clock.advance(hours=7)
    assert SessionStore(session.session_key)["x"] == 1
    clock.advance(hours=1)
    assert SessionStore(session.session_key).get("x") is None
    row = Session.objects.get()
    assert (row.person, row.browser, row.system) == (None, "", "")


def test_a_row_says_which_browser_and_no_address(officer: Person) -> None:
    browser(officer, IPHONE)
    row = Session.objects.get(person=officer)
    assert (row.browser, row.system) == ("Safari", "iPhone")
    assert "127.0.0.1" not in str(Session.objects.values_list().get())


@pytest.mark.parametrize("way", ["end", "others", "sign-out", "password", "leave"])
def test_a_cookie_of_an_ended_session_opens_nothing_on_the_very_next_request(
    officer: Person, clock: Any, way: str
) -> None:
    ended, mine = browser(officer), browser(officer, IPHONE)
    cookie, by = cookie_of(ended), system("test")
    if way == "end":
        mine.post(END, {"session": row_of(cookie)})
    elif way == "others":
        mine.post(END_OTHERS)
    elif way == "sign-out":
        ended.post("/uitloggen/")
    elif way == "password":
        services.set_password(person=officer, password="een-ander-lang-wachtwoord", by=by)
    else:
        services.deactivate_person(person=officer, by=by)
    assert replay(cookie).status_code == 302
    assert replay(cookie, "post", GO_ON).status_code == 302
    assert not Session.objects.filter(pk=row_of(cookie)).exists()
    assert is_in(mine) is (way in ("end", "others", "sign-out"))


def test_a_request_under_way_does_not_bring_an_ended_session_back(officer: Person, clock: Any) -> None:
    client = browser(officer)
    under_way = SessionStore(cookie_of(client))
    assert under_way[SESSION_KEY] == str(officer.pk)
    services.end_sessions(person=officer, by=selectors.actor_for(officer))
    clock.advance(minutes=2)
    under_way.note_use()
    assert not Session.objects.exists()
    assert not is_in(client)


def test_an_ended_session_does_not_come_back_by_a_change_either(officer: Person) -> None:
    client = browser(officer)

    def end_meanwhile(**_values: Any) -> None:
        Session.objects.all().delete()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "set_working_days", end_meanwhile)
        answer = client.post(PAGE, {"act": "working-days", "weekdays": ["0"]})
    assert answer.status_code == 400
    assert not Session.objects.exists()


def test_the_page_lists_where_one_is_signed_in(officer: Person, outsider: Person, clock: Any) -> None:
    browser(outsider)
    phone = browser(officer, IPHONE)
    clock.advance(minutes=5)
    here = browser(officer)
    page = here.get(LIST).content.decode()
    assert page.index("Firefox op Windows") < page.index("Ergens anders") < page.index("Safari op iPhone")
    assert "Ingelogd op dinsdag 2 juni om 10:00." in page
    assert page.count(f'action="{END}"') == 1
    assert cookie_of(phone) not in page
    clock.advance(minutes=11)
    assert "U bent nergens anders ingelogd." in here.get(LIST).content.decode()


def test_ending_is_said_and_journalled(officer: Person, clock: Any) -> None:
    here, phone = browser(officer), browser(officer, IPHONE)
    answer = here.post(END, {"session": row_of(cookie_of(phone))}, follow=True)
    assert "U bent daar nu uitgelogd." in answer.content.decode()
    clock.advance(minutes=1)
    browser(officer, IPHONE)
    answer = here.post(END_OTHERS, follow=True)
    assert "U bent nu op 1 andere plek uitgelogd." in answer.content.decode()
    entries = JournalEntry.objects.filter(action__startswith="session.")
    said = [(one.action, one.actor_id, one.object_id) for one in entries.order_by("seq")]
    me = str(officer.pk)
    assert said == [("session.end", me, me), ("session.end-all", me, me)]


def test_no_journal_entry_no_ending(officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    here, phone = browser(officer), browser(officer, IPHONE)

    def broken(**_values: object) -> None:
        raise OSError

    monkeypatch.setattr("sluitend.privacy.journal.act", broken)
    here.raise_request_exception = False
    for address, given in ((END, {"session": row_of(cookie_of(phone))}), (END_OTHERS, {})):
        assert here.post(address, given).status_code == 500
    assert is_in(phone)


@pytest.mark.parametrize("named", ["", "0" * 40, "x' OR '1'='1", "\x00"])
def test_only_a_session_of_ones_own_can_be_ended(officer: Person, outsider: Person, named: str) -> None:
    mine, theirs = browser(officer), browser(outsider)
    assert mine.post(END, {"session": named or row_of(cookie_of(theirs))}).status_code == 404
    assert is_in(theirs)
    with pytest.raises(Refused):
        services.end_sessions(person=outsider, by=selectors.actor_for(officer))


def test_who_looks_after_people_can_sign_somebody_out(officer: Person, administrator: Person) -> None:
    theirs = browser(officer)
    by = selectors.actor_for(administrator)
    assert services.end_sessions(person=officer, by=by) == 1
    assert not is_in(theirs)
    with pytest.raises(NotFound):
        services.end_session(person=officer, row=row_of(cookie_of(theirs)), by=by)


def test_what_has_ended_is_cleared_away(officer: Person, clock: Any) -> None:
    browser(officer)
    clock.advance(minutes=10)
    browser(officer, IPHONE)
    clock.advance(minutes=5)
    SessionStore.clear_expired()
    assert list(Session.objects.values_list("system", flat=True)) == ["iPhone"]
    assert Session.objects.get().begun_at == clock.now() - timedelta(minutes=5)


def test_dates_in_the_table_are_believed_but_without_its_cookie_a_row_opens_nothing(
    officer: Person, clock: Any
) -> None:
    cookie = cookie_of(browser(officer))
    clock.advance(hours=9)
    assert replay(cookie).status_code == 302
    Session.objects.update(expire_date=clock.now() + IDLE, begun_at=clock.now(), seen_at=clock.now())
    assert replay(cookie).status_code == 200
    assert replay(Session.objects.get().pk).status_code == 302

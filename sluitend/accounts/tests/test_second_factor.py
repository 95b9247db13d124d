# SPDX-License-Identifier: EUPL-1.2
"""Nobody is signed in by a password alone: who has no second factor sets one up and can do nothing else."""

import base64
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import SESSION_KEY
from django.test import Client

from sluitend.accounts import services as people
from sluitend.accounts import starting
from sluitend.accounts.factors import confirmed, selectors, services, totp
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import PASSWORD
from sluitend.accounts.tests.clients import fresh_code, sign_in
from sluitend.core import clock as core_clock
from sluitend.core.actor import system
from sluitend.privacy.models import JournalEntry

STEP = "/inloggen/tweede-stap/"
SET_UP = "/account/beveiliging/instellen/"
APP = "/account/beveiliging/app/"
CODES = "/account/beveiliging/herstelcodes/"


def password(client: Client, person: Person, goal: str = "") -> Any:
    given = {"username": person.email, "password": PASSWORD, "next": goal}
    return client.post("/inloggen/", given)


def is_signed_in(client: Client) -> bool:
    return client.get("/beschikbaarheid/").status_code == 200


def secret_on(client: Client) -> bytes:
    """The secret that the page of the app shows, as an app reads it."""
    letters = client.get(APP).context["letters"].replace(" ", "")
    return base64.b32decode(letters)


def test_a_password_alone_signs_nobody_in(client: Client, officer: Person) -> None:
    fresh_code(officer)
    assert password(client, officer)["Location"] == STEP
    assert SESSION_KEY not in client.session
    assert not is_signed_in(client)
    assert not JournalEntry.objects.filter(action="sign-in").exists()


@pytest.mark.parametrize("act", ["start link", "password", "reset"])
def test_who_waits_at_the_second_step_is_out_when_the_account_is_shut(
    client: Client, officer: Person, act: str
) -> None:
    password(client, officer)
    secret = secret_on(client)
    if act == "start link":
        starting.make_link(person=officer, by=system("test"))
    elif act == "password":
        people.set_password(person=officer, password="vier andere gele fietsen", by=system("test"))
    else:
        services.reset(person=officer, by=system("test"))
    answer = client.post(APP, {"code": totp.code_of(secret, core_clock.now())})
    assert answer["Location"] == "/inloggen/"
    assert not is_signed_in(client)
    assert not selectors.has_factor(officer)


def test_a_code_after_a_password_that_counts_no_longer_signs_nobody_in(
    client: Client, officer: Person
) -> None:
    code = fresh_code(officer)
    password(client, officer)
    starting.make_link(person=officer, by=system("test"))
    assert client.post(STEP, {"code": code})["Location"] == "/inloggen/"
    assert not is_signed_in(client)


def test_the_journal_knows_by_which_second_factor(client: Client, officer: Person) -> None:
    sign_in(client, officer)
    assert is_signed_in(client)
    assert JournalEntry.objects.get(action="sign-in").detail is not None
    assert confirmed.means_of(client.session, officer.pk) == "app"


@pytest.mark.parametrize("code", ["", "000000", "x" * 60, "7K2MX-94QTB"])
def test_a_wrong_code_is_explained_and_signs_nobody_in(client: Client, officer: Person, code: str) -> None:
    fresh_code(officer)
    password(client, officer)
    answer = client.post(STEP, {"code": code})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"][0].endswith(".")
    assert not is_signed_in(client)


def test_a_used_code_signs_nobody_in(client: Client, officer: Person) -> None:
    code = fresh_code(officer)
    for expected in (302, 422):
        client.cookies.clear()
        password(client, officer)
        assert client.post(STEP, {"code": code}).status_code == expected


def test_a_recovery_code_signs_in_once(client: Client, officer: Person) -> None:
    fresh_code(officer)
    [code, *_] = services.renew_recovery_codes(person=officer, by=actor_for(officer))
    for expected in (302, 422):
        client.cookies.clear()
        password(client, officer)
        assert client.post(f"{STEP}?met=herstelcode", {"code": code.lower()}).status_code == expected


def test_guessing_at_codes_is_slowed_and_a_refused_try_uses_no_code(client: Client, officer: Person) -> None:
    right = fresh_code(officer)
    password(client, officer)
    wrong = "000000" if right != "000000" else "000001"
    statuses = [client.post(STEP, {"code": wrong}).status_code for _ in range(30)]
    assert statuses[0] == 422
    assert statuses[-1] == 429
    assert statuses.count(422) <= 20
    answer = client.post(STEP, {"code": right})
    assert answer.status_code == 429
    assert "te veel pogingen" in answer.content.decode().lower() or "te vaak" in answer.content.decode()
    assert not is_signed_in(client)


def test_the_second_step_alone_leads_to_the_first(client: Client, officer: Person) -> None:
    code = fresh_code(officer)
    for answer in (client.get(STEP), client.post(STEP, {"code": code})):
        assert answer["Location"] == "/inloggen/"


def test_the_second_step_waits_a_quarter_of_an_hour(
    client: Client, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = fresh_code(officer)
    password(client, officer)
    monkeypatch.setattr(django_settings, "ACCOUNT_LOGIN_TIMEOUT", 0)
    assert client.post(STEP, {"code": code})["Location"] == "/inloggen/"


def test_who_left_between_the_steps_is_not_signed_in(client: Client, officer: Person) -> None:
    code = fresh_code(officer)
    password(client, officer)
    people.deactivate_person(person=officer, by=system("test"))
    assert client.post(STEP, {"code": code})["Location"] == "/inloggen/"
    assert not is_signed_in(client)


def test_who_has_no_factor_can_only_set_one_up(client: Client, officer: Person) -> None:
    assert password(client, officer, "/beschikbaarheid/")["Location"] == SET_UP
    assert client.get(STEP)["Location"] == SET_UP
    for address in ("/beschikbaarheid/", "/werk/", "/werk/nieuw/", "/account/beveiliging/", CODES):
        assert client.get(address)["Location"].startswith("/inloggen/"), address
    assert client.get(SET_UP).status_code == 200


def test_setting_up_an_app_signs_in_and_shows_recovery_codes_once(client: Client, officer: Person) -> None:
    password(client, officer, "/beschikbaarheid/")
    secret = secret_on(client)
    assert secret == secret_on(client), "loading the page again must not cut off who has scanned already"
    code = totp.code_of(secret, core_clock.now())
    page = client.post(APP, {"code": code}, follow=True)
    assert page.redirect_chain[-1][0].startswith(CODES)
    assert len(page.context["codes"]) == 10
    assert page["Cache-Control"].count("no-store") == 1
    shown = page.context["codes"]
    kept = client.post(CODES, {"next": "/beschikbaarheid/"})
    assert kept["Location"] == "/beschikbaarheid/"
    assert client.get(CODES)["Location"] == "/account/beveiliging/"
    assert shown[0] not in client.get("/account/beveiliging/").content.decode()
    actions = JournalEntry.objects.filter(object_id=str(officer.pk)).order_by("seq")
    expected = ["factor.add", "factor.recovery-codes", "sign-in"]
    assert list(actions.values_list("action", flat=True))[-3:] == expected


def test_a_wrong_first_code_sets_nothing_up(client: Client, officer: Person) -> None:
    password(client, officer)
    secret = secret_on(client)
    answer = client.post(APP, {"code": "000000"})
    assert answer.status_code == 422
    assert not selectors.has_factor(officer)
    assert secret_on(client) == secret


def test_nobody_sets_a_factor_up_beside_one_that_is_there(client: Client, officer: Person) -> None:
    password(client, officer)
    secret = secret_on(client)
    fresh_code(officer)
    assert client.get(SET_UP)["Location"] == STEP
    assert client.post(APP, {"code": totp.code_of(secret, core_clock.now())})["Location"] == STEP
    assert client.post("/account/beveiliging/passkey/vraag/")["Location"] == STEP
    assert not is_signed_in(client)


def test_a_session_without_a_second_factor_is_one_of_a_visitor(officer: Person) -> None:
    client = Client()
    client.force_login(officer)
    assert SESSION_KEY in client.session
    assert not is_signed_in(client)
    page = client.get("/bestaat-niet/").content.decode()
    assert officer.name not in page
    assert client.post("/inloggen/passkey/vraag/").json()["publicKey"].get("allowCredentials") is None


def test_the_factor_of_one_person_does_not_confirm_another(client: Client, officer: Person) -> None:
    client.force_login(officer)
    session = client.session
    other = people.add_person(
        name="Vera", email="vera@example.invalid", municipality="GM0553", password=PASSWORD, by=system("test")
    )
    confirmed.record(session, other.pk, confirmed.Means.APP)
    session.save()
    assert not is_signed_in(client)


def test_signing_in_as_a_colleague_ends_the_session_before(
    client: Client, officer: Person, deputy: Person
) -> None:
    sign_in(client, officer)
    sign_in(client, deputy)
    assert client.session[SESSION_KEY] == str(deputy.pk)
    ended = JournalEntry.objects.get(action="sign-out")
    assert ended.actor_id == str(officer.pk)


def test_only_the_demo_does_without(client: Client, officer: Person, settings: Any) -> None:
    settings.DEMO = True
    assert password(client, officer, "/beschikbaarheid/")["Location"] == "/beschikbaarheid/"
    assert is_signed_in(client)
    settings.DEMO = False
    assert not is_signed_in(client)


def test_a_reset_takes_all_factors_and_ends_all_sessions(client: Client, officer: Person) -> None:
    sign_in(client, officer)
    assert is_signed_in(client)
    services.reset(person=Person.objects.get(pk=officer.pk), by=system("test"))
    assert not is_signed_in(client)
    assert selectors.factors_of(officer).recovery_codes is None
    assert password(client, officer)["Location"] == SET_UP
    assert JournalEntry.objects.filter(action="factor.reset").count() == 1


def test_no_journal_entry_no_factor(officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_values: object) -> None:
        raise OSError

    secret = totp.new_secret()
    code = totp.code_of(secret, core_clock.now())
    by = actor_for(officer)
    monkeypatch.setattr("sluitend.privacy.journal.act", broken)
    with pytest.raises(OSError):  # noqa: PT011 - the error carries no text
        services.add_app(person=officer, secret=secret, code=code, first=True, by=by)
    assert not selectors.has_factor(officer)

# SPDX-License-Identifier: EUPL-1.2
"""The partner's door: no look without a code, and no telling what is behind it."""

import re
import secrets
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.codes import new_code
from sluitend.core.errors import Conflict
from sluitend.core.ids import new_id
from sluitend.core.tests.owning import with_every_right
from sluitend.dossiers import services as dossiers
from sluitend.handover import doors, doorway, fresh_links, services
from sluitend.handover.models import Link
from sluitend.handover.services import SentLink
from sluitend.handover.tests.door import at, same, shown, text
from sluitend.handover.tests.making import SHOP_MAIL, SHOP_PHONE, acts, again, linked, step_of
from sluitend.privacy import journal
from sluitend.privacy.guessing import RULES, Door, TooSoon
from sluitend.privacy.models import Tally

pytestmark = pytest.mark.django_db
UNKNOWN = secrets.token_urlsafe(32)
HERE = doors.new_browser()
RULE = RULES[Door.PACKET]
assert RULE.account
TRIES = RULE.account


def test_opening_the_address_uses_nothing_up_and_shows_nothing(
    client: Client, sent: SentLink, token: str
) -> None:
    for _ in range(3):
        answer = client.get(at("door", token))
        assert answer.status_code == 200
        for word in ("Vera", "schuur", sent.handover.dossier.reference, "SHOP"):
            assert word not in text(answer)
    assert again(sent.handover).state == "sent"
    assert not Tally.objects.exists()


def test_the_first_page_asks_the_database_nothing_of_links(client: Client, token: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get(at("door", token))
    assert not [query for query in asked.captured_queries if "handover_" in query["sql"]]


def test_unknown_expired_and_valid_addresses_look_alike(
    client: Client, sent: SentLink, token: str, clock: FrozenClock
) -> None:
    valid = same(client.get(at("door", token)), token)
    assert same(client.get(at("door", UNKNOWN)), UNKNOWN) == valid
    clock.advance(hours=73)
    assert same(client.get(at("door", token)), token) == valid


def test_wrong_unknown_and_expired_codes_look_alike(sent: SentLink, token: str, clock: FrozenClock) -> None:
    def told(address: str, code: str) -> tuple[int, str]:
        status, body = same(Client().post(at("door", address), {"code": code}), address)
        return status, body.replace(code, "CODE")

    wrong = told(token, new_code())
    assert wrong[0] == 422
    assert told(UNKNOWN, new_code()) == wrong
    assert told(token, "ABC") == wrong
    clock.advance(hours=73)
    assert told(token, sent.code) == wrong


def test_too_many_wrong_codes_are_slowed_alike(sent: SentLink, token: str, clock: FrozenClock) -> None:
    answers = []
    for address in (token, UNKNOWN):
        for _ in range(TRIES.at_once):
            Client().post(at("door", address), {"code": new_code()})
        answers.append(same(Client().post(at("door", address), {"code": sent.code}), address))
    assert answers[0] == answers[1]
    assert answers[0][0] == 429
    clock.advance(minutes=1)
    assert Client().post(at("door", token), {"code": sent.code}).status_code == 302


def test_one_more_code_may_be_tried_each_minute(token: str, clock: FrozenClock) -> None:
    def waits() -> list[int]:
        found = []
        for _ in range(TRIES.at_once + 1):
            try:
                doors.try_code(token, "WRONG", browser=HERE, address=None)
            except TooSoon as soon:
                found.append(soon.seconds)
        return found

    assert waits() == [60]
    clock.advance(seconds=40)
    assert waits() == [20] * (TRIES.at_once + 1)
    clock.advance(seconds=20)
    assert waits() == [60] * TRIES.at_once


def test_the_browser_of_a_partner_is_not_held_up_by_who_guesses_at_its_link(
    inside: Client, sent: SentLink, token: str
) -> None:
    for number in range(TRIES.at_once + 1):
        guess = Client().post(at("door", token), {"code": new_code()}, REMOTE_ADDR=f"10.0.{number}.1")
    assert guess.status_code == 429
    assert inside.post(at("door", token), {"code": sent.code}).status_code == 302


def test_an_unknown_address_asks_the_database_the_same_as_a_known_one(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How long it really takes is measured by `make drill-codes`."""
    # Now and then a try removes old tallies too.
    monkeypatch.setattr("secrets.randbelow", lambda _most: 1)

    def asked(address: str) -> list[str]:
        Tally.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            assert doors.try_code(address, "WRONG", browser=HERE, address=None) is None
        return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]

    known = asked(token)
    assert len(known) > 1
    assert asked(UNKNOWN) == known


def test_the_right_code_shows_the_packet_and_journals_the_look(
    inside: Client, sent: SentLink, token: str
) -> None:
    page = shown(inside, token)
    for word in ("Vera Voorbeeld", "Arbeidsuitbuiting", sent.handover.dossier.reference):
        assert word in page
    assert "Bo Boa" not in page
    assert again(sent.handover).state == "opened"
    looks = [line for line in journal.entries(sent.handover.dossier_id) if line.action == "packet-page"]
    assert [(line.actor_kind, line.actor_id) for line in looks] == [("partner", "shop")]


def test_a_code_is_read_however_it_is_typed(client: Client, sent: SentLink, token: str) -> None:
    typed = sent.code.lower().replace("-", " ")
    assert client.post(at("door", token), {"code": typed}).status_code == 302


def test_a_code_opens_its_own_link_only(client: Client, officer: Person, sent: SentLink) -> None:
    other = linked(officer)
    answer = client.post(at("door", doors.token_of(other.link.pk)), {"code": sent.code})
    assert answer.status_code == 422


def test_the_door_closes_after_half_an_hour_without_use(inside: Client, token: str) -> None:
    cookie = inside.cookies["overdracht"]
    assert (cookie["max-age"], cookie["path"]) == (1800, f"/p/{token}/")
    assert cookie["httponly"]
    cookie.set("overdracht", cookie.value[:-1] + "x", cookie.value[:-1] + "x")
    assert "Vera" not in shown(inside, token)


def test_a_cookie_opens_no_other_door(inside: Client, officer: Person) -> None:
    other = doors.token_of(linked(officer).link.pk)
    inside.cookies["overdracht"]["path"] = "/"
    assert "Vera" not in shown(inside, other)


def test_a_link_that_was_pointed_at_another_packet_opens_nothing(
    inside: Client, sent: SentLink, token: str, officer: Person
) -> None:
    other = linked(officer)
    Link.objects.filter(pk=other.link.pk).update(revoked_at=other.link.made_at)
    # Who may change the database's own rules comes no further either.
    with_every_right()
    Link.objects.filter(pk=sent.link.pk).update(handover=other.handover)
    assert (
        doors.try_code(token, sent.code, browser=inside.cookies["overdracht-apparaat"].value, address=None)
        is None
    )
    assert "Vera" not in shown(inside, token)


def test_an_old_cookie_opens_nothing(sent: SentLink, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    link = doors.try_code(token, sent.code, browser=HERE, address=None)
    assert link is not None
    ticket = doors.ticket(link)
    assert doors.opened_by(token, ticket, browser=HERE) is not None
    monkeypatch.setattr(doorway, "SESSION", timedelta(seconds=-1))
    assert doors.opened_by(token, ticket, browser=HERE) is None


def test_withdrawing_closes_the_door_at_once(
    inside: Client, sent: SentLink, token: str, officer: Person
) -> None:
    services.withdraw(handover=sent.handover, reason="Fout", submission=new_id(), by=actor_for(officer))
    assert "Vera" not in shown(inside, token)


def test_asking_for_a_fresh_link_answers_everybody_alike(
    client: Client, sent: SentLink, token: str, clock: FrozenClock
) -> None:
    clock.advance(hours=73)
    known = same(client.post(at("fresh-link", token)), token)
    assert same(client.post(at("fresh-link", UNKNOWN)), UNKNOWN) == known
    assert known[0] == 200
    assert step_of(sent.handover) == "send-fresh-link"
    client.post(at("fresh-link", token))
    asked = [line for line in journal.entries(sent.handover.dossier_id) if "fresh" in line.action]
    assert len(asked) == 1


def test_an_old_mail_does_not_open_a_closed_dossier(
    client: Client, sent: SentLink, token: str, officer: Person, clock: FrozenClock
) -> None:
    by = actor_for(officer)
    dossiers.close(dossier=again(sent.handover).dossier, outcome="no-action", reason="Niets gehoord", by=by)
    clock.advance(hours=73)
    answer = client.post(at("fresh-link", token))
    assert same(answer, token) == same(client.post(at("fresh-link", UNKNOWN)), UNKNOWN)
    assert "Heeft de gemeente de zaak al afgesloten?" in text(answer)
    dossier = again(sent.handover).dossier
    assert (dossier.state, dossier.is_open, dossier.next_step) == ("closed", False, "")
    assert [row.pk for row, _day in fresh_links.in_closed_dossiers(by)] == [sent.handover.pk]
    assert acts(sent.handover)[-1] == "handover.ask-fresh-link"
    with pytest.raises(Conflict):
        services.renew_link(
            handover=sent.handover, address=SHOP_MAIL, code_by=SHOP_PHONE, submission=new_id(), by=by
        )
    services.decline_fresh_link(handover=sent.handover, reason="Zaak is klaar", by=by)
    assert fresh_links.in_closed_dossiers(by) == []
    assert acts(sent.handover)[-1] == "handover.decline-fresh-link"


def test_who_may_not_see_the_dossier_is_told_of_no_request(
    client: Client, sent: SentLink, token: str, officer: Person, outsider: Person
) -> None:
    by = actor_for(officer)
    dossiers.close(dossier=again(sent.handover).dossier, outcome="no-action", reason="Niets gehoord", by=by)
    client.post(at("fresh-link", token))
    assert fresh_links.in_closed_dossiers(actor_for(outsider)) == []


def test_a_code_that_was_used_opens_in_that_browser_only(
    inside: Client, sent: SentLink, token: str, clock: FrozenClock
) -> None:
    fresh, elsewhere = linked_elsewhere(inside)
    assert fresh.post(at("door", token), {"code": sent.code}).status_code == 302
    used = elsewhere.post(at("door", token), {"code": sent.code})
    wrong = Client().post(at("door", UNKNOWN), {"code": sent.code})
    assert same(used, token) == same(wrong, UNKNOWN)
    assert used.status_code == 422
    # A cookie that was copied without the name of its browser opens nothing either.
    copied = Client()
    copied.cookies["overdracht"] = inside.cookies["overdracht"].value
    assert "Vera" not in shown(copied, token)
    assert "Vera" in shown(inside, token)


def test_a_code_that_is_sent_twice_from_one_page_opens_once_and_again(
    client: Client, sent: SentLink, token: str
) -> None:
    client.get(at("door", token))
    first, second = Client(), Client()
    for browser in (first, second):
        browser.cookies["overdracht-apparaat"] = client.cookies["overdracht-apparaat"].value
        assert browser.post(at("door", token), {"code": sent.code}).status_code == 302


def linked_elsewhere(inside: Client) -> tuple[Client, Client]:
    """The same browser without an open door, and another one."""
    same_browser = Client()
    same_browser.cookies["overdracht-apparaat"] = inside.cookies["overdracht-apparaat"].value
    return same_browser, Client()


def test_the_packet_comes_as_pdf_to_who_is_inside_only(inside: Client, sent: SentLink, token: str) -> None:
    assert Client().get(at("document", token)).status_code == 302
    answer = inside.get(at("document", token))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert "no-store" in answer.headers["Cache-Control"]
    assert any(line.action == "packet-pdf" for line in journal.entries(sent.handover.dossier_id))


def test_no_page_of_the_door_is_kept_by_a_browser(inside: Client, token: str) -> None:
    for name in ("door", "done"):
        assert "no-store" in inside.get(at(name, token)).headers["Cache-Control"]


def test_leaving_closes_the_door(inside: Client, token: str) -> None:
    inside.post(at("leave", token))
    assert "Vera" not in shown(inside, token)


def test_an_act_that_does_not_exist_is_not_found(inside: Client, token: str) -> None:
    assert inside.post(at("act", token, "verzonnen")).status_code == 404


def test_acts_are_not_done_by_looking(inside: Client, sent: SentLink, token: str) -> None:
    for name, act in (("act", "bevestigen"), ("fresh-link", ""), ("leave", "")):
        answer = inside.get(at(name, token, act))
        assert (answer.status_code, answer.headers["Location"]) == (302, at("door", token))
    assert again(sent.handover).state == "opened"
    assert "Vera" in shown(inside, token)
    assert inside.get(at("act", token, "verzonnen")).status_code == 404


def test_typed_markup_is_shown_as_text(inside: Client, token: str) -> None:
    inside.post(at("act", token, "vraag"), {"submission": str(new_id()), "question": "<script>x</script>"})
    assert "<script>x</script>" not in shown(inside, token)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_page_says_its_language(client: Client, token: str, language: str) -> None:
    answer = client.get(at("door", token), headers={"accept-language": language})
    assert f'<html lang="{language}">' in text(answer)

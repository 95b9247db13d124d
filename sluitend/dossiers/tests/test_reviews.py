# SPDX-License-Identifier: EUPL-1.2
"""An emergency is on the list and in the mail of who must judge it, at once, and of nobody else."""

import smtplib
from typing import Any

import pytest
from django.core import mail

from conftest import FrozenClock
from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import add
from sluitend.core import outbox
from sluitend.core.errors import NotFound
from sluitend.dossiers import alerts, jobs, reviews, services
from sluitend.dossiers.models import Alert, Dossier, TimedAccess
from sluitend.dossiers.reviews import Waiting
from sluitend.dossiers.tests.making import TEST, opened
from sluitend.privacy import journal
from sluitend.privacy.models import JournalEntry

pytestmark = pytest.mark.django_db
WHY = "Een meisje belt mij nu: zij zit op dit adres."


def broken(person: Person, dossier: Dossier | None = None) -> TimedAccess:
    return services.break_glass(dossier=dossier or opened(), reason=WHY, by=actor_for(person))


def listed(person: Person) -> list[TimedAccess]:
    return reviews.waiting(actor_for(person))


def test_owner_officer_deputy_and_privacy_officer_are_told_and_nobody_else(
    boa: Person,
    officer: Person,
    deputy: Person,
    handler: Person,
    privacy_officer: Person,
    administrator: Person,
    outsider: Person,
) -> None:
    other = add("Hugo Handelaar", "behandelaar")
    row = broken(boa, opened(owner=handler))
    told = {officer, deputy, handler, privacy_officer}
    assert {one.person for one in Alert.objects.all()} == told
    for person in told:
        assert listed(person) == [row]
        assert reviews.count_waiting(actor_for(person), limit=100) == Waiting(1, late=False)
        assert reviews.get(actor_for(person), row.pk) == row
    for person in (other, administrator, outsider):
        assert listed(person) == []
        with pytest.raises(NotFound):
            reviews.get(actor_for(person), row.pk)
    assert listed(boa) == []
    assert reviews.mine(actor_for(boa)) == [row]


def test_another_part_and_another_municipality_hear_nothing(boa: Person, lisse: Any) -> None:
    care = add("Zoë Zorg", "zorg")
    broken(boa)
    assert listed(care) == []
    assert reviews.past(actor_for(care)) == []
    assert not Alert.objects.filter(person=care).exists()


def test_an_officer_who_is_away_is_replaced_in_the_mail_too(
    boa: Person, officer: Person, outsider: Person, clock: FrozenClock
) -> None:
    accounts.set_deputy(person=officer, deputy=outsider, by=TEST, start=None, end=None)
    broken(boa)
    assert not Alert.objects.filter(person=outsider).exists()
    accounts.add_leave(
        person=officer, start=clock.now().date(), end=clock.now().date(), by=actor_for(officer)
    )
    broken(boa)
    assert Alert.objects.filter(person=outsider).count() == 1


def test_what_nobody_judged_in_five_working_days_is_late(
    boa: Person, officer: Person, clock: FrozenClock
) -> None:
    row = broken(boa)
    clock.advance(days=7)
    assert reviews.count_waiting(actor_for(officer), limit=100) == Waiting(1, late=False)
    clock.advance(days=1)
    assert reviews.count_waiting(actor_for(officer), limit=100) == Waiting(1, late=True)
    services.review(access_id=row.pk, verdict="justified", note="", by=actor_for(officer))
    assert reviews.count_waiting(actor_for(officer), limit=100) == Waiting(0, late=False)
    assert reviews.past(actor_for(officer)) == [row]


def test_an_inspection_is_listed_and_not_judged(officer: Person, privacy_officer: Person) -> None:
    by = actor_for(privacy_officer)
    row = services.inspect(dossier=opened(), purpose="complaint", reason=WHY, by=by)
    assert listed(officer) == []
    assert reviews.past(actor_for(officer)) == [row]


def test_reading_why_is_a_look(boa: Person, officer: Person, handler: Person) -> None:
    row = broken(boa)
    assert reviews.words(actor_for(officer), row).reason == WHY
    entry = JournalEntry.objects.get(kind="look")
    assert (entry.actor_id, entry.action) == (str(officer.pk), reviews.PURPOSE)
    with pytest.raises(NotFound):
        reviews.words(actor_for(handler), row)
    assert JournalEntry.objects.filter(kind="look").count() == 1


def test_the_mail_says_nothing_but_to_sign_in(boa: Person, officer: Person, settings: Any) -> None:
    row = broken(boa)
    alert = Alert.objects.get(person=officer)
    assert alerts.deliver(alert.pk)
    (sent,) = mail.outbox
    assert sent.to == [officer.email]
    assert sent.extra_headers["Message-ID"] == alert.message_id
    text = f"{sent.subject} {sent.body}".lower()
    assert f"{settings.PUBLIC_URL}/werk/" in text
    for word in (
        row.dossier.reference,
        "boa",
        "nood",
        "emergency",
        "signaal",
        "mensenhandel",
        "dossier",
        "meisje",
    ):
        assert word.lower() not in text
    alert.refresh_from_db()
    assert alert.progress == outbox.Progress.DELIVERED
    assert not alerts.deliver(alert.pk)
    assert journal.entries(row.dossier_id)[-1].action == "access.alert-delivered"


def test_a_mail_server_that_stays_down_is_seen_on_the_list(
    boa: Person, officer: Person, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = broken(boa)
    alert = Alert.objects.get(person=officer)

    def down(*_: object, **__: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
    for _ in range(outbox.MOST_ATTEMPTS):
        assert not alerts.deliver(alert.pk)
        clock.advance(hours=3)
    alert.refresh_from_db()
    assert (alert.progress, alert.attempts) == (outbox.Progress.FAILED, outbox.MOST_ATTEMPTS)
    assert reviews.unreached([row]) == {row.pk}
    assert journal.entries(row.dossier_id)[-1].action == "access.alert-failed"


def test_who_left_meanwhile_gets_no_mail(boa: Person, officer: Person) -> None:
    broken(boa)
    accounts.deactivate_person(person=officer, by=TEST)
    alert = Alert.objects.get(person=officer)
    assert not alerts.deliver(alert.pk)
    assert Alert.objects.get(pk=alert.pk).progress == outbox.Progress.CANCELLED
    assert mail.outbox == []


def test_the_tick_starts_what_was_left_lying(
    boa: Person, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(boa)
    started: list[object] = []
    monkeypatch.setattr(jobs, "start_delivery", started.append)
    jobs.take_up_alerts()
    assert started == [Alert.objects.get().pk]


def test_who_leaves_keeps_no_sight(boa: Person, officer: Person) -> None:
    row = broken(boa)
    services.release_person(person=boa, by=TEST)
    row.refresh_from_db()
    assert row.ended_at is not None

# SPDX-License-Identifier: EUPL-1.2
"""Mail that tells at once that a dossier was opened in an emergency. It says nothing but "sign in"."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person
from sluitend.core import clock, outbox
from sluitend.core.actor import Actor, system
from sluitend.core.ids import new_id
from sluitend.dossiers.access import INSPECT
from sluitend.dossiers.judging import is_told
from sluitend.dossiers.locking import lock_dossier
from sluitend.dossiers.models import Alert, Dossier, TimedAccess
from sluitend.policy import selectors as policy
from sluitend.privacy import journal

ACTOR = system("outbox")


def queue(row: TimedAccess, *, by: Actor) -> list[Alert]:
    """Put a mail in the outbox for everybody who should know now, in the transaction of the act."""
    from sluitend.dossiers import jobs

    made = []
    for person in who_should_know(row.dossier, row, by):
        alert_id = new_id()
        alert = Alert.objects.create(
            access=row,
            person=person,
            municipality=row.municipality,
            compartment=row.compartment,
            **outbox.beginning(alert_id, person.email),
        )
        made.append(alert)
        transaction.on_commit(partial(jobs.start_delivery, alert_id))
    return made


def who_should_know(dossier: Dossier, row: TimedAccess, by: Actor) -> list[Person]:
    """Return the owner, who holds or stands in for the roles that answer for it, and who supervises.

    Only those whose rights of today let them judge it: nobody hears of a closed part through a mail.
    """
    today, place = clock.today(), dossier.municipality
    roles = {dossier.owner_role}
    roles |= {role.id for role in policy.current(place).pack.roles if role.receives_signals}
    people = {dossier.owner} if dossier.owner is not None else set()
    for role in sorted(roles):
        people |= {*accounts.holders(role, place, today), *accounts.stand_ins(role, place, today)}
    people |= {*accounts.who_may((INSPECT,), municipality=place, compartment=dossier.compartment)}
    able = (one for one in people if str(one.pk) != by.id and is_told(accounts.actor_for(one), row))
    return sorted(able, key=lambda one: (one.name, str(one.pk)))


def deliver(alert_id: UUID) -> bool:
    """Try one mail; return whether the mail server took it. Safe to repeat and to kill at any point."""
    if not outbox.claim(Alert, alert_id):
        return False
    row = Alert.objects.select_related("person").get(pk=alert_id)
    if not row.person.is_active:
        outbox.cancel(Alert.objects.filter(pk=alert_id))
        return False
    return outbox.attempt(row, send=_mail, settle=_settle, give_up=_give_up)


def _mail(row: Alert) -> None:
    context = {"address": settings.PUBLIC_URL.rstrip("/") + str(settings.LOGIN_REDIRECT_URL)}
    subject = render_to_string("dossiers/alert_subject.txt")
    outbox.mail(row, subject=subject, body=render_to_string("dossiers/alert.txt", context))


@transaction.atomic
def _settle(row: Alert) -> None:
    _journal("access.alert-delivered", row)
    outbox.delivered(row)


@transaction.atomic
def _give_up(row: Alert, fault: str) -> None:
    _journal("access.alert-failed", row)
    outbox.failed(row, fault)


def _journal(action: str, row: Alert) -> None:
    dossier = lock_dossier(TimedAccess.objects.values_list("dossier_id", flat=True).get(pk=row.access_id))
    journal.act(
        by=ACTOR,
        action=action,
        dossier_id=dossier.pk,
        municipality=row.municipality,
        compartment=row.compartment,
        object_type="person",
        object_id=str(row.person_id),
    )

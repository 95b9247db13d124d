# SPDX-License-Identifier: EUPL-1.2
"""What the threat model says of who can write in the database, as far as no room proves it."""

import base64

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client

from sluitend.accounts.factors import totp
from sluitend.accounts.models import Person
from sluitend.accounts.tests.clients import fresh_code
from sluitend.core import clock
from sluitend.core.ids import new_id
from sluitend.core.tests.owning import with_every_right
from sluitend.privacy.models import JournalEntry
from sluitend.signals.models import Message, Signal
from sluitend.signals.tests.making import recorded
from tests import naming

STORY = "Vier mannen slapen in een schuur."


def test_every_test_that_the_threat_model_names_exists() -> None:
    assert not naming.unwritten((naming.ROOT / "docs/privacy/threat-model.md").read_text())


def plant_password(client: Client, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(password=make_password("geplant wachtwoord"))
    client.post("/inloggen/", {"username": person.email, "password": "geplant wachtwoord"})


@pytest.mark.django_db
def test_raw_rows_tell_nothing_of_a_report(officer: Person) -> None:
    signal = recorded(facts=STORY, reporter_name="Bo Boa", safe_contact="Via de buurvrouw")
    columns = ("facts", "reporter_name", "safe_contact")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM signals_signal")  # noqa: S608 - names of ours
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert len(stored) > 100
    for word in (STORY, "Bo Boa", "buurvrouw"):
        assert word.encode() not in stored
    assert signal.pk


@pytest.mark.django_db
def test_who_plants_a_password_gets_no_further_than_the_second_step(officer: Person, client: Client) -> None:
    fresh_code(officer)
    signal = recorded(facts=STORY)
    plant_password(client, officer)
    assert client.get(f"/werk/signaal/{signal.pk}/").status_code == 302


@pytest.mark.django_db
def test_who_also_takes_the_second_factor_away_reads_as_that_colleague_and_leaves_traces(
    officer: Person, client: Client
) -> None:
    fresh_code(officer)
    signal = recorded(facts=STORY)
    Authenticator.objects.all().delete()
    plant_password(client, officer)
    letters = client.get("/account/beveiliging/app/").context["letters"]
    secret = base64.b32decode(letters.replace(" ", ""))
    client.post("/account/beveiliging/app/", {"code": totp.code_of(secret, clock.now())})
    page = client.get(f"/werk/signaal/{signal.pk}/")
    assert STORY in page.content.decode()
    look = JournalEntry.objects.get(chain=signal.pk, kind=JournalEntry.Kind.LOOK)
    assert look.actor_id == str(officer.pk)
    assert JournalEntry.objects.filter(action="factor.add", object_id=str(officer.pk)).count() == 2


@pytest.mark.django_db
def test_a_planted_row_has_no_readable_content(officer: Person, client: Client) -> None:
    signal = recorded(facts=STORY)
    with_every_right()
    row = Message(
        id=new_id(),
        dossier_id=signal.pk,
        municipality=signal.municipality,
        compartment=signal.compartment,
        direction=Message.Direction.FROM_REPORTER,
        body=b"verzonnen bericht",
        written_at=Signal.objects.get().received_at,
        written_by_kind="reporter",
        written_by_id="x",
        submission=new_id(),
    )
    row.save(force_insert=True)
    client.force_login(officer)
    page = client.get(f"/werk/signaal/{signal.pk}/").content.decode()
    assert "verzonnen bericht" not in page
    assert "Niet leesbaar: de gegevens zijn gewijzigd." in page

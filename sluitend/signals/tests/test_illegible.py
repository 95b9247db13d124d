# SPDX-License-Identifier: EUPL-1.2
"""Changed data or a destroyed key: the page says which part cannot be read and shows the rest."""

import logging
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.codes import new_code
from sluitend.core.ids import new_id
from sluitend.core.tests.owning import with_every_right
from sluitend.handover.models import Handover, Line
from sluitend.privacy import erasure
from sluitend.privacy.models import DossierKey
from sluitend.signals import selectors
from sluitend.signals.models import Identifier, Message, Observation, Signal, Weighing
from sluitend.signals.packets import packet
from sluitend.signals.services import dialogue, triage
from sluitend.signals.tests.making import again, prepared, privacy_test, recorded, signed_in, text_of

pytestmark = pytest.mark.django_db
CHANGED, DESTROYED = "Niet leesbaar: de gegevens zijn gewijzigd.", "Niet leesbaar: de sleutel is vernietigd."
FACTS, REASON, QUESTION = "Vier mannen slapen in een schuur.", "Wie woont er?", "Hoe laat ziet u ze?"
PARTS: list[tuple[type[Model], str]] = [
    (Signal, "facts"),
    (Signal, "circumstances"),
    (Signal, "interpretation"),
    (Signal, "source_note"),
    (Signal, "route"),
    (Observation, "detail"),
    (Identifier, "value"),
    (Message, "body"),
    (Weighing, "reason"),
    (Weighing, "privacy_test"),
]


class Case:
    """A signal with something in every sealed place, and the pages on which it stands."""

    def __init__(self, officer: Person) -> None:
        self.code, self.by = new_code(), actor_for(officer)
        route = {"map": "persoon", "answers": {"p1": "no"}, "context": {}}
        self.signal = recorded(
            code=self.code,
            facts=FACTS,
            circumstances="Elke avond",
            interpretation="Ik denk dwang",
            source_note="Zelf gezien",
            route=route,
            indicators=("a4-paspoort-weg",),
            identifiers=(("address", "Voorbeeldstraat 1, Lisse"),),
            reporter_name="Bo Boa",
            safe_contact="Via de buurvrouw",
        )
        triage.take_on(dossier=again(self.signal), by=self.by)
        test = privacy_test("privacy-test-1")
        triage.weigh(
            dossier=again(self.signal), outcome="research-sources", reason=REASON, test=test, by=self.by
        )
        dialogue.ask_reporter(dossier=again(self.signal), text=QUESTION, submission=new_id(), by=self.by)
        self.handover = prepared(self.signal, officer)
        self.page = f"/werk/signaal/{self.signal.pk}/"

    def alter(self, model: type[Model], name: str, value: bytes = b"x" * 60) -> None:
        """Change ciphertext as somebody does who has every right on the database."""
        with_every_right()
        model._default_manager.update(**{name: value})


@pytest.fixture
def case(officer: Person) -> Case:
    return Case(officer)


@pytest.fixture
def staff(client: Client, officer: Person) -> Client:
    return signed_in(client, officer)


def ok(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return text_of(answer)


@pytest.mark.parametrize(("model", "name"), PARTS, ids=lambda part: str(getattr(part, "__name__", part)))
def test_the_page_of_a_signal_names_the_changed_part_and_shows_the_rest(
    case: Case, staff: Client, caplog: pytest.LogCaptureFixture, model: type[Model], name: str
) -> None:
    case.alter(model, name)
    page = ok(staff, case.page)
    assert page.count(CHANGED) == 1
    for other, text in (("facts", FACTS), ("reason", REASON), ("body", QUESTION)):
        assert (text in page) == (other != name)
    (note,) = [one for one in caplog.records if one.name == "sluitend.privacy.vaults"]
    assert note.levelno == logging.ERROR
    assert f"{model._meta.db_table}.{name}" in note.getMessage()
    assert FACTS not in caplog.text


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps bytes in a column of bytes")
@pytest.mark.parametrize("value", ["tekst", 5, 10**12, 1.5])
def test_what_is_no_ciphertext_at_all_is_changed_data(case: Case, staff: Client, value: Any) -> None:
    with_every_right()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE signals_signal SET facts = %s", [value])
        cursor.execute("UPDATE privacy_dossierkey SET wrapped = %s WHERE vault = 'reporter'", [value])
    assert CHANGED in ok(staff, case.page)
    answer = staff.post(f"{case.page}inzien/melder/", {"reason": "Bellen"})
    assert (answer.status_code, CHANGED in text_of(answer)) == (409, True)


@pytest.mark.parametrize("change", [{"wrapped": b"x"}, {"compartment_key_id": "GM0553.signals.999999"}])
def test_a_key_that_does_not_open_makes_no_page_fail(
    case: Case, staff: Client, change: dict[str, Any]
) -> None:
    with_every_right()
    DossierKey.objects.update(**change)
    assert CHANGED in ok(staff, case.page)
    assert case.page in ok(staff, "/werk/")
    assert CHANGED in ok(staff, f"{case.page}overdracht/{case.handover.pk}/")


def test_after_erasure_every_page_says_so(
    case: Case, staff: Client, caplog: pytest.LogCaptureFixture
) -> None:
    erasure.erase(case.signal.pk, by=case.by)
    page = ok(staff, case.page)
    assert page.count(DESTROYED) >= 8
    assert FACTS not in page
    assert case.page in ok(staff, "/werk/")
    assert DESTROYED in ok(staff, f"{case.page}overdracht/{case.handover.pk}/")
    assert "gaat dus niet mee" in ok(staff, f"{case.page}doorzetten/avim/")
    assert staff.get(f"{case.page}doorzetten/").status_code == 200
    assert {one.levelno for one in caplog.records} == {logging.WARNING}


@pytest.mark.parametrize(("model", "name"), [(Handover, "packet"), (Handover, "decision"), (Line, "body")])
def test_the_page_of_a_handover_shows_the_rest(
    case: Case, staff: Client, model: type[Model], name: str
) -> None:
    with_every_right()
    if model is Line:
        Line.objects.create(
            handover=case.handover,
            municipality="GM0553",
            compartment="signals",
            submission=new_id(),
            what=Line.What.ANSWER,
            written_at=case.handover.prepared_at,
            written_by_kind="staff",
            written_by_id="x",
        )
    case.alter(model, name)
    assert CHANGED in ok(staff, f"{case.page}overdracht/{case.handover.pk}/")


def test_the_receipt_still_opens_and_takes_back_what_was_typed(case: Case, client: Client) -> None:
    erasure.erase(case.signal.pk, by=case.by)
    client.post("/terug/", {"code": case.code})
    page = ok(client, "/terug/melding/")
    assert DESTROYED in page
    assert "Uw signaal" in page
    answer = client.post("/terug/melding/", {"text": "Er is nog iets", "submission": str(new_id())})
    assert answer.status_code == 422
    assert "Er is nog iets" in text_of(answer)
    assert DESTROYED in text_of(answer)


def test_a_message_that_cannot_be_read_does_not_count_as_read(case: Case, client: Client) -> None:
    case.alter(Message, "body")
    client.post("/terug/", {"code": case.code})
    assert CHANGED in ok(client, "/terug/melding/")
    assert Message.objects.get().read_at is None


def test_an_act_on_what_cannot_be_written_comes_back_with_what_was_typed(case: Case, staff: Client) -> None:
    erasure.erase(case.signal.pk, by=case.by)
    version = again(case.signal).version
    given = {"version": version, "outcome": "no-action", "reason": "Te weinig om verder te gaan"}
    answer = staff.post(f"{case.page}sluiten/", given)
    assert answer.status_code == 409
    assert DESTROYED in text_of(answer)
    assert "Te weinig om verder te gaan" in text_of(answer)
    asked = staff.post(f"{case.page}vraag/", {"text": "Nog een vraag", "submission": str(new_id())})
    assert (asked.status_code, "Nog een vraag" in text_of(asked)) == (409, True)


def test_what_cannot_be_read_never_goes_to_a_partner(case: Case, lisse: Any) -> None:
    case.alter(Signal, "facts")
    case.alter(Identifier, "value")
    content = selectors.content(case.by, again(case.signal), purpose="hand-over")
    offered = packet(content, again(case.signal), lisse.pack)
    assert {"facts", "address"}.isdisjoint(offered.ids)
    assert "circumstances" in offered.ids
    assert CHANGED not in "".join(field.value for field in offered.fields)

# SPDX-License-Identifier: EUPL-1.2
"""Two municipalities with one civil service: what is done in one stays out of the other."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import FrozenClock
from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE, add
from sluitend.cases import selectors, sheet
from sluitend.cases.services import working
from sluitend.cases.tests.making import case_of, guest, meeting_of
from sluitend.core.actor import system
from sluitend.policy import services as policy
from sluitend.policy.loader import load_path
from sluitend.signals.tests.making import again, recorded, signed_in, text_of

HILLEGOM = "GM0534"
OFFICER = "aandachtsfunctionaris"
LAYER = f"""\
pack:
  id: towns
  version: "1.0.0"
  title: {{nl: Twee gemeenten, en: Two municipalities}}
  extends: [lisse]
  organisation: {{nl: Twee gemeenten, en: Two municipalities}}
  serves: [{LISSE}, {HILLEGOM}]
"""


@dataclass
class Towns:
    """Who is officer of Lisse, of the other municipality, and of both."""

    here: Person
    elsewhere: Person
    both: Person


@pytest.fixture
def towns(db: None, clock: FrozenClock, settings: Any, tmp_path: Path) -> Towns:
    folder = tmp_path / "towns"
    folder.mkdir()
    (folder / "pack.yaml").write_text(LAYER)
    settings.PACK = "towns"
    policy.publish(load_path(folder), by=system("test"))
    both = add("Berta Beide", OFFICER)
    accounts.grant_role(person=both, role=OFFICER, municipality=HILLEGOM, by=system("test"))
    return Towns(add("Hedda Hier", OFFICER), add("Elsa Elders", OFFICER, municipality=HILLEGOM), both)


def test_whoever_came_to_a_table_elsewhere_is_not_invited_as_before(client: Client, towns: Towns) -> None:
    last = meeting_of(towns.elsewhere, days=1, municipality=HILLEGOM)
    guest(last, towns.elsewhere)
    meeting = meeting_of(towns.here)
    assert selectors.before(meeting) is None
    signed_in(client, towns.both)
    answer = client.post(reverse("cases:meeting-as-before", args=[meeting.pk]), follow=True)
    assert "niemand om opnieuw" in text_of(answer)


def test_what_came_out_last_time_is_of_the_same_municipality(towns: Towns) -> None:
    first = meeting_of(towns.here, days=1)
    elsewhere = meeting_of(towns.elsewhere, days=2, municipality=HILLEGOM)
    meeting = meeting_of(towns.here, days=3)
    found = selectors.those_before(actor_for(towns.both), [first, elsewhere, meeting])
    assert found == {meeting.pk: first}
    tables = {one.meeting.pk: one.last for one in sheet.of(actor_for(towns.both), towns.both).tables}
    assert (tables[first.pk], tables[elsewhere.pk]) == (None, None)


def test_a_signal_goes_on_an_agenda_of_its_own_municipality(client: Client, towns: Towns) -> None:
    elsewhere = meeting_of(towns.elsewhere, days=1, municipality=HILLEGOM)
    meeting, signal = meeting_of(towns.here), recorded()
    page = text_of(signed_in(client, towns.both).get(reverse("signals:signal", args=[signal.pk])))
    assert reverse("cases:meeting-act", args=[meeting.pk, "punt"]) in page
    assert str(elsewhere.pk) not in page


def test_a_case_is_offered_signals_of_its_own_municipality(client: Client, towns: Towns) -> None:
    case, here, elsewhere = case_of(towns.here), recorded(), recorded(place=HILLEGOM)
    page = text_of(signed_in(client, towns.both).get(reverse("cases:case-act", args=[case.pk, "signaal"])))
    assert again(here).reference in page
    assert again(elsewhere).reference not in page


def test_barriers_are_counted_in_the_cases_that_one_may_see(client: Client, towns: Towns) -> None:
    for person, municipality in ((towns.here, LISSE), (towns.elsewhere, HILLEGOM)):
        working.write_line(
            dossier=again(case_of(person, municipality=municipality)),
            sheet="barriers",
            word="geld",
            text="",
            state="missing",
            by=actor_for(person),
        )
    page = reverse("cases:barriers")
    assert "Ontbreekt in 1 lopende casus" in text_of(signed_in(client, towns.here).get(page))
    assert "Ontbreekt in 2 lopende casussen" in text_of(signed_in(client, towns.both).get(page))

# SPDX-License-Identifier: EUPL-1.2
"""A dossier begins whole: keys, owner role, next step, due date, journal."""

from datetime import date
from typing import Any

import pytest

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, LooseEnd, Refused
from sluitend.core.ids import new_id
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.tests.making import again, opened
from sluitend.privacy import journal, vaults
from sluitend.privacy.fields import VAULTS
from sluitend.privacy.models import DossierKey


def test_a_received_signal_must_be_checked_for_urgency_the_same_day(lisse: Any) -> None:
    dossier = again(opened())
    assert (dossier.state, dossier.next_step, dossier.due) == ("received", "urgency-check", date(2026, 6, 2))
    assert dossier.is_open
    assert dossier.version == 1
    assert str(dossier.pack_version_id) == lisse.version_id


def test_in_a_weekend_the_same_day_means_the_next_working_day(lisse: Any, clock: Any) -> None:
    clock.set_day(date(2026, 6, 6))
    assert opened().due == date(2026, 6, 8)


def test_a_dossier_has_its_keys_and_its_first_journal_entry(lisse: Any) -> None:
    dossier = opened()
    assert DossierKey.objects.filter(dossier_id=dossier.pk).count() == len(VAULTS)
    (line,) = journal.entries(dossier.pk)
    assert (line.action, line.object_type, line.object_id) == ("dossier.open", "state", "received")


def test_a_pen_at_hand_is_used(lisse: Any) -> None:
    pen = vaults.create(new_id(), municipality=LISSE, compartment="signals")
    assert opened(pen=pen).pk == pen.dossier_id


@pytest.mark.parametrize("state", ["weighing", "closed", "verzonnen"])
def test_a_dossier_begins_only_where_the_pack_says(lisse: Any, state: str) -> None:
    with pytest.raises(BadInput):
        opened(state=state)


@pytest.mark.parametrize("role", ["", "verzonnen"])
def test_a_dossier_without_an_owner_role_is_a_loose_end(lisse: Any, role: str) -> None:
    with pytest.raises(LooseEnd):
        opened(owner_role=role)


def test_a_next_step_must_be_one_of_the_pack(lisse: Any) -> None:
    with pytest.raises(BadInput) as told:
        opened(next_step="verzonnen")
    assert told.value.field == "next_step"


@pytest.mark.parametrize("due", [date(2026, 6, 1), date(2027, 6, 4)])
def test_a_due_date_lies_between_today_and_a_year_ahead(lisse: Any, due: date) -> None:
    with pytest.raises(BadInput) as told:
        opened(due=due)
    assert told.value.field == "due"


def test_staff_needs_the_right_to_register(officer: Person, outsider: Person) -> None:
    assert opened(by=actor_for(officer), state="intake").state == "intake"
    with pytest.raises(Refused):
        opened(by=actor_for(outsider))
    with pytest.raises(Refused):
        opened(by=actor_for(officer), compartment="care")


def test_a_reporter_opens_a_dossier_without_any_right(lisse: Any) -> None:
    reporter = Actor(ActorKind.REPORTER, "receipt")
    dossier = again(opened(by=reporter))
    assert (dossier.opened_by_kind, dossier.opened_by_id) == ("reporter", "receipt")


def test_no_journal_entry_no_dossier(lisse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_values: object) -> None:
        raise OSError

    monkeypatch.setattr(journal, "act", broken)
    with pytest.raises(OSError):  # noqa: PT011 - the error carries no text
        opened()
    assert not Dossier.objects.exists()
    assert not DossierKey.objects.filter(municipality=LISSE, compartment="signals").exists()


def test_references_are_random_and_short(lisse: Any) -> None:
    found = {opened().reference for _ in range(20)}
    assert len(found) == 20
    assert all(len(reference) == 9 and reference[4] == "-" for reference in found)

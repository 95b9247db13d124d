# SPDX-License-Identifier: EUPL-1.2
"""Several people and workers at the same moment: exactly one history."""

from collections import Counter
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import add
from sluitend.core.errors import BadInput, Conflict, SluitendError
from sluitend.core.tests.racing import at_once
from sluitend.dossiers import jobs, services
from sluitend.dossiers.models import Escalation
from sluitend.dossiers.tests.making import TEST, again, opened
from sluitend.privacy import journal

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_people_who_assign_at_once_one_gets_a_conflict(officer: Person, deputy: Person) -> None:
    for _ in range(5):
        dossier = opened()
        pairs = [(again(dossier), person, actor_for(person)) for person in (officer, deputy)]
        acts = [partial(services.assign, dossier=seen, to=person, by=by) for seen, person, by in pairs]
        assert sorted(at_once(*acts)) == ["Conflict", "done"]
        found = again(dossier)
        assert found.version == 2
        assert found.owner in (officer, deputy)
        line = journal.entries(dossier.pk)[-1]
        assert (line.action, line.object_id) == ("dossier.assign", str(found.owner_id))


def test_of_many_different_acts_at_once_one_is_done(officer: Person) -> None:
    dossier = opened()
    by = actor_for(officer)
    acts = [
        lambda: services.move(dossier=again(dossier), to="intake", by=by, version=1),
        lambda: services.close(dossier=again(dossier), outcome="no-action", reason="Klaar", by=by, version=1),
        lambda: services.assign(dossier=again(dossier), to=officer, by=by, version=1),
        lambda: services.plan_next_step(dossier=again(dossier), next_step="weigh", by=by, version=1),
    ]
    assert Counter(at_once(*acts)) == {"done": 1, "Conflict": 3}
    assert again(dossier).version == 2
    assert len(journal.entries(dossier.pk)) == 2


def test_workers_beside_each_other_escalate_once(officer: Person, deputy: Person, clock: Any) -> None:
    dossiers = [opened() for _ in range(4)]
    clock.set_day(date(2026, 6, 3))
    assert at_once(*[jobs.escalate_overdue] * 4) == ["done"] * 4
    assert Escalation.objects.count() == len(dossiers)
    for dossier in dossiers:
        actions = [line.action for line in journal.entries(dossier.pk)]
        assert actions.count("dossier.escalate") == 1


def leave(person: Person) -> None:
    with transaction.atomic():
        services.release_person(person=person, by=TEST)
        accounts.deactivate_person(person=person, by=TEST)


def test_nobody_becomes_owner_on_the_way_out(officer: Person) -> None:
    for number in range(3):
        person = add(f"Vertrekker{number} Voorbeeld", "behandelaar")
        dossier = opened()
        by = actor_for(officer)

        seen = again(dossier)
        results = at_once(partial(services.assign, dossier=seen, to=person, by=by), partial(leave, person))
        person.refresh_from_db()
        found = again(dossier)
        # Whoever came first, an open dossier never has an owner who left.
        assert found.owner is None or person.is_active, results
        assert set(results) <= {"done", "IntegrityError", BadInput.__name__, Conflict.__name__}


def test_an_error_of_the_domain_is_a_sentence(officer: Person) -> None:
    dossier = opened()
    with pytest.raises(SluitendError) as told:
        services.assign(dossier=dossier, to=officer, by=actor_for(officer), version=9)
    assert str(told.value).endswith(".")
    assert connection.in_atomic_block is False

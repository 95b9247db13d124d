# SPDX-License-Identifier: EUPL-1.2
"""Handing over moves the signal in the same transaction; nothing is called handed over that was not."""

from datetime import date

import pytest

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core import clock
from sluitend.core.errors import BadInput
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.handover import services as handovers
from sluitend.handover.guard import Confirmation
from sluitend.handover.models import Handover
from sluitend.sharing import StepId
from sluitend.signals.models import Signal
from sluitend.signals.services import triage
from sluitend.signals.services.handing_over import hand_over
from sluitend.signals.tests.making import acts, again, prepared, privacy_test, recorded

pytestmark = pytest.mark.django_db
NUMBER = "0800-5151"


def call(handover: Handover, person: Person, *, number: str = NUMBER, accepted: bool = False) -> Handover:
    by = actor_for(person)
    return hand_over(
        handover=handover,
        send=lambda: handovers.record_phone_call(
            handover=handover,
            number=number,
            spoken_to="Ina Inspecteur",
            called_at=clock.now(),
            accepted=accepted,
            by=by,
        ),
        by=by,
    )


@pytest.fixture
def taken_on(officer: Person) -> Signal:
    signal = recorded()
    triage.take_on(dossier=again(signal), by=actor_for(officer))
    return signal


def test_a_decision_to_hand_over_moves_nothing_before_it_was_done(taken_on: Signal, officer: Person) -> None:
    by = actor_for(officer)
    triage.weigh(dossier=again(taken_on), outcome="to-partner", reason="Dit is arbeid", by=by)
    assert (again(taken_on).state, again(taken_on).next_step) == ("intake", "hand-over")
    handover = prepared(taken_on, officer)
    assert again(taken_on).state == "intake"
    call(handover, officer)
    found = again(taken_on)
    assert (found.state, found.outcome) == ("handed-over", "to-partner")
    assert (found.next_step, found.due) == ("await-acknowledgement", date(2026, 6, 4))


def test_handing_over_at_once_needs_no_weighing(officer: Person) -> None:
    signal = recorded(acute="yes")
    call(prepared(signal, officer), officer, accepted=True)
    assert (again(signal).state, again(signal).next_step) == ("handed-over", "await-feedback")


def test_when_sending_fails_the_signal_stays_where_it_was(taken_on: Signal, officer: Person) -> None:
    handover, before = prepared(taken_on, officer), again(taken_on)
    done = acts(taken_on)
    with pytest.raises(BadInput):
        call(handover, officer, number="06-00000000")
    found = again(taken_on)
    assert (found.state, found.version, found.next_step) == (before.state, before.version, before.next_step)
    assert acts(taken_on) == done
    assert Handover.objects.get().state == "prepared"


def test_asking_advice_leaves_the_signal_where_it_is(taken_on: Signal, officer: Person) -> None:
    read = Confirmation(frozenset({StepId.READ_FOR_NAMES}))
    call(prepared(taken_on, officer, kind="advice", confirmation=read), officer)
    assert again(taken_on).state == "intake"


def test_a_second_partner_is_added_to_what_was_handed_over(taken_on: Signal, officer: Person) -> None:
    by = actor_for(officer)
    call(prepared(taken_on, officer), officer)
    triage.weigh(dossier=again(taken_on), outcome="to-partner", reason="Ook de AVIM", by=by)
    assert (again(taken_on).state, again(taken_on).next_step) == ("handed-over", "hand-over")
    call(prepared(taken_on, officer, submission=new_id()), officer)
    assert again(taken_on).state == "handed-over"
    assert acts(taken_on).count("handover.send") == 2


def test_after_source_research_the_test_of_the_weighing_counts(taken_on: Signal, officer: Person) -> None:
    by = actor_for(officer)
    for outcome, test in (("research-sources", "privacy-test-1"), ("to-partner", "privacy-test-2a")):
        triage.weigh(
            dossier=again(taken_on), outcome=outcome, reason="Zo is het", test=privacy_test(test), by=by
        )
    call(prepared(taken_on, officer), officer)
    assert again(taken_on).state == "handed-over"


def test_after_source_research_nothing_goes_without_that_test(taken_on: Signal, officer: Person) -> None:
    by = actor_for(officer)
    test = privacy_test("privacy-test-1")
    triage.weigh(dossier=again(taken_on), outcome="research-sources", reason="Wie?", test=test, by=by)
    with pytest.raises(BadInput):
        call(prepared(taken_on, officer), officer)
    assert again(taken_on).state == "source-check"


def test_what_was_decided_before_a_reopening_does_not_count_for_the_next_handover(
    taken_on: Signal, officer: Person
) -> None:
    by = actor_for(officer)
    triage.weigh(dossier=again(taken_on), outcome="no-action", reason="Te weinig", by=by)
    dossiers.reopen(dossier=again(taken_on), reason="Er kwam meer bij", by=by)
    call(prepared(taken_on, officer), officer)
    assert (again(taken_on).state, again(taken_on).outcome) == ("handed-over", "")

# SPDX-License-Identifier: EUPL-1.2
"""What comes back: acknowledgement, refusal, feedback, questions; by the partner or heard by phone."""

from collections.abc import Callable
from datetime import date

import pytest

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core import clock as core_clock
from sluitend.core.actor import system
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Fact
from sluitend.handover import selectors, services
from sluitend.handover.models import Handover, Line, Outgoing
from sluitend.handover.tests.making import acts, again, called, linked, partner, step_of

pytestmark = pytest.mark.django_db
SHOP = partner("shop")


@pytest.fixture
def sent(officer: Person) -> Handover:
    """A handover that waits for the partner, in a dossier that waits for it."""
    handover = linked(officer).handover
    dossiers.move(dossier=again(handover).dossier, to="handed-over", by=actor_for(officer))
    return handover


def said(handover: Handover, officer: Person) -> list[tuple[str, str]]:
    opened = selectors.open_content(actor_for(officer), handover, purpose="handover-page")
    return [(item.what, item.body) for item in opened.said]


def test_the_partner_opens_and_acknowledges(sent: Handover) -> None:
    services.open_packet(handover=sent, by=SHOP)
    services.open_packet(handover=sent, by=SHOP)
    assert again(sent).state == "opened"
    services.acknowledge(handover=sent, by=SHOP)
    services.acknowledge(handover=sent, by=SHOP)
    assert again(sent).state == "acknowledged"
    assert acts(sent)[2:] == ["handover.open", "handover.acknowledge"]
    assert (step_of(sent), again(sent).dossier.due) == ("await-feedback", date(2026, 6, 30))


def test_the_history_names_who_moved_it(sent: Handover) -> None:
    services.acknowledge(handover=sent, by=SHOP)
    last = selectors.history(again(sent))[-1]
    assert (last.from_state, last.to_state, last.moved_by_kind, last.moved_by_id) == (
        "sent",
        "acknowledged",
        "partner",
        "shop",
    )


def test_a_partner_acts_on_its_own_handovers_only(sent: Handover) -> None:
    for stranger in (partner("nla"), partner("")):
        with pytest.raises(NotFound):
            services.acknowledge(handover=sent, by=stranger)
        with pytest.raises(NotFound):
            selectors.get(stranger, sent.pk)


def test_only_staff_answer_what_a_partner_asks(sent: Handover, officer: Person) -> None:
    services.ask(handover=sent, question="Wie is de huurder?", submission=new_id(), by=SHOP)
    for nobody in (SHOP, system("test")):
        with pytest.raises(Conflict):
            services.answer(handover=sent, text="Dat weten wij niet.", submission=new_id(), by=nobody)
    assert said(sent, officer) == [("question", "Wie is de huurder?")]


def test_a_refusal_says_why_and_has_the_signal_weighed_again(sent: Handover, officer: Person) -> None:
    with pytest.raises(BadInput) as caught:
        services.refuse(handover=sent, reason=" ", submission=new_id(), by=SHOP)
    assert caught.value.field == "reason"
    once = new_id()
    for _ in range(2):
        services.refuse(handover=sent, reason="Buiten onze regio", submission=once, by=SHOP)
    assert again(sent).state == "refused"
    assert said(sent, officer) == [("refusal", "Buiten onze regio")]
    assert step_of(sent) == "partner-refused"


def test_feedback_ends_the_waiting_and_moves_the_dossier(sent: Handover, officer: Person) -> None:
    services.give_feedback(
        handover=sent, outcome="partner-took-up", text="Loopt", submission=new_id(), by=SHOP
    )
    assert (again(sent).state, again(sent).outcome) == ("fed-back", "partner-took-up")
    assert again(sent).dossier.state == "fed-back"
    assert step_of(sent) == "tell-reporter"
    assert said(sent, officer) == [("feedback", "Loopt")]
    told = selectors.told_to_reporter(sent.dossier_id)
    assert told is not None
    assert told.nl == "Een partner heeft uw signaal opgepakt."


def test_under_investigation_keeps_the_waiting_going_from_today(sent: Handover, clock: FrozenClock) -> None:
    clock.set_day(date(2026, 6, 3))
    services.give_feedback(
        handover=sent, outcome="partner-investigates", text="Loopt", submission=new_id(), by=SHOP
    )
    assert (again(sent).state, again(sent).feedback_by) == ("acknowledged", date(2026, 7, 1))
    assert step_of(sent) == "await-feedback"
    services.give_feedback(
        handover=sent, outcome="partner-completed", text="Klaar", submission=new_id(), by=SHOP
    )
    services.give_feedback(
        handover=sent, outcome="partner-took-up", text="Toch nog iets", submission=new_id(), by=SHOP
    )
    assert (again(sent).state, again(sent).outcome) == ("fed-back", "partner-took-up")


def test_an_outcome_that_is_no_feedback_is_refused(sent: Handover) -> None:
    for wrong in ("no-action", "verzonnen", ""):
        with pytest.raises(BadInput) as caught:
            services.give_feedback(handover=sent, outcome=wrong, text="x", submission=new_id(), by=SHOP)
        assert caught.value.field == "outcome"


def test_a_question_is_answered_and_the_partner_gets_a_notice(sent: Handover, officer: Person) -> None:
    services.ask(handover=sent, question="Spreekt zij Engels?", submission=new_id(), by=SHOP)
    assert step_of(sent) == "answer-partner"
    services.answer(handover=sent, text="Ja", submission=new_id(), by=actor_for(officer))
    assert step_of(sent) == "await-acknowledgement"
    assert said(sent, officer) == [("question", "Spreekt zij Engels?"), ("answer", "Ja")]
    assert set(Outgoing.objects.values_list("notice", flat=True)) == {"link", "answer"}
    assert not Line.objects.filter(what="question", answered=False).exists()


def test_a_submit_that_names_one_of_another_handover_is_its_own(sent: Handover, officer: Person) -> None:
    other, same = linked(officer).handover, new_id()
    for handover in (sent, other):
        services.ask(handover=handover, question="Hoe laat?", submission=same, by=SHOP)
        assert handover.lines.count() == 1


def test_a_retried_line_is_taken_in_once(sent: Handover) -> None:
    once = new_id()
    for _ in range(2):
        services.ask(handover=sent, question="Hoe laat?", submission=once, by=SHOP)
    assert Line.objects.count() == 1


def test_staff_record_what_they_heard_and_from_whom(officer: Person) -> None:
    handover = called(officer)
    by = actor_for(officer)
    with pytest.raises(BadInput) as caught:
        services.give_feedback(
            handover=handover, outcome="partner-took-up", text="Loopt", submission=new_id(), by=by
        )
    assert caught.value.field == "heard_from"
    services.give_feedback(
        handover=handover,
        outcome="partner-took-up",
        text="Loopt",
        submission=new_id(),
        by=by,
        heard_from="Ina Inspecteur",
    )
    opened = selectors.open_content(by, again(handover), purpose="handover-page")
    assert opened.said[0].heard_from == "Ina Inspecteur"
    assert selectors.history(again(handover))[-1].by_phone


def test_feedback_in_a_closed_dossier_opens_it_again(sent: Handover, officer: Person) -> None:
    by = actor_for(officer)
    dossiers.close(dossier=again(sent).dossier, outcome="no-action", reason="Niets gehoord", by=by)
    services.give_feedback(
        handover=sent, outcome="partner-took-up", text="Toch", submission=new_id(), by=SHOP
    )
    assert again(sent).dossier.is_open
    assert step_of(sent) == "tell-reporter"


def test_nothing_more_is_taken_in_after_withdrawing(sent: Handover, officer: Person) -> None:
    services.withdraw(handover=sent, reason="Vergissing", submission=new_id(), by=actor_for(officer))
    acts: list[Callable[[], object]] = [
        lambda: services.acknowledge(handover=sent, by=SHOP),
        lambda: services.refuse(handover=sent, reason="Nee", submission=new_id(), by=SHOP),
        lambda: services.ask(handover=sent, question="Wat?", submission=new_id(), by=SHOP),
        lambda: services.give_feedback(
            handover=sent, outcome="partner-took-up", text="x", submission=new_id(), by=SHOP
        ),
    ]
    for act in acts:
        with pytest.raises(Conflict):
            act()


def test_how_long_it_took_is_counted(sent: Handover, clock: FrozenClock) -> None:
    clock.set_day(date(2026, 6, 5))
    services.give_feedback(
        handover=sent, outcome="partner-took-up", text="Loopt", submission=new_id(), by=SHOP
    )
    fact = Fact.objects.get(kind="handover-fed-back")
    assert fact.dims == {"days": 3, "outcome": "partner-took-up", "partner": "shop"}


def test_a_text_that_is_too_long_is_refused_with_its_limit(sent: Handover) -> None:
    with pytest.raises(BadInput, match="5000"):
        services.ask(handover=sent, question="a" * 5001, submission=new_id(), by=SHOP)


def test_what_was_said_at_the_same_moment_stays_in_the_order_in_which_it_was_said(
    sent: Handover, officer: Person
) -> None:
    # The stopped clock gives all lines one moment; a database may return such rows in any order.
    for number in range(6):
        services.ask(handover=sent, question=f"Vraag {number}", submission=new_id(), by=SHOP)
    first = Line.objects.filter(handover=sent).order_by("pk")[0]
    Line.objects.filter(pk=first.pk).update(answered=True)
    assert [body for _what, body in said(sent, officer)] == [f"Vraag {number}" for number in range(6)]


def test_an_old_address_puts_off_nothing_that_was_planned_or_is_late(
    officer: Person, clock: FrozenClock
) -> None:
    made = linked(officer)
    by = actor_for(officer)
    clock.advance(days=30)
    dossier = dossiers.plan_next_step(
        dossier=again(made.handover).dossier, next_step="urgency-check", due=core_clock.today(), by=by
    )
    services.ask_fresh_link(link=made.link, by=SHOP)
    found = again(made.handover)
    assert (found.dossier.next_step, found.dossier.due) == ("urgency-check", dossier.due)
    assert found.links.get().fresh_asked_at is not None
    dossiers.plan_next_step(dossier=found.dossier, next_step="await-feedback", due=core_clock.today(), by=by)
    clock.advance(days=1)
    services.ask_fresh_link(link=made.link, by=SHOP)
    late = again(made.handover).dossier
    assert (late.next_step, late.due) == ("send-fresh-link", dossier.due), "what is late stays late"


def test_what_a_partner_asks_is_never_a_reason_to_look_later(sent: Handover, officer: Person) -> None:
    today = core_clock.today()
    dossiers.plan_next_step(
        dossier=again(sent).dossier, next_step="urgency-check", due=today, by=actor_for(officer)
    )
    services.ask(handover=sent, question="Wie is de huurder?", submission=new_id(), by=SHOP)
    found = again(sent).dossier
    assert (found.next_step, found.due) == ("answer-partner", today)

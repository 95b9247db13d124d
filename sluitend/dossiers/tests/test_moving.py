# SPDX-License-Identifier: EUPL-1.2
"""From one state to another, as the pack of Lisse allows."""

from datetime import date
from typing import Any

import pytest

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.dossiers import services
from sluitend.dossiers.models import Fact
from sluitend.dossiers.tests.making import TEST, again, opened
from sluitend.privacy import journal


def test_a_move_brings_the_next_step_and_due_date_of_the_pack(lisse: Any) -> None:
    dossier = again(services.move(dossier=opened(), to="intake", by=TEST))
    assert (dossier.state, dossier.next_step, dossier.due) == ("intake", "complete-intake", date(2026, 6, 9))
    assert dossier.version == 2


def test_the_short_way_of_a_small_town_ends_in_a_closed_dossier(lisse: Any) -> None:
    dossier = opened()
    services.move(dossier=dossier, to="intake", by=TEST)
    services.move(dossier=dossier, to="handed-over", by=TEST)
    services.move(dossier=dossier, to="fed-back", by=TEST)
    services.close(dossier=dossier, outcome="dealt-with", reason="Afgerond", by=TEST)
    assert again(dossier).state == "closed"
    assert [line.action for line in journal.entries(dossier.pk)] == [
        "dossier.open",
        "dossier.move",
        "dossier.move",
        "dossier.move",
        "dossier.close",
    ]


def test_a_move_that_the_pack_lacks_is_refused(lisse: Any) -> None:
    dossier = opened()
    with pytest.raises(BadInput):
        services.move(dossier=dossier, to="escalated", by=TEST, reason="Haast")
    assert again(dossier).state == "received"


def test_source_research_needs_the_first_privacy_test(lisse: Any) -> None:
    dossier = opened()
    services.move(dossier=dossier, to="intake", by=TEST)
    services.move(dossier=dossier, to="weighing", by=TEST)
    with pytest.raises(BadInput) as told:
        services.move(dossier=dossier, to="source-check", by=TEST)
    assert told.value.field == "privacy-test-1"
    services.move(dossier=dossier, to="source-check", by=TEST, recorded=["privacy-test-1"])
    assert again(dossier).state == "source-check"


def test_a_move_back_needs_a_reason(lisse: Any) -> None:
    dossier = opened()
    services.move(dossier=dossier, to="intake", by=TEST)
    services.move(dossier=dossier, to="weighing", by=TEST)
    with pytest.raises(BadInput) as told:
        services.move(dossier=dossier, to="intake", by=TEST, reason="  ")
    assert told.value.field == "reason"


def test_a_weighing_leads_where_its_outcome_says(lisse: Any) -> None:
    dossier = opened(state="intake")
    services.move(dossier=dossier, to="weighing", by=TEST)
    services.weigh(dossier=dossier, outcome="care-needed", reason="Zorg is nodig", by=TEST)
    found = again(dossier)
    assert (found.state, found.outcome, found.next_step) == ("handed-over", "care-needed", "arrange-care")


def test_a_weighing_may_close_the_dossier(lisse: Any) -> None:
    dossier = opened(state="intake")
    services.weigh(dossier=dossier, outcome="out-of-scope", reason="Een gewoon arbeidsconflict", by=TEST)
    found = again(dossier)
    assert not found.is_open
    assert (found.outcome, found.next_step, found.due) == ("out-of-scope", "", None)


def test_a_weighing_that_stays_where_it_is_plans_the_next_step(lisse: Any) -> None:
    dossier = opened(state="intake")
    services.move(dossier=dossier, to="in-approach", by=TEST)
    services.weigh(dossier=dossier, outcome="to-signal-meeting", reason="Samen bekijken", by=TEST)
    found = again(dossier)
    assert (found.state, found.next_step) == ("in-approach", "discuss-in-signal-meeting")
    assert found.outcome == "to-signal-meeting"


@pytest.mark.parametrize("outcome", ["taken-over", "verzonnen", ""])
def test_a_weighing_has_an_outcome_of_weighings(lisse: Any, outcome: str) -> None:
    with pytest.raises(BadInput):
        services.weigh(dossier=opened(state="intake"), outcome=outcome, reason="Waarom", by=TEST)


def test_closing_needs_a_reason_and_an_outcome(lisse: Any) -> None:
    dossier = opened()
    with pytest.raises(BadInput) as no_reason:
        services.close(dossier=dossier, outcome="no-action", reason=" ", by=TEST)
    with pytest.raises(BadInput) as no_outcome:
        services.close(dossier=dossier, outcome="to-partner", reason="Klaar", by=TEST)
    assert (no_reason.value.field, no_outcome.value.field) == ("reason", "outcome")
    assert again(dossier).is_open


def test_a_closed_dossier_says_by_whom_and_has_nothing_to_do(officer: Person) -> None:
    by = actor_for(officer)
    dossier = opened()
    services.close(dossier=dossier, outcome="no-action", reason="Te weinig", by=by)
    found = again(dossier)
    assert (found.closed_by_kind, found.closed_by_id) == ("staff", str(officer.pk))
    assert (found.next_step, found.due, found.outcome) == ("", None, "no-action")


def test_nothing_happens_to_a_closed_dossier_before_it_is_reopened(lisse: Any) -> None:
    dossier = opened()
    services.close(dossier=dossier, outcome="no-action", reason="Te weinig", by=TEST)
    with pytest.raises(Conflict):
        services.move(dossier=dossier, to="intake", by=TEST)
    with pytest.raises(Conflict):
        services.close(dossier=dossier, outcome="no-action", reason="Nog eens", by=TEST)
    with pytest.raises(Conflict):
        services.plan_next_step(dossier=dossier, next_step="weigh", by=TEST)
    with pytest.raises(Conflict):
        services.assign(dossier=dossier, to=None, by=TEST)


def test_a_reopened_dossier_is_open_again_and_nobodys(officer: Person) -> None:
    dossier = opened(owner=officer)
    services.close(dossier=dossier, outcome="no-action", reason="Te weinig", by=TEST)
    services.reopen(dossier=dossier, reason="Er kwam meer bij", by=TEST)
    counted = Fact.objects.get(kind="signal-reopened")
    assert counted.dims == {"days": 0, "outcome": "no-action"}
    found = again(dossier)
    assert (found.state, found.next_step, found.owner, found.outcome) == (
        "intake",
        "complete-intake",
        None,
        "",
    )
    assert found.is_open
    with pytest.raises(Conflict):
        services.reopen(dossier=dossier, reason="Nog eens", by=TEST)


def test_who_acts_on_an_older_version_gets_a_conflict(lisse: Any) -> None:
    dossier = opened()
    seen = again(dossier)
    services.plan_next_step(dossier=dossier, next_step="first-reaction", by=TEST)
    with pytest.raises(Conflict):
        services.move(dossier=seen, to="intake", by=TEST)
    with pytest.raises(Conflict):
        services.move(dossier=again(dossier), to="intake", by=TEST, version=1)
    assert again(dossier).state == "received"


def test_the_object_at_hand_stays_as_it_was_when_a_move_fails(lisse: Any) -> None:
    dossier = opened()
    with pytest.raises(Conflict):
        services.move(dossier=dossier, to="intake", by=TEST, version=7)
    assert (dossier.state, dossier.version) == ("received", 1)


def test_staff_needs_the_right_to_write(officer: Person, handler: Person, outsider: Person) -> None:
    dossier = opened()
    with pytest.raises(NotFound):
        services.move(dossier=dossier, to="intake", by=actor_for(handler))
    with pytest.raises(NotFound):
        services.move(dossier=dossier, to="intake", by=actor_for(outsider))
    services.involve(dossier=dossier, person=handler, why="asked", by=actor_for(officer))
    services.move(dossier=dossier, to="intake", by=actor_for(handler))
    assert again(dossier).state == "intake"


def test_who_may_read_only_is_refused(officer: Person) -> None:
    dossier, actor = opened(), actor_for(officer)
    grants = frozenset(grant for grant in actor.grants if grant.permission == "dossier.read")
    reader = type(actor)(actor.kind, actor.id, grants, actor.roles)
    with pytest.raises(Refused):
        services.close(dossier=dossier, outcome="no-action", reason="Klaar", by=reader)

# SPDX-License-Identifier: EUPL-1.2
"""Who reads what: a signal, its reporter, the safe contact, and that something was seen before."""

from typing import Any

import pytest

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.core.actor import Actor, ActorKind, Grant
from sluitend.core.errors import BadInput, NotFound, Refused
from sluitend.dossiers import services as dossiers
from sluitend.signals import selectors
from sluitend.signals.tests.making import acts, again, looks, recorded

pytestmark = pytest.mark.django_db
HERE: dict[str, Any] = {"municipality": LISSE, "compartment": "signals"}


def without(person: Person, *permissions: str) -> Actor:
    """Return somebody's rights without some of them."""
    actor = actor_for(person)
    kept = frozenset(grant for grant in actor.grants if grant.permission not in permissions)
    return Actor(actor.kind, actor.id, kept, actor.roles)


def test_name_and_contact_need_a_right_of_their_own_and_a_reason(officer: Person) -> None:
    signal = recorded(reporter_name="Bo Boa", reporter_contact="06-10000000")
    by = actor_for(officer)
    with pytest.raises(BadInput) as told:
        selectors.identity(by, again(signal), reason=" ")
    assert told.value.field == "reason"
    assert looks(signal) == []
    found = selectors.identity(by, again(signal), reason="Terugbellen")
    assert found == ("Bo Boa", "06-10000000")
    assert acts(signal)[-1] == "reporter.look"
    assert looks(signal) == [("reporter-identity", "reporter")]


def test_the_safe_contact_needs_a_right_of_its_own_and_a_reason(officer: Person) -> None:
    signal = recorded(safe_contact="Via de buurvrouw")
    by = actor_for(officer)
    with pytest.raises(BadInput):
        selectors.safe_contact(by, again(signal), reason="")
    assert selectors.safe_contact(by, again(signal), reason="Nu bellen") == "Via de buurvrouw"
    assert acts(signal)[-1] == "safe-contact.look"
    assert looks(signal) == [("safe-contact", "safe_contact")]


def test_who_may_see_the_signal_does_not_see_its_reporter_by_that(officer: Person) -> None:
    signal = recorded(reporter_name="Bo Boa", safe_contact="Via de buurvrouw")
    by = without(officer, "reporter.read", "safe-contact.read")
    assert selectors.content(by, again(signal), purpose="signal-page").facts
    with pytest.raises(Refused):
        selectors.identity(by, again(signal), reason="Nieuwsgierig")
    with pytest.raises(Refused):
        selectors.safe_contact(by, again(signal), reason="Nieuwsgierig")
    assert "reporter.look" not in acts(signal)


def test_a_signal_of_somebody_else_does_not_exist_for_a_colleague(handler: Person, outsider: Person) -> None:
    signal = recorded(reporter_name="Bo Boa")
    for person in (handler, outsider):
        by = actor_for(person)
        for read in (
            lambda by=by: selectors.content(by, again(signal), purpose="signal-page"),
            lambda by=by: selectors.identity(by, again(signal), reason="Terugbellen"),
            lambda by=by: selectors.safe_contact(by, again(signal), reason="Terugbellen"),
        ):
            with pytest.raises(NotFound):
                read()
    assert looks(signal) == []


def test_a_colleague_with_a_signal_of_their_own_reads_it_but_not_its_reporter(
    officer: Person, handler: Person
) -> None:
    signal = recorded(reporter_name="Bo Boa")
    dossiers.assign(dossier=again(signal), to=handler, by=actor_for(officer))
    by = actor_for(handler)
    assert selectors.content(by, again(signal), purpose="signal-page").facts
    with pytest.raises(Refused):
        selectors.identity(by, again(signal), reason="Terugbellen")


def test_neither_a_reporter_nor_a_partner_reads_a_signal(lisse: Any) -> None:
    signal = recorded()
    grants = frozenset({Grant("dossier.read", LISSE, "signals")})
    for kind in (ActorKind.REPORTER, ActorKind.PARTNER):
        with pytest.raises(NotFound):
            selectors.content(Actor(kind, "iemand", grants), again(signal), purpose="signal-page")


def test_an_exact_hit_is_shown_to_who_may_see_it_and_only_counted_for_others(
    officer: Person, handler: Person
) -> None:
    first = recorded(identifiers=(("plate", "XX-000-X"), ("phone", "06-10000000")))
    second = recorded(identifiers=(("plate", "xx 000 x"),))
    named = [("plate", "XX000X"), ("kvk", "00000000")]
    (seen,) = selectors.seen_before(actor_for(officer), named, **HERE)
    assert (seen.kind, seen.hidden) == ("plate", 0)
    assert {row.pk for row in seen.visible} == {first.pk, second.pk}

    dossiers.assign(dossier=again(second), to=handler, by=actor_for(officer))
    (seen,) = selectors.seen_before(actor_for(handler), named, **HERE)
    assert ([row.pk for row in seen.visible], seen.hidden) == ([second.pk], 1)

    (seen,) = selectors.seen_before(actor_for(officer), named, besides=first.pk, **HERE)
    assert [row.pk for row in seen.visible] == [second.pk]


def test_a_hit_stays_within_its_municipality_and_compartment(officer: Person) -> None:
    recorded(identifiers=(("plate", "XX-000-X"),))
    by = actor_for(officer)
    for elsewhere in ({"municipality": "GM9999"}, {"compartment": "care"}):
        assert selectors.seen_before(by, [("plate", "XX000X")], **(HERE | elsewhere)) == []


def test_what_cannot_be_compared_is_found_nowhere(officer: Person) -> None:
    recorded(identifiers=(("kvk", "12"),))
    assert selectors.seen_before(actor_for(officer), [("kvk", "12")], **HERE) == []

# SPDX-License-Identifier: EUPL-1.2
"""The demo is filled by the services that the pages use, so all promises hold for it too."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management.base import CommandError
from django.db.models import Max, Min

from sluitend import routing
from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person
from sluitend.core import clock as core_clock
from sluitend.core.actor import system
from sluitend.core.errors import Conflict
from sluitend.dossiers.models import Dossier, Escalation
from sluitend.handover import doors
from sluitend.handover.models import Handover, Line, Link
from sluitend.handover.states import State
from sluitend.policy import loader, routes
from sluitend.policy import selectors as policy
from sluitend.policy import services as packs
from sluitend.policy.tests.real_packs import loaded_lisse, loaded_second
from sluitend.privacy import journal
from sluitend.privacy.models import JournalEntry
from sluitend.signals import selectors as signals
from sluitend.signals.models import Channel, Message, Signal, ThreeWay
from sluitend.web.demo import data, instance
from sluitend.web.demo.case import Kept
from sluitend.web.demo.cast import OFFICER, email_of, logins
from sluitend.web.management.commands.demo import Command

pytestmark = pytest.mark.django_db
BY = system("test")


def filled() -> Kept:
    """Fill an empty instance as the demo does."""
    with data.in_the_beginning():
        packs.publish(loaded_lisse(), by=BY)
    return data.fill(by=BY)


def every_state_channel_and_way_occurs_and_nothing_is_left_loose(kept: Kept) -> None:
    pack = policy.current().pack
    assert set(Dossier.objects.values_list("state", flat=True)) == {state.id for state in pack.states}
    assert Dossier.objects.count() >= 25
    assert set(Signal.objects.values_list("channel", flat=True)) == set(Channel.values)
    assert {"phone", "form", "link"} <= set(Handover.objects.values_list("way", flat=True))
    found = set(Handover.objects.values_list("state", flat=True))
    assert found == {state.value for state in State} - {State.PREPARED}

    for dossier in Dossier.objects.filter(closed_at__isnull=True):
        assert dossier.owner_role, dossier
        assert pack.find("next_steps", dossier.next_step) is not None, dossier
        assert dossier.due is not None, dossier

    counts = Counter(Signal.objects.values_list("minor", flat=True))
    assert counts[ThreeWay.YES] >= 3
    assert Signal.objects.filter(acute=ThreeWay.YES).count() >= 2
    assert any(len(forms) > 1 for forms in Signal.objects.values_list("forms", flat=True))
    today = core_clock.today()
    late = Dossier.objects.filter(closed_at__isnull=True, due__lt=today)
    assert 2 <= late.count() <= 6
    assert set(late.values_list("pk", flat=True)) <= set(Escalation.objects.values_list("dossier", flat=True))


def history_lies_in_the_past_and_the_journal_is_sound(kept: Kept) -> None:
    now = core_clock.now()
    span = JournalEntry.objects.aggregate(first=Min("at"), last=Max("at"))
    assert now - span["first"] > timedelta(days=50)
    assert span["last"] <= now
    opened = Dossier.objects.order_by("opened_at").values_list("opened_at", flat=True)
    assert now - opened[0] > timedelta(days=35)
    assert journal.verify().breaks == []
    assert set(Line.objects.values_list("what", flat=True)) == set(Line.What.values)
    assert set(Message.objects.values_list("direction", flat=True)) == set(Message.Direction.values)
    assert Message.objects.filter(read_at__isnull=True).exists()


def codes_open_what_the_demo_says(kept: Kept) -> None:
    receipt = signals.open_receipt(kept.receipt_code)
    assert receipt is not None
    assert [line.read for line in signals.dialogue(receipt)] == [False]

    assert kept.link_id is not None
    link = Link.objects.get(pk=kept.link_id)
    assert doors.try_code(doors.token_of(link.pk), kept.link_code, browser="x", address=None) == link
    assert doors.address_of(link.pk) in str(mail.outbox[-1].body)
    assert link.handover.state == State.SENT


def everybody_can_sign_in_and_signals_are_seen_again(kept: Kept) -> None:
    pack = policy.current().pack
    assert {one.email for one in logins(pack)} == {email_of(role.id) for role in pack.roles}
    assert Person.objects.count() == len(pack.roles)
    officer = Person.objects.get(email=email_of(OFFICER))
    by = accounts.actor_for(officer)
    assert by.roles == {OFFICER}
    named = [("address", "voorbeeldstraat 1, lisse"), ("plate", "xx000x"), ("phone", "+31 6 0000 0000")]
    seen = signals.seen_before(by, named, municipality="GM0553", compartment="signals")
    assert {one.kind: len(one.visible) for one in seen} == {"address": 2, "plate": 2, "phone": 2}
    assert accounts.coming_leave(officer, core_clock.today())
    assert [row.deputy.email for row in accounts.deputies_of(officer)] == [email_of("plaatsvervanger")]


def routes_that_were_walked_can_be_advised_on(kept: Kept) -> None:
    pack = policy.current().pack
    by = accounts.actor_for(Person.objects.get(email=email_of(OFFICER)))
    walked = 0
    for signal in Signal.objects.exclude(map_id=""):
        dossier = Dossier.objects.get(pk=signal.pk)
        content = signals.content(by, dossier, purpose="test")
        route = content.route
        assert isinstance(route, dict)
        advice = routing.advise(routes.build(pack, route["map"]), route["answers"], route["context"])
        assert advice.steps
        assert content.indicators
        walked += 1
    assert walked >= 6


def filling_twice_is_refused_and_changes_nothing(kept: Kept) -> None:
    before = (Person.objects.count(), Dossier.objects.count(), JournalEntry.objects.count())
    with pytest.raises(Conflict):
        data.fill(by=BY)
    assert (Person.objects.count(), Dossier.objects.count(), JournalEntry.objects.count()) == before


CHECKS: tuple[Callable[[Kept], None], ...] = (
    every_state_channel_and_way_occurs_and_nothing_is_left_loose,
    history_lies_in_the_past_and_the_journal_is_sound,
    codes_open_what_the_demo_says,
    everybody_can_sign_in_and_signals_are_seen_again,
    routes_that_were_walked_can_be_advised_on,
    filling_twice_is_refused_and_changes_nothing,
)


def test_demo_is_filled_as_promised(clock: object, subtests: pytest.Subtests) -> None:
    # Filling takes seconds: once is enough for all that is promised of it.
    kept = filled()
    for check in CHECKS:
        with subtests.test(check.__name__):
            check(kept)


@pytest.mark.any_database
def test_demo_can_be_filled_at_night_on_a_day_off(clock: object) -> None:
    instant = datetime(2026, 6, 6, 22, 5, tzinfo=UTC)
    with core_clock.at(instant):
        with data.in_the_beginning():
            packs.publish(loaded_lisse(), by=BY)
        data.fill(by=BY)
        assert JournalEntry.objects.aggregate(last=Max("at"))["last"] <= instant
        assert Dossier.objects.filter(closed_at__isnull=True, next_step="").count() == 0


def test_other_packs_get_people_and_no_stories(clock: object, monkeypatch: pytest.MonkeyPatch) -> None:
    other = loaded_second()
    monkeypatch.setattr(settings, "PACK", other.id)
    packs.publish(other, by=BY)
    assert data.fill(by=BY) == Kept()
    assert Dossier.objects.count() == 0
    assert Person.objects.count() == len(policy.current().pack.roles)


@pytest.mark.any_database
def test_a_demo_of_another_plan_is_kept_and_says_how_to_begin_anew(
    clock: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loaded = loaded_lisse()
    kept = packs.publish(loaded, by=BY)
    assert loaded.pack is not None
    changed = replace(loaded, pack=loaded.pack.model_copy(update={"commitments": ()}))
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    monkeypatch.setattr(loader, "load", lambda _pack: changed)
    (tmp_path / instance.FILLED).touch()
    with pytest.raises(CommandError, match=r"versienummer\.\n.*make demo RESET=1"):
        Command().fill()
    assert policy.current().sha256 == kept.sha256

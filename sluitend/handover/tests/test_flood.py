# SPDX-License-Identifier: EUPL-1.2
"""A flood of invented addresses fills no disk and keeps no partner out."""

import secrets

import pytest

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.handover import doors
from sluitend.handover.models import CodeTry
from sluitend.handover.tests.making import linked

pytestmark = pytest.mark.django_db


def test_wrong_codes_are_counted_for_a_bounded_number_of_addresses(
    officer: Person, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "MOST_TRIED", 5)
    sent = linked(officer)
    token, browser = doors.token_of(sent.link.pk), doors.new_browser()
    for _flood in range(12):
        clock.advance(seconds=1)
        assert doors.try_code(secrets.token_urlsafe(32), "WRONG", browser=browser) is None
        assert CodeTry.objects.count() <= 6
    assert doors.try_code(token, sent.code, browser=browser) == sent.link


def test_who_guesses_at_one_address_is_slowed_while_the_flood_stays_below_the_bound(
    officer: Person, clock: FrozenClock
) -> None:
    token, browser = doors.token_of(linked(officer).link.pk), doors.new_browser()
    for _wrong in range(doors.FREE_TRIES):
        doors.try_code(secrets.token_urlsafe(32), "WRONG", browser=browser)
        doors.try_code(token, "WRONG", browser=browser)
    with pytest.raises(doors.TooSoon):
        doors.try_code(token, "WRONG", browser=browser)

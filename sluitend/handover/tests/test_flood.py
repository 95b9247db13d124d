# SPDX-License-Identifier: EUPL-1.2
"""A flood of invented addresses fills no disk and keeps no partner out."""

import secrets
from ipaddress import ip_address

import pytest

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.handover import doors
from sluitend.handover.tests.making import linked
from sluitend.privacy import guessing
from sluitend.privacy.guessing import RULES, Door, TooSoon
from sluitend.privacy.models import Tally

pytestmark = pytest.mark.django_db
RULE = RULES[Door.PACKET]
assert RULE.account
TRIES = RULE.account


def test_wrong_codes_are_counted_for_a_bounded_number_of_addresses(
    officer: Person, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "MOST", 5)
    monkeypatch.setattr(guessing, "TRIM_EVERY", 1)
    sent = linked(officer)
    token, browser = doors.token_of(sent.link.pk), doors.new_browser()
    for number in range(12):
        stranger, address = secrets.token_urlsafe(32), ip_address(f"10.0.{number}.1")
        assert doors.try_code(stranger, "WRONG", browser=browser, address=address) is None
        assert Tally.objects.count() <= 5 + 3
    assert doors.try_code(token, sent.code, browser=browser, address=None) == sent.link


def test_who_guesses_at_one_address_from_everywhere_is_slowed(officer: Person, clock: FrozenClock) -> None:
    token = doors.token_of(linked(officer).link.pk)
    for number in range(TRIES.at_once):
        address = ip_address(f"10.0.{number}.1")
        doors.try_code(token, "WRONG", browser=doors.new_browser(), address=address)
    with pytest.raises(TooSoon):
        doors.try_code(token, "WRONG", browser=doors.new_browser(), address=ip_address("10.0.99.1"))

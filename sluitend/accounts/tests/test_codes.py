# SPDX-License-Identifier: EUPL-1.2
"""Codes count once, for their owner, while they are valid; a copy of the database makes none."""

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from sluitend.accounts.factors import codes, sealed, selectors, services, spending, totp
from sluitend.accounts.factors.confirmed import Means
from sluitend.accounts.models import Person, SpentCode
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.clients import fresh_code
from sluitend.core import clock as core_clock
from sluitend.core.tests.owning import become_owner
from sluitend.privacy.errors import Tampered


def with_recovery_codes(person: Person) -> list[str]:
    fresh_code(person)
    return services.renew_recovery_codes(person=person, by=actor_for(person))


def test_a_code_of_the_app_counts_once(officer: Person) -> None:
    code = fresh_code(officer)
    assert [codes.check(officer, code) for _ in range(3)] == [Means.APP, None, None]


def test_the_code_that_set_the_app_up_is_used_by_that(officer: Person) -> None:
    secret = totp.new_secret()
    code = totp.code_of(secret, core_clock.now())
    services.add_app(person=officer, secret=secret, code=code, first=True, by=actor_for(officer))
    assert codes.check(officer, code) is None


def test_a_used_code_does_not_come_back_when_the_clock_is_put_back(officer: Person, clock: Any) -> None:
    code = fresh_code(officer)
    assert codes.check(officer, code) == Means.APP
    clock.advance(minutes=20)
    spending.forget()
    clock.advance(minutes=-20)
    assert codes.check(officer, code) is None


def test_codes_of_long_ago_are_forgotten_and_recovery_codes_never(officer: Person, clock: Any) -> None:
    code, recovery = fresh_code(officer), with_recovery_codes(officer)[0]
    codes.check(officer, code)
    codes.check(officer, recovery)
    clock.advance(days=400)
    assert spending.forget() == 2
    assert SpentCode.objects.count() == 1
    assert codes.check(officer, recovery) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        SpentCode.objects.all().delete()


def test_a_code_is_no_code_of_somebody_else(officer: Person, deputy: Person) -> None:
    code, recovery = fresh_code(officer), with_recovery_codes(officer)[0]
    fresh_code(deputy)
    with_recovery_codes(deputy)
    assert codes.check(deputy, code) is None
    assert codes.check(deputy, recovery) is None
    assert codes.check(officer, code) == Means.APP


@pytest.mark.parametrize("typed", ["", "000000", "abc", "\x00", "7K2MX-94QTB", "é" * 10, "1" * 4000])
def test_what_is_wrong_is_refused(officer: Person, typed: str) -> None:
    with_recovery_codes(officer)
    assert codes.check(officer, typed) is None


def test_who_has_no_factor_has_no_code(officer: Person) -> None:
    assert codes.check(officer, "000000") is None
    assert codes.check(officer, "7K2MX-94QTB") is None


def test_each_recovery_code_counts_once_however_it_is_typed(officer: Person) -> None:
    fresh = with_recovery_codes(officer)
    assert (len(fresh), len(set(fresh))) == (codes.RECOVERY_CODES, codes.RECOVERY_CODES)
    assert codes.check(officer, f" {fresh[0].lower().replace('-', ' ')} ") == Means.RECOVERY_CODE
    assert codes.check(officer, fresh[0]) is None
    assert codes.check(officer, fresh[1]) == Means.RECOVERY_CODE
    assert selectors.factors_of(officer).codes_left == codes.RECOVERY_CODES - 2


def test_new_recovery_codes_end_the_old_ones(officer: Person) -> None:
    old, new = with_recovery_codes(officer), with_recovery_codes(officer)
    assert codes.check(officer, old[0]) is None
    assert codes.check(officer, new[0]) == Means.RECOVERY_CODE


def test_the_table_of_factors_tells_no_secret_and_no_code(officer: Person) -> None:
    secret = totp.new_secret()
    code = totp.code_of(secret, core_clock.now())
    fresh = services.add_app(person=officer, secret=secret, code=code, first=True, by=actor_for(officer))
    stored = json.dumps([row.data for row in Authenticator.objects.all()])
    for told in (secret.hex(), totp.shown(secret), totp.shown(secret).replace(" ", ""), *fresh):
        assert told not in stored
        assert told.replace("-", "") not in stored


def test_a_secret_opens_for_its_owner_only_and_not_when_altered(officer: Person, deputy: Person) -> None:
    fresh_code(officer)
    fresh_code(deputy)
    rows = {row.user_id: row for row in Authenticator.objects.filter(type="totp")}
    mine, theirs = rows[officer.pk].data["secret"], rows[deputy.pk].data["secret"]
    for moved in (theirs, mine[:-8] + "AAAAAAA=", "", "geen base64"):
        with pytest.raises(Tampered):
            sealed.unseal(officer, moved)


def test_a_row_of_a_used_code_tells_nothing_and_never_changes(officer: Person) -> None:
    code = fresh_code(officer)
    codes.check(officer, code)
    row = SpentCode.objects.order_by("-forget_at").first()
    assert row is not None
    assert code.encode() not in bytes(row.token)
    row.forget_at = core_clock.now() - timedelta(days=1)
    # On PostgreSQL the application lacks the right; the owner meets the trigger.
    become_owner()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()

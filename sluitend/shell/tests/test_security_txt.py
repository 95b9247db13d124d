# SPDX-License-Identifier: EUPL-1.2
"""Somebody who finds a weakness is told whom to tell, or nothing at all: never something that is over."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from sluitend.shell import security_txt

PATH = "/.well-known/security.txt"


@pytest.fixture(autouse=True)
def _set(settings: Any, clock: Any) -> None:
    settings.PUBLIC_URL = "https://signalen.example.invalid"
    settings.SECURE_TRANSPORT = True
    settings.SECURITY_CONTACT = "mailto:veilig@example.invalid, https://example.invalid/lek"
    settings.SECURITY_EXPIRES = "2026-12-31"


def fields(client: Client) -> list[tuple[str, str]]:
    lines = client.get(PATH).content.decode().splitlines()
    return [tuple(line.split(": ", 1)) for line in lines if not line.startswith("#")]  # type: ignore[misc]


def test_it_says_what_the_standard_asks(client: Client, db: None) -> None:
    assert fields(client) == [
        ("Contact", "mailto:veilig@example.invalid"),
        ("Contact", "https://example.invalid/lek"),
        ("Expires", "2026-12-31T23:59:59Z"),
        ("Preferred-Languages", "nl, en"),
        ("Canonical", "https://signalen.example.invalid/.well-known/security.txt"),
    ]
    answer = client.get(PATH)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert security_txt.faults() == []
    assert security_txt.warning() == ""


def test_after_its_last_day_it_is_gone_and_the_instance_still_starts(
    client: Client, db: None, clock: Any
) -> None:
    clock.set_day(date(2026, 12, 31))
    assert client.get(PATH).status_code == 200
    clock.set_day(date(2027, 1, 1))
    assert client.get(PATH).status_code == 404
    assert security_txt.faults() == []
    assert "SLUITEND_SECURITY_EXPIRES" in security_txt.warning()


def test_without_settings_it_is_not_there_which_only_tls_warns_of(
    client: Client, db: None, settings: Any
) -> None:
    settings.SECURITY_CONTACT = settings.SECURITY_EXPIRES = ""
    assert client.get(PATH).status_code == 404
    assert security_txt.faults() == []
    assert "SLUITEND_SECURITY_CONTACT" in security_txt.warning()
    settings.SECURE_TRANSPORT = False
    assert security_txt.warning() == ""


@pytest.mark.parametrize(
    ("contact", "expires", "named"),
    [
        ("veilig@example.invalid", "2026-12-31", "SLUITEND_SECURITY_CONTACT"),
        (
            "mailto:a@example.invalid\nExpires: 2099",
            "2026-12-31",
            "SLUITEND_SECURITY_CONTACT",
        ),
        ("http://example.invalid/", "2026-12-31", "SLUITEND_SECURITY_CONTACT"),
        ("mailto:a@example.invalid", "", "both"),
        ("", "2026-12-31", "both"),
        ("mailto:a@example.invalid", "31-12-2026", "not a day"),
        ("mailto:a@example.invalid", "2027-12-31", "more than a year"),
    ],
)
def test_a_setting_that_is_wrong_is_named_and_nothing_is_told(
    client: Client, db: None, settings: Any, contact: str, expires: str, named: str
) -> None:
    settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES = contact, expires
    found = security_txt.faults()
    assert len(found) == 1
    assert named in found[0]
    assert client.get(PATH).status_code == 404

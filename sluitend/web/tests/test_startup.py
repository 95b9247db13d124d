# SPDX-License-Identifier: EUPL-1.2
"""An instance that may not serve people says why and does not start."""

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from sluitend.core import durability, walls
from sluitend.core.tests.owning import drop_triggers, owner
from sluitend.privacy import readiness
from sluitend.web import startup
from sluitend.web.supervisor import REFUSED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite's database forgets at a power cut, and its login may become the owner, both by choice.

    These faults are proven elsewhere.
    """
    monkeypatch.setattr(durability, "faults", lambda connection: [])
    monkeypatch.setattr(walls, "role_faults", lambda _connection: [])


def test_healthy_instance_starts() -> None:
    startup.require()


@pytest.mark.parametrize(("secret", "state"), [("", "missing"), ("short", "too short")])
def test_refuses_without_a_good_secret(settings: Settings, secret: str, state: str) -> None:
    settings.SECRET_KEY = secret
    with pytest.raises(startup.NotReady, match=f"The secret is {state}.*SLUITEND_SECRET_KEY_FILE"):
        startup.require()


@pytest.mark.parametrize(
    ("trusted", "secure", "said"),
    [
        ("10.0.0.1/8", False, "10.0.0.1/8 has host bits set"),
        ("proxy.example", True, "'proxy.example' does not appear to be an IPv4 or IPv6 network"),
        ("0.0.0.0/0", True, "0.0.0.0/0 is every address there is"),
        ("", True, "a proxy stands in front of this server"),
    ],
)
def test_refuses_when_it_would_not_know_where_visitors_come_from(
    settings: Settings, trusted: str, secure: bool, said: str
) -> None:
    settings.TRUSTED_PROXIES, settings.SECURE_TRANSPORT = trusted, secure
    with pytest.raises(startup.NotReady, match=said) as refused:
        startup.require()
    assert "SLUITEND_TRUSTED_PROXIES" in str(refused.value)


def test_behind_a_proxy_that_is_named_it_starts(settings: Settings) -> None:
    settings.TRUSTED_PROXIES, settings.SECURE_TRANSPORT = "127.0.0.1, ::1", True
    startup.require()


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://signalen.example.invalid", ["127.0.0.1"]),
        ("http://127.0.0.1:8000", ["127.0.0.1", "signalen.example.invalid"]),
        ("http://127.0.0.1:8000", ["*"]),
    ],
)
def test_refuses_to_be_a_demo_that_others_reach(settings: Settings, url: str, hosts: list[str]) -> None:
    settings.DEMO, settings.PUBLIC_URL, settings.ALLOWED_HOSTS = True, url, hosts
    with pytest.raises(startup.NotReady, match="SLUITEND_DEMO=1 is for made-up data"):
        startup.require()
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "http://127.0.0.1:8000", ["127.0.0.1", "localhost", "[::1]"]
    startup.require()


def test_refuses_an_identity_provider_that_cannot_be_right(settings: Settings) -> None:
    settings.OIDC = settings.OIDC | {"issuer": "http://id.example.invalid", "client_id": "sluitend"}
    with pytest.raises(startup.NotReady, match=r"(?s)SLUITEND_OIDC_ISSUER.*SLUITEND_OIDC_CLIENT_SECRET_FILE"):
        startup.require()


def test_refuses_when_migrations_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    with owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0002_remove_content_type_name'")
    with pytest.raises(startup.NotReady, match=r"1 migrations are not applied\. Run: sluitend migrate"):
        startup.require()


def test_refuses_when_a_trigger_is_gone() -> None:
    drop_triggers()
    with pytest.raises(startup.NotReady, match="lacks these triggers"):
        startup.require()


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_commands_print_the_fault_and_end_with_the_code_that_nobody_retries(
    settings: Settings, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    settings.SECRET_KEY = ""
    with pytest.raises(SystemExit) as end:
        call_command(command)
    assert end.value.code == REFUSED
    assert "Sluitend does not start:\n- The secret is missing." in capsys.readouterr().err


def test_every_fault_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "faults", lambda: ["First.", "Second."])
    with pytest.raises(startup.NotReady, match=r"- First\.\n- Second\."):
        startup.require()

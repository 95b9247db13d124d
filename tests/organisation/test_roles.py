# SPDX-License-Identifier: EUPL-1.2
"""Roles that the provider gives begin and end with what it says; those that people gave stay."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from sluitend.accounts import services
from sluitend.accounts.models import Person, RoleAssignment
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.core.actor import system
from sluitend.privacy.models import JournalEntry
from tests.organisation.provider import Browser, Process, settings_for

RULES = """
[[role]]
value = "mensenhandel-behandelaar"
role = "behandelaar"
municipality = "GM0553"

[[role]]
value = "mensenhandel-beheerder"
role = "beheerder"
municipality = "GM0553"
"""
HANDLER, ADMINISTRATOR = "mensenhandel-behandelaar", "mensenhandel-beheerder"


@pytest.fixture
def rules(provider: Process, settings: Any, tmp_path: Path) -> dict[str, str]:
    """Map two roles of the provider to roles here; return the settings, to be changed."""
    file = tmp_path / "roles.toml"
    file.write_text(RULES)
    given = settings_for(provider.issuer, roles=str(file))
    settings.OIDC = given
    return given


def sign_in(provider: Process, sub: str, *roles: str, browser: Browser | None = None, **more: Any) -> Any:
    told = {"email": f"{sub}@example.invalid", "email_verified": True, "name": "Nina Nieuw", "roles": roles}
    provider.says(sub, claims=told | more, amr=["mfa"])
    return (browser or Browser(Client())).sign_in()


def held(person: Person) -> set[str]:
    return set(actor_for(person).roles)


def test_a_role_begins_and_ends_with_what_the_provider_says(
    provider: Process, rules: dict[str, str], outsider: Person, clock: Any
) -> None:
    sign_in(provider, "otto", HANDLER, "of-another-application")
    assert held(outsider) == {"behandelaar"}
    clock.advance(minutes=1)
    sign_in(provider, "otto", HANDLER)
    assert RoleAssignment.objects.filter(person=outsider).count() == 1
    sign_in(provider, "otto")
    assert held(outsider) == set()
    sign_in(provider, "otto", HANDLER)
    assert held(outsider) == {"behandelaar"}
    acts = JournalEntry.objects.filter(object_id=str(outsider.pk), action__startswith="role.").order_by("seq")
    assert [(one.action, one.actor_kind, one.actor_id) for one in acts] == [
        (act, "system", "identity-provider") for act in ("role.grant", "role.withdraw", "role.grant")
    ]


def test_what_the_provider_says_of_one_person_changes_nothing_for_another(
    provider: Process, rules: dict[str, str], outsider: Person, officer: Person
) -> None:
    before = held(officer)
    sign_in(provider, "otto", HANDLER)
    sign_in(provider, "fenna", HANDLER)
    assert (held(outsider), held(officer) - before) == ({"behandelaar"}, {"behandelaar"})
    sign_in(provider, "fenna")
    assert (held(outsider), held(officer)) == ({"behandelaar"}, before)


def test_what_an_administrator_gave_stays(
    provider: Process, rules: dict[str, str], handler: Person, officer: Person
) -> None:
    sign_in(provider, "hanna", HANDLER)
    sign_in(provider, "hanna")
    sign_in(provider, "fenna")
    assert held(handler) == {"behandelaar"}
    assert held(officer) == {"aandachtsfunctionaris"}
    assert not RoleAssignment.objects.filter(granted_by_id="identity-provider").exists()


def test_one_that_an_administrator_has_begin_later_is_left_alone(
    provider: Process, rules: dict[str, str], outsider: Person, clock: Any
) -> None:
    later = clock.now().date() + timedelta(days=9)
    by = system("test")
    services.grant_role(person=outsider, role="behandelaar", municipality=LISSE, by=by, valid_from=later)
    assert sign_in(provider, "otto", HANDLER).status_code == 302
    assert held(outsider) == set()


def test_roles_that_do_not_go_together_are_not_both_given(
    provider: Process, rules: dict[str, str], outsider: Person
) -> None:
    browser = Browser(Client())
    sign_in(provider, "otto", HANDLER, ADMINISTRATOR, browser=browser)
    assert held(outsider) == {"behandelaar"}
    entry = JournalEntry.objects.get(action="organisation.role-refused")
    assert (entry.actor_id, entry.object_id) == ("identity-provider", str(outsider.pk))
    assert "ze gaan niet samen" in browser.client.get("/beschikbaarheid/").content.decode()


def test_one_that_changes_from_one_to_the_other_gets_the_other(
    provider: Process, rules: dict[str, str], outsider: Person
) -> None:
    sign_in(provider, "otto", HANDLER)
    sign_in(provider, "otto", ADMINISTRATOR)
    assert held(outsider) == {"beheerder"}


def test_somebody_new_is_added_only_when_the_settings_say_so(
    provider: Process, rules: dict[str, str], settings: Any
) -> None:
    assert sign_in(provider, "nina", HANDLER).status_code == 403
    settings.OIDC = rules | {"new_people": "1"}
    refused = sign_in(provider, "nina", "of-another-application")
    assert (refused.status_code, "geen taak" in refused.content.decode()) == (403, True)
    assert sign_in(provider, "nina", HANDLER, email_verified=False).status_code == 403
    assert not Person.objects.exists()
    browser = Browser(Client())
    assert sign_in(provider, "nina", HANDLER, browser=browser)["Location"] == "/beschikbaarheid/"
    person = Person.objects.get()
    assert browser.client.session[SESSION_KEY] == str(person.pk)
    assert (person.name, person.email, person.municipality) == ("Nina Nieuw", "nina@example.invalid", LISSE)
    assert (person.added_by_id, person.has_usable_password()) == ("identity-provider", False)
    assert held(person) == {"behandelaar"}


def test_who_left_gets_no_role_back(provider: Process, rules: dict[str, str], outsider: Person) -> None:
    sign_in(provider, "otto", HANDLER)
    services.deactivate_person(person=outsider, by=system("test"))
    assert sign_in(provider, "otto", HANDLER).status_code == 403
    assert not RoleAssignment.objects.filter(valid_to__isnull=True).exists()


def test_roles_may_stand_deeper_in_what_is_said(
    provider: Process, rules: dict[str, str], outsider: Person, settings: Any
) -> None:
    settings.OIDC = rules | {"roles_claim": "realm_access.roles"}
    sign_in(provider, "otto", realm_access={"roles": [HANDLER, 7]})
    assert held(outsider) == {"behandelaar"}


def test_without_an_entry_in_the_journal_nothing_is_linked_or_given(
    provider: Process, rules: dict[str, str], outsider: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_values: object) -> None:
        raise OSError

    browser = Browser(Client(raise_request_exception=False))
    with monkeypatch.context() as patch:
        patch.setattr("sluitend.privacy.journal.act", broken)
        assert sign_in(provider, "otto", HANDLER, browser=browser).status_code == 500
    assert not RoleAssignment.objects.exists()
    assert not hasattr(Person.objects.get(pk=outsider.pk), "organisation_account")

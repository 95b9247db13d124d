# SPDX-License-Identifier: EUPL-1.2
"""Of django-allauth only what we chose is open."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account import urls as account_urls
from allauth.account.adapter import get_adapter
from allauth.mfa import urls as mfa_urls
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, get_resolver, reverse

# The one name that its stages look up; it leads to our own page.
OPEN = {"account_login"}
TEMPLATES = Path(allauth.__file__).parent / "templates"


def names(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def callbacks(patterns: Any) -> Iterator[Any]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from callbacks(pattern.url_patterns)
        else:
            yield pattern.callback


def test_no_door_of_its_own_is_open() -> None:
    theirs = {*names(account_urls.urlpatterns), *names(mfa_urls.urlpatterns)}
    assert len(theirs) > 15
    for name in theirs - OPEN:
        with pytest.raises(NoReverseMatch):
            reverse(name)
    modules = {view.__module__ for view in callbacks(get_resolver().url_patterns)}
    assert not [module for module in modules if module.startswith("allauth")]


def test_the_name_that_its_stages_look_up_is_our_own_page() -> None:
    assert reverse("account_login") == reverse("accounts:sign-in")


def test_none_of_its_templates_can_be_found() -> None:
    theirs = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*")]
    assert len(theirs) > 50
    for name in theirs:
        # Names that a room has too are the room's own.
        try:
            found = get_template(name)
        except TemplateDoesNotExist:
            continue
        assert "sluitend" in str(found.origin.name), name  # type: ignore[attr-defined]  # Django's engine has it


def test_nobody_signs_up_and_accounts_send_no_mail(rf: Any) -> None:
    adapter = get_adapter(rf.get("/"))
    assert adapter.is_open_for_signup(rf.get("/")) is False
    with pytest.raises(NotImplementedError):
        adapter.send_mail("account/email/unknown_account", "fenna@example.invalid", {})


def test_it_counts_nothing_in_a_cache_of_one_process() -> None:
    from allauth.account import app_settings as account
    from allauth.mfa import app_settings as mfa

    assert (account.RATE_LIMITS, mfa.RATE_LIMITS) == ({}, {})

# SPDX-License-Identifier: EUPL-1.2
"""Where the transport is secure no other site can plant a cookie here."""

from typing import Any

import pytest
from django.test import Client

from sluitend.handover import keeping, views

MAP = {"map": "persoon"}
DOOR = f"/p/{'x' * 43}/"


@pytest.fixture
def visitor(lisse: Any, settings: Any) -> Client:
    """A browser at an instance with TLS."""
    settings.SECURE_TRANSPORT = True
    return Client()


def test_every_cookie_says_that_it_comes_from_this_host(visitor: Client) -> None:
    visitor.post("/route/begin/", MAP, secure=True)
    visitor.get("/route/vraag/1/", secure=True)
    visitor.get("/taal/en/", secure=True)
    assert set(visitor.cookies) == {"__Host-concept", "__Host-csrftoken", "__Host-django_language"}
    for cookie in visitor.cookies.values():
        assert cookie["secure"]
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_a_visitor_goes_on_with_such_a_cookie_and_loses_it_when_leaving(visitor: Client) -> None:
    visitor.post("/route/begin/", MAP, secure=True)
    assert visitor.get("/route/vraag/1/", secure=True).status_code == 200
    gone = visitor.post("/route/wissen/", secure=True).cookies["__Host-concept"]
    assert (gone["max-age"], gone["secure"]) == (0, True)


@pytest.mark.parametrize(
    "name", ["concept", "__Secure-concept", "__Host-__Host-concept", "__Secure-__Host-concept"]
)
def test_a_draft_that_another_site_planted_is_not_taken(visitor: Client, name: str) -> None:
    planted = Client()
    planted.post("/route/begin/", MAP, secure=True)
    visitor.cookies[name] = planted.cookies["__Host-concept"].value
    assert visitor.get("/route/vraag/1/", secure=True).headers["Location"] == "/"


def test_the_door_of_a_partner_keeps_its_cookies_to_its_own_address(visitor: Client) -> None:
    visitor.get(DOOR, secure=True)
    named = visitor.cookies[f"__Secure-{views.ENTRANCE.browser_cookie}"]
    assert (named["path"], named["secure"]) == (DOOR, True)
    first = named.value
    visitor.post(DOOR, {"code": "x"}, secure=True)
    assert visitor.cookies[f"__Secure-{views.ENTRANCE.browser_cookie}"].value == first
    visitor.post(f"{DOOR}vraag/", {"text": "Hoe laat was dat?"}, secure=True)
    assert f"__Secure-{keeping.COOKIE}" in visitor.cookies


def test_without_tls_names_are_as_ever(lisse: Any, client: Client) -> None:
    client.post("/route/begin/", MAP)
    assert "concept" in client.cookies

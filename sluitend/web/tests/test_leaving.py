# SPDX-License-Identifier: EUPL-1.2
"""Who signs out or leaves takes along what the browser kept; what is typed and not sent stays."""

from typing import Any

import pytest
from django.test import Client

from sluitend.accounts import devices
from sluitend.accounts.models import Person, Session
from sluitend.accounts.tests.clients import sign_in

EVERYTHING, FILES = '"cache", "cookies"', '"cache"'


def test_signing_out_clears_files_and_cookies(client: Client, officer: Person) -> None:
    client.force_login(officer)
    assert "Clear-Site-Data" not in client.get("/beschikbaarheid/").headers
    assert client.post("/uitloggen/").headers["Clear-Site-Data"] == EVERYTHING
    assert "Clear-Site-Data" not in client.get("/").headers


def test_signing_out_keeps_a_known_device_known(officer: Person) -> None:
    client = Client()
    sign_in(client, officer)
    assert devices.COOKIE in client.cookies
    assert client.post("/uitloggen/").headers["Clear-Site-Data"] == FILES
    assert devices.known(client.get("/").wsgi_request, officer.email)


def test_signing_out_keeps_the_cookie_of_a_report_that_is_not_sent(client: Client, officer: Person) -> None:
    client.force_login(officer)
    client.post("/route/begin/", {"map": "persoon"})
    assert client.post("/uitloggen/").headers["Clear-Site-Data"] == FILES
    assert client.get("/route/vraag/1/").status_code == 200


def test_signing_out_keeps_the_cookie_of_what_waits_for_a_colleague(
    client: Client, officer: Person, deputy: Person
) -> None:
    client.force_login(officer)
    client.get("/beschikbaarheid/")
    Session.objects.all().delete()
    client.post("/beschikbaarheid/", {"act": "leave", "start": "2026-07-01", "end": "x"})
    client.force_login(deputy)
    assert client.post("/uitloggen/").headers["Clear-Site-Data"] == FILES
    client.force_login(officer)
    assert 'value="2026-07-01"' in client.get("/beschikbaarheid/").content.decode()


@pytest.mark.parametrize("path", ["/route/wissen/", "/terug/sluiten/", f"/p/{'x' * 43}/verlaten/"])
def test_who_closes_or_erases_leaves_no_files_behind(lisse: Any, client: Client, path: str) -> None:
    assert client.post(path).headers["Clear-Site-Data"] == FILES


def test_a_quick_exit_has_the_files_cleared_without_asking_anything_else(client: Client, db: None) -> None:
    answer = client.get("/sporen-wissen/")
    assert (answer.status_code, answer.content, dict(answer.cookies)) == (204, b"", {})
    assert answer.headers["Clear-Site-Data"] == FILES

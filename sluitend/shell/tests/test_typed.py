# SPDX-License-Identifier: EUPL-1.2
"""What somebody typed stands on the error page; what another site sent does not."""

import errno
from typing import Any

import pytest
from django.db import InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.privacy.errors import KeyDestroyed, Tampered

TYPED = "Vier mannen slapen in een schuur.\n<b>Elke</b> avond."
SHOWN = "Vier mannen slapen in een schuur.\n&lt;b&gt;Elke&lt;/b&gt; avond."
FAULTS: dict[str, tuple[Exception, int]] = {
    "refused": (Refused("Dit mag u niet."), 403),
    "not-found": (NotFound("Dit is er niet."), 404),
    "conflict": (Conflict("Hanna was u voor."), 409),
    "bad-input": (BadInput("Deze datum bestaat niet."), 400),
    "destroyed": (KeyDestroyed("detail"), 409),
    "tampered": (Tampered("detail"), 409),
    "read-only": (OperationalError("attempt to write a readonly database"), 503),
    "read-only-pg": (InternalError("cannot execute INSERT in a read-only transaction"), 503),
    "full-disk": (OSError(errno.ENOSPC, "No space left on device"), 503),
    "crash": (RuntimeError("a secret that no page may show"), 500),
}


def fail(_request: HttpRequest, name: str) -> HttpResponse:
    raise FAULTS[name][0]


urlpatterns = [path("fail/<slug:name>/", fail), path("", include("sluitend.config.urls"))]
handler500 = "sluitend.shell.views.server_error"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def posted(name: str, **more: Any) -> Any:
    client = Client(raise_request_exception=False)
    return client.post(f"/fail/{name}/", {"facts": TYPED, "forms": ["arbeid", "seksueel"], **more})


@pytest.mark.parametrize("name", FAULTS)
def test_no_error_loses_what_was_typed(name: str) -> None:
    answer = posted(name)
    html = answer.content.decode()
    assert answer.status_code == FAULTS[name][1]
    assert SHOWN in html
    assert "Wat u typte" in html
    assert "a secret" not in html


@pytest.mark.parametrize("name", FAULTS)
def test_no_error_shows_a_password_or_a_code(name: str) -> None:
    html = posted(name, new_password1="een lang wachtwoord", code="ABCD EFGH").content.decode()
    assert "een lang wachtwoord" not in html
    assert "ABCD EFGH" not in html


def test_when_nothing_can_be_kept_the_same_form_can_be_sent_again() -> None:
    html = posted("read-only").content.decode()
    assert "Wij kunnen nu niets opslaan" in html
    assert 'action="/fail/read-only/"' in html
    for name, value in (("facts", SHOWN), ("forms", "arbeid"), ("forms", "seksueel")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in html


def test_who_only_looked_gets_a_sentence_and_no_form() -> None:
    answer = Client().get("/fail/read-only/")
    html = answer.content.decode()
    assert answer.status_code == 503
    assert "Wij kunnen nu niets opslaan" in html
    assert "Wat u typte" not in html
    assert "Nogmaals versturen" not in html


def test_a_form_of_our_own_without_its_token_comes_back_with_a_fresh_one() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/terug/", {"text": TYPED}, headers={"Origin": "http://testserver"})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert SHOWN in html
    token = html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = client.post(
        "/terug/", {"text": TYPED, "csrfmiddlewaretoken": token}, headers={"Origin": "http://testserver"}
    )
    assert again.status_code == 422


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://elders.example"}, {"Origin": "null"}], ids=str)
def test_what_another_site_sent_is_neither_shown_nor_sent_on(origin: dict[str, str]) -> None:
    answer = Client(enforce_csrf_checks=True).post("/terug/", {"text": TYPED}, headers=origin)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "Vier mannen" not in html
    assert "Nogmaals versturen" not in html

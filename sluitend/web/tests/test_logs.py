# SPDX-License-Identifier: EUPL-1.2
"""No address reaches the log: it may hold a secret link."""

import logging
from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from sluitend.web.logs import Line, RouteInsteadOfAddress


def fail(request: HttpRequest, token: str) -> HttpResponse:
    """A view that breaks."""
    message = "broken"
    raise RuntimeError(message)


urlpatterns = [path("p/<str:token>/", fail)]


def test_server_error_names_the_route_and_not_the_link(
    db: None, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ROOT_URLCONF = __name__
    caplog.handler.addFilter(RouteInsteadOfAddress())
    with caplog.at_level(logging.ERROR, logger="django.request"):
        logging.getLogger("django.request").addHandler(caplog.handler)
        Client(raise_request_exception=False).get("/p/GEHEIM/?code=GEHEIM")
    assert "/p/<str:token>/" in caplog.text
    assert "GEHEIM" not in caplog.text


@pytest.mark.parametrize("secret", ["/p/GEHEIM/vraag/", "/o/GEHEIM/", "/agenda/GEHEIM.ics"])
@pytest.mark.parametrize("header", ["Origin", "Referer"])
def test_a_form_from_elsewhere_is_logged_without_the_link_that_its_headers_name(
    db: None, settings: Settings, caplog: pytest.LogCaptureFixture, header: str, secret: str
) -> None:
    caplog.handler.addFilter(RouteInsteadOfAddress())
    with caplog.at_level(logging.WARNING, logger="django.security.csrf"):
        logging.getLogger("django.security.csrf").addHandler(caplog.handler)
        client = Client(enforce_csrf_checks=True, headers={header: f"https://elders.invalid{secret}"})
        assert client.post("/p/GEHEIM/", secure=True).status_code == 403
    assert f"{header} checking failed" in caplog.text
    assert "GEHEIM" not in caplog.text


def test_a_host_that_is_not_ours_fills_no_log(db: None, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("django").addHandler(caplog.handler)
    assert Client(headers={"Host": "elders.invalid"}).get("/").status_code == 400
    assert "elders" not in caplog.text


def test_each_line_of_the_log_says_when_how_bad_and_from_where(settings: Settings) -> None:
    record = logging.LogRecord(
        "sluitend.web", logging.ERROR, "logs.py", 1, "no page for %s", ("a route",), None
    )
    record.created = datetime(2026, 7, 1, 12, 0, tzinfo=UTC).timestamp()
    assert Line().format(record) == "2026-07-01T12:00:00Z ERROR sluitend.web: no page for a route"
    handlers = settings.LOGGING["handlers"]
    assert all(handler["formatter"] == "line" for handler in handlers.values())
    assert settings.LOGGING["formatters"]["line"]["()"] == f"{Line.__module__}.{Line.__name__}"


def test_the_filter_stands_on_every_handler_of_the_settings(settings: Settings) -> None:
    handlers = settings.LOGGING["handlers"]
    assert all("route" in handler["filters"] for handler in handlers.values())

# SPDX-License-Identifier: EUPL-1.2
"""Every response carries the headers, whatever went wrong."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from sluitend.web.headers import HeadersMiddleware


@pytest.mark.parametrize("path", ["/bestaat-niet/", "/static/bestaat-niet.css"])
def test_an_error_page_is_kept_nowhere_and_has_no_powers(db: None, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"
    assert "geolocation=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_a_view_may_decide_about_its_own_cache() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "max-age=60"})

    response = HeadersMiddleware(view)(RequestFactory().get("/"))
    assert response["Cache-Control"] == "max-age=60"

# SPDX-License-Identifier: EUPL-1.2
"""Every response carries every header: each route, method and error, signed in or not."""

import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from sluitend.accounts.models import Person
from sluitend.core.codes import new_code
from sluitend.handover.doors import token_of
from sluitend.handover.tests.making import linked
from sluitend.shell import views as shell
from sluitend.shell.tests.test_errors import ERRORS
from sluitend.signals.tests.making import prepared, recorded
from sluitend.web.headers import ALWAYS, HeadersMiddleware

pytestmark = pytest.mark.any_database
EXACT = ALWAYS | {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DIRECTIVES = {"default-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'"} | {
    f"{kind}": "'self'"
    for kind in (
        *("script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src"),
        "form-action",
    )
}
# Every address is asked by the first ones, and by one of the others: those are answered before any page.
METHODS, ODD_METHODS = ("GET", "POST", "TRACE"), ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND")
# What a browser sends along, and what nobody may get to read back.
TOLD = "told-by-the-browser"
# What holds nothing of anybody, and is the same for all.
MAY_BE_KEPT = {"theme", "security-txt"}
FORM = "application/x-www-form-urlencoded"


def assert_headers(response: Any, *, kept: bool = False) -> None:
    """Every header, and nothing in any of them that opens more."""
    read(response)
    where = f"{response.request['REQUEST_METHOD']} {response.request['PATH_INFO']}: {response.status_code}"
    got = {name: response.headers.get(name) for name in EXACT}
    assert got == EXACT, where
    assert not [name for name in response.headers if name.startswith("Access-Control-")], where
    policy = response.headers["Content-Security-Policy"]
    told = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert told == DIRECTIVES, where
    cached = set(response.headers["Cache-Control"].split(", "))
    assert ("public" in cached and "no-store" not in cached) if kept else "no-store" in cached, where


def read(response: Any) -> None:
    """Read what comes in pieces to its end, which closes its file."""
    if response.streaming:
        list(response)


def routes(resolver: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and the pattern of each route."""
    for pattern in resolver.url_patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, here)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or here, here


def addresses(known: dict[str, str]) -> list[tuple[str, str]]:
    """Return each route as an address; what is variable in it is real where the world has it."""

    def fill(found: re.Match[str]) -> str:
        return known.get(found[1] or found[2], "1")

    variable = r"\(\?P<(\w+)>[^)]*\)|<\w+:(\w+)>"
    found = [(name, re.sub(variable, fill, pattern)) for name, pattern in routes(get_resolver())]
    return [(name, "/" + address.strip("^$").replace("\\", "")) for name, address in found]


@pytest.fixture
def known(officer: Person) -> dict[str, str]:
    """A signal with a handover, and a partner's door."""
    signal = recorded(code=new_code(), reporter_name="Bo Boa")
    return {
        "signal_id": str(signal.pk),
        "dossier_id": str(signal.pk),
        "handover_id": str(prepared(signal, officer).pk),
        "leave_id": str(signal.pk),
        "token": token_of(linked(officer).link.pk),
        "digest": "0123456789abcdef",
        "code": "en",
        "partner_id": "nla",
        "what": "melder",
    }


@pytest.mark.parametrize("who", ["anonymous", "staff"])
def test_every_route_answers_every_method_with_all_headers(
    client: Client, officer: Person, known: dict[str, str], who: str
) -> None:
    client.raise_request_exception = False
    asked = addresses(known)
    assert len(asked) > 45
    seen = set()
    for (name, address), odd in zip(asked, cycle(ODD_METHODS), strict=False):
        if who == "staff":
            client.force_login(officer)
        for method in (*METHODS, odd):
            answer = client.generic(method, address, content_type=FORM, headers={"X-Told": TOLD})
            seen.add(answer.status_code)
            assert TOLD not in b"".join(answer).decode(errors="replace")
            assert method != "TRACE" or answer.status_code in (302, 403, 404, 405), address
            kept = name in MAY_BE_KEPT and answer.status_code == 200
            assert_headers(answer, kept=kept)
    assert {200, 302, 404, 405} <= seen


@pytest.mark.urls("sluitend.shell.tests.test_errors")
@pytest.mark.parametrize("who", ["anonymous", "staff"])
def test_every_kind_of_error_has_all_headers(
    client: Client, officer: Person, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    if who == "staff":
        client.force_login(officer)
    client.raise_request_exception = False
    monkeypatch.setitem(ERRORS, "full-disk", (OperationalError("database or disk is full"), 503))
    large = f"a={'x' * 3_000_000}"
    answers = [
        *(client.get(f"/fail/{name}/") for name in ERRORS),
        client.get("/crash/"),
        client.post("/fail/full-disk/", {"a": "Vier mannen slapen"}),
        client.get("/only-post/"),
        client.get("/bestaat-niet/"),
        client.get("/static/bestaat-niet.css"),
        client.get("/", headers={"Host": "elders.example.invalid"}),
        client.get("/", headers={"Host": "a b\x00c"}),
        client.get("/?a=%00"),
        client.generic("POST", "/inloggen/", "%00=1&a", content_type=f"{FORM}; charset=utf-7"),
        client.generic("POST", "/inloggen/", "--x", content_type="multipart/form-data; boundary=x"),
        client.generic("POST", "/inloggen/", large, content_type=FORM),
        client.generic("POST", "/inloggen/", "", headers={"Transfer-Encoding": "chunked"}, CONTENT_LENGTH=""),
        client.post("/inloggen/", {"username": "x", "password": "x"}),
        Client(enforce_csrf_checks=True).post("/inloggen/", {"username": "x"}),
    ]
    for answer in answers:
        assert_headers(answer)
    assert {answer.status_code for answer in answers} == {400, 403, 404, 405, 409, 411, 413, 422, 500, 503}


def test_a_static_file_is_kept_for_good_and_has_all_headers(db: None, client: Client) -> None:
    answer = client.get("/static/shell/dist/sluitend.css")
    assert answer.status_code == 200
    assert_headers(answer, kept=True)


@pytest.mark.parametrize("path", ["/static/", "/static/shell/", "/static/shell/dist"])
def test_no_folder_is_listed(lisse: Any, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/bestaat-niet/", "/static/shell/sign.svg"])
def test_over_tls_nobody_comes_back_without_it(lisse: Any, path: str) -> None:
    with override_settings(SECURE_TRANSPORT=True, SECURE_HSTS_SECONDS=31_536_000):
        over_tls = Client().get(path, secure=True)
    without = Client().get(path)
    assert over_tls.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in without.headers
    read(over_tls)
    read(without)


def test_a_view_may_decide_about_its_own_cache_and_about_nothing_else() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "max-age=60", "Permissions-Policy": "camera=*"})

    response = HeadersMiddleware(view)(RequestFactory().get("/"))
    assert response["Cache-Control"] == "max-age=60"
    assert response["Permissions-Policy"] == ALWAYS["Permissions-Policy"]


def test_the_colours_of_the_pack_are_kept_for_good(lisse: Any, client: Client) -> None:
    answer = client.get("/huisstijl/0123456789abcdef.css")
    assert answer.headers["Cache-Control"] == f"public, max-age={shell.A_YEAR}, immutable"

# SPDX-License-Identifier: EUPL-1.2
"""Each error of the domain is a page that says what happened, what is safe and what to do."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from sluitend.core.errors import BadCode, BadInput, Conflict, LooseEnd, NotFound, Refused
from sluitend.shell.middleware import ReadableFormMiddleware, SluitendErrorMiddleware

ERRORS: dict[str, tuple[Exception, int]] = {
    "not-found": (NotFound("Dit signaal is er niet."), 404),
    "refused": (Refused("Alleen de eigenaar mag dit."), 403),
    "conflict": (Conflict("Hanna was u voor."), 409),
    "loose-end": (LooseEnd("Kies eerst een volgende stap."), 409),
    "bad-input": (BadInput("Deze datum bestaat niet."), 400),
    "bad-code": (BadCode("Deze code klopt niet."), 400),
}


def fail(_request: HttpRequest, name: str) -> HttpResponse:
    raise ERRORS[name][0]


def crash(_request: HttpRequest) -> HttpResponse:
    message = "a secret that no page may show"
    raise RuntimeError(message)


def only_post(_request: HttpRequest) -> HttpResponse:
    return HttpResponseNotAllowed(["POST"])


urlpatterns = [
    path("fail/<slug:name>/", fail),
    path("crash/", crash),
    path("only-post/", only_post),
    path("", include("sluitend.config.urls")),
]
here = pytest.mark.urls(__name__)


@here
@pytest.mark.parametrize("name", ERRORS)
def test_an_error_of_the_domain_becomes_a_page_with_its_sentence(client: Client, db: None, name: str) -> None:
    answer = client.get(f"/fail/{name}/")
    html = answer.content.decode()

    assert answer.status_code == ERRORS[name][1]
    assert str(ERRORS[name][0]) in html
    for heading in ("Wat er gebeurde", "Wat veilig is", "Wat u kunt doen"):
        assert heading in html


@here
def test_a_message_is_escaped(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ERRORS, "refused", (Refused("<script>alert(1)</script>"), 403))

    assert "<script>alert" not in client.get("/fail/refused/").content.decode()


@here
def test_a_refused_method_has_a_page_and_still_says_what_is_allowed(client: Client, db: None) -> None:
    answer = client.get("/only-post/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Zo werkt dit niet" in answer.content.decode()


@here
def test_a_crash_tells_nothing_and_needs_no_database(client: Client) -> None:
    # No `db` fixture: touching the database would fail this test.
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
        client.raise_request_exception = False
        answer = client.get("/crash/")
    html = answer.content.decode()

    assert answer.status_code == 500
    assert "Er ging iets mis bij ons" in html
    assert "secret" not in html


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "413.html", "500.html", "503.html"])
def test_the_last_resorts_need_no_context_at_all(name: str) -> None:
    assert "Wat u kunt doen" in get_template(name).render()


@here
def test_a_form_without_its_token_is_explained(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/fail/refused/")

    assert answer.status_code == 403
    assert "Deze pagina stond te lang open" in answer.content.decode()


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
ONE_PART = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n{}\r\n--x--'


@pytest.mark.parametrize("path", ["/terug/", "/bestaat-niet/", "/werk/"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (f"{FORM}; charset=utf-7", "a=b"),
        (f"{FORM}; charset=bestaat-niet", "a=b"),
        (f"{PARTS}; boundary=x; charset=rot13", ONE_PART.format("y")),
        (FORM, "&".join(f"a{number}=1" for number in range(1600))),
        (PARTS, "--x"),
        (f"{PARTS}; boundary=\u00e9", "--x"),
    ],
)
def test_a_form_that_cannot_be_read_gets_a_page_with_all_headers(
    db: None, path: str, kind: str, body: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32

    answer = client.generic("POST", path, body, content_type=kind)

    assert answer.status_code == 400
    assert "Hier kunnen we niets mee" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", [FORM, f"{PARTS}; boundary=x"])
def test_too_much_text_is_refused_in_words(db: None, kind: str) -> None:
    text = "x" * 3_000_000
    body = ONE_PART.format(text) if PARTS in kind else f"a={text}"

    answer = Client().generic("POST", "/terug/", body, content_type=kind)

    assert answer.status_code == 413
    assert "meer dan de pagina in één keer aankan" in answer.content.decode()


def test_a_form_in_pieces_of_unknown_number_is_refused_in_words(db: None) -> None:
    request = RequestFactory().post(
        "/terug/", b"", content_type=FORM, headers={"Transfer-Encoding": "chunked"}
    )
    request.environ["CONTENT_LENGTH"] = ""

    answer = ReadableFormMiddleware(lambda _request: HttpResponse())(request)

    assert answer.status_code == 411
    assert "zonder erbij te zeggen hoe lang" in answer.content.decode()
    assert "Fout 411" in answer.content.decode()


@pytest.mark.parametrize("address", ["/werk/?stand=%00", "/werk/?lijst=%00&na=x", "/terug/?%00"])
def test_a_zero_byte_in_an_address_is_refused_in_words(officer: Any, client: Client, address: str) -> None:
    client.force_login(officer)

    answer = client.get(address)

    assert answer.status_code == 400
    assert "Hier kunnen we niets mee" in answer.content.decode()


def test_other_exceptions_are_not_ours() -> None:
    middleware = SluitendErrorMiddleware(lambda _request: HttpResponse())

    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: HttpResponse("words of its own", status=405),
        lambda: StreamingHttpResponse(["words"], status=405),
    ],
)
def test_a_refusal_with_words_of_its_own_is_left_alone(make: Callable[[], Any]) -> None:
    given = make()

    assert SluitendErrorMiddleware(lambda _request: given)(RequestFactory().get("/")) is given


def test_a_form_that_is_too_big_is_read_to_its_end_so_that_its_sender_sees_the_answer() -> None:
    body = BytesIO(b"a=" + b"x" * 12_000_000)
    request = RequestFactory().post("/terug/", b"x", content_type=FORM)
    request = WSGIRequest({**request.environ, "wsgi.input": body, "CONTENT_LENGTH": str(12_000_002)})

    answer = ReadableFormMiddleware(lambda _request: HttpResponse())(request)

    assert answer.status_code == 413
    assert body.tell() == 12_000_002

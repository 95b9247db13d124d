# SPDX-License-Identifier: EUPL-1.2
"""Small doors of the frame (language, colours, security contact, traces) and two pages for errors."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from sluitend.policy import selectors as policy
from sluitend.shell import security_txt, theme, traces, typed

A_DAY, A_YEAR = 86_400, 31_536_000


@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language until the browser closes and go back to the page."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_safe
def theme_css(request: HttpRequest, digest: str) -> HttpResponse:
    """Return the colours of the pack in force; the name changes when they do."""
    css = theme.stylesheet(policy.current().pack.theme.tokens)
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """Return whom to tell of a weakness; not there when nobody is named, or no longer."""
    found = security_txt.text()
    if found is None:
        raise Http404
    response = HttpResponse(found, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


@require_safe
def clear_traces(request: HttpRequest) -> HttpResponse:
    """Let the browser throw away what it kept of this site's files. Asking it changes nothing here."""
    return traces.cleared(HttpResponse(status=204))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form without a valid token: open too long, or sent by another site."""
    if typed.sent_from_here(request):
        return typed.give_back(request, "403_csrf.html", status=403, again=True)
    return HttpResponse(render_to_string("403_csrf.html"), status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for our own mistake; what was typed goes along when it can still be read."""
    try:
        texts = typed.texts(request)
    except Exception:
        texts = []
    return HttpResponse(render_to_string("500.html", {"typed": texts}), status=500)

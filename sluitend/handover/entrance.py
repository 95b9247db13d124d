# SPDX-License-Identifier: EUPL-1.2
"""The pages of a door: the question for a code, staying inside for a short while, and leaving.

Opening the address never uses it up, because mail scanners open addresses. The answers to an
unknown address, an expired link and a wrong code are the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sluitend.core import scope
from sluitend.core.networks import address_of
from sluitend.handover.doorway import SESSION, Doorway, L, new_browser
from sluitend.handover.forms import CodeForm
from sluitend.privacy.guessing import TooSoon
from sluitend.shell import traces
from sluitend.shell.cookies import secure


def _nothing(_request: HttpRequest, _token: str) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Entrance(Generic[L]):
    """How one sort of door is come in by.

    `cookie` names who came in. `done` is where somebody is led who leaves. `beside` gives what else the
    page with the question for a code shows.
    """

    doorway: Doorway[L]
    cookie: str
    done: str
    template: str = "handover/code.html"
    beside: Callable[[HttpRequest, str], Mapping[str, Any]] = field(default=_nothing)

    def open_link(self, request: HttpRequest, token: str) -> L | None:
        """Return the link that this browser came in by, within the place that it leads to."""
        cookie = request.COOKIES.get(self.cookie, "")
        browser = request.COOKIES.get(self.browser_cookie, "")
        return settled(self.doorway.opened_by(token, cookie, browser=browser)) if cookie else None

    def knock(self, request: HttpRequest, token: str, opened: Callable[[L], None]) -> HttpResponse:
        """Try a code; `opened` is told of a link that opens. What was wrong is not said."""
        form = CodeForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                browser, code = self._browser(request), form.cleaned_data["code"]
                found = self.doorway.try_code(token, code, browser=browser, address=address_of(request))
                link = settled(found)
            except TooSoon as soon:
                message = _("Too many wrong codes. Wait %(wait)s and try again.")
                form.add_error("code", message % {"wait": soon.wait})
                status = 429
            else:
                if link is not None:
                    opened(link)
                    return self._named(self.stay(token, link), token, browser)
                form.add_error(
                    "code", _("This link and code do not open anything. Check the code and try again.")
                )
        return self.code_page(request, token, form, status=status)

    def code_page(
        self,
        request: HttpRequest,
        token: str,
        form: CodeForm | None = None,
        *,
        status: int = 200,
        **extra: Any,
    ) -> HttpResponse:
        """Ask for the code; the browser gets its name now, so that a code sent twice comes twice from it."""
        context = {
            "form": form or CodeForm(),
            "door_url": self._path(token),
            **self.beside(request, token),
            **extra,
        }
        response = render(request, self.template, context, status=status)
        return self._named(response, token, self._browser(request))

    def stay(self, token: str, link: L) -> HttpResponse:
        """Lead to the door, which stays open for a short while."""
        return self.with_ticket(redirect(self.doorway.route, token=token), token, link)

    def leave(self, token: str) -> HttpResponse:
        """Close the door behind somebody, and have their browser forget what it showed."""
        response = redirect(self.done, token=token)
        response.delete_cookie(self.cookie, path=self._path(token))
        return traces.cleared(response)

    def with_ticket(self, response: HttpResponse, token: str, link: L) -> HttpResponse:
        """Keep the door open for another short while, at this address only."""
        age = int(SESSION.total_seconds())
        return self._set(response, token, self.cookie, self.doorway.ticket(link), age)

    @property
    def browser_cookie(self) -> str:
        """The cookie that names this browser at this address from the first look on: a code binds to it."""
        return f"{self.cookie}-apparaat"

    def _browser(self, request: HttpRequest) -> str:
        return request.COOKIES.get(self.browser_cookie) or new_browser()

    def _named(self, response: HttpResponse, token: str, browser: str) -> HttpResponse:
        """Let this browser keep its name as long as a link can live."""
        age = int(self.doorway.lives.total_seconds())
        return self._set(response, token, self.browser_cookie, browser, age)

    def _set(self, response: HttpResponse, token: str, name: str, value: str, age: int) -> HttpResponse:
        response.set_cookie(
            name,
            value,
            max_age=age,
            path=self._path(token),
            httponly=True,
            samesite="Lax",
            secure=secure(),
        )
        return response

    def _path(self, token: str) -> str:
        return reverse(self.doorway.route, args=[token])


def settled(link: L | None) -> L | None:
    """Let the rest of the request see the compartment of this dossier, and no other."""
    if link is not None:
        scope.settle({(link.municipality, link.compartment)})
    return link

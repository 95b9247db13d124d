# SPDX-License-Identifier: EUPL-1.2
"""What staff typed is not lost when their session ended meanwhile: one way for all forms of staff.

A view that `keeps_typed` puts what was sent into an encrypted draft, of which only this browser has
the key, and asks to sign in. After that the same page stands there with what was typed, for the
same colleague only; nothing has been done yet. It stays until the form is sent, at most 24 hours.
A page with a long form sends it now and then with the header `Only-Keep`, so that who closes the window
finds it again. A browser keeps one form: the last.
"""

from collections.abc import Callable
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from sluitend.core.errors import BadInput
from sluitend.privacy import drafts

COOKIE = "getypt"
# The field by which a page that keeps what is typed tells its windows apart.
KEEP = "keep"
# Whose pages this browser last showed: what was typed is that person's.
OWNER = "getypt-van"
_SALT = "sluitend.accounts.keeping"
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field

V = TypeVar("V", bound=Callable[..., HttpResponse])


class Why(StrEnum):
    """Why something could not be sent at once."""

    SIGNED_OUT = "signed-out"
    CONFIRM = "confirm"
    LEFT = "left"


class Kept(NamedTuple):
    """What was typed, and why it waits."""

    typed: QueryDict
    why: Why


_giving_back: ContextVar[Why | None] = ContextVar("giving_back_typed_text", default=None)


def is_given_back() -> bool:
    """Return whether this page shows again what somebody left without saving."""
    return _giving_back.get() == Why.LEFT


class KeptForm(forms.Form):
    """Base of the forms of such views: while typed text is given back, no form is whole."""

    def full_clean(self) -> None:
        """Check the form; what is only given back says so and does nothing."""
        super().full_clean()
        if self.is_bound and (why := _giving_back.get()):
            self.add_error(None, _sentence(why))


def _sentence(why: Why) -> str:
    if why == Why.CONFIRM:
        return _("You showed that it is you. What you typed is here again: look at it and send it.")
    if why == Why.LEFT:
        return _("You left without saving. What you typed is here again: look at it and save it.")
    return _("You were signed out. What you typed is here again: look at it and send it.")


def keeps_typed(view: V) -> V:
    """Mark a view below `staff_required` whose POST does nothing unless a `KeptForm` is whole."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def keep(request: HttpRequest, response: HttpResponse, *, why: Why = Why.SIGNED_OUT, owner: str = "") -> bool:
    """Put what was sent aside, and have the response carry the key to it; return whether it could be.

    `owner` is who sent it; of who is signed out, the browser knows whose pages it showed.
    """
    owner = owner or _owner(request)
    if not owner:
        return False
    typed = [(name, values) for name, values in request.POST.lists() if name != _TOKEN]
    data = {"owner": owner, "path": request.get_full_path(), "typed": typed, "why": why}
    try:
        key = drafts.save(request.COOKIES.get(COOKIE), data)
    except BadInput:
        # Longer than any form of ours takes.
        return False
    _set(response, COOKIE, key)
    return True


def only_keep(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Answer a page that sends its form to be kept: nothing is done with it, and no page is shown."""
    response = HttpResponse(status=204)
    if not keep(request, response, why=Why.LEFT, owner=str(person_id)):
        return HttpResponse(status=413)
    return response


def waiting(request: HttpRequest, person_id: UUID) -> Kept | None:
    """Return what this person typed at this address and could not send; None when there is nothing."""
    if COOKIE not in request.COOKIES:
        return None
    data = drafts.load(request.COOKIES[COOKIE])
    if data is None or (data["owner"], data["path"]) != (str(person_id), request.get_full_path()):
        return None
    found = QueryDict(mutable=True)
    for name, values in data["typed"]:
        found.setlist(name, values)
    return Kept(found, Why(data.get("why", Why.SIGNED_OUT)))


def give_back(request: HttpRequest, kept: Kept, show: Callable[[], HttpResponse]) -> HttpResponse:
    """Let a view show its page as after a POST that was refused; no form in it is whole."""
    request_: Any = request
    request_.method, request_.POST = "POST", kept.typed
    token = _giving_back.set(kept.why)
    try:
        response = show()
    finally:
        _giving_back.reset(token)
    # Where the page cannot be shown any more, the error page shows what was typed.
    request_.method = "GET"
    if response.status_code == 422:
        response.status_code = 200
    return response


def remember(request: HttpRequest, response: HttpResponse, person_id: UUID) -> None:
    """Note whose page this is, and forget what was kept once it was sent and done.

    What was refused stays kept. What another window of the same page keeps (its name is the field `KEEP`)
    stays too.
    """
    if _owner(request) != str(person_id):
        _set(response, OWNER, signing.dumps(str(person_id), salt=_SALT))
    # A response that carries a key has only just kept it, maybe under the same key as before.
    done = request.method == "POST" and COOKIE not in response.cookies and response.status_code < 400
    kept = waiting(request, person_id) if done else None
    if kept is not None and kept.typed.get(KEEP) in (None, "", request.POST.get(KEEP)):
        _drop(request, response)


def forget(request: HttpRequest, response: HttpResponse, person_id: UUID) -> None:
    """Keep no longer what this person typed at this address, though it was not done."""
    if waiting(request, person_id) is not None:
        _drop(request, response)


def waits_at(request: HttpRequest, person_id: UUID, path: str) -> bool:
    """Return whether something that this person typed on another page waits there in this browser."""
    data = drafts.load(request.COOKIES[COOKIE]) if COOKIE in request.COOKIES else None
    return data is not None and (data["owner"], data["path"]) == (str(person_id), path)


def is_kept(request: HttpRequest) -> bool:
    """Return whether something waits for who signs in now."""
    return COOKIE in request.COOKIES and drafts.load(request.COOKIES[COOKIE]) is not None


def _drop(request: HttpRequest, response: HttpResponse) -> None:
    drafts.drop(request.COOKIES[COOKIE])
    response.delete_cookie(COOKIE)


def _owner(request: HttpRequest) -> str:
    try:
        return str(signing.loads(request.COOKIES.get(OWNER, ""), salt=_SALT, max_age=drafts.LIFETIME))
    except signing.BadSignature:
        return ""


def _set(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=int(drafts.LIFETIME.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )

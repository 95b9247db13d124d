# SPDX-License-Identifier: EUPL-1.2
"""What a partner typed is not lost when the door closed meanwhile.

It waits in a draft that only the partner's cookie opens, and comes back for the same handover only,
also under a fresh link.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse

from sluitend.core.errors import BadInput
from sluitend.handover import doors, pages
from sluitend.handover.models import Link
from sluitend.privacy import drafts
from sluitend.shell.cookies import secure

COOKIE = "overdracht_concept"
PATH = "/p/"


def keep(request: HttpRequest, token: str, act: str, response: HttpResponse) -> HttpResponse:
    """Put what was typed aside and have the response carry the key to it.

    Done for every address alike, so that it does not tell whether there is such a link.
    """
    form = pages.empty_form(act)
    if form is None:
        return response
    link = doors.find(token)
    typed = {name: request.POST.get(name, "")[: pages.LONGEST_KEPT] for name in form.fields}
    data = {"handover": str(link.handover_id) if link else "", "act": act, "typed": typed}
    try:
        cookie = drafts.save(request.COOKIES.get(COOKIE), data)
    except BadInput:
        return response
    response.set_cookie(COOKIE, cookie, path=PATH, httponly=True, samesite="Lax", secure=secure())
    return response


def give_back(request: HttpRequest, link: Link) -> dict[str, Any]:
    """Return what was typed for this handover: the act and its fields; empty when there is nothing."""
    data = drafts.load(request.COOKIES.get(COOKIE))
    if data is None or data.get("handover") != str(link.handover_id):
        return {}
    return data


def drop(request: HttpRequest, response: HttpResponse) -> None:
    """Forget what was put aside, once it stands in its form again."""
    drafts.drop(request.COOKIES.get(COOKIE))
    response.delete_cookie(COOKIE, path=PATH)

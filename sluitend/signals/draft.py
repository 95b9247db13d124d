# SPDX-License-Identifier: EUPL-1.2
"""What a visitor without an account has answered and written so far.

It lives in a server row that only the visitor's cookie can open, at most 24 hours. Route and
report share it, so a report starts with what the route already knows.
"""

import uuid
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sluitend.privacy import drafts

COOKIE = "concept"


@dataclass
class Intake:
    """One visitor's walk along a route map and the report that may follow it."""

    map_id: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)
    # What the answers mean for the report, whatever the map calls its questions: who reports
    # (`reporter`), `forms`, `minor`, `acute`.
    known: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    # Made with the summary and kept until the visitor leaves, so that a submit that is sent twice
    # finds the same signal and shows the same code.
    submission: str = ""
    receipt_code: str = ""
    sent: bool = False

    def prepare_submission(self, code: str) -> None:
        """Fix the name and the receipt code of the submit that is to come, once."""
        if not self.submission:
            self.submission, self.receipt_code = str(uuid.uuid4()), code


def load(request: HttpRequest) -> Intake:
    """Return the visitor's draft; a fresh one when there is none or it expired."""
    data = drafts.load(request.COOKIES.get(COOKIE)) or {}
    # A draft may be older than the running version, or of another form: what is not known is left out.
    known = {name: type(value) for name, value in vars(Intake()).items()}
    return Intake(**{name: value for name, value in data.items() if type(value) is known.get(name)})


def save(request: HttpRequest, response: HttpResponse, intake: Intake) -> None:
    """Store the draft and give the visitor the cookie that opens it, until the browser closes."""
    ticket = drafts.save(request.COOKIES.get(COOKIE), asdict(intake))
    response.set_cookie(
        COOKIE, ticket, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, path="/"
    )


def drop(request: HttpRequest, response: HttpResponse) -> None:
    """Forget all that the visitor answered and wrote."""
    drafts.drop(request.COOKIES.get(COOKIE))
    response.delete_cookie(COOKIE, path="/")

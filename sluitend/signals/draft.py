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
    # The same of an earlier walk, for the report that was under way when the route was begun again.
    known_before: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    # Made with the summary and kept until the visitor leaves, so that a submit that is sent twice
    # finds the same signal and shows the same code.
    submission: str = ""
    receipt_code: str = ""
    sent: bool = False
    # A route was begun after the report was sent: it belongs to a next one.
    walked_since: bool = False

    @property
    def waits(self) -> bool:
        """Whether there is a report that was not sent."""
        return bool(self.report) and not self.sent

    @property
    def under_way(self) -> bool:
        """Whether there is a walk that no report was sent after."""
        return bool(self.map_id) and (not self.sent or self.walked_since)

    def knows(self, name: str) -> Any:
        """Return what the route knows for the report, this walk before an earlier one; None when nothing."""
        return self.known.get(name) or self.known_before.get(name)

    def walk_anew(self, map_id: str) -> None:
        """Begin on a map. A report that waits stays as it is, and so does the code of one that was sent."""
        if self.waits:
            self.known_before = {**self.known_before, **self.known}
        self.map_id, self.answers, self.context, self.known = map_id, {}, {}, {}
        self.walked_since = self.sent

    def report_anew(self) -> None:
        """Forget the report and its code. A walk that came after it was sent stays, for the next report."""
        if self.sent and not self.walked_since:
            self.map_id, self.answers, self.context, self.known = "", {}, {}, {}
        self.known_before, self.report = {}, {}
        self.submission, self.receipt_code, self.sent, self.walked_since = "", "", False, False

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

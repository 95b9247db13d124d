# SPDX-License-Identifier: EUPL-1.2
"""All that can stand between somebody and signing in at their organisation, as people read it."""

from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What went wrong; the pages and the log know it by this name."""

    DOWN = "down"
    REFUSED = "refused"
    STATE = "state"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    UNVERIFIED = "unverified"
    NO_ROLE = "no-role"
    ANOTHER = "another"
    NOT_SHOWN = "not-shown"


class Page(NamedTuple):
    """The status of a page, its heading, and what one can do."""

    status: int
    title: str | Promise
    text: str | Promise


PAGES: dict[Kind, Page] = {
    Kind.DOWN: Page(
        503,
        _("Your organisation does not answer"),
        _(
            "The sign-in page of your organisation cannot be reached at the moment. Try again in a few "
            "minutes. If it lasts, tell your administrator."
        ),
    ),
    Kind.REFUSED: Page(
        403,
        _("Your organisation did not let you in"),
        _(
            "Signing in was broken off, or your organisation does not let you in here. Try again, or "
            "ask your administrator."
        ),
    ),
    Kind.STATE: Page(
        400,
        _("Signing in did not work"),
        _(
            "You started signing in too long ago or in another browser, or you came back here twice. "
            "Begin again."
        ),
    ),
    Kind.INVALID: Page(
        403,
        _("We could not check who you are"),
        _(
            "What your organisation sent does not hold, so you were not signed in. Try again. If it "
            "lasts, tell your administrator."
        ),
    ),
    Kind.UNKNOWN: Page(
        403,
        _("You cannot get in here yet"),
        _("Your organisation knows you, but you have no account here. Ask your administrator to add you."),
    ),
    Kind.UNVERIFIED: Page(
        403,
        _("You cannot get in here yet"),
        _(
            "Your organisation does not say that your e-mail address is really yours. Ask your "
            "administrator to have that set right."
        ),
    ),
    Kind.NO_ROLE: Page(
        403,
        _("You cannot get in here yet"),
        _("Your organisation gives you no task here. Ask your administrator which role you need."),
    ),
    Kind.ANOTHER: Page(
        403,
        _("This e-mail address belongs to another account"),
        _(
            "With this e-mail address somebody signed in here before, with another account of your "
            "organisation. "
            "Ask your administrator to look at it."
        ),
    ),
    Kind.NOT_SHOWN: Page(
        403,
        _("You have not shown yet that it is you"),
        _(
            "Your organisation did not ask you for a second step just now, or you signed in there as "
            "somebody else. Try again."
        ),
    ),
}


class Problem(Exception):  # noqa: N818 - names read as sentences
    """Signing in stops here; `why` is for the log and holds nothing about a person."""

    def __init__(self, kind: Kind, why: str = "") -> None:
        super().__init__(why or kind.name)
        self.kind = kind
        # Where somebody wanted to go, to take along when they try again.
        self.goal = ""
        # Whether they are signed in and were to show once more that it is them.
        self.confirming = False

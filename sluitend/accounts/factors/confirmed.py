# SPDX-License-Identifier: EUPL-1.2
"""What a session knows of the second factor: whose, by which means, and when it was last shown.

A session without this record belongs to nobody (`middleware.py`). Only the demo, which holds made-up
data on the own machine, does without.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings

from sluitend.core import clock

# What may be seen or done only by who has just shown their second factor.
FRESH = timedelta(minutes=5)
_KEY = "second-factor"
# When a factor was shown elsewhere, nobody knows when: it counts, but never as fresh.
LONG_AGO = datetime.fromtimestamp(0, UTC)


class Means(StrEnum):
    """By what somebody showed that it is them, besides a password."""

    APP = "app"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery-code"
    # The municipality's own sign-in, when it says that it asked for a second factor.
    IDENTITY_PROVIDER = "identity-provider"


def record(session: Any, person_id: UUID, means: Means, *, at: datetime | None = None) -> None:
    """Note that this person showed a second factor: now, or earlier elsewhere."""
    when = (at or clock.now()).isoformat()
    session[_KEY] = {"person": str(person_id), "means": str(means), "at": when}


def forget(session: Any) -> None:
    """Forget what was shown: a password that is typed anew asks for the second factor anew."""
    session.pop(_KEY, None)


def holds(session: Any, person_id: UUID | None) -> bool:
    """Return whether this very person showed a second factor in this session."""
    return bool(settings.DEMO) or _of(session, person_id) is not None


def is_fresh(session: Any, person_id: UUID) -> bool:
    """Return whether that was at most five minutes ago."""
    if settings.DEMO:
        return True
    found = _of(session, person_id)
    if found is None:
        return False
    # A clock that was put back makes nothing fresh.
    return timedelta(0) <= clock.now() - datetime.fromisoformat(found["at"]) <= FRESH


def means_of(session: Any, person_id: UUID) -> str:
    """Return by what the second factor was shown, for the journal; empty in the demo."""
    found = _of(session, person_id)
    return found["means"] if found else ""


def _of(session: Any, person_id: UUID | None) -> dict[str, str] | None:
    found = session.get(_KEY)
    return found if found and person_id is not None and found["person"] == str(person_id) else None

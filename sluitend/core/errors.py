# SPDX-License-Identifier: EUPL-1.2
"""Errors that mean something to a user. Each view and command turns them into a clear sentence."""


class SluitendError(Exception):
    """Base of all errors of the domain; `str(error)` is a sentence that a user may see."""


class BadInput(SluitendError):  # noqa: N818 - names read as sentences: `raise BadInput`
    """What was given cannot be used; `field` names the part, when there is one."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class BadCode(SluitendError):  # noqa: N818
    """A typed code is not well formed (a typing mistake), which says nothing of its existence."""


class NotFound(SluitendError):  # noqa: N818
    """There is no such thing *for this actor*: unknown and forbidden look alike (404)."""


class Refused(SluitendError):  # noqa: N818
    """The actor may see the thing but not do this act (403)."""


class Conflict(SluitendError):  # noqa: N818
    """Somebody else was first: the state is no longer what the act was based on (409)."""


class LooseEnd(SluitendError):  # noqa: N818
    """The act would leave an open dossier without owner, next step or due date."""

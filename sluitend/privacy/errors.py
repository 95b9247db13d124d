# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with keys, ciphertext and journal. None of these is the user's doing."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.core.errors import Conflict, SluitendError


class KeyProblem(SluitendError):  # noqa: N818
    """Keys are absent or not kept safely; the sentence says how to mend it."""


class MissingKey(KeyProblem):
    """A key that must exist outside the database is not there."""


class LooseKey(KeyProblem):
    """A key file or its folder can be read by others than its owner."""


class Unreadable(Conflict):
    """Sealed data cannot be opened. `str(error)` says why to who reads the page.

    `detail` says it to who has to mend it. A conflict, because it has to do with the state of the
    data and not with what was asked: a form that runs into it comes back with what was typed.
    """

    sentence: ClassVar[Promise]

    def __init__(self, detail: str) -> None:
        super().__init__(str(self.sentence))
        self.detail = detail


class KeyDestroyed(Unreadable):
    """The key of this vault does not exist (any more): what it sealed cannot be read."""

    sentence = _("Not readable: the key was destroyed.")


class Tampered(Unreadable):
    """Ciphertext was altered, moved to another place, or sealed by another key."""

    sentence = _("Not readable: the data was changed.")


class VaultNotOpened(SluitendError):  # noqa: N818
    """A field was read whose vault was not looked at in the journal first."""


class JournalBroken(SluitendError):  # noqa: N818
    """The journal contradicts a signed checkpoint, or its head disappeared."""

# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with keys, ciphertext and journal. None of these is the user's doing."""

from sluitend.core.errors import SluitendError


class KeyProblem(SluitendError):  # noqa: N818
    """Keys are absent or not kept safely; the sentence says how to mend it."""


class MissingKey(KeyProblem):
    """A key that must exist outside the database is not there."""


class LooseKey(KeyProblem):
    """A key file or its folder can be read by others than its owner."""


class KeyDestroyed(SluitendError):  # noqa: N818
    """The key of this vault does not exist (any more): what it sealed cannot be read."""


class Tampered(SluitendError):  # noqa: N818
    """Ciphertext was altered, moved to another place, or sealed by another key."""


class VaultNotOpened(SluitendError):  # noqa: N818
    """A field was read whose vault was not looked at in the journal first."""


class JournalBroken(SluitendError):  # noqa: N818
    """The journal contradicts a signed checkpoint, or its head disappeared."""

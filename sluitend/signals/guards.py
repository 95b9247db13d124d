# SPDX-License-Identifier: EUPL-1.2
"""What the database itself refuses: a report, an addition, a receipt or a word of the talk that changes or
goes.

Erasure needs none of these acts: it destroys the keys, and the rows stay as ciphertext.
"""

from sluitend.core.guarding import append_only, fixed, never, no_truncate, refuse
from sluitend.core.walls import by_place

_MESSAGE = "signals_message"
_WRITTEN = (
    "id",
    "dossier_id",
    "municipality",
    "compartment",
    "direction",
    "body",
    "written_at",
    "written_by_kind",
    "written_by_id",
    "submission",
)
_TALK = "the talk with a reporter stays as it was"

TRIGGERS = (
    *append_only("signals_signal", because="a signal stays as it was reported"),
    *append_only("signals_observation", because="a signal stays as it was reported"),
    *append_only("signals_identifier", because="a signal stays as it was reported"),
    *append_only("signals_receipt", because="a receipt belongs to one dossier for good"),
    *append_only("signals_weighing", because="a weighing is followed by another, never replaced"),
    *append_only("signals_addition", because="an addition is followed by another, never replaced"),
    fixed(_MESSAGE, _WRITTEN, because=_TALK),
    refuse(
        _MESSAGE,
        "UPDATE",
        name="signals_message_is_read_once",
        when="OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at",
        sentence="when a message was read stays on record",
    ),
    never(_MESSAGE, "DELETE", because=_TALK),
    no_truncate(_MESSAGE),
)

WALLS = (
    by_place("signals_signal", may="SELECT INSERT"),
    by_place("signals_observation", may="SELECT INSERT"),
    by_place("signals_identifier", may="SELECT INSERT"),
    by_place("signals_receipt", may="SELECT INSERT"),
    by_place("signals_addition", may="SELECT INSERT"),
    by_place("signals_weighing", may="SELECT INSERT"),
    by_place(_MESSAGE, may="SELECT INSERT UPDATE"),
)

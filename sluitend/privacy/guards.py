# SPDX-License-Identifier: EUPL-1.2
"""What the database itself refuses: a journal that is rewritten, a key that changes or goes unseen.

An entry must follow its chain's head, and a head may only advance to an entry that exists. A key and
a blind index go by erasure only, which writes its entry first: what was destroyed, by whom and when
is in the journal, whoever did it and however.
"""

from sluitend.core.guarding import append_only, fixed, never, no_truncate, refuse
from sluitend.core.triggers import Trigger
from sluitend.core.walls import by_municipality, by_place, without_place

_ENTRY, _HEAD = "privacy_journalentry", "privacy_journalhead"
_KEY, _BLIND = "privacy_dossierkey", "privacy_blindindex"
ERASE = "dossier.erase"
_KEY_COLUMNS = ("id", "dossier_id", "vault", "municipality", "compartment", "compartment_key_id", "wrapped")
_BLIND_COLUMNS = ("id", "dossier_id", "municipality", "compartment", "kind", "token")


def _refuse_unless(table: str, act: str, *, name: str, condition: str) -> Trigger:
    """Refuse the act on a row for which the condition, in SQL that both databases read, does not hold."""
    return refuse(
        table,
        act,
        name=f"{table}_{name}",
        when=f"NOT coalesce({condition}, false)",
        sentence=f"{table}: {name.replace('_', ' ')}",
    )


def _goes_by_erasure(table: str) -> Trigger:
    """Refuse to delete a row of a dossier of which the journal does not say that it was erased."""
    return refuse(
        table,
        "DELETE",
        name=f"{table}_goes_by_erasure_only",
        when=(
            f'NOT EXISTS (SELECT 1 FROM "{_ENTRY}" entry '  # noqa: S608 - nothing in it comes from outside
            f"WHERE entry.chain = OLD.dossier_id AND entry.action = '{ERASE}')"
        ),
        sentence=f"{table} loses rows by erasure only: DELETE refused",
    )


TRIGGERS = (
    fixed(_KEY, _KEY_COLUMNS, because="the key of a vault never changes"),
    fixed(_BLIND, _BLIND_COLUMNS, because="a blind index never changes"),
    *(_goes_by_erasure(table) for table in (_KEY, _BLIND)),
    *(no_truncate(table) for table in (_KEY, _BLIND)),
    *append_only(_ENTRY, because=f"{_ENTRY} is append-only"),
    never(_HEAD, "DELETE", because=f"{_HEAD} is append-only"),
    no_truncate(_HEAD),
    _refuse_unless(
        _ENTRY,
        "INSERT",
        name="entry_must_follow_the_head",
        condition=(
            f'EXISTS (SELECT 1 FROM "{_HEAD}" head WHERE head.chain = NEW.chain '  # noqa: S608
            "AND NEW.seq = head.seq + 1 AND NEW.prev_hash = head.hash)"
        ),
    ),
    _refuse_unless(_HEAD, "INSERT", name="head_must_start_at_zero", condition="NEW.seq = 0"),
    _refuse_unless(
        _HEAD,
        "UPDATE",
        name="head_must_advance_to_the_next_entry",
        condition=(
            "NEW.chain = OLD.chain AND NEW.municipality = OLD.municipality AND NEW.seq = OLD.seq + 1 "  # noqa: S608
            f'AND EXISTS (SELECT 1 FROM "{_ENTRY}" entry WHERE entry.chain = NEW.chain '
            "AND entry.seq = NEW.seq AND entry.hash = NEW.hash)"
        ),
    ),
)

# The key of a municipality's own journal belongs to no compartment, like the acts in it.
_OF_THE_MUNICIPALITY = "CASE compartment WHEN 'journal' THEN '' ELSE compartment END"
WALLS = (
    by_place(_KEY, may="SELECT INSERT DELETE", compartment=_OF_THE_MUNICIPALITY),
    by_place(_BLIND, may="SELECT INSERT DELETE"),
    by_place(_ENTRY, may="SELECT INSERT"),
    by_municipality(_HEAD, may="SELECT INSERT UPDATE"),
    without_place(
        "privacy_draft",
        may="SELECT INSERT UPDATE DELETE",
        because="opens with a visitor's cookie only, and no place is known yet",
    ),
    without_place(
        "privacy_tally",
        may="SELECT INSERT UPDATE DELETE",
        because="counts tries at doors before it is known where they lead; tells of nobody",
    ),
)

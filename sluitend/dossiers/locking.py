# SPDX-License-Identifier: EUPL-1.2
"""The one order in which acts lock rows, so that no two of them ever wait for each other.

1. the dossier, by `lock_dossier`; who locks several takes them in order of their ids,
2. what hangs from it (a handover, then its links and notices; a receipt, then its messages),
3. the end of the dossier's journal, by writing in it.

Whoever holds the dossier may take the rest as it comes: nobody else is past the first gate. So an
act that changes more than one row of a dossier begins here, whoever acts: staff, partner, reporter
or a job. Looks lock the journal alone, and notices on their way lock their own row alone.
"""

from uuid import UUID

from django.db.models import QuerySet

from sluitend.dossiers.models import Dossier


def lock_dossier(dossier_id: UUID) -> Dossier:
    """Return the dossier as it is now, locked until the transaction ends."""
    return lock_dossiers(Dossier.objects.filter(pk=dossier_id)).get()


def lock_dossiers(found: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Let a query lock the dossiers that it returns, in the order of their ids.

    A row that only points at the dossier may be added meanwhile: its key does not change.
    """
    return found.select_for_update(of=("self",), no_key=True).order_by("pk")

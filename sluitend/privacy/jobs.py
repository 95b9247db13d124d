# SPDX-License-Identifier: EUPL-1.2
"""What the worker does again and again for the journal and for drafts."""

from datetime import timedelta

from sluitend.core import periodic
from sluitend.privacy import drafts, journal

# Asked every minute, done every five minutes or thousand entries: whoever can write the database
# can recompute a chain, but only as far back as the last checkpoint elsewhere.
periodic.register("journal-checkpoint", every=timedelta(minutes=1), run=journal.checkpoint_if_due)
periodic.register("purge-drafts", every=timedelta(hours=1), run=drafts.purge)

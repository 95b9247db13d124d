# SPDX-License-Identifier: EUPL-1.2
"""What the worker does again and again for the journal, its guards, drafts and counted tries."""

from datetime import timedelta

from sluitend.core import periodic
from sluitend.privacy import drafts, guessing, journal, readiness

# Asked every minute, done every five minutes or thousand entries: whoever can write the database
# can recompute a chain, but only as far back as the last checkpoint elsewhere.
periodic.register("journal-checkpoint", every=timedelta(minutes=1), run=journal.checkpoint_if_due)
# The owner of the tables can drop a trigger while we run; putting it back would hide that.
periodic.register("guards-in-place", every=timedelta(minutes=5), run=readiness.tell_lost_guards)
periodic.register("purge-drafts", every=timedelta(hours=1), run=drafts.purge)
periodic.register("purge-tries", every=timedelta(hours=1), run=guessing.purge)

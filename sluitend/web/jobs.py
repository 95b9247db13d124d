# SPDX-License-Identifier: EUPL-1.2
"""Housekeeping of the instance as a whole."""

from datetime import timedelta

from django.core.management import call_command

from sluitend.accounts.sessions import SessionStore
from sluitend.core import periodic

KEEP_FINISHED_JOBS_DAYS = 7


def forget_finished_jobs() -> None:
    """Remove the rows of jobs that ended; they hold ids and error texts that nobody needs."""
    call_command("prune_db_task_results", min_age_days=KEEP_FINISHED_JOBS_DAYS, verbosity=0)


def forget_expired_sessions() -> None:
    """Remove sessions that can no longer be used."""
    SessionStore.clear_expired()


periodic.register("forget-finished-jobs", every=timedelta(hours=6), run=forget_finished_jobs)
periodic.register("forget-expired-sessions", every=timedelta(hours=1), run=forget_expired_sessions)

# SPDX-License-Identifier: EUPL-1.2
"""Does the database keep what it says it kept? Asked at start-up, not assumed."""

from django.db.backends.base.base import BaseDatabaseWrapper

# A committed row must survive a power cut, and whoever would overwrite it: these are what that rests on.
_SQLITE = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1"}
_POSTGRESQL = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
# Stronger settings that promise at least as much.
_STRONGER = {"synchronous": {"3"}, "synchronous_commit": {"remote_apply"}}


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Return one sentence per setting with which a saved signal could be lost."""
    postgresql = connection.vendor == "postgresql"
    found = []
    with connection.cursor() as cursor:
        for name, wanted in (_POSTGRESQL if postgresql else _SQLITE).items():
            cursor.execute(f"SHOW {name}" if postgresql else f"PRAGMA {name}")
            value = str(cursor.fetchone()[0]).lower()
            if value != wanted and value not in _STRONGER.get(name, set()):
                found.append(f"The database has {name}={value}; it must be {wanted}, or data can be lost.")
    return found

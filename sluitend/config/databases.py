# SPDX-License-Identifier: EUPL-1.2
"""One function turns the environment into Django's database settings."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

# IMMEDIATE takes the write lock at BEGIN, so two writers queue instead of one failing half-way;
# FULL makes a committed row survive a power cut: a receipt that was shown is never lost.
# REPLACE removes a row too: without RECURSIVE_TRIGGERS it does so behind the back of the triggers that
# refuse it, and a table that only takes new rows would let old ones be overwritten.
# What is deleted (a key that was destroyed, an old draft) is overwritten, not only let go of.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON; "
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA secure_delete=ON;"
    ),
}


def database_from_environment(environ: Mapping[str, str], data_dir: Path) -> dict[str, Any]:
    """Settings for PostgreSQL when SLUITEND_PG_NAME is set, else for the embedded SQLite file."""
    if name := environ.get("SLUITEND_PG_NAME"):
        return {
            "ENGINE": "sluitend.core.postgresql",
            "NAME": name,
            "HOST": environ.get("SLUITEND_PG_HOST", ""),
            "PORT": environ.get("SLUITEND_PG_PORT", ""),
            "USER": environ.get("SLUITEND_PG_USER", ""),
            "PASSWORD": environ.get("SLUITEND_PG_PASSWORD", ""),
            # Who owns the tables and may change them; only `migrate` works as this role.
            "OWNER": {
                "USER": environ.get("SLUITEND_PG_OWNER", ""),
                "PASSWORD": environ.get("SLUITEND_PG_OWNER_PASSWORD", ""),
            },
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": environ.get("SLUITEND_SQLITE", str(data_dir / "sluitend.sqlite3")),
        "CONN_MAX_AGE": None,
        "OPTIONS": SQLITE_OPTIONS,
    }

# SPDX-License-Identifier: EUPL-1.2
"""What the database itself refuses about people."""

from sluitend.core.triggers import Trigger

_NEVER = "a person is deactivated, never deleted"

TRIGGERS = (
    Trigger(
        name="accounts_person_never_deleted",
        table="accounts_person",
        sqlite=f"BEFORE DELETE ON accounts_person BEGIN SELECT RAISE(ABORT, '{_NEVER}'); END",
        postgresql_when="BEFORE DELETE ON accounts_person FOR EACH ROW",
        postgresql=f"BEGIN RAISE EXCEPTION '{_NEVER}' USING ERRCODE = 'integrity_constraint_violation'; END",
    ),
)

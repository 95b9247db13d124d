# SPDX-License-Identifier: EUPL-1.2
"""What the application may do with tables that are not ours. None of them says where a row lies."""

from sluitend.core.walls import without_place

_IDS_ONLY = "holds ids of rows, which the job that gets them cannot see out of its scope"
_FACTORS = "asked before it is known who somebody is, so where"
_NEVER = "made by Django, not used here"

WALLS = (
    without_place("django_tasks_database_dbtaskresult", may="SELECT INSERT UPDATE DELETE", because=_IDS_ONLY),
    without_place("mfa_authenticator", may="SELECT INSERT UPDATE DELETE", because=_FACTORS),
    without_place("account_emailaddress", may="SELECT", because=_FACTORS),
    without_place("django_migrations", may="SELECT", because="asked at start-up: which tables are there"),
    *(
        without_place(table, may="", because=_NEVER)
        for table in (
            "account_emailconfirmation",
            "auth_group",
            "auth_group_permissions",
            "auth_permission",
            "django_content_type",
        )
    ),
)

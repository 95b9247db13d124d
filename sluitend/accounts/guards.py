# SPDX-License-Identifier: EUPL-1.2
"""What the database itself refuses about people: a trace of who could do what that goes or changes.

Nobody can keep who writes in the database from adding a role: that is a row like any other. But what
was given stays visible, and what has ended does not come back unseen. Working days and leave give no
right by themselves and are the person's own to change. A yearly review that was signed off stays as it was.
"""

from sluitend.core.guarding import fixed, never, no_truncate, refuse
from sluitend.core.walls import without_place

_PERSON, _ASSIGNMENT, _DEPUTY = "accounts_person", "accounts_roleassignment", "accounts_deputy"
_SPENT = "accounts_spentcode"
_LINKED = "accounts_organisationaccount"
_REVIEW, _VERDICT = "accounts_accessreview", "accounts_accessverdict"
_NEVER = "a person is deactivated, never deleted"
_ENDS = "a role is ended, never changed or removed"
_SIGNED = "what was signed off does not change"
_OF_SIGNED = "(SELECT signed_at FROM accounts_accessreview WHERE id = {row}.review_id) IS NOT NULL"
_ARRANGED = (
    *("id", "person_id", "deputy_id", "start", '"end"'),
    *("arranged_at", "arranged_by_kind", "arranged_by_id"),
)
_GIVEN = (
    "id",
    "person_id",
    "role",
    "municipality",
    "valid_from",
    "granted_at",
    "granted_by_kind",
    "granted_by_id",
)

TRIGGERS = (
    never(_PERSON, "DELETE", because=_NEVER),
    fixed(
        _PERSON,
        ("id", "added_at", "added_by_kind", "added_by_id"),
        because="who added a person stays on record",
    ),
    fixed(_ASSIGNMENT, _GIVEN, because=_ENDS),
    refuse(
        _ASSIGNMENT,
        "UPDATE",
        name="accounts_roleassignment_ends_once",
        # Earlier is allowed, also before its first day: then it never held.
        when="OLD.valid_to IS NOT NULL AND (NEW.valid_to IS NULL OR NEW.valid_to > OLD.valid_to)",
        sentence="a role that ends is given anew, never prolonged",
    ),
    refuse(
        _ASSIGNMENT,
        "INSERT",
        name="accounts_roleassignment_begins_before_it_ends",
        when="NEW.valid_to < NEW.valid_from",
        sentence="the last day of a role lies before its first day",
    ),
    never(_ASSIGNMENT, "DELETE", because=_ENDS),
    never(_DEPUTY, "DELETE", because="who stood in for whom stays on record"),
    fixed(_DEPUTY, _ARRANGED, because="standing in is ended and arranged anew"),
    refuse(
        _DEPUTY,
        "UPDATE",
        name="accounts_deputy_ends_once",
        when="OLD.ended_at IS NOT NULL",
        sentence="standing in that was ended stays ended",
    ),
    never(_SPENT, "UPDATE", because="a code that was used stays used"),
    refuse(
        _SPENT,
        "DELETE",
        name="accounts_spentcode_recovery_stays",
        when="OLD.forget_at IS NULL",
        sentence="a recovery code that was used stays used: DELETE refused",
    ),
    never(_LINKED, "UPDATE", because="an account at the organisation is taken away and linked anew"),
    fixed(
        _REVIEW,
        ("id", "municipality", "begun_at", "begun_by_kind", "begun_by_id"),
        because="where and when a review began stays on record",
    ),
    refuse(
        _REVIEW,
        "UPDATE",
        name="accounts_accessreview_signed_once",
        when="OLD.signed_at IS NOT NULL",
        sentence=_SIGNED,
    ),
    never(_REVIEW, "DELETE", because="a review of access is kept"),
    fixed(
        _VERDICT,
        ("id", "review_id", "kind", "subject", "person_id", "about"),
        because="what was judged stays on record",
    ),
    refuse(
        _VERDICT,
        "UPDATE",
        name="accounts_accessverdict_stays_once_signed",
        when=_OF_SIGNED.format(row="OLD"),
        sentence=_SIGNED,
    ),
    refuse(
        _VERDICT,
        "INSERT",
        name="accounts_accessverdict_comes_before_signing",
        when=_OF_SIGNED.format(row="NEW"),
        sentence=_SIGNED,
    ),
    never(_VERDICT, "DELETE", because="what was judged stays on record"),
    *(no_truncate(table) for table in (_PERSON, _ASSIGNMENT, _DEPUTY, _SPENT, _LINKED, _REVIEW, _VERDICT)),
)

_NEEDED_FIRST = "read to find out in which places somebody works; names of staff, no dossier"
_ABOUT_STAFF = "about colleagues and their roles; tells of no dossier"
WALLS = (
    without_place(_PERSON, may="SELECT INSERT UPDATE", because=_NEEDED_FIRST),
    without_place(_ASSIGNMENT, may="SELECT INSERT UPDATE", because=_NEEDED_FIRST),
    without_place(_DEPUTY, may="SELECT INSERT UPDATE", because=_NEEDED_FIRST),
    without_place("accounts_workpattern", may="SELECT INSERT UPDATE", because=_NEEDED_FIRST),
    without_place(_SPENT, may="SELECT INSERT DELETE", because=_NEEDED_FIRST),
    without_place(_LINKED, may="SELECT INSERT DELETE", because=_NEEDED_FIRST),
    without_place("accounts_session", may="SELECT INSERT UPDATE DELETE", because=_NEEDED_FIRST),
    without_place(_REVIEW, may="SELECT INSERT UPDATE", because=_ABOUT_STAFF),
    without_place(_VERDICT, may="SELECT INSERT UPDATE", because=_ABOUT_STAFF),
    without_place("accounts_leave", may="SELECT INSERT DELETE", because=_NEEDED_FIRST),
)

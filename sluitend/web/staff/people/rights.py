# SPDX-License-Identifier: EUPL-1.2
"""What a role lets somebody do, in sentences that need no knowledge of the system."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.people import Role, opens_dossiers
from sluitend.web.staff.plan.words import word

# In this order they are read: what somebody sees, does, and looks after.
SENTENCES: Mapping[str, str | Promise] = {
    "dossier.read": later("See every dossier"),
    "dossier.read-own": later("See the dossiers in which they are involved"),
    "dossier.write": later("Work in every dossier"),
    "dossier.write-own": later("Work in the dossiers in which they are involved"),
    "dossier.register": later("Register new signals"),
    "dossier.hand-over": later("Hand dossiers over to partners"),
    "dossier.break-glass": later("Open another dossier in an emergency, with a reason"),
    "dossier.inspect": later("Look into dossiers for supervision, with a reason"),
    "reporter.read": later("See who reported a signal"),
    "safe-contact.read": later("See how somebody can be reached safely"),
    "journal.read": later("See who did what, not what is in a dossier"),
    "access.review": later("Judge each year who keeps access"),
    "people.manage": later("Look after people and their roles"),
    "figures.read": later("See the figures of the municipality (those pages are not there yet)"),
    "figures.published": later("See published figures (those pages are not there yet)"),
    "estimate": later("Estimate from lists how many people nobody sees"),
    "pack.read": later("See the plan"),
    "pack.publish": later("Put a plan into force"),
}
# Of these it matters in which part; the others are one thing for the whole municipality.
_OF_A_PART = ("dossier.", "safe-contact.", "reporter.", "journal.")


def sentences(pack: Pack, role: Role) -> list[str]:
    """Return what somebody with this role may do, that of the role they stand in for included."""
    grants = [grant.partition("@") for one in (role, *_replaced(pack, role)) for grant in one.permissions]
    found = []
    for permission, sentence in SENTENCES.items():
        parts = list(dict.fromkeys(part for name, _at, part in grants if name == permission))
        if parts and permission.startswith(_OF_A_PART):
            names = ", ".join(word("compartment", part) for part in parts)
            found.append(_("%(right)s: %(parts)s") % {"right": sentence, "parts": names})
        elif parts:
            found.append(str(sentence))
    return found


def stands_in_for(pack: Pack, role: Role) -> str:
    """Return the name of the role that this one stands in for; empty when there is none."""
    names = [name(other) for other in _replaced(pack, role)]
    return names[0] if names else ""


def sees_dossiers(pack: Pack, role: Role) -> bool:
    """Return whether a role, with the one it stands in for, gets at what is in dossiers."""
    return any(opens_dossiers(right) for one in (role, *_replaced(pack, role)) for right in one.words())


def name(role: Role) -> str:
    """Return the name of a role in the language of who looks."""
    return role.name.text(language())


def language() -> str:
    """Return the language of who looks."""
    return (get_language() or "nl").split("-")[0]


def _replaced(pack: Pack, role: Role) -> list[Role]:
    found = pack.find("roles", role.deputy_of) if role.deputy_of else None
    return [found] if found is not None else []

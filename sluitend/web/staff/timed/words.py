# SPDX-License-Identifier: EUPL-1.2
"""Every action of the journal in plain words; a test holds that none of our code writes another."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.cases import words as cases
from sluitend.privacy.journal import Entry
from sluitend.signals.views import words as signals

# Why something was opened.
LOOKS: dict[str, Promise] = {
    "signal-page": _("Read the signal"),
    "hand-over": _("Read the signal to hand it over"),
    "handover-page": _("Read a handover"),
    "packet-page": _("Read the packet"),
    "packet-pdf": _("Opened the packet as PDF"),
    "receipt-page": _("Read the talk with the municipality"),
    "reporter-identity": _("Looked who the reporter is"),
    "safe-contact": _("Looked at the safe contact"),
    "access-review": _("Read why somebody opened a dossier"),
    "journal-reasons": _("Read the reasons in the journal"),
    **cases.LOOKS,
}
# Acts that concern no dossier.
ACTS: dict[str, Promise] = {
    "sign-in": _("Signed in"),
    "sign-out": _("Signed out"),
    "person.add": _("Person added: %(object)s"),
    "person.set-password": _("Password set: %(object)s"),
    "person.deactivate": _("Person has left: %(object)s"),
    "person.set-working-days": _("Working days changed: %(object)s"),
    "person.block": _("Blocked: %(object)s"),
    "person.unblock": _("Block lifted: %(object)s"),
    "person.let-in": _("Let in again: %(object)s"),
    "person.start-link": _("Start link made for %(object)s"),
    "person.forget-devices": _("Known devices forgotten: %(object)s"),
    "organisation.link": _("Signed in for the first time at the organisation: %(object)s"),
    "organisation.unlink": _("Tie with the organisation ended: %(object)s"),
    "organisation.role-refused": _("Role of the organisation not given to %(object)s"),
    "session.end": _("A session was ended"),
    "session.end-all": _("All sessions were ended"),
    "factor.add": _("Second factor added"),
    "factor.confirm": _("Second factor confirmed"),
    "factor.remove": _("Second factor removed"),
    "factor.reset": _("Second factors taken away: %(object)s"),
    "factor.recovery-codes": _("Recovery codes made"),
    "access-review.begin": _("Review of access begun"),
    "access-review.export": _("Review of access exported"),
    "access-review.sign": _("Review of access signed off"),
    "role.grant": _("Role given to %(object)s"),
    "role.withdraw": _("Role ended of %(object)s"),
    "deputy.set": _("Deputy arranged for %(object)s"),
    "deputy.remove": _("Deputy ended of %(object)s"),
    "leave.add": _("Leave recorded: %(object)s"),
    "leave.cancel": _("Leave taken back: %(object)s"),
    "pack.publish": _("A plan was put into force"),
    "signal.search": _("Searched whether something was seen before"),
    "access.miss": _("Gave a reference that could not be opened"),
    "journal.look": _("Read the journal"),
}


def told(entry: Entry, object_name: str) -> str:
    """Return what was done, in words; a word that nobody translated as it is."""
    if entry.kind == "look":
        return str(LOOKS.get(entry.action, entry.action))
    found = ACTS.get(entry.action) or signals.ACTS.get(entry.action)
    return str(found) % {"object": object_name or "–"} if found else entry.action

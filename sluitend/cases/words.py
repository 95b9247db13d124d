# SPDX-License-Identifier: EUPL-1.2
"""Machine words of the journal as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "case.open": _("Case opened: %(object)s"),
    "case.describe": _("Case described anew"),
    "case.add-signal": _("Signal added to the case"),
    "case.remove-signal": _("Signal taken out of the case"),
    "case.write-line": _("Written in the plan or the barriers: %(object)s"),
    "case.told": _("Told by a partner: %(object)s"),
    "case.decide": _("Decided: %(object)s"),
    "case.take-part": _("Works on the case: %(object)s"),
    "case.end-part": _("Works on the case no more: %(object)s"),
    "case.check": _("Checked before escalating: %(object)s"),
    "task.give": _("Task given to %(object)s"),
    "task.done": _("Task done"),
    "task.drop": _("Task fell away, with a reason"),
    "task.put-off": _("Task put off"),
    "task.late": _("Task too late"),
    "meeting.plan": _("Meeting planned: %(object)s"),
    "meeting.change": _("Meeting moved"),
    "meeting.invite": _("Invited: %(object)s"),
    "meeting.uninvite": _("One participant fewer: %(object)s"),
    "meeting.note": _("Minutes written"),
    "meeting.send-link": _("Link to the agenda made for %(object)s"),
    "meeting.open-agenda": _("Agenda opened by the partner"),
    "meeting.notice-delivered": _("Notice accepted by the mail server"),
    "meeting.notice-failed": _("Notice could not be delivered"),
    "agenda.add": _("Put on an agenda: %(object)s"),
    "agenda.withdraw": _("Taken off an agenda: %(object)s"),
    "agenda.share": _("Shared at a table with one participant: %(object)s"),
    "agenda.end-share": _("At a table one participant sees it no more: %(object)s"),
    "agenda.note": _("Minutes written"),
    "calendar.make": _("Address of a calendar made for %(object)s"),
    "calendar.end": _("Address of a calendar ended of %(object)s"),
}
# Why something was opened.
LOOKS: dict[str, Promise] = {
    "case-page": _("Read the case"),
    "task-page": _("Read the task"),
    "case-act": _("Read the case to work on it"),
    "meeting-page": _("Read the meeting"),
    "agenda": _("Read what is on the agenda of a meeting"),
    "agenda-share": _("Read the dossier to share it at a table"),
    "minutes": _("Read it to take minutes"),
    "minutes-document": _("Made the minutes as a document"),
    "agenda-door": _("Read the agenda through a link"),
    "escalate": _("Read the signal to escalate it"),
}
# Which section of the pack names what an entry is about.
SECTIONS = {
    "consultation": "consultations",
    "case-sort": "case_sorts",
    "prosecution-step": "prosecution_steps",
    "partner": "partners",
    "barriers": "barriers",
    "plan": "facts",
}

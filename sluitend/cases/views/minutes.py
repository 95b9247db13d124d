# SPDX-License-Identifier: EUPL-1.2
"""Taking minutes on one screen while people talk.

All items stand in one form. What somebody else wrote meanwhile is never overwritten: the two texts
then stand beside each other, and whoever looks puts them together.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sluitend.accounts import keeping
from sluitend.accounts.keeping import is_given_back, keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.cases import reading, selectors
from sluitend.cases.forms.minutes import FixForm, FollowUpForm, GeneralForm, ItemNotesForm
from sluitend.cases.listing import task_in_words
from sluitend.cases.models import AgendaItem, Meeting, Participant
from sluitend.cases.services import meetings, minutes, tasks, working
from sluitend.cases.services.common import takes_place
from sluitend.cases.services.minutes import Seen, SomebodyWrote, mark_of
from sluitend.cases.shown import items_in_words, people_in_words, reports_to, table_name
from sluitend.cases.views.acting import act, language
from sluitend.cases.views.owners import near, owner_of, owners
from sluitend.core.errors import BadInput, Conflict
from sluitend.dossiers import access
from sluitend.dossiers.states import outcomes
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.shell.forms import refuse


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def take(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """One screen with all items; saving stores what changed, and keeps what could not be stored."""
    meeting = selectors.meeting(request.actor, meeting_id, access.WRITE)
    if not meeting.dossier.is_open:
        # What was typed is shown by the page that says so.
        if request.method == "POST":
            raise Conflict(_("This meeting is over: its minutes are fixed."))
        messages.info(request, _("This meeting is over: its minutes are fixed."))
        return redirect("cases:meeting", meeting_id=meeting.pk)
    if "discard" in request.POST:
        return redirect("cases:minutes", meeting_id=meeting.pk)
    pack = policy.current(meeting.municipality).pack
    content = reading.meeting_content(request.actor, meeting, purpose="minutes")
    items = reading.items_for(request.actor, meeting, purpose="minutes")
    last_time = reading.follow_up(request.actor, meeting, purpose="minutes")
    page = _Page(request, meeting, pack, content, items, last_time)
    if request.method == "POST" and page.save():
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("cases:minutes", args=[meeting.pk]))
    return render(request, "cases/minutes.html", page.context(), status=page.status)


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def finish(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Say what the minutes hold, and fix them when that is right; the documents are ready from then on."""
    meeting = selectors.meeting(request.actor, meeting_id, access.WRITE)
    items = reading.items_for(request.actor, meeting, purpose="minutes")
    present = len(_present(selectors.participants(meeting)))
    told = {
        "items": len(items),
        "noted": sum(bool(one.notes) for one in items),
        "decisions": sum(len(one.decisions) for one in items),
        "actions": sum(len(one.tasks) for one in items),
        "present": present,
    }

    pack = policy.current(meeting.municipality).pack
    hears = reports_to(pack, meeting)
    # Whoever is no colleague and not at the table is told by somebody who is.
    people = owners(meeting.dossier, pack, near(selectors.participants(meeting)), _("At the table"))[:-1]
    form = FixForm(request.POST if request.method == "POST" else None, reports_to=hears, owners=people)
    there = reverse("cases:minutes", args=[meeting.pk])
    waits = keeping.waits_at(request, request.user.pk, there)
    if waits and request.method == "POST":
        raise Conflict(_("You typed something in the minutes that has not been saved. Save it first."))

    def do(given: dict[str, Any]) -> str:
        with transaction.atomic():
            if given.get("owner", FixForm.DONE) != FixForm.DONE:
                tasks.give_task(
                    dossier=meeting.dossier,
                    what=_("Report back what came out. It goes to: %(table)s.") % {"table": hears},
                    due=given["due"],
                    submission=uuid.uuid4(),
                    by=request.actor,
                    **owner_of(given["owner"]),
                )
            meetings.finish_meeting(meeting=meeting, by=request.actor)
        return _("The minutes are fixed and ready.")

    return act(
        request,
        form,
        do,
        back=reverse("cases:meeting", args=[meeting.pk]),
        title=_("Fix the minutes"),
        over=table_name(meeting, pack),
        template="cases/finish.html",
        submit=_("Fix the minutes"),
        told=told,
        waits_at=there if waits else "",
    )


class Theirs(NamedTuple):
    """What somebody else stored meanwhile, with the version and the mark to go on from."""

    text: str
    version: int
    mark: str


class _Together:
    """Several forms of one screen, for the summary of all that is wrong at its top."""

    def __init__(self, parts: Sequence[tuple[str, forms.Form]]) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[forms.BoundField]:
        for name, form in self._parts:
            for field in form:
                one = copy(field)
                one.label = f"{name}{field.label}"
                yield one

    @property
    def errors(self) -> bool:
        """Whether anything is wrong."""
        return any(form.errors for _name, form in self._parts)

    def visible_fields(self) -> list[forms.BoundField]:
        """Return the fields that are seen."""
        return [field for field in self if not field.is_hidden]

    def non_field_errors(self) -> list[str]:
        """Return what is wrong with a form as a whole; what is wrong with several is said once."""
        return list(
            dict.fromkeys(str(text) for _name, form in self._parts for text in form.non_field_errors())
        )


class _Page:
    """The screen of one moment: a form for what is general, one for each item, one for each open task."""

    def __init__(
        self,
        request: StaffRequest,
        meeting: Meeting,
        pack: Pack,
        content: reading.MeetingContent,
        items: list[reading.ItemSeen],
        last_time: list[reading.TaskSeen],
    ) -> None:
        self._request, self._meeting, self._pack = request, meeting, pack
        self._items, self._last_time = items, last_time
        self.status = 200
        self._data = request.POST if request.method == "POST" else None
        participants = self._participants = selectors.participants(meeting)
        names = people_in_words(participants, content, pack)
        self._general = GeneralForm(
            self._data,
            prefix="general",
            people=[(str(one.pk), names[one.pk].both) for one in participants],
            initial={
                "version": meeting.version,
                "mark": mark_of(content.general, _present(participants)),
                "text": content.general,
                "present": [str(pk) for pk in _present(participants)],
            },
        )
        self._forms = {one.row.pk: self._form(one) for one in items if self._may_write(one)}
        self._tasks = {one.row.pk: self._task_form(one) for one in last_time if self._may_finish(one)}
        self._lost = self._typed_elsewhere()
        self._theirs: dict[str, str] = {}

    def save(self) -> bool:
        """Store what changed; return whether all of it was stored."""
        if self._lost:
            self.status = 409
        # Each is looked at, so that all that is wrong is said at once.
        if [form for form in self._all() if not form.is_valid()]:
            self.status = 422
            return False
        done = [
            self._save_general(),
            *(self._save_item(one) for one in self._items if one.row.pk in self._forms),
            *(self._save_task(one) for one in self._last_time if one.row.pk in self._tasks),
        ]
        return all(done) and not self._lost

    def context(self) -> dict[str, Any]:
        """Return all that the screen shows."""
        shown = items_in_words(self._items, self._pack, language())
        for one in shown:
            one["form"] = self._forms.get(one["id"])
            one["theirs"] = self._theirs.get(str(one["id"]), "")
        last_time = [
            {**task_in_words(one, self._pack, language()), "form": self._tasks.get(one.row.pk)}
            for one in self._last_time
        ]
        return {
            "meeting": self._meeting,
            "name": table_name(self._meeting, self._pack),
            "general": self._general,
            "general_theirs": self._theirs.get("general", ""),
            "lost": self._lost,
            "present": any(one.present for one in self._participants),
            "items": shown,
            "last_time": last_time,
            "form": _Together(self._named()),
            "given_back": is_given_back(),
        }

    def _named(self) -> list[tuple[str, forms.Form]]:
        """Return the forms with how a fault in each is introduced: by the number of the item."""
        numbers = [
            (f"{one.number}. ", self._forms[one.row.pk]) for one in self._items if one.row.pk in self._forms
        ]
        return [("", self._general), *(("", one) for one in self._tasks.values()), *numbers]

    def _all(self) -> list[forms.Form]:
        return [self._general, *self._tasks.values(), *self._forms.values()]

    def _form(self, one: reading.ItemSeen) -> ItemNotesForm:
        dossier = one.row.dossier
        found = [] if one.row.is_general else outcomes(self._pack, "decide", dossier.kind)
        form = ItemNotesForm(
            self._data,
            prefix=str(one.row.pk),
            decisions=[(each.id, each.name.text(language())) for each in found],
            owners=owners(dossier, self._pack, near(self._participants), _("At the table")),
            initial={
                "version": one.row.version,
                "mark": mark_of(one.notes),
                "submission": uuid.uuid4(),
                "notes": one.notes,
            },
        )
        if one.row.is_general:
            del form.fields["outcome"], form.fields["reason"]
        return form

    def _task_form(self, one: reading.TaskSeen) -> FollowUpForm:
        return FollowUpForm(self._data, prefix=f"task-{one.row.pk}")

    def _may_finish(self, one: reading.TaskSeen) -> bool:
        row, by = one.row, self._request.actor
        goes_on = row.done_at is None and (row.dossier.is_open or takes_place(row.dossier))
        return goes_on and (selectors.is_own(by, row) or access.may(by, access.WRITE, row.dossier))

    def _may_write(self, one: reading.ItemSeen) -> bool:
        """Whether there is a form for an item: also when its dossier was closed while somebody typed."""
        typed = self._data is not None and f"{one.row.pk}-mark" in self._data
        return (
            one.whole
            and (one.row.dossier.is_open or typed)
            and access.may(self._request.actor, access.WRITE, one.row.dossier)
        )

    def _typed_elsewhere(self) -> list[str]:
        """Return what was typed at an item that is on the agenda no more: it is shown, not stored."""
        here = {str(pk) for pk in self._forms}
        typed = self._data.dict() if self._data is not None else {}
        found = []
        for name, text in typed.items():
            item, ends, field = name.partition("-notes")
            if ends and not field and item not in here and mark_of(str(text)) != typed.get(f"{item}-mark"):
                found.append(str(text))
        return found

    def _save_general(self) -> bool:
        given = self._general.cleaned_data
        present = frozenset(UUID(one) for one in given.get("present", ()))
        try:
            row = minutes.note_general(
                meeting=self._meeting,
                text=given["text"],
                present=present,
                seen=Seen(given["version"], given["mark"]),
                by=self._request.actor,
            )
        except (BadInput, Conflict) as refusal:
            self._keep(self._general, refusal, "text", self._general_now())
            return False
        self._stored(self._general, {"version": row.version, "mark": mark_of(given["text"], present)})
        return True

    def _general_now(self) -> "Theirs":
        """Return what stands there at this moment: the notes, and who was there."""
        now = selectors.meeting(self._request.actor, self._meeting.pk)
        content = reading.meeting_content(self._request.actor, now, purpose="minutes")
        there = selectors.participants(now)
        names = people_in_words(there, content, self._pack)
        present = _present(there)
        told = f"{_('Present')}: {', '.join(names[pk].both for pk in present) or '–'}"
        return Theirs(f"{content.general}\n{told}".strip(), now.version, mark_of(content.general, present))

    def _save_item(self, one: reading.ItemSeen) -> bool:
        form, by = self._forms[one.row.pk], self._request.actor
        given = form.cleaned_data
        try:
            row = self._store_item(one, given)
        except (BadInput, Conflict) as refusal:
            now = reading.items_for(by, self._meeting, purpose="minutes")
            found = next((each for each in now if each.row.pk == one.row.pk), one)
            theirs = Theirs(found.notes, found.row.version, mark_of(found.notes))
            self._keep(form, refusal, "notes", theirs)
            return False
        emptied = dict.fromkeys(("outcome", "reason", "what", "owner", "due"), "")
        stored = {"version": row.version, "mark": mark_of(given["notes"]), "submission": uuid.uuid4()}
        self._stored(form, stored | emptied)
        return True

    def _save_task(self, one: reading.TaskSeen) -> bool:
        form, by = self._tasks[one.row.pk], self._request.actor
        given = form.cleaned_data
        try:
            if given["how"] == "later":
                tasks.put_off_task(task=one.row, due=given["due"], why=given["result"], by=by)
            elif given["how"]:
                dropped = given["how"] == "dropped"
                tasks.finish_task(task=one.row, result=given["result"], dropped=dropped, by=by)
        except (BadInput, Conflict) as refusal:
            self.status = max(self.status, refuse(form, refusal))
            return False
        self._stored(form, dict.fromkeys(("how", "result", "due"), ""))
        return True

    def _store_item(self, one: reading.ItemSeen, given: dict[str, Any]) -> AgendaItem:
        """Store notes, decision and action of one item: all of them, or none."""
        by, dossier = self._request.actor, one.row.dossier
        with transaction.atomic():
            if given.get("outcome"):
                working.decide(
                    dossier=dossier,
                    outcome=given["outcome"],
                    reason=given["reason"],
                    submission=given["submission"],
                    item=one.row,
                    by=by,
                )
            if given["what"]:
                tasks.give_task(
                    dossier=dossier,
                    what=given["what"],
                    due=given["due"],
                    submission=given["submission"],
                    item=one.row,
                    by=by,
                    **owner_of(given["owner"]),
                )
            return minutes.note(
                item=one.row, text=given["notes"], seen=Seen(given["version"], given["mark"]), by=by
            )

    def _keep(self, form: forms.Form, refusal: BadInput | Conflict, field: str, theirs: "Theirs") -> None:
        """Leave what was typed standing; after a conflict beside what somebody else wrote."""
        if isinstance(refusal, SomebodyWrote):
            self._theirs[str(form.prefix)] = theirs.text
            self._stored(form, {"version": theirs.version, "mark": theirs.mark})
            form.add_error(field, str(refusal))
            self.status = 409
            return
        self.status = max(self.status, refuse(form, refusal))

    def _stored(self, form: forms.Form, values: Mapping[str, Any]) -> None:
        """Let a form stand on what is stored now, so that the next save begins from there."""
        changed = self._request.POST.copy()
        for name, value in values.items():
            changed[f"{form.prefix}-{name}"] = str(value)
        form.data = changed


def _present(rows: Iterable[Participant]) -> list[UUID]:
    return [one.pk for one in rows if one.present]

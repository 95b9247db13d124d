# SPDX-License-Identifier: EUPL-1.2
"""Tasks: who does what, by which day; done, or fallen away with a reason."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person
from sluitend.cases import selectors
from sluitend.cases.models import AgendaItem, Task
from sluitend.cases.services.common import (
    lock_with_item,
    place_of,
    required,
    save_once,
    short_enough,
    takes_place,
    traced,
    within,
)
from sluitend.cases.services.working import components
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput, Conflict
from sluitend.dossiers import access, terms
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.locking import lock_dossier
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import require_open, write_act
from sluitend.policy import selectors as policy
from sluitend.privacy import vaults

# Why a colleague with a task was let see the dossier, and what is planned when nobody did it in time.
TASK, CHASE = access.WITH_TASK, "chase-tasks"
_ABLE = (access.READ, access.READ_OWN)


@transaction.atomic
def give_task(
    *,
    dossier: Dossier,
    what: str,
    due: date,
    submission: UUID,
    by: Actor,
    person: Person | None = None,
    partner_id: str = "",
    component: str = "",
    item: AgendaItem | None = None,
    let_see: bool = False,
) -> Task:
    """Give a task to a colleague, or note one of a partner; a retried submit gives no other.

    A colleague sees their task and nothing else of the dossier, unless `let_see` involves them in it.
    """
    access.require_write(by, dossier)
    dossier = lock_with_item(dossier, item)
    require_open(dossier)
    pack = policy.current(dossier.municipality).pack
    if (person is None) == (not partner_id):
        raise BadInput(_("Choose who does it."), field="owner")
    if partner_id and (pack.find("partners", partner_id) is None):
        raise BadInput(_("Choose a partner from the list."), field="owner")
    if person is not None and person not in able(dossier):
        raise BadInput(_("This colleague may not see such a dossier. Choose somebody else."), field="owner")
    if component and component not in components(pack):
        raise BadInput(_("Choose a part of the plan."), field="component")
    row = Task(
        **place_of(dossier),
        item=item,
        submission=within(dossier, submission),
        component=component,
        person=person,
        partner_id=partner_id,
        due=terms.checked_due(due, clock.today()),
        **traced("given", by),
    )
    vaults.pen(dossier.pk).seal(row, what=required(what, "what", _("Write what has to be done.")))
    row, new = save_once(row, dossier=dossier, submission=row.submission)
    if new:
        about = ("person", str(person.pk)) if person is not None else ("partner", partner_id)
        write_act("task.give", dossier, by, about=about)
        sees = person is None or access.may(accounts.actor_for(person), access.READ, dossier)
        if person is not None and let_see and not sees:
            dossiers.involve(dossier=dossier, person=person, why=TASK, by=by)
    return row


@transaction.atomic
def finish_task(*, task: Task, result: str, by: Actor, dropped: bool = False) -> Task:
    """Say that a task was done, and what came of it; or that it falls away, and why.

    Whoever it is of may say so, and whoever may work on the dossier. Raises `Conflict` when it is over.
    """
    dossier, task = _still_to_do(task, by)
    told = (
        required(result, "result", _("Write why it falls away."))
        if dropped
        else short_enough(result, "result")
    )
    task.dropped = dropped
    for name, value in traced("done", by).items():
        setattr(task, name, value)
    vaults.pen(dossier.pk).seal(task, result=told)
    task.save(update_fields=["dropped", "done_at", "done_by_kind", "done_by_id", "result"])
    write_act("task.drop" if dropped else "task.done", dossier, by, about=("task", str(task.pk)))
    return task


@transaction.atomic
def put_off_task(*, task: Task, due: date, why: str, by: Actor) -> Task:
    """Give a task another day, with the reason; whoever it is of may, and whoever may work on the dossier."""
    dossier, task = _still_to_do(task, by)
    if due <= task.due:
        raise BadInput(_("Choose a later day than the task has now."), field="due")
    task.due, task.escalated_on = terms.checked_due(due, clock.today()), None
    vaults.pen(dossier.pk).seal(task, result=required(why, "result", _("Write why it needs more time.")))
    task.save(update_fields=["due", "escalated_on", "result"])
    write_act("task.put-off", dossier, by, about=("task", str(task.pk)))
    return task


def _still_to_do(task: Task, by: Actor) -> tuple[Dossier, Task]:
    """Return the locked dossier and the task as it is now, for who may end it."""
    dossier = Dossier.objects.get(pk=task.dossier_id)
    if not selectors.is_own(by, task):
        access.require_write(by, dossier)
    dossier = lock_dossier(dossier.pk)
    if not takes_place(dossier):
        require_open(dossier)
    found = Task.objects.select_for_update(of=("self",), no_key=True).get(pk=task.pk)
    if found.done_at is not None:
        raise Conflict(_("This task is over already."))
    return dossier, found


def able(dossier: Dossier) -> list[Person]:
    """Return the colleagues who could be given a task here, in order of name."""
    return accounts.who_may(_ABLE, municipality=dossier.municipality, compartment=dossier.compartment)


@transaction.atomic
def escalate_task(*, task_id: UUID, by: Actor) -> bool:
    """Let the dossier of a late task say that somebody has to chase it; return whether it was new."""
    found = Task.objects.filter(pk=task_id).first()
    if found is None:
        return False
    dossier = lock_dossier(found.dossier_id)
    today = clock.today()
    # A dossier that is late itself keeps its own step; it is asked again when that has been done.
    if dossier.is_overdue(today):
        return False
    late = Task.objects.select_for_update(of=("self",), no_key=True).get(pk=task_id)
    if not late.is_late(today) or late.escalated_on is not None or not dossier.is_open:
        return False
    late.escalated_on = today
    late.save(update_fields=["escalated_on"])
    write_act("task.late", dossier, by, about=("task", str(late.pk)))
    dossiers.plan_next_step(dossier=dossier, next_step=CHASE, due=today, by=by)
    return True

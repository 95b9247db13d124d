# SPDX-License-Identifier: EUPL-1.2
"""Whom a task can be given: who works on the matter first, then colleagues, then partners."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sluitend.accounts import selectors as accounts
from sluitend.cases.models import Participant
from sluitend.cases.services import tasks
from sluitend.cases.views.acting import named_partners
from sluitend.dossiers.models import Dossier
from sluitend.policy.schema.pack import Pack

Choice = tuple[str, Any]


def near(participants: Iterable[Participant], *people: UUID | None) -> set[str]:
    """Return who works on the matter, as choices of `owners` name them."""
    found = {f"partner:{one.partner_id}" for one in participants if one.partner_id}
    found |= {f"person:{one.person_id}" for one in participants if one.person_id}
    return found | {f"person:{one}" for one in people if one}


def owners(dossier: Dossier, pack: Pack, first: set[str], heading: str) -> list[Choice]:
    """Return whom a task can be given: `first` under `heading`, then colleagues, then partners."""
    colleagues = [(f"person:{one.pk}", one.name) for one in tasks.able(dossier)]
    partners = [(f"partner:{pk}", name) for pk, name in named_partners(pack, dossier.municipality)]
    known = first | near((), dossier.owner_id)
    groups = [
        (heading, [one for one in (*colleagues, *partners) if one[0] in known]),
        (_("Colleagues"), [one for one in colleagues if one[0] not in known]),
        (_("Partners"), [one for one in partners if one[0] not in known]),
    ]
    return [one for one in groups if one[1]]


def owner_of(chosen: str) -> dict[str, Any]:
    """Return whom a choice of `owners` names, as `give_task` takes it."""
    kind, _separator, name = chosen.partition(":")
    return {"person": accounts.person(name)} if kind == "person" else {"partner_id": name}

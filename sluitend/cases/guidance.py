# SPDX-License-Identifier: EUPL-1.2
"""The repression table of the plan, as guidance beside the work: per form, who does what."""

from collections.abc import Iterable
from typing import Any

from sluitend.policy.schema.facts import FactKind
from sluitend.policy.schema.pack import Pack


def repression(forms: Iterable[str], pack: Pack, language: str) -> list[dict[str, Any]]:
    """Return what the plan says for these forms: who investigates, criminal law, the administrative side.

    A part of a form falls under what the plan says of the whole.
    """
    named = set(forms)
    wanted = named | {found.parent for form in named if (found := pack.find("forms", form)) and found.parent}
    return [
        {
            "name": fact.name.text(language),
            "text": fact.text.text(language) if fact.text else "",
            "details": [
                {"key": one.label.text(language), "value": one.text.text(language)} for one in fact.details
            ],
            "note": fact.note.text(language) if fact.note else "",
        }
        for fact in pack.facts
        if fact.kind is FactKind.REPRESSION and fact.details and pack.used(fact) and wanted & set(fact.forms)
    ]

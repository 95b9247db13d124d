# SPDX-License-Identifier: EUPL-1.2
"""Counted facts: what figures are made of, without a trace to a dossier."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from sluitend.core import rows
from sluitend.dossiers.models import Fact

# A fact holds words of the pack and nothing that anybody wrote. A new dimension is a decision:
# together they must not describe one person.
DIMENSIONS = frozenset(
    {
        "age-band",
        "anonymous",
        "channel",
        "days",
        "first-hand",
        "forms",
        "handover-kind",
        "map",
        "minor",
        "outcome",
        "partner",
        "reporter",
        "state",
        "urgent",
        "way",
    }
)
_WORD = re.compile(r"[a-z0-9<>+-]{1,60}")

Value = str | int | bool | Sequence[str]


@transaction.atomic
def count_fact(
    *,
    kind: str,
    municipality: str,
    day: date,
    dims: Mapping[str, Value] | None = None,
    take_back: bool = False,
) -> Fact:
    """Count one event, in the transaction of the act that it counts.

    Stores neither who nor which dossier, and so has no journal entry of its own: the act has.
    Values are words of the pack, small numbers or yes/no; anything else raises `ValueError`.
    `take_back` undoes what was counted by mistake: give the same kind, day and dimensions.
    """
    checked = {name: _checked(name, value) for name, value in (dims or {}).items()}
    fact = Fact(
        kind=_word(kind),
        municipality=municipality,
        day=day,
        dims=dict(sorted(checked.items())),
        number=-1 if take_back else 1,
    )
    rows.insert([fact])
    return fact


def _checked(name: str, value: Value) -> str | int | bool | list[str]:
    if name not in DIMENSIONS:
        message = f"{name!r} is not a dimension of facts"
        raise ValueError(message)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _word(value)
    return sorted({_word(one) for one in value})


def _word(text: str) -> str:
    if not _WORD.fullmatch(text):
        message = f"{text!r} is not a word that may be kept in a fact"
        raise ValueError(message)
    return text

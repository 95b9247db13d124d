# SPDX-License-Identifier: EUPL-1.2
"""What the plan says beside a report that concerns somebody under 18, whichever way the report came."""

from dataclasses import dataclass

from sluitend import routing
from sluitend.policy import routes
from sluitend.policy.schema.pack import Pack
from sluitend.routing.model import Channel, say

_MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Call:
    """A partner to call as well: why, and the ways that hold today."""

    why: tuple[str, ...]
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Whom to call as well, and what not to do."""

    calls: tuple[Call, ...]
    avoid: tuple[str, ...]


def for_a_minor(pack: Pack, language: str) -> Beside | None:
    """Return what the rules of the pack add when somebody is under 18; None when it says nothing of that."""
    map_id = next(iter(routes.map_ids(pack)), "")
    if not map_id:
        return None
    found = routes.build(pack, map_id)
    if _MINOR not in found.nodes:
        return None
    always, then = routing.advise(found, {}), routing.advise(found, {}, {_MINOR: "yes"})
    there = {step.partner for step in always.steps}
    calls = (step for step in then.steps if step.partner not in there)
    known = {note.id for note in always.avoid}
    return Beside(
        tuple(Call(tuple(say(text, language) for text in step.why), step.channels) for step in calls),
        tuple(say(note.text, language) for note in then.avoid if note.id not in known),
    )

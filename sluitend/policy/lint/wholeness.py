# SPDX-License-Identifier: EUPL-1.2
"""What a pack for a municipality should have but does not."""

from collections.abc import Iterator

from pydantic import BaseModel

from sluitend.policy.faults import Level
from sluitend.policy.lint.findings import Finding
from sluitend.policy.schema.base import Text
from sluitend.policy.schema.pack import Pack


def wholeness(pack: Pack) -> Iterator[Finding]:
    """Warn of missing parts; an abstract layer is not expected to be whole."""
    looked_up = _fields_looked_up(pack)
    for municipality in pack.municipalities:
        if municipality.zvh is None and ("zvh" in looked_up or municipality.veilig_thuis is None):
            what = f"{municipality.name} has no Zorg- en Veiligheidshuis"
            remedy = "add `zvh`, the id of a partner; until then the route shows a gap"
            yield Finding(Level.WARNING, "municipalities", municipality.id, what, remedy)
        if municipality.veilig_thuis is None and "veilig_thuis" in looked_up:
            what = f"{municipality.name} has no Veilig Thuis, and a rule looks it up"
            remedy = "add `veilig_thuis`, the id of a partner; until then the route shows a gap"
            yield Finding(Level.WARNING, "municipalities", municipality.id, what, remedy)
    yield from _without_english(pack)
    if not pack.pack.abstract:
        yield from _incomplete(pack)


def _fields_looked_up(pack: Pack) -> set[str]:
    """Return the fields of municipalities through which rules find a partner."""
    fields = {lookup.id: lookup.field for source in pack.route_maps for lookup in source.lookups}
    used = {step.lookup for rule in pack.rules if pack.used(rule) for step in rule.steps}
    return {field for lookup, field in fields.items() if lookup in used}


def _incomplete(pack: Pack) -> Iterator[Finding]:
    if not pack.pack.serves:
        what = "the pack serves no municipality"
        remedy = "name one in `serves`, or add `abstract: true` when other layers build on this one"
        yield Finding(Level.ERROR, "pack", "", what, remedy)
    if not pack.route_maps:
        what = "there is no route map: nobody can be advised"
        yield Finding(Level.WARNING, "", "", what, "add `route_maps`, or extend a layer that has them")
    if not any(role.receives_signals for role in pack.roles):
        what = "no role receives new signals"
        yield Finding(Level.ERROR, "", "", what, "add `receives_signals: true` to one of the `roles`")
    for section in ("forms", "states"):
        if not getattr(pack, section):
            what = f"the pack has no {section}"
            yield Finding(Level.ERROR, "", "", what, f"add `{section}`, or extend a layer that has them")


def _without_english(pack: Pack) -> Iterator[Finding]:
    if "en" not in pack.pack.languages:
        return
    missing = sum(text.en is None for text in _texts(pack))
    if missing:
        what = f"{missing} texts have no English"
        yield Finding(Level.WARNING, "pack", "", what, "add `en`; until then the Dutch text is shown")


def _texts(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple | list):
        for element in value:
            yield from _texts(element)
    elif isinstance(value, dict):
        for element in value.values():
            yield from _texts(element)

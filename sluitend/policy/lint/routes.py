# SPDX-License-Identifier: EUPL-1.2
"""The route maps of a pack are whole: each is built and proven as the routing room asks."""

from collections.abc import Iterator
from difflib import get_close_matches

from sluitend.policy.faults import Level, did_you_mean, known_words
from sluitend.policy.lint.findings import Finding
from sluitend.policy.routes import problems
from sluitend.policy.schema.pack import Pack
from sluitend.policy.structure import Path
from sluitend.routing.conditions import facts_in

_NAMING_PARTNERS = ("steps", "duties", "avoid", "gaps", "elsewhere")


def strangers(pack: Pack) -> Iterator[Finding]:
    """Warn of partners in rules that the pack does not have, at the line that names them.

    Not an error: a layer may take a partner away, and the page then shows a gap.
    """
    known = [partner.id for partner in pack.partners]
    for rule_id, path, partner_id in _unknown_partners(pack):
        what = f"`{partner_id}` is not among the partners; the page shows a gap"
        remedy = did_you_mean(partner_id, known, otherwise="add the partner, or drop this line")
        yield Finding(Level.WARNING, "rules", rule_id, what, remedy, path)


def _unknown_partners(pack: Pack) -> Iterator[tuple[str, Path, str]]:
    for rule in pack.rules:
        if pack.pack.abstract or not pack.used(rule):
            continue
        for part in _NAMING_PARTNERS:
            for index, named in enumerate(getattr(rule, part)):
                if named.partner is not None and pack.find("partners", named.partner) is None:
                    yield rule.id, (part, index, "partner"), named.partner


def route_maps(pack: Pack) -> Iterator[Finding]:
    """Report what keeps a map from being built or proven; a layer that others build on is not whole yet.

    Partners without a channel are told by the check on contacts, unknown ones by `strangers`.
    """
    if pack.pack.abstract:
        return
    yield from _asks_nothing(pack)
    yield from _facts_nobody_concludes(pack)
    told = {f"no `{fact}` here" for fact in _unconcluded(pack)}
    unknown = {partner_id for _rule, _path, partner_id in _unknown_partners(pack)}
    for whereabouts, problem in problems(pack):
        section, item_id = whereabouts.split("/", 1)
        if (
            section == "partners"
            or problem.what in told
            or (problem.level != "error" and problem.where in unknown)
        ):
            continue
        level = Level.ERROR if problem.level == "error" else Level.WARNING
        what = problem.what if item_id == problem.where else f"{problem.where}: {problem.what}"
        yield Finding(level, section, item_id, what, problem.remedy)


def _asks_nothing(pack: Pack) -> Iterator[Finding]:
    shared = {asked.id for one in pack.route_maps if one.shared for asked in one.inputs}
    for source in pack.route_maps:
        known = shared | {asked.id for asked in source.inputs}
        for name in sorted(set(source.asks) - known):
            what = f"the map asks `{name}`, which is no input of it"
            remedy = did_you_mean(name, known, otherwise="define it in `inputs`")
            yield Finding(Level.ERROR, "route_maps", source.id, what, remedy, ("asks", name))


def _facts_nobody_concludes(pack: Pack) -> Iterator[Finding]:
    """Tell the author of the maps, not of the rules below that use the fact, and once."""
    own = [source.id for source in pack.route_maps if not source.shared and pack.used(source)]
    for fact, using in _unconcluded(pack).items():
        shown = known_words(using, limit=3)
        what = f"no rule concludes `{fact}`, which other rules use: {shown}"
        remedy = (
            f"add a rule `{{id: …, concludes: {fact}, maps: [{own[0]}], when: …, source: …, status: …}}`; "
            "docs/route-maps.md says what the fact means"
        )
        yield Finding(Level.ERROR, "route_maps", own[0], what, remedy)


def _unconcluded(pack: Pack) -> dict[str, list[str]]:
    """Return facts that rules use and no rule concludes, with those rules; not those that look misspelt."""
    rules = [rule for rule in pack.rules if pack.used(rule)]
    concluded = {rule.concludes for rule in rules if rule.concludes}
    found: dict[str, list[str]] = {}
    if any(not source.shared and pack.used(source) for source in pack.route_maps):
        for rule in rules:
            for fact in {*facts_in(rule.when), *facts_in(rule.unless)} - concluded:
                if not get_close_matches(fact, concluded, cutoff=0.85):
                    found.setdefault(fact, []).append(rule.id)
    return dict(sorted(found.items()))

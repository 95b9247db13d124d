# SPDX-License-Identifier: EUPL-1.2
"""What there is to choose from in a signal, in words of the pack."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sluitend.dossiers.models import Dossier
from sluitend.dossiers.states import outcomes
from sluitend.policy.schema.lifecycle import NextStep, Outcome
from sluitend.policy.schema.pack import Pack
from sluitend.shell.forms import Hinted
from sluitend.signals.views import words


def fits(step: NextStep, dossier: Dossier, pack: Pack) -> bool:
    """Whether this can be next in the present state; what is next already always can."""
    here = dossier.kind in step.kinds and (not step.states or dossier.state in step.states)
    return pack.used(step) and (here or step.id == dossier.next_step)


def named(pack: Pack, moment: str) -> list[tuple[str, str]]:
    """Return the outcomes of a moment with their names."""
    language = get_language() or "nl"
    return [(one.id, one.name.text(language)) for one in outcomes(pack, moment)]


def told(pack: Pack) -> list[tuple[str, Hinted]]:
    """Return the outcomes of closing, each with the sentence that the reporter will read."""
    language = get_language() or "nl"
    return [
        (one.id, Hinted(one.name.text(language), _will_read(one, language)))
        for one in outcomes(pack, "close")
    ]


def _will_read(one: Outcome, language: str) -> str:
    return _("The reporter reads: “%(told)s”") % {"told": one.told.text(language)} if one.told else ""


def asking_reference(pack: Pack) -> frozenset[str]:
    """Return the outcomes for which somebody says to which other signal this one belongs."""
    return frozenset(one.id for one in pack.outcomes if one.asks_reference)


def by_state(pack: Pack, moment: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the outcomes to choose from under the state that each leads to."""
    names = dict(named(pack, moment))
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in outcomes(pack, moment):
        heading = words.name(pack, "states", one.leads_to) if one.leads_to else _("Another outcome")
        groups.setdefault(heading, []).append((one.id, names[one.id]))
    return list(groups.items())

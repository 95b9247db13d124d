# SPDX-License-Identifier: EUPL-1.2
"""Who brings a signal, in an order in which people find themselves: by where they work."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.utils.translation import gettext as _

from sluitend.policy.schema.pack import Pack

T = TypeVar("T")
# From so many on, headings help to find one's own.
MANY = 8


def by_workplace(pack: Pack, choices: Iterable[T], id_of: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """Return choices among the pack's reporters under headings; a short list stands under none."""
    every = list(choices)
    if len(every) < MANY:
        return [("", every)]
    headings = {"internal": _("At the municipality"), "external": _("At another organisation")}
    elsewhere = _("Somebody else")
    kinds: dict[str, str] = {one.id: one.kind for one in pack.reporters}
    parts: dict[str, list[T]] = {heading: [] for heading in (*headings.values(), elsewhere)}
    for choice in every:
        parts[headings.get(kinds.get(id_of(choice), ""), elsewhere)].append(choice)
    return [(heading, part) for heading, part in parts.items() if part]

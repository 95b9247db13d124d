# SPDX-License-Identifier: EUPL-1.2
"""What a dossier of each kind is called on a list, and where its page is.

The room that knows a kind registers it in its `AppConfig.ready`; lists of all kinds ask here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.urls import reverse

from sluitend.dossiers.models import Dossier
from sluitend.policy.schema.pack import Pack


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on a list: what it is, and a few plain words beside it. Nothing is decrypted."""

    what: str
    beside: str = ""
    acute: bool = False
    minor: bool = False


Describe = Callable[[list[Dossier], Pack], dict[UUID, Shown]]


@dataclass(frozen=True, slots=True)
class _Kind:
    route: str
    describe: Describe


_KINDS: dict[str, _Kind] = {}


def register(kind: str, *, route: str, describe: Describe) -> None:
    """Say of a kind of dossier where its page is (a route with its id), and how it stands on lists."""
    _KINDS[kind] = _Kind(route, describe)


def address(dossier: Dossier) -> str:
    """Return where the page of a dossier is."""
    return reverse(_KINDS[dossier.kind].route, args=[dossier.pk])


def describe(found: Iterable[Dossier], pack: Pack) -> dict[UUID, Shown]:
    """Return what each of these dossiers is called, in a query or two for each kind among them."""
    by_kind = sorted(found, key=attrgetter("kind"))
    told: dict[UUID, Shown] = {}
    for kind, of_kind in groupby(by_kind, key=attrgetter("kind")):
        told |= _KINDS[kind].describe(list(of_kind), pack)
    return told

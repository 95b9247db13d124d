# SPDX-License-Identifier: EUPL-1.2
"""Puts packs into force."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, Conflict, Refused
from sluitend.policy import publishing, selectors
from sluitend.policy.loader import Loaded
from sluitend.policy.models import PackVersion
from sluitend.policy.schema.pack import Pack
from sluitend.privacy import journal


@transaction.atomic
def publish(loaded: Loaded, *, by: Actor) -> PackVersion:
    """Put a pack into force, and return its version; the same content again changes nothing.

    Raises `BadInput` when the pack has errors or is a layer for others, `Conflict` when its version
    was used for other content, `Refused` when the actor may not or when another room objects (a
    state in use cannot be removed).
    """
    pack = _publishable(loaded)
    _check_right(pack, by)
    latest = PackVersion.objects.filter(pack_id=pack.pack.id).order_by("-number").first()
    if latest is not None and latest.sha256 == loaded.sha256:
        return latest
    _check_version_is_new(pack)
    if reasons := publishing.objections(pack, selectors.pack_of(latest) if latest else None):
        raise Refused(" ".join(reasons))
    version = _store(loaded, pack, number=latest.number + 1 if latest else 1, by=by)
    publishing.follow(version, pack)
    for municipality in sorted(pack.pack.serves):  # chains are locked in one order everywhere
        journal.act(
            by=by,
            action="pack.publish",
            dossier_id=None,
            municipality=municipality,
            object_type="pack-version",
            object_id=str(version.id),
        )
    selectors.forget_pack_in_force()
    return version


def _store(loaded: Loaded, pack: Pack, *, number: int, by: Actor) -> PackVersion:
    try:
        with transaction.atomic():
            return PackVersion.objects.create(
                pack_id=pack.pack.id,
                number=number,
                version=pack.pack.version,
                sha256=loaded.sha256,
                canonical=loaded.canonical,
                published_at=clock.now(),
                published_by_kind=by.kind.value,
                published_by_id=by.id,
            )
    except IntegrityError as clash:
        raise Conflict(_("Somebody else published this pack just now.")) from clash


def _publishable(loaded: Loaded) -> Pack:
    if loaded.pack is None or loaded.errors:
        message = _("This pack has %(count)d errors and cannot be put into force.")
        raise BadInput(message % {"count": len(loaded.errors)})
    if loaded.pack.pack.abstract:
        raise BadInput(_("This layer is only for other packs to build on."))
    return loaded.pack


def _check_right(pack: Pack, by: Actor) -> None:
    allowed = by.kind is ActorKind.SYSTEM or all(
        by.may("pack.publish", municipality=municipality, compartment="signals")
        for municipality in pack.pack.serves
    )
    if not allowed:
        raise Refused(_("You may not put a pack into force."))


def _check_version_is_new(pack: Pack) -> None:
    if PackVersion.objects.filter(pack_id=pack.pack.id, version=pack.pack.version).exists():
        message = _("Version %(version)s was published before with other content; raise the version.")
        raise Conflict(message % {"version": pack.pack.version})

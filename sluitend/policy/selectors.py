# SPDX-License-Identifier: EUPL-1.2
"""The pack in force, and the versions before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sluitend.core.errors import NotFound
from sluitend.policy import canonical
from sluitend.policy.models import PackVersion
from sluitend.policy.schema.pack import Pack

_ID = PackVersion._meta.pk
# Every request asks this, so it is not written by the ORM each time.
_NEWEST = (
    f'SELECT id, pack_id, version, sha256 FROM "{PackVersion._meta.db_table}" '  # noqa: S608
    "WHERE pack_id = %s ORDER BY number DESC LIMIT 1"
)


class NoPack(NotFound):
    """No pack is in force here: none was published, or it serves other municipalities."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The pack that counts now. `id` is the pack's id, `version_id` the row of the version."""

    id: str
    version: str
    sha256: str
    pack: Pack
    version_id: str


@dataclass(slots=True)
class _Memory:
    found: InForce | None = None


_memory: ContextVar[_Memory | None] = ContextVar("pack_in_force", default=None)


def current(municipality: str | None = None) -> InForce:
    """Return the pack in force, which must serve `municipality` when one is named.

    One small query; inside `one_look` (each request has one) only the first call asks. The parsed
    pack is kept in the process by its hash. Raises `NoPack`; another municipality's pack is never
    returned instead.
    """
    memory = _memory.get()
    found = memory.found if memory is not None and memory.found is not None else _find()
    if memory is not None:
        memory.found = found
    if municipality is not None and municipality not in found.pack.pack.serves:
        message = _("The policy pack in force does not serve municipality %(code)s.")
        raise NoPack(message % {"code": municipality})
    return found


@contextmanager
def one_look() -> Iterator[None]:
    """Within this block the pack in force is looked up once at most."""
    token = _memory.set(_Memory())
    try:
        yield
    finally:
        _memory.reset(token)


def forget_pack_in_force() -> None:
    """Let the next `current` look again; called when a pack is published."""
    memory = _memory.get()
    if memory is not None:
        memory.found = None


def _find() -> InForce:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [settings.PACK])
        row = cursor.fetchone()
    if row is None:
        message = _("No policy pack is in force: publish one with `sluitend pack publish %(pack)s`.")
        raise NoPack(message % {"pack": settings.PACK})
    version_id, pack_id, version, sha256 = row
    return InForce(pack_id, version, sha256, _parsed(sha256), str(_ID.to_python(version_id)))


def pack_of(version: PackVersion) -> Pack:
    """Return the parsed pack of a version."""
    return _parsed(version.sha256)


@lru_cache(maxsize=16)
def _parsed(sha256: str) -> Pack:
    """Return the pack with this hash; the text is checked against it before it is trusted."""
    text = PackVersion.objects.filter(sha256=sha256).values_list("canonical", flat=True)[0]
    if canonical.sha256(text) != sha256:
        message = "a published pack does not match its hash: the database was changed"
        raise RuntimeError(message)
    return canonical.parse(text)


def versions(pack_id: str | None = None) -> QuerySet[PackVersion]:
    """Return the published versions, newest first, without their texts."""
    found = PackVersion.objects.defer("canonical").order_by("pack_id", "-number")
    return found.filter(pack_id=pack_id) if pack_id else found

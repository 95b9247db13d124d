# SPDX-License-Identifier: EUPL-1.2
"""The partner's door: an address nobody can guess, and a code that came by another channel.

Neither is stored. The address is derived from the link's id with a key outside the database, so
a notice can be sent again without keeping its address; the database finds a link by a hash of it.
What the door answers does not tell an unknown address from an expired one or a wrong code.

The first browser in which the right code is typed keeps the link: in any other the same address and
code open nothing, whoever read them along.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from sluitend.core import clock, rows
from sluitend.core.codes import read_code
from sluitend.core.errors import BadCode
from sluitend.handover.models import CodeTry, Link
from sluitend.handover.states import READABLE
from sluitend.privacy.codes import keyed_hash

LIFETIME = timedelta(hours=72)
SESSION = timedelta(minutes=30)
FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
# Of so many addresses at most wrong codes are counted, so that a flood of invented addresses fills no
# disk. Who is forgotten first may try again sooner; a code of 100 random bits does not mind.
MOST_TRIED = 20_000
_SALT = "sluitend.handover.door"
_NOBODY = UUID(int=0)


class TooSoon(Exception):  # noqa: N818 - names read as sentences
    """Too many wrong codes at this address; `seconds` to wait. The same for every address."""

    def __init__(self, seconds: int) -> None:
        super().__init__(str(seconds))
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Secrets:
    """The hashes under which a new link is stored."""

    token_hash: bytes
    code_hash: bytes


def secrets_of(link_id: UUID, handover_id: UUID, code: str) -> Secrets:
    """Return what to store for a link to this handover with this code."""
    return Secrets(_token_hash(token_of(link_id)), code_hash(link_id, handover_id, code))


def token_of(link_id: UUID) -> str:
    """Return the secret part of a link's address: 256 bits, 43 characters."""
    return base64.urlsafe_b64encode(keyed_hash(str(link_id), purpose="handover-link")).decode().rstrip("=")


def address_of(link_id: UUID) -> str:
    """Return the whole address of a link, as it goes in a mail."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("handover:door", args=[token_of(link_id)])


def code_hash(link_id: UUID, handover_id: UUID, code: str) -> bytes:
    """Return the hash of a code in canonical form; it opens this link, to this handover, only.

    So who can write in the database cannot point a link of their own at somebody else's packet.
    """
    return keyed_hash(f"{link_id}:{handover_id}:{code}", purpose="handover-code")


def find(token: str) -> Link | None:
    """Return the link with this address, expired and revoked ones included."""
    return Link.objects.select_related("handover__dossier").filter(token_hash=_token_hash(token)).first()


def usable(link: Link | None) -> bool:
    """Return whether a link still opens."""
    return (
        link is not None
        and link.revoked_at is None
        and link.expires_at > clock.now()
        and link.handover.state in READABLE
    )


def new_browser() -> str:
    """Return a name for a browser that nobody can guess: 256 bits, for a cookie."""
    return secrets.token_urlsafe(32)


def try_code(token: str, typed: str, *, browser: str) -> Link | None:
    """Return the link when address and code belong together and it still opens here, else None.

    The right code binds the link to this browser; of several at once one wins. A code that was
    used elsewhere is as wrong as any other.

    Wrong tries are counted per address, known or not, before the answer is known. Raises
    `TooSoon` when they come too fast.
    """
    token_hash = _token_hash(token)
    with transaction.atomic():
        row = _count(token_hash)
        link = find(token)
        try:
            code = read_code(typed)
        except BadCode:
            code = ""
        expected = bytes(link.code_hash) if link is not None else bytes(32)
        where = (link.pk, link.handover_id) if link is not None else (_NOBODY, _NOBODY)
        given = code_hash(*where, code)
        right = hmac.compare_digest(expected, given) and usable(link)
        if right and link is not None and _keep_for(link, browser):
            # Emptied, not removed: another try may be waiting for this row.
            row.count = 0
            row.save(update_fields=["count"])
            return link
    return None


def _keep_for(link: Link, browser: str) -> bool:
    """Bind a link to a browser, once; return whether it is this one's."""
    if link.browser_hash is not None:
        return _belongs_to(link, browser)
    link.browser_hash = _browser_hash(link, browser)
    unused = Link.objects.filter(pk=link.pk, browser_hash__isnull=True)
    return bool(unused.update(browser_hash=link.browser_hash))


def _belongs_to(link: Link, browser: str) -> bool:
    kept = bytes(link.browser_hash) if link.browser_hash is not None else bytes(32)
    return hmac.compare_digest(kept, _browser_hash(link, browser))


def _browser_hash(link: Link, browser: str) -> bytes:
    name = browser.encode("utf-8", "surrogatepass")
    return hashlib.sha256(b"sluitend handover browser" + link.pk.bytes + name).digest()


def purge_tries() -> int:
    """Forget wrong tries of more than three days ago; return how many addresses."""
    return CodeTry.objects.filter(last_at__lt=clock.now() - LIFETIME).delete()[0]


def _count(token_hash: bytes) -> CodeTry:
    """Count one try as wrong; the right code takes it back. Raises `TooSoon` and counts nothing then."""
    now = clock.now()
    CodeTry.objects.bulk_create([CodeTry(token_hash=token_hash, count=0, last_at=now)], ignore_conflicts=True)
    row = CodeTry.objects.select_for_update().get(pk=token_hash)
    left = row.last_at + _wait_after(row.count) - now
    if row.count and left > timedelta(0):
        raise TooSoon(ceil(left.total_seconds()))
    if row.count == 0:
        rows.trim(CodeTry, newest_by="last_at", keep=MOST_TRIED)
    row.count, row.last_at = row.count + 1, now
    row.save(update_fields=["count", "last_at"])
    return row


def _wait_after(count: int) -> timedelta:
    if count < FREE_TRIES:
        return timedelta(0)
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(count - FREE_TRIES + 1, 12)))


def _token_hash(token: str) -> bytes:
    return hashlib.sha256(b"sluitend handover link" + token.encode("utf-8", "surrogatepass")).digest()


def ticket(link: Link) -> str:
    """Return the value of the cookie that keeps the door open for a short while."""
    return signing.dumps(_opens(link), salt=_SALT)


def opened_by(token: str, cookie: str, *, browser: str) -> Link | None:
    """Return the link that a cookie keeps open at this address in this browser; else None."""
    try:
        opens = signing.loads(cookie, salt=_SALT, max_age=SESSION)
    except signing.BadSignature:
        return None
    link = find(token)
    if link is None or _opens(link) != opens or not usable(link) or not _belongs_to(link, browser):
        return None
    return link


def _opens(link: Link) -> str:
    """What a ticket is for: this link, to this handover."""
    return f"{link.pk}:{link.handover_id}"

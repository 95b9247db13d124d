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
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from sluitend.core import clock, scope
from sluitend.core.codes import read_code
from sluitend.core.errors import BadCode
from sluitend.core.networks import Address
from sluitend.handover.models import Link
from sluitend.handover.states import READABLE
from sluitend.privacy import guessing
from sluitend.privacy.codes import keyed_hash
from sluitend.privacy.guessing import Door

LIFETIME = timedelta(hours=72)
SESSION = timedelta(minutes=30)
_SALT = "sluitend.handover.door"
_NOBODY = UUID(int=0)


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
    with scope.instance_wide("an address leads to its dossier"):
        rows = Link.objects.select_related("handover__dossier")
        return rows.filter(token_hash=_token_hash(token)).first()


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


def try_code(token: str, typed: str, *, browser: str, address: Address | None) -> Link | None:
    """Return the link when address and code belong together and it still opens here, else None.

    The right code binds the link to this browser; of several at once one wins. A code that was
    used elsewhere is as wrong as any other.

    Tries are counted per address of the door, known or not, and per network from which they come,
    before anything is compared; the browser that a link is bound to has tries of its own. Raises
    `TooSoon` when they come too fast.
    """
    link = find(token)
    device = browser if link is not None and _belongs_to(link, browser) else ""
    subject = _token_hash(token).hex()
    tried = guessing.attempt(Door.PACKET, subject=subject, address=address, device=device)
    try:
        code = read_code(typed)
    except BadCode:
        code = ""
    expected = bytes(link.code_hash) if link is not None else bytes(32)
    where = (link.pk, link.handover_id) if link is not None else (_NOBODY, _NOBODY)
    right = hmac.compare_digest(expected, code_hash(*where, code)) and usable(link)
    if not right or link is None or not _keep_for(link, browser):
        return None
    guessing.was_right(tried)
    guessing.welcome(Door.PACKET, address)
    return link


def _keep_for(link: Link, browser: str) -> bool:
    """Bind a link to a browser, once; return whether it is this one's."""
    if link.browser_hash is not None:
        return _belongs_to(link, browser)
    link.browser_hash = _browser_hash(link, browser)
    unused = Link.objects.filter(pk=link.pk, browser_hash__isnull=True, revoked_at__isnull=True)
    with scope.within({(link.municipality, link.compartment)}):
        return bool(unused.update(browser_hash=link.browser_hash))


def _belongs_to(link: Link, browser: str) -> bool:
    kept = bytes(link.browser_hash) if link.browser_hash is not None else bytes(32)
    return hmac.compare_digest(kept, _browser_hash(link, browser))


def _browser_hash(link: Link, browser: str) -> bytes:
    name = browser.encode("utf-8", "surrogatepass")
    return hashlib.sha256(b"sluitend handover browser" + link.pk.bytes + name).digest()


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

# SPDX-License-Identifier: EUPL-1.2
"""A door for somebody without an account: an address nobody can guess, and a code by another channel.

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
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from sluitend.core import clock, scope
from sluitend.core.codes import read_code
from sluitend.core.errors import BadCode
from sluitend.core.networks import Address
from sluitend.privacy import guessing
from sluitend.privacy.codes import keyed_hash
from sluitend.privacy.guessing import Door

LIFETIME = timedelta(hours=72)
SESSION = timedelta(minutes=30)
_NOBODY = UUID(int=0)


# The row of a link, whatever it opens: hashes of its address, its code and its browser, and its end.
L = TypeVar("L", bound=Any)


@dataclass(frozen=True, slots=True)
class Secrets:
    """The hashes under which a new link is stored."""

    token_hash: bytes
    code_hash: bytes


@dataclass(frozen=True)
class Doorway(Generic[L]):
    """One sort of door. `name` keeps its hashes apart from those of other doors.

    `opens` is the column with the id of what a link opens, `with_it` what is fetched along, `route`
    where the door is, and `ready` says whether what a link opens is still there to be seen.
    No link lives longer than `lives`.
    """

    name: str
    model: type[L]
    opens: str
    with_it: str
    route: str
    ready: Callable[[L], bool]
    lives: timedelta = LIFETIME

    def secrets_of(self, link_id: UUID, opened_id: UUID, code: str) -> Secrets:
        """Return what to store for a link with this code to what it opens."""
        return Secrets(self._token_hash(self.token_of(link_id)), self.code_hash(link_id, opened_id, code))

    def token_of(self, link_id: UUID) -> str:
        """Return the secret part of a link's address: 256 bits, 43 characters."""
        hashed = keyed_hash(str(link_id), purpose=f"{self.name}-link")
        return base64.urlsafe_b64encode(hashed).decode().rstrip("=")

    def address_of(self, link_id: UUID) -> str:
        """Return the whole address of a link, as it goes in a mail."""
        return settings.PUBLIC_URL.rstrip("/") + reverse(self.route, args=[self.token_of(link_id)])

    def code_hash(self, link_id: UUID, opened_id: UUID, code: str) -> bytes:
        """Return the hash of a code in canonical form; it opens this link, to what it opens, only.

        So who can write in the database cannot point a link of their own at something else.
        """
        return keyed_hash(f"{link_id}:{opened_id}:{code}", purpose=f"{self.name}-code")

    def find(self, token: str) -> L | None:
        """Return the link with this address, expired and revoked ones included."""
        with scope.instance_wide("an address leads to its dossier"):
            rows = self.model._default_manager.select_related(self.with_it)
            found: L | None = rows.filter(token_hash=self._token_hash(token)).first()
            return found

    def usable(self, link: L | None) -> bool:
        """Return whether a link still opens."""
        return (
            link is not None
            and link.revoked_at is None
            and link.expires_at > clock.now()
            and self.ready(link)
        )

    def try_code(self, token: str, typed: str, *, browser: str, address: Address | None) -> L | None:
        """Return the link when address and code belong together and it still opens here, else None.

        The right code binds the link to this browser; of several at once one wins. A code that was
        used elsewhere is as wrong as any other.

        Tries are counted per address of the door, known or not, and per network from which they come,
        before anything is compared; the browser that a link is bound to has tries of its own. Raises
        `TooSoon` when they come too fast.
        """
        link = self.find(token)
        device = browser if link is not None and self._belongs_to(link, browser) else ""
        subject = self._token_hash(token).hex()
        tried = guessing.attempt(Door.PACKET, subject=subject, address=address, device=device)
        try:
            code = read_code(typed)
        except BadCode:
            code = ""
        expected = bytes(link.code_hash) if link is not None else bytes(32)
        link_id = link.pk if link is not None else _NOBODY
        opened_id = getattr(link, self.opens) if link is not None else _NOBODY
        given = self.code_hash(link_id, opened_id, code)
        right = hmac.compare_digest(expected, given) and self.usable(link)
        if not right or link is None or not self._keep_for(link, browser):
            return None
        guessing.was_right(tried)
        guessing.welcome(Door.PACKET, address)
        return link

    def ticket(self, link: L) -> str:
        """Return the value of the cookie that keeps the door open for a short while."""
        return signing.dumps(self._opens(link), salt=self._salt)

    def opened_by(self, token: str, cookie: str, *, browser: str) -> L | None:
        """Return the link that a cookie keeps open at this address in this browser; else None."""
        try:
            opens = signing.loads(cookie, salt=self._salt, max_age=SESSION)
        except signing.BadSignature:
            return None
        link = self.find(token)
        if link is None or self._opens(link) != opens:
            return None
        return link if self.usable(link) and self._belongs_to(link, browser) else None

    @property
    def _salt(self) -> str:
        return f"sluitend.{self.name}.door"

    def _keep_for(self, link: L, browser: str) -> bool:
        """Bind a link to a browser, once; return whether it is this one's."""
        if link.browser_hash is not None:
            return self._belongs_to(link, browser)
        link.browser_hash = self._browser_hash(link, browser)
        rows = self.model._default_manager.filter(pk=link.pk)
        unused = rows.filter(browser_hash__isnull=True, revoked_at__isnull=True)
        with scope.within({(link.municipality, link.compartment)}):
            return bool(unused.update(browser_hash=link.browser_hash))

    def _belongs_to(self, link: L, browser: str) -> bool:
        kept = bytes(link.browser_hash) if link.browser_hash is not None else bytes(32)
        return hmac.compare_digest(kept, self._browser_hash(link, browser))

    def _browser_hash(self, link: L, browser: str) -> bytes:
        name = browser.encode("utf-8", "surrogatepass")
        return hashlib.sha256(f"sluitend {self.name} browser".encode() + link.pk.bytes + name).digest()

    def _token_hash(self, token: str) -> bytes:
        text = token.encode("utf-8", "surrogatepass")
        return hashlib.sha256(f"sluitend {self.name} link".encode() + text).digest()

    def _opens(self, link: L) -> str:
        """What a ticket is for: this link, to what it opens."""
        return f"{link.pk}:{getattr(link, self.opens)}"


def new_browser() -> str:
    """Return a name for a browser that nobody can guess: 256 bits, for a cookie."""
    return secrets.token_urlsafe(32)

# SPDX-License-Identifier: EUPL-1.2
"""Which factors somebody has, and when each was last used."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from sluitend.accounts.models import Person, SpentCode

_SHOWN = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor as its owner sees it; `name` is what a passkey was called."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """All factors of a person."""

    app: Factor | None
    passkeys: tuple[Factor, ...]
    recovery_codes: Factor | None
    # How many recovery codes were not used yet.
    codes_left: int

    @property
    def several(self) -> bool:
        """Return whether one of them can be missed: an app and passkeys count, recovery codes do not."""
        return len(self.passkeys) + (self.app is not None) > 1


def has_factor(person: Person) -> bool:
    """Return whether somebody has a factor besides recovery codes."""
    return bool(Authenticator.objects.filter(user=person, type__in=_SHOWN).exists())


def has_app(person: Person) -> bool:
    """Return whether somebody has an app that shows codes."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def has_passkey(person: Person) -> bool:
    """Return whether somebody has a passkey."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exists())


def factors_of(person: Person) -> Factors:
    """Return all factors of a person, passkeys in the order in which they came."""
    rows = list(Authenticator.objects.filter(user=person).order_by("pk"))
    kinds = {kind: [row for row in rows if row.type == kind] for kind in Authenticator.Type}
    app = next(map(_shown, kinds[Authenticator.Type.TOTP]), None)
    codes = next(iter(kinds[Authenticator.Type.RECOVERY_CODES]), None)
    return Factors(
        app=app,
        passkeys=tuple(map(_shown, kinds[Authenticator.Type.WEBAUTHN])),
        recovery_codes=_shown(codes) if codes else None,
        codes_left=_left(codes) if codes else 0,
    )


def _left(row: Authenticator) -> int:
    tokens = [bytes.fromhex(token) for token in row.data["tokens"]]
    return len(tokens) - SpentCode.objects.filter(token__in=tokens).count()


def _shown(row: Authenticator) -> Factor:
    return Factor(row.pk, row.data.get("name", ""), row.created_at, row.last_used_at)

# SPDX-License-Identifier: EUPL-1.2
"""Passkeys (WebAuthn): what the browser is asked, and whether its answer is right.

Every passkey is one that the device shows only after a fingerprint, a face or a PIN, and that it finds
by itself: so it is both factors at once, and it also signs in without a password. An answer counts
for the very address of this instance, once, within five minutes.
"""

import base64
import ipaddress
import json
import struct
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from sluitend.accounts.factors import spending
from sluitend.accounts.models import Person
from sluitend.core import clock
from sluitend.core.errors import BadInput

NOT_RIGHT = _("This passkey was not accepted. Try again, or choose another way.")
VALID = timedelta(minutes=5)
_STATE = "passkey-challenge"
_MAKE, _SHOW = "make", "show"
_REMEMBER = timedelta(hours=1)
_REQUIRED = UserVerificationRequirement.REQUIRED
# What fido2 raises on an answer that is no answer, whatever is wrong with it.
_UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    struct.error,
    # Lists in lists in lists.
    RecursionError,
)


def possible() -> bool:
    """Return whether browsers allow passkeys at our address: a name and no number, with TLS or localhost."""
    parts = urlsplit(settings.PUBLIC_URL)
    try:
        ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return parts.scheme == "https" or parts.hostname == "localhost"
    return False


def ask_new(session: Any, person: Person) -> dict[str, Any]:
    """Return what a browser needs to make a passkey; devices that have one already make no second."""
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(id=person.pk.bytes, name=person.email, display_name=person.name),
        credentials=[_credential(row) for row in rows_of(person)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=_REQUIRED,
    )
    _ask(session, state, purpose=_MAKE)
    return dict(options)


def made(session: Any, person: Person, answer: str) -> dict[str, Any]:
    """Return what to keep of a passkey that was just made; raise `BadInput` when the answer is not right."""
    state = _asked(session, person, purpose=_MAKE)
    try:
        registration = RegistrationResponse.from_dict(_read(answer))
        data = _server().register_complete(state, registration)
    except _UNREADABLE as error:
        raise _not_right() from error
    if data.credential_data is None:
        raise _not_right()
    return {"credential": _text(bytes(data.credential_data)), "sign_count": data.counter}


def ask(session: Any, person: Person | None) -> dict[str, Any]:
    """Return what a browser needs to show a passkey: one of this person, or of whoever it belongs to."""
    credentials = None if person is None else [_credential(row) for row in rows_of(person)]
    options, state = _server().authenticate_begin(credentials, user_verification=_REQUIRED)
    _ask(session, state, purpose=_SHOW)
    return dict(options)


def check(session: Any, person: Person | None, answer: str) -> Person:
    """Return whose passkey was shown; raise `BadInput` when it is nobody's, or not this person's.

    Its counter must have moved on when it has one: two devices with the same key are told apart so.
    """
    given = _read(answer)
    somebody = person or _owner(given)
    # Unknown owners walk the same way, so that the answer to them is the same.
    state = _asked(session, somebody, purpose=_SHOW)
    if somebody is None:
        raise _not_right()
    with transaction.atomic():
        rows = list(rows_of(somebody).select_for_update())
        try:
            response = AuthenticationResponse.from_dict(given)
            found = _server().authenticate_complete(state, [_credential(row) for row in rows], response)
            counter = response.response.authenticator_data.counter
        except _UNREADABLE as error:
            raise _not_right() from error
        row = next(row for row in rows if _credential(row).credential_id == found.credential_id)
        if (counter or row.data["sign_count"]) and counter <= row.data["sign_count"]:
            raise _not_right()
        row.data["sign_count"], row.last_used_at = counter, clock.now()
        row.save(update_fields=["data", "last_used_at"])
    return somebody


def rows_of(person: Person) -> Any:
    """Return the passkeys of a person, oldest first."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).order_by("pk")


def _server() -> Fido2Server:
    parts = urlsplit(settings.PUBLIC_URL)
    own = f"{parts.scheme}://{parts.netloc}"
    entity = PublicKeyCredentialRpEntity(id=parts.hostname, name="Sluitend")
    # The very address, not just any below the same domain.
    return Fido2Server(entity, verify_origin=lambda origin: origin == own)


def _ask(session: Any, state: Mapping[str, Any], *, purpose: str) -> None:
    session[_STATE] = {
        "purpose": purpose,
        "challenge": state["challenge"],
        "user_verification": str(UserVerificationRequirement(state["user_verification"]).value),
        "at": clock.now().isoformat(),
    }


def _asked(session: Any, person: Person | None, *, purpose: str) -> dict[str, Any]:
    """Return what was asked, once: also of two answers in the same moment only one gets it."""
    found: dict[str, Any] | None = session.pop(_STATE, None)
    if found is None or person is None or found["purpose"] != purpose:
        raise _not_right()
    late = clock.now() - datetime.fromisoformat(found["at"]) > VALID
    token = spending.token_of("passkey challenge", found["challenge"])
    if late or not spending.spend(token, person=person, forget_at=clock.now() + _REMEMBER):
        raise _not_right()
    return found


def _owner(given: Mapping[str, Any]) -> Person | None:
    try:
        person_id = UUID(bytes=base64.urlsafe_b64decode(f"{given['response'].get('userHandle', '')}=="))
    except ValueError:
        return None
    return Person.objects.who_may_sign_in().filter(pk=person_id).first()


def _read(answer: str) -> dict[str, Any]:
    """Return the texts of an answer: all that we need of it is text.

    Where bytes are due, fido2 takes a number for a length and makes that many.
    """
    try:
        given = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise _not_right() from error
    if not isinstance(given, dict) or not isinstance(given.get("response"), dict):
        raise _not_right()
    texts = {**_texts(given), "response": _texts(given["response"])}
    if "id" not in texts:
        raise _not_right()
    return texts


def _texts(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if isinstance(value, str)}


def _credential(row: Authenticator) -> AttestedCredentialData:
    return AttestedCredentialData(base64.b64decode(row.data["credential"]))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _not_right() -> BadInput:
    return BadInput(str(NOT_RIGHT))

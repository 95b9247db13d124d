# SPDX-License-Identifier: EUPL-1.2
"""A passkey of software: makes and shows a credential as a device does, and can be made to cheat."""

import base64
import hashlib
import json
import os
import struct
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, WITH_CREDENTIAL = 0x01, 0x04, 0x40


class Authenticator:
    """One device with one passkey for the site at `origin`."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.rp_id = urlsplit(origin).hostname or ""
        self.flags = PRESENT | VERIFIED
        self.counter = 0
        self.id = os.urandom(32)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._owner = ""

    def make(self, options: dict[str, Any]) -> str:
        """Answer to what the server asks for a new passkey."""
        asked = options["publicKey"]
        self._owner = asked["user"]["id"]
        key: Any = ES256
        public = cbor.encode(dict(key.from_cryptography_key(self._key.public_key())))
        credential = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(WITH_CREDENTIAL) + credential
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"])
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def show(self, options: dict[str, Any], *, counted: bool = True) -> str:
        """Answer to what the server asks to see the passkey; `counted` moves the counter on."""
        self.counter += counted
        data = self._data(0)
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=self._owner
        )

    def _data(self, more: int) -> bytes:
        hashed = hashlib.sha256(self.rp_id.encode()).digest()
        return hashed + struct.pack(">BI", self.flags | more, self.counter)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, **response: bytes | str) -> str:
        encoded = {name: _text(value) for name, value in response.items()}
        own = _text(self.id)
        return json.dumps(
            {
                "id": own,
                "rawId": own,
                "type": "public-key",
                "response": encoded,
                "clientExtensionResults": {},
            }
        )


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else base64.urlsafe_b64encode(value).decode().rstrip("=")

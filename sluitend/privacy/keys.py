# SPDX-License-Identifier: EUPL-1.2
"""Keys that live outside the database.

The master key wraps compartment keys; a compartment key (one per municipality, compartment and
period) wraps the vault keys of dossiers, which lie in the database. `index.key` makes blind
indexes and hashes of codes; `checkpoint.key` signs checkpoints of the journal.
"""

import base64
import errno
import json
import re
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from secrets import token_bytes
from typing import Any

import tink
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from tink import json_proto_keyset_format, secret_key_access

from sluitend.core import clock
from sluitend.privacy import files, sealing
from sluitend.privacy.errors import KeyProblem, LooseKey, MissingKey, Tampered

__all__ = ["CompartmentKey", "KeyProblem", "KeyRing", "LooseKey", "MissingKey", "create_all", "ring"]

MASTER, INDEX, CHECKPOINT = "master.key", "index.key", "checkpoint.key"
CHECKPOINT_PUBLIC = "checkpoint.pub"
COMPARTMENTS = "compartments"
_PARTS = (MASTER, INDEX, CHECKPOINT, CHECKPOINT_PUBLIC, COMPARTMENTS)
_KEY_FILES = "*.[0-9][0-9][0-9][0-9][0-9][0-9].json"
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_KEY_ID = re.compile(rf"{_WORD.pattern}\.{_WORD.pattern}\.[0-9]{{6}}")
# Within this time of a change a folder's timestamp cannot tell a second change apart.
_TIMESTAMP_DOUBT_NS = 2_000_000_000


def create_all(directory: Path) -> bool:
    """Create the keys of a new instance; return False when they are all there already.

    The folder appears whole or not at all. A folder with only some of the keys is refused: a
    new index key, for example, would silently make every receipt code unknown.
    """
    present = _present(directory)
    if present and len(present) < len(_PARTS):
        # It may have appeared while we looked, whole; looking again tells.
        present = _present(directory)
    if len(present) == len(_PARTS):
        KeyRing(directory).check()
        return False
    if present:
        absent = ", ".join(sorted(set(_PARTS) - set(present)))
        message = f"The key folder {directory} is incomplete: it lacks {absent}. Put back your copy of it."
        raise MissingKey(message)
    directory.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".keys-", dir=directory.parent))
    try:
        _write_parts(draft)
        created = _put_in_place(draft, directory)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    files.sync_folder(directory.parent)
    return created


def _present(directory: Path) -> list[str]:
    return [name for name in _PARTS if (directory / name).exists()]


def _put_in_place(draft: Path, directory: Path) -> bool:
    try:
        # A rename only replaces an empty folder: of two processes exactly one makes the keys.
        draft.rename(directory)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        KeyRing(directory).check()
        return False
    return True


def _write_parts(folder: Path) -> None:
    signing = Ed25519PrivateKey.generate()
    text = json_proto_keyset_format.serialize(sealing.new_keyset(), secret_key_access.TOKEN)
    private = signing.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = signing.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    files.write_new(folder / MASTER, text.encode())
    files.write_new(folder / INDEX, base64.b64encode(token_bytes(32)) + b"\n")
    files.write_new(folder / CHECKPOINT, private)
    files.write_new(folder / CHECKPOINT_PUBLIC, public)
    files.make_private_folder(folder / COMPARTMENTS)


@dataclass(frozen=True, slots=True)
class CompartmentKey:
    """The key of one municipality and compartment during one period."""

    id: str
    cipher: sealing.Aead


class KeyRing:
    """The keys of one folder, read when first needed. Safe to share between threads."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._lock = threading.Lock()
        self._ciphers: dict[str, sealing.Aead] = {}
        self._newest: dict[str, int] = {}
        self._seen_ns = -1

    def check(self) -> None:
        """Raise `MissingKey`, `LooseKey` or `KeyProblem` unless every key is there, safe and readable."""
        files.refuse_loose(self.directory)
        files.refuse_loose(self.directory / COMPARTMENTS)
        _ = self._master, self.index_secret, self.signing_key, self.verifying_key
        for path in sorted((self.directory / COMPARTMENTS).glob(_KEY_FILES)):
            self.compartment(path.stem)

    @cached_property
    def _master(self) -> sealing.Aead:
        files.refuse_loose(self.directory)
        text = files.read_private(self.directory / MASTER).decode()
        try:
            return sealing.primitive(json_proto_keyset_format.parse(text, secret_key_access.TOKEN))
        except tink.TinkError as error:
            raise self._unreadable(MASTER) from error

    @cached_property
    def index_secret(self) -> bytes:
        """The secret from which keys of blind indexes and code hashes are derived."""
        try:
            secret = base64.b64decode(files.read_private(self.directory / INDEX), validate=False)
        except ValueError as error:
            raise self._unreadable(INDEX) from error
        if len(secret) != 32:
            raise self._unreadable(INDEX)
        return secret

    @cached_property
    def signing_key(self) -> Ed25519PrivateKey:
        """The key that signs checkpoints of the journal."""
        try:
            key = serialization.load_pem_private_key(
                files.read_private(self.directory / CHECKPOINT), password=None
            )
        except ValueError as error:
            raise self._unreadable(CHECKPOINT) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise self._unreadable(CHECKPOINT)
        return key

    @cached_property
    def verifying_key(self) -> Ed25519PublicKey:
        """The public half, which an auditor may have: verifying needs no secret."""
        path = self.directory / CHECKPOINT_PUBLIC
        if not path.exists():
            files.refuse_loose(path)
        try:
            key = serialization.load_pem_public_key(path.read_bytes())
        except ValueError as error:
            raise self._unreadable(CHECKPOINT_PUBLIC) from error
        if not isinstance(key, Ed25519PublicKey):
            raise self._unreadable(CHECKPOINT_PUBLIC)
        return key

    def current(self, *, municipality: str, compartment: str) -> CompartmentKey:
        """Return the newest key of this compartment; the first use of a compartment creates it."""
        scope = _scope(municipality, compartment)
        period = self._periods().get(scope)
        if period is None:
            self._create(scope, period=1)
            period = self._periods()[scope]
        key_id = f"{scope}.{period:06d}"
        return CompartmentKey(key_id, self.compartment(key_id))

    def compartment(self, key_id: str) -> sealing.Aead:
        """Return the cipher of a compartment key by its id, also one of an earlier period."""
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            cipher = self._ciphers[key_id] = self._read(key_id)
        return cipher

    def start_period(self, *, municipality: str, compartment: str) -> CompartmentKey:
        """Create the key of the next period. Keys of earlier periods stay until all is rewrapped."""
        scope = _scope(municipality, compartment)
        self._create(scope, period=self._periods().get(scope, 0) + 1)
        return self.current(municipality=municipality, compartment=compartment)

    def _periods(self) -> dict[str, int]:
        """The newest period per scope; read again when another process added a file."""
        folder = self.directory / COMPARTMENTS
        with self._lock:
            changed_ns = self._changed_ns(folder)
            if changed_ns != self._seen_ns:
                newest: dict[str, int] = {}
                for path in folder.glob(_KEY_FILES):
                    scope, _, period = path.stem.rpartition(".")
                    newest[scope] = max(newest.get(scope, 0), int(period))
                self._newest = newest
                settled = time.time_ns() - changed_ns > _TIMESTAMP_DOUBT_NS
                self._seen_ns = changed_ns if settled else -1
            return self._newest

    @staticmethod
    def _changed_ns(folder: Path) -> int:
        try:
            return folder.stat().st_mtime_ns
        except FileNotFoundError:
            files.refuse_loose(folder)
            raise

    def _create(self, scope: str, *, period: int) -> None:
        key_id = f"{scope}.{period:06d}"
        wrapped = sealing.wrap(sealing.new_keyset(), under=self._master, place=_place(key_id))
        content = {
            "id": key_id,
            "created_at": clock.now().isoformat(),
            "keyset": base64.b64encode(wrapped).decode(),
        }
        files.write_new(self._path(key_id), json.dumps(content).encode())
        with self._lock:
            self._seen_ns = -1

    def _read(self, key_id: str) -> sealing.Aead:
        raw = files.read_private(self._path(key_id))
        try:
            content: dict[str, Any] = json.loads(raw)
            wrapped = base64.b64decode(content["keyset"], validate=True)
        except (ValueError, KeyError, TypeError) as error:
            raise self._unreadable(self._path(key_id).name) from error
        return sealing.primitive(sealing.unwrap(wrapped, under=self._master, place=_place(key_id)))

    def _path(self, key_id: str) -> Path:
        if not _KEY_ID.fullmatch(key_id):
            # The id comes from the database, which must not choose a file elsewhere.
            message = "A wrapped key names a compartment key that cannot exist."
            raise Tampered(message)
        return self.directory / COMPARTMENTS / f"{key_id}.json"

    def _unreadable(self, name: str) -> KeyProblem:
        return KeyProblem(f"The key {self.directory / name} is damaged. Put back your copy of it.")


def _place(key_id: str) -> bytes:
    return sealing.bind("sluitend compartment key", key_id)


def _scope(municipality: str, compartment: str) -> str:
    """Name a municipality and compartment in a file name; without municipality it is the instance."""
    for word in (municipality or "instance", compartment):
        if not _WORD.fullmatch(word):
            message = f"{word!r} cannot name a key: use letters, digits, dash and underscore"
            raise ValueError(message)
    return f"{municipality or 'instance'}.{compartment}"


_rings: dict[Path, KeyRing] = {}
_rings_lock = threading.Lock()


def ring() -> KeyRing:
    """Return the key ring of `settings.KEY_DIR`, one per process."""
    directory = Path(settings.KEY_DIR)
    found = _rings.get(directory)
    if found is None:
        with _rings_lock:
            found = _rings.setdefault(directory, KeyRing(directory))
    return found

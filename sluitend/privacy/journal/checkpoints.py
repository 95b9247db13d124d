# SPDX-License-Identifier: EUPL-1.2
"""Signed checkpoints over the heads of all chains, kept away from the database.

Who can write the database can cut or recompute a chain; not what a checkpoint confirmed before.
One JSON line each, linked to the line before and signed with Ed25519. The first line of a month
names every head, later ones only those that moved; all of them name the number of chains and a
digest (`root`) over all heads.
"""

import base64
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.db.models import Sum

from sluitend.core import clock
from sluitend.privacy import files, keys
from sluitend.privacy.errors import JournalBroken
from sluitend.privacy.journal import stored
from sluitend.privacy.journal.diagnosis import Head
from sluitend.privacy.models import JournalHead

FORMAT = "sluitend-checkpoint-1"
MAX_AGE = timedelta(minutes=5)
MAX_ENTRIES = 1_000
_START = "0" * 64


@dataclass(slots=True)
class Signed:
    """What the checkpoints confirm so far, and what is wrong with them."""

    number: int = 0
    at: datetime | None = None
    link: str = _START
    heads: dict[UUID, Head] = field(default_factory=dict)
    pins: dict[UUID, dict[int, bytes]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def entries(self) -> int:
        """How many entries the last checkpoint confirms."""
        return sum(head.seq for head in self.heads.values())


def checkpoint() -> int | None:
    """Sign the heads as they are now; return the checkpoint's number, None when nothing moved.

    Raises `JournalBroken`, and signs nothing, when a head went back or vanished since the last
    checkpoint: a signature must never cover up a cut.
    """
    folder = Path(settings.CHECKPOINT_DIR)
    files.make_private_folder(folder)
    with _alone(folder):
        _cut_unfinished(folder)
        last = _latest(folder)
        heads = _current_heads()
        _refuse_regress(last.heads, heads)
        moved = {chain: head for chain, head in heads.items() if last.heads.get(chain) != head}
        if not moved and last.number:
            return None
        now = clock.now()
        path = folder / f"journal-{now:%Y-%m}.jsonl"
        body = _body(last, now, heads, named=moved if path.exists() else heads)
        files.append_synced(path, _line(body))
    return last.number + 1


def checkpoint_if_due() -> int | None:
    """Sign when the last checkpoint is 5 minutes or 1,000 entries ago; for a periodic job."""
    last = _latest(Path(settings.CHECKPOINT_DIR))
    written = JournalHead.objects.aggregate(total=Sum("seq"))["total"] or 0
    young = last.at is not None and clock.now() - last.at < MAX_AGE
    return None if young and written - last.entries < MAX_ENTRIES else checkpoint()


def read_all() -> Signed:
    """Return all that checkpoints confirm, with every fault found in the files themselves."""
    signed = Signed()
    for path in _paths(Path(settings.CHECKPOINT_DIR)):
        _read_file(path, signed)
    return signed


def _latest(folder: Path) -> Signed:
    """What the newest file confirms: enough to continue, because its first line names all heads."""
    signed = Signed()
    for path in _paths(folder)[-1:]:
        _read_file(path, signed, continues=False)
    if signed.faults:
        message = f"The last checkpoints cannot be trusted: {signed.faults[0]}"
        raise JournalBroken(message)
    return signed


def _paths(folder: Path) -> list[Path]:
    return sorted(folder.glob("journal-*.jsonl"))


def _cut_unfinished(folder: Path) -> None:
    """Remove what a crash left of a line that was never acknowledged."""
    for path in _paths(folder)[-1:]:
        content = path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if not whole:
            path.unlink()
        elif whole < len(content):
            os.truncate(path, whole)


def _read_file(path: Path, signed: Signed, *, continues: bool = True) -> None:
    """Add a file to what is confirmed. A last line without line end was never finished: no line."""
    *lines, _unfinished = path.read_bytes().split(b"\n")
    for at, line in enumerate(lines, start=1):
        where = f"{path.name} line {at}"
        body = _verified(line)
        if body is None:
            signed.faults.append(f"{where}: the signature or format is wrong.")
            continue
        if (continues or at > 1) and (body["previous"], body["number"]) != (signed.link, signed.number + 1):
            signed.faults.append(f"{where}: it does not follow the checkpoint before it.")
        _add(body, line, signed)
        if body["chains"] != len(signed.heads):
            signed.faults.append(f"{where}: it names {body['chains']} chains, known are {len(signed.heads)}.")
    if lines and not signed.faults and body is not None and body["root"] != _root(signed.heads):
        signed.faults.append(f"{path.name}: the digest over all heads is wrong.")


def _add(body: Mapping[str, Any], line: bytes, signed: Signed) -> None:
    signed.number, signed.link = body["number"], hashlib.sha256(line).hexdigest()
    signed.at = datetime.fromisoformat(body["at"])
    for chain_hex, (seq, hash_hex) in body["heads"].items():
        chain, head = UUID(chain_hex), Head(seq, bytes.fromhex(hash_hex))
        signed.heads[chain] = head
        signed.pins.setdefault(chain, {})[head.seq] = head.hash


def _body(last: Signed, now: datetime, heads: dict[UUID, Head], *, named: dict[UUID, Head]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "number": last.number + 1,
        "at": now.isoformat(),
        "chains": len(heads),
        "entries": sum(head.seq for head in heads.values()),
        "root": _root(heads),
        "heads": {chain.hex: [head.seq, head.hash.hex()] for chain, head in sorted(named.items())},
        "previous": last.link,
    }


def _line(body: Mapping[str, Any]) -> bytes:
    return _with_signature(body, keys.ring().signing_key.sign(_canonical(body))) + b"\n"


def _with_signature(body: Mapping[str, Any], signature: bytes) -> bytes:
    return _canonical({**body, "signature": base64.b64encode(signature).decode()})


def _verified(line: bytes) -> dict[str, Any] | None:
    """Return the content of a line whose signature is good, else None."""
    try:
        body: dict[str, Any] = json.loads(line)
        signature = base64.b64decode(body.pop("signature"), validate=True)
        keys.ring().verifying_key.verify(signature, _canonical(body))
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
        return None
    # One content has one spelling: nothing may hide in spaces, escapes or unused bits.
    exact = line == _with_signature(body, signature)
    return body if exact and body["format"] == FORMAT else None


def _canonical(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def _root(heads: Mapping[UUID, Head]) -> str:
    digest = hashlib.sha256()
    for chain in sorted(heads):
        digest.update(chain.bytes + heads[chain].seq.to_bytes(8, "big") + heads[chain].hash)
    return digest.hexdigest()


def _current_heads() -> dict[UUID, Head]:
    return {chain: head for chain, head in stored.heads().items() if head.seq > 0}


def _refuse_regress(known: Mapping[UUID, Head], heads: Mapping[UUID, Head]) -> None:
    for chain, before in known.items():
        head = heads.get(chain)
        if head is None or head.seq < before.seq or (head.seq == before.seq and head.hash != before.hash):
            message = (
                f"Chain {chain} no longer reaches entry {before.seq}, which a checkpoint confirmed. Run "
                "`sluitend journal verify`. After putting back an older backup on purpose, move the "
                "checkpoint folder aside (and keep it) first."
            )
            raise JournalBroken(message)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process write checkpoints at a time."""
    with (folder / ".lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield

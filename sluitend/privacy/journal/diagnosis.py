# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a chain: its first broken entry and the kind of tampering. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sluitend.privacy.journal.canon import FIELDS, digest, genesis

_CHAIN, _SEQ, _PREV = (FIELDS.index(name) for name in ("chain", "seq", "prev_hash"))


class Kind(StrEnum):
    """The ways in which a chain can be broken."""

    EDITED = "edited"
    MISSING = "missing"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TAIL_CUT = "tail-cut"
    HEAD_MISMATCH = "head-mismatch"
    RECOMPUTED = "recomputed-since-checkpoint"


class Entry(NamedTuple):
    """One stored entry: the values of `FIELDS`, and the hash that stands beside them."""

    values: tuple[Any, ...]
    hash: bytes

    @property
    def chain(self) -> Any:
        """The chain that the entry claims: a UUID, unless the database holds rubbish there."""
        return self.values[_CHAIN]

    @property
    def seq(self) -> int:
        """The place that the entry claims."""
        return int(self.values[_SEQ])

    @property
    def prev_hash(self) -> bytes:
        """The hash of the entry that this one confirms."""
        return bytes(self.values[_PREV] or b"")

    def fits(self, seq: int) -> bool:
        """Return whether the hash was made for this content at that place."""
        values = list(self.values)
        values[_SEQ] = seq
        return digest(values) == self.hash


class Head(NamedTuple):
    """What the head row says of its chain."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Break:
    """The first broken entry of a chain."""

    chain: UUID
    seq: int
    kind: Kind


def diagnose(
    chain: UUID, entries: Sequence[Entry], head: Head | None, pins: Mapping[int, bytes]
) -> Break | None:
    """Return the first break of a chain, or None when it is sound.

    `entries` in order of `seq`; `pins` are the (seq, hash) pairs that signed checkpoints confirm.
    """
    found = _inside(chain, entries) or _at_the_end(chain, entries, head) or _against(entries, pins)
    return None if found is None else Break(chain, *found)


def _inside(chain: UUID, entries: Sequence[Entry]) -> tuple[int, Kind] | None:
    confirmed = [genesis(chain)]
    for position, entry in enumerate(entries):
        seq = position + 1
        if entry.seq != seq:
            return _wrong_number(entries, position)
        if not entry.fits(seq):
            return _wrong_content(entries, position, confirmed[-1])
        if entry.prev_hash != confirmed[-1]:
            return _wrong_link(entry, confirmed)
        confirmed.append(entry.hash)
    return None


def _wrong_number(entries: Sequence[Entry], position: int) -> tuple[int, Kind]:
    seq = position + 1
    if entries[position].fits(seq):
        return seq, Kind.REORDERED
    if entries[position].seq < seq:
        return entries[position].seq, Kind.INSERTED
    return seq, Kind.REORDERED if _owner_of(seq, entries, beside=position) else Kind.MISSING


def _wrong_content(entries: Sequence[Entry], position: int, prev_hash: bytes) -> tuple[int, Kind]:
    seq, entry = position + 1, entries[position]
    owner = _owner_of(seq, entries, beside=position)
    made_for = next((number for number in range(1, len(entries) + 3) if entry.fits(number)), None)
    if made_for is None:
        # The entry that belongs here was pushed aside by one that was never written by us.
        pushed_aside = owner is not None and owner.prev_hash == prev_hash
        return seq, Kind.INSERTED if pushed_aside else Kind.EDITED
    if made_for < seq:
        # It was moved up, for its own number is taken by an entry that fits but was never ours.
        return made_for, Kind.INSERTED
    return seq, Kind.MISSING if owner is None else Kind.REORDERED


def _wrong_link(entry: Entry, confirmed: list[bytes]) -> tuple[int, Kind]:
    if entry.prev_hash in confirmed:
        return confirmed.index(entry.prev_hash) + 1, Kind.INSERTED
    if len(confirmed) == 1:
        return 1, Kind.MISSING
    # The entry before carries a good hash of its own, but another one was confirmed by this entry.
    return len(confirmed) - 1, Kind.EDITED


def _owner_of(seq: int, entries: Sequence[Entry], *, beside: int) -> Entry | None:
    """The entry that was written as number `seq` and now stands elsewhere."""
    return next(
        (entry for at, entry in enumerate(entries) if at != beside and entry.seq != seq and entry.fits(seq)),
        None,
    )


def _at_the_end(chain: UUID, entries: Sequence[Entry], head: Head | None) -> tuple[int, Kind] | None:
    last = Head(len(entries), entries[-1].hash) if entries else Head(0, genesis(chain))
    if head is None:
        return (last.seq, Kind.HEAD_MISMATCH) if entries else None
    if head.seq > last.seq:
        return last.seq + 1, Kind.TAIL_CUT
    if head.seq < last.seq:
        behind = entries[head.seq - 1].hash if head.seq > 0 else genesis(chain)
        return (head.seq + 1, Kind.INSERTED) if behind == head.hash else (last.seq, Kind.HEAD_MISMATCH)
    return None if head == last else (last.seq, Kind.HEAD_MISMATCH)


def _against(entries: Sequence[Entry], pins: Mapping[int, bytes]) -> tuple[int, Kind] | None:
    for seq in sorted(pins):
        if seq > len(entries):
            return len(entries) + 1, Kind.TAIL_CUT
        if entries[seq - 1].hash != pins[seq]:
            return seq, Kind.RECOMPUTED
    return None

# SPDX-License-Identifier: EUPL-1.2
"""Proving the journal: every chain, every entry, against heads and signed checkpoints.

No key is needed but the public one under the checkpoints: entries are hashed as ciphertext.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.db import transaction

from sluitend.privacy.journal import checkpoints, stored
from sluitend.privacy.journal.canon import FIELDS, digest, genesis
from sluitend.privacy.journal.diagnosis import Break, Entry, Head, Kind, diagnose

_SEQ, _PREV = FIELDS.index("seq"), FIELDS.index("prev_hash")
# Stands for entries whose chain cannot even be read.
NO_CHAIN = UUID(int=0)
_NO_PINS: Mapping[int, bytes] = {}

Pins = Mapping[UUID, Mapping[int, bytes]]


@dataclass(slots=True)
class Report:
    """What was proven, and what is broken."""

    chains: int = 0
    entries: int = 0
    checkpoints: int = 0
    breaks: list[Break] = field(default_factory=list)
    checkpoint_faults: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing at all is broken."""
        return not self.breaks and not self.checkpoint_faults


def verify(*, with_checkpoints: bool = True) -> Report:
    """Check all chains, in one stream over the journal, while others may write.

    A chain that looks broken is judged again under its lock: an entry that was written in the
    meantime is no tampering.
    """
    report = Report()
    pins: Pins = {}
    if with_checkpoints:
        signed = checkpoints.read_all()
        pins = signed.pins
        report.checkpoints = signed.number
        report.checkpoint_faults = signed.faults
    # Heads first: what is streamed later is at least as far, unless it was cut.
    heads = stored.heads()
    unseen = set(heads) | set(pins)
    doubtful: list[UUID] = []
    for chain, entries in groupby(stored.entries(), key=attrgetter("chain")):
        report.chains += 1
        if not isinstance(chain, UUID):
            report.entries += len(list(entries))
            report.breaks.append(Break(NO_CHAIN, 1, Kind.INSERTED))
            continue
        unseen.discard(chain)
        proven = _walk(entries, Head(0, genesis(chain)), pins.get(chain, _NO_PINS), report)
        if proven is None or (heads.get(chain) != proven and not _grew(chain, proven)):
            doubtful.append(chain)
    found = (judge(chain, pins.get(chain, _NO_PINS)) for chain in [*doubtful, *sorted(unseen)])
    report.breaks += [broken for broken in found if broken is not None]
    return report


def judge(chain: UUID, pins: Mapping[int, bytes]) -> Break | None:
    """Return the first break of one chain, which stays locked while it is read."""
    with transaction.atomic():
        head = stored.locked_head(chain)
        entries = list(stored.entries(chain=chain))
    return diagnose(chain, entries, head, pins)


def _walk(entries: Iterator[Entry], start: Head, pins: Mapping[int, bytes], report: Report) -> Head | None:
    """Follow one chain from `start`; return its end, or None when something does not fit."""
    seq, confirmed = start
    matched, sound = 0, True
    for values, hash_ in entries:
        report.entries += 1
        if not sound:
            continue
        seq += 1
        sound = values[_SEQ] == seq and values[_PREV] == confirmed and digest(values) == hash_
        if seq in pins:
            matched += 1
            sound = sound and pins[seq] == hash_
        confirmed = hash_
    return Head(seq, confirmed) if sound and matched == len(pins) else None


def _grew(chain: UUID, proven: Head) -> bool:
    """Return whether a chain is sound from what was proven up to its head as it is now."""
    with transaction.atomic():
        head = stored.locked_head(chain)
        later = stored.entries(chain=chain, after=proven.seq)
        return head is not None and _walk(later, proven, _NO_PINS, Report()) == head

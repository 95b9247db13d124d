# SPDX-License-Identifier: EUPL-1.2
"""Proving the journal: every chain, every entry, against heads and signed checkpoints.

No key is needed but the public one under the checkpoints: entries are hashed as ciphertext.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import transaction

from sluitend.privacy.journal import checkpoints
from sluitend.privacy.journal.canon import FIELDS, digest, genesis
from sluitend.privacy.journal.diagnosis import Break, Entry, Head, diagnose
from sluitend.privacy.models import JournalEntry, JournalHead

_CHAIN, _SEQ, _PREV = FIELDS.index("chain"), FIELDS.index("seq"), FIELDS.index("prev_hash")
_BATCH = 2_000
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
    heads = _heads()
    unseen = set(heads) | set(pins)
    doubtful = []
    for chain, rows in groupby(_stream(), key=itemgetter(_CHAIN)):
        unseen.discard(chain)
        report.chains += 1
        proven = _walk(rows, Head(0, genesis(chain)), pins.get(chain, _NO_PINS), report)
        if proven is None or (heads.get(chain) != proven and not _grew(chain, proven)):
            doubtful.append(chain)
    found = (judge(chain, pins.get(chain, _NO_PINS)) for chain in [*doubtful, *sorted(unseen)])
    report.breaks = [broken for broken in found if broken is not None]
    return report


def judge(chain: UUID, pins: Mapping[int, bytes]) -> Break | None:
    """Return the first break of one chain, which stays locked while it is read."""
    with transaction.atomic():
        head = _head(chain)
        entries = [_entry(values) for values in _rows(chain=chain)]
    return diagnose(chain, entries, head, pins)


def _walk(
    rows: Iterator[tuple[Any, ...]], start: Head, pins: Mapping[int, bytes], report: Report
) -> Head | None:
    """Follow one chain from `start`; return its end, or None when something does not fit."""
    seq, confirmed = start
    matched, sound = 0, True
    for row in rows:
        report.entries += 1
        if not sound:
            continue
        seq += 1
        values, stored = row[:-1], bytes(row[-1])
        sound = values[_SEQ] == seq and bytes(values[_PREV]) == confirmed and digest(values) == stored
        if seq in pins:
            matched += 1
            sound = sound and pins[seq] == stored
        confirmed = stored
    return Head(seq, confirmed) if sound and matched == len(pins) else None


def _grew(chain: UUID, proven: Head) -> bool:
    """Return whether a chain is sound from what was proven up to its head as it is now."""
    with transaction.atomic():
        head = _head(chain)
        rows = _rows(chain=chain, seq__gt=proven.seq)
        return head is not None and _walk(iter(rows), proven, _NO_PINS, Report()) == head


def _head(chain: UUID) -> Head | None:
    row = JournalHead.objects.select_for_update().filter(chain=chain).first()
    return None if row is None else Head(row.seq, bytes(row.hash))


def _heads() -> dict[UUID, Head]:
    rows = JournalHead.objects.values_list("chain", "seq", "hash").iterator(chunk_size=_BATCH)
    return {chain: Head(seq, bytes(hash_)) for chain, seq, hash_ in rows}


def _stream() -> Iterator[tuple[Any, ...]]:
    return iter(_rows().iterator(chunk_size=_BATCH))


def _rows(**which: Any) -> Any:
    return JournalEntry.objects.filter(**which).order_by("chain", "seq", "id").values_list(*FIELDS, "hash")


def _entry(row: tuple[Any, ...]) -> Entry:
    return Entry(row[:-1], bytes(row[-1]))

# SPDX-License-Identifier: EUPL-1.2
"""Ways to tamper with a journal by someone who owns the database and can switch off triggers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import F

from sluitend.core.tests.owning import with_every_right
from sluitend.privacy.journal.canon import FIELDS, digest, genesis
from sluitend.privacy.models import JournalEntry, JournalHead

Tamper = Callable[[UUID, Random], None]
# While numbers are moved they stand far away, so that `unique(chain, seq)` does not object.
_FAR = 1_000_000


@contextmanager
def as_owner() -> Iterator[None]:
    """Switch off what protects the journal; all is put back at the end."""
    with transaction.atomic():
        with_every_right()
        yield
        transaction.set_rollback(True)


def rows(chain: UUID) -> models.QuerySet[JournalEntry]:
    """The entries of a chain, in order."""
    return JournalEntry.objects.filter(chain=chain).order_by("seq")


def length(chain: UUID) -> int:
    """How many entries a chain has."""
    return rows(chain).count()


def rehash(entry: JournalEntry) -> None:
    """Give an entry a hash that fits its content."""
    entry.hash = digest([getattr(entry, name) for name in FIELDS])
    entry.save()


def recompute(chain: UUID, *, fit_head: bool = True) -> None:
    """Number and hash a whole chain afresh: consistent in itself, from the first entry on."""
    confirmed, seq = genesis(chain), 0
    for entry in list(rows(chain)):
        seq += 1
        entry.seq, entry.prev_hash = seq, confirmed
        rehash(entry)
        confirmed = bytes(entry.hash)
    if fit_head:
        JournalHead.objects.filter(chain=chain).update(seq=seq, hash=confirmed)


def shift(chain: UUID, *, above: int, by: int) -> None:
    """Renumber all entries above a number."""
    moved = JournalEntry.objects.filter(chain=chain)
    moved.filter(seq__gt=above, seq__lt=_FAR).update(seq=F("seq") + _FAR)
    moved.filter(seq__gt=_FAR).update(seq=F("seq") - _FAR + by)


def edit(chain: UUID, chance: Random) -> None:
    """Change one field of one entry."""
    at = rows(chain).filter(seq=chance.randint(1, length(chain)))
    changes: list[dict[str, Any]] = [
        {"actor_id": "nobody"},
        {"action": "test.other"},
        {"result": "refused"},
        {"origin": "elsewhere"},
        {"municipality": "GM0002"},
        {"object_id": "other"},
        {"at": F("at") + timedelta(seconds=1)},
        {"detail": b"other"},
        {"hash": chance.randbytes(32)},
        {"prev_hash": chance.randbytes(32)},
    ]
    at.update(**chance.choice(changes))


def edit_and_rehash(chain: UUID, chance: Random) -> None:
    """Change one entry and give it a fitting hash."""
    entry = rows(chain).get(seq=chance.randint(1, length(chain)))
    entry.actor_id = "nobody"
    rehash(entry)


def delete(chain: UUID, chance: Random) -> None:
    """Take out one entry that is not the last."""
    rows(chain).filter(seq=chance.randint(1, length(chain) - 1)).delete()


def delete_and_renumber(chain: UUID, chance: Random) -> None:
    """Take out one entry and close the gap."""
    at = chance.randint(1, length(chain) - 1)
    rows(chain).filter(seq=at).delete()
    shift(chain, above=at, by=-1)


def insert(chain: UUID, chance: Random) -> None:
    """Put in an entry with a fitting hash and link, and move up what follows."""
    at = chance.randint(1, length(chain))
    copy = rows(chain).get(seq=at)
    shift(chain, above=at - 1, by=1)
    copy.pk, copy.seq, copy.actor_id = None, at, "nobody"
    rehash(copy)


def insert_rubbish(chain: UUID, chance: Random) -> None:
    """Put in an entry whose hash does not fit."""
    at = chance.randint(1, length(chain))
    copy = rows(chain).get(seq=at)
    shift(chain, above=at - 1, by=1)
    copy.pk, copy.seq, copy.hash = None, at, chance.randbytes(32)
    copy.save()


def append(chain: UUID, chance: Random) -> None:
    """Add a fitting entry behind the last, without the head."""
    last = rows(chain).last()
    assert last is not None
    last.pk, last.seq, last.prev_hash = None, last.seq + 1, last.hash
    rehash(last)


def reorder(chain: UUID, chance: Random) -> None:
    """Exchange the numbers of two entries."""
    one, two = sorted(chance.sample(range(1, length(chain) + 1), 2))
    rows(chain).filter(seq=one).update(seq=_FAR)
    rows(chain).filter(seq=two).update(seq=one)
    rows(chain).filter(seq=_FAR).update(seq=two)


def cut_tail(chain: UUID, chance: Random) -> None:
    """Take out the last entries and leave the head."""
    rows(chain).filter(seq__gt=chance.randint(0, length(chain) - 1)).delete()


def cut_tail_and_head(chain: UUID, chance: Random) -> None:
    """Take out the last entries, and move the head back to what is left: only a checkpoint knows."""
    rows(chain).filter(seq__gt=chance.randint(1, length(chain) - 1)).delete()
    last = rows(chain).last()
    assert last is not None
    JournalHead.objects.filter(chain=chain).update(seq=last.seq, hash=last.hash)


def drop_chain(chain: UUID, chance: Random) -> None:
    """Take out a chain with its head: only a checkpoint knows."""
    rows(chain).delete()
    JournalHead.objects.filter(chain=chain).delete()


def recompute_after_edit(chain: UUID, chance: Random) -> None:
    """Change an entry and recompute all hashes and the head: only a checkpoint knows."""
    rows(chain).filter(seq=chance.randint(1, length(chain))).update(actor_id="nobody")
    recompute(chain)


def recompute_after_delete_and_refill(chain: UUID, chance: Random) -> None:
    """Replace an entry by another of the same number and recompute: only a checkpoint knows."""
    delete(chain, chance)
    recompute(chain, fit_head=False)
    append(chain, chance)
    last = rows(chain).last()
    assert last is not None
    JournalHead.objects.filter(chain=chain).update(seq=last.seq, hash=last.hash)


def move_head(chain: UUID, chance: Random) -> None:
    """Give the head another hash, or take it away."""
    head = JournalHead.objects.filter(chain=chain)
    if chance.random() < 0.5:
        head.delete()
    else:
        head.update(hash=chance.randbytes(32))

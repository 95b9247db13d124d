# SPDX-License-Identifier: EUPL-1.2
"""Checkpoints: signed, linked, complete, and never covering up a cut."""

import json
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.privacy import journal, keys
from sluitend.privacy.errors import JournalBroken, LooseKey
from sluitend.privacy.journal import checkpoints
from sluitend.privacy.tests import tampering
from sluitend.privacy.tests.conftest import Dossier, write


def _file(folder: Path) -> Path:
    [path] = folder.glob("journal-*.jsonl")
    return path


def _lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _file(folder).read_text().splitlines()]


@pytest.fixture
def signed(dossier: Dossier, other: Dossier, vera: Actor, checkpoint_dir: Path) -> Path:
    """Three checkpoints over two chains."""
    write(dossier.id, vera, 3)
    write(other.id, vera, 2)
    journal.checkpoint()
    write(dossier.id, vera)
    journal.checkpoint()
    write(other.id, vera)
    journal.checkpoint()
    return checkpoint_dir


def test_first_checkpoint_names_all_heads_and_later_ones_what_moved(
    signed: Path, dossier: Dossier, other: Dossier
) -> None:
    lines = _lines(signed)
    named = [{chain: head[0] for chain, head in line["heads"].items()} for line in lines]
    assert named == [{dossier.id.hex: 3, other.id.hex: 2}, {dossier.id.hex: 4}, {other.id.hex: 3}]
    assert [line["chains"] for line in lines] == [2, 2, 2]
    assert [line["entries"] for line in lines] == [5, 6, 7]
    assert [line["number"] for line in lines] == [1, 2, 3]


def test_nothing_new_needs_no_signature(signed: Path) -> None:
    assert journal.checkpoint() is None
    assert len(_lines(signed)) == 3


def test_folder_and_file_are_private(signed: Path) -> None:
    assert signed.stat().st_mode & 0o777 == 0o700
    assert _file(signed).stat().st_mode & 0o777 == 0o600


def test_folder_that_others_can_write_is_refused(signed: Path, dossier: Dossier, vera: Actor) -> None:
    write(dossier.id, vera)
    signed.chmod(0o777)
    with pytest.raises(LooseKey):
        journal.checkpoint()


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize(
    "change",
    [
        {"entries": 999},
        {"heads": {}},
        {"chains": 1},
        {"root": "0" * 64},
        {"previous": "0" * 63 + "1"},
        {"signature": ""},
        {"signature": "AAAA"},
    ],
    ids=str,
)
def test_altered_checkpoint_is_found(signed: Path, at: int, change: dict[str, Any]) -> None:
    lines = _lines(signed)
    lines[at] |= change
    _file(signed).write_text(
        "".join(json.dumps(line, sort_keys=True, separators=(",", ":")) + "\n" for line in lines)
    )
    report = journal.verify()
    assert not report.sound
    assert f"line {at + 1}" in report.checkpoint_faults[0]


def test_removed_line_in_the_middle_is_found(signed: Path) -> None:
    kept = _file(signed).read_bytes().splitlines(keepends=True)
    _file(signed).write_bytes(kept[0] + kept[2])
    assert "does not follow" in journal.verify().checkpoint_faults[0]


def test_exchanged_lines_are_found(signed: Path) -> None:
    one, two, three = _file(signed).read_bytes().splitlines(keepends=True)
    _file(signed).write_bytes(one + three + two)
    assert journal.verify().checkpoint_faults


def test_random_flips_in_the_file_are_all_found(signed: Path) -> None:
    chance, whole = Random(3), _file(signed).read_bytes()  # noqa: S311
    for _ in range(300):
        damaged = bytearray(whole)
        # The last line end is left: without it the last line counts as never finished.
        at = chance.randrange(len(whole) - 1)
        damaged[at] ^= 1 << chance.randrange(8)
        _file(signed).write_bytes(damaged)
        assert not journal.verify().sound, at


def test_checkpoint_of_another_key_is_not_believed(signed: Path, settings: Any, tmp_path: Path) -> None:
    settings.KEY_DIR = tmp_path / "others"
    keys.create_all(settings.KEY_DIR)
    assert "signature" in journal.verify().checkpoint_faults[0]


def test_line_cut_short_by_a_crash_was_never_a_checkpoint(
    signed: Path, dossier: Dossier, vera: Actor
) -> None:
    whole = _file(signed).read_bytes()
    for cut in (1, 50, len(whole.splitlines()[-1])):
        _file(signed).write_bytes(whole[:-cut])
        assert journal.verify().sound
        assert journal.checkpoint() == 3
        assert journal.verify().checkpoints == 3


def test_first_line_cut_short_by_a_crash_is_written_again(
    dossier: Dossier, vera: Actor, checkpoint_dir: Path
) -> None:
    write(dossier.id, vera)
    journal.checkpoint()
    _file(checkpoint_dir).write_bytes(_file(checkpoint_dir).read_bytes()[:100])
    assert journal.checkpoint() == 1
    assert journal.verify().sound


def test_next_month_starts_a_file_that_names_all_heads(
    signed: Path, dossier: Dossier, vera: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(days=32)
    monkeypatch.setattr(clock, "now", lambda: later)
    write(dossier.id, vera)
    assert journal.checkpoint() == 4
    first, second = sorted(signed.glob("journal-*.jsonl"))
    [line] = second.read_text().splitlines()
    assert len(json.loads(line)["heads"]) == 2
    assert journal.verify().checkpoints == 4
    # Also what only the older file confirmed still counts.
    first.unlink()
    assert "does not follow" in journal.verify().checkpoint_faults[0]


@pytest.mark.parametrize(
    "tamper", [tampering.cut_tail_and_head, tampering.drop_chain, tampering.recompute_after_edit]
)
def test_no_signature_covers_up_a_cut(
    signed: Path, dossier: Dossier, other: Dossier, vera: Actor, tamper: tampering.Tamper
) -> None:
    with tampering.as_owner():
        tamper(dossier.id, Random(1))  # noqa: S311
        write(other.id, vera)
        with pytest.raises(JournalBroken, match="journal verify"):
            journal.checkpoint()
    assert len(_lines(signed)) == 3


def test_chain_that_grew_after_being_recomputed_is_found_by_the_earlier_checkpoint(
    signed: Path, dossier: Dossier, vera: Actor
) -> None:
    with tampering.as_owner():
        tampering.recompute_after_edit(dossier.id, Random(1))  # noqa: S311
        write(dossier.id, vera)
        assert journal.checkpoint() == 4
        [broken] = journal.verify().breaks
    assert broken.kind == journal.Kind.RECOMPUTED


def test_no_checkpoint_is_written_after_a_damaged_file(signed: Path, dossier: Dossier, vera: Actor) -> None:
    path = _file(signed)
    path.write_text(path.read_text().replace('"number":2', '"number":7'))
    write(dossier.id, vera)
    with pytest.raises(JournalBroken, match="cannot be trusted"):
        journal.checkpoint()


def test_checkpoint_is_due_after_five_minutes_or_many_entries(
    signed: Path, dossier: Dossier, vera: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(dossier.id, vera)
    assert journal.checkpoint_if_due() is None
    monkeypatch.setattr(checkpoints, "MAX_ENTRIES", 2)
    assert journal.checkpoint_if_due() is None
    write(dossier.id, vera)
    assert journal.checkpoint_if_due() == 4
    write(dossier.id, vera)
    later = clock.now() + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert journal.checkpoint_if_due() == 5


@pytest.mark.django_db
def test_empty_journal_gets_one_checkpoint(checkpoint_dir: Path) -> None:
    assert journal.checkpoint_if_due() == 1
    assert journal.checkpoint() is None
    assert journal.verify().sound

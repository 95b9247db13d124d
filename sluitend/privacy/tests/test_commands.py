# SPDX-License-Identifier: EUPL-1.2
"""`sluitend keys …` and `sluitend journal …`: plain reports, exit code 1 on what is wrong."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sluitend.core.actor import Actor
from sluitend.privacy.tests.conftest import Dossier, write
from sluitend.privacy.tests.tampering import as_owner, recompute_after_edit, rows


def run(*words: str) -> str:
    """Run a command and return what it says."""
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_keys_are_created_once_and_checked(settings: Any, tmp_path: Path) -> None:
    settings.KEY_DIR = tmp_path / "keys"
    assert "Keys created" in run("keys", "create")
    assert "nothing changed" in run("keys", "create")
    assert "private and readable" in run("keys", "check")


@pytest.mark.django_db
def test_missing_keys_fail_the_check_in_one_sentence(settings: Any, tmp_path: Path) -> None:
    settings.KEY_DIR = tmp_path / "keys"
    with pytest.raises(CommandError, match="sluitend keys create"):
        run("keys", "check")


def test_no_new_keys_for_a_database_that_has_dossiers(
    dossier: Dossier, settings: Any, tmp_path: Path
) -> None:
    settings.KEY_DIR = tmp_path / "keys"
    with pytest.raises(CommandError, match="put back the key folder"):
        run("keys", "create")
    assert not settings.KEY_DIR.exists()


def test_sound_journal_is_said_to_be_sound(dossier: Dossier, vera: Actor, checkpoint_dir: Path) -> None:
    write(dossier.id, vera, 2)
    assert "No checkpoint exists yet" in run("journal", "verify")
    assert "Checkpoint 1 signed" in run("journal", "checkpoint")
    assert "Nothing was written" in run("journal", "checkpoint")
    said = run("journal", "verify")
    assert "2 entries in 1 chains read, 1 checkpoints." in said
    assert "The journal is sound." in said


def test_broken_journal_is_reported_per_chain(dossier: Dossier, vera: Actor, checkpoint_dir: Path) -> None:
    write(dossier.id, vera, 3)
    with as_owner():
        rows(dossier.id).filter(seq=2).delete()
        out = StringIO()
        with pytest.raises(CommandError, match="broken: 1 chains"):
            call_command("journal", "verify", stdout=out)
    assert f"chain {dossier.id}: first broken entry 2 (missing)" in out.getvalue()


def test_without_checkpoints_only_the_database_is_judged(
    dossier: Dossier, vera: Actor, checkpoint_dir: Path
) -> None:
    from random import Random

    write(dossier.id, vera, 3)
    run("journal", "checkpoint")
    with as_owner():
        recompute_after_edit(dossier.id, Random(1))  # noqa: S311
        assert "sound" in run("journal", "verify", "--no-checkpoints")
        with pytest.raises(CommandError, match="broken"):
            run("journal", "verify")


def test_damaged_checkpoint_fails_the_verification(
    dossier: Dossier, vera: Actor, checkpoint_dir: Path
) -> None:
    write(dossier.id, vera)
    run("journal", "checkpoint")
    [path] = checkpoint_dir.glob("*.jsonl")
    path.write_text(path.read_text().replace('"chains":1', '"chains":2'))
    with pytest.raises(CommandError, match="1 faults in checkpoints"):
        run("journal", "verify")
    with pytest.raises(CommandError, match="cannot be trusted"):
        run("journal", "checkpoint")

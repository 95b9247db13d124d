# SPDX-License-Identifier: EUPL-1.2

import pytest
from django.utils.module_loading import autodiscover_modules

from sluitend.core import periodic, walls
from sluitend.core.actor import system
from sluitend.core.tests.owning import drop_triggers
from sluitend.privacy import drafts, journal
from sluitend.privacy.models import Draft

pytestmark = pytest.mark.django_db


def _run(name: str) -> None:
    autodiscover_modules("jobs")
    next(job for job in periodic.registered() if job.name == name).run()


def test_worker_signs_a_checkpoint_when_one_is_due(clock) -> None:  # type: ignore[no-untyped-def]
    journal.act(by=system("test"), action="test.act", dossier_id=None, municipality="GM0000")
    before = journal.verify().checkpoints

    clock.advance(minutes=6)
    _run("journal-checkpoint")

    assert journal.verify().checkpoints == before + 1


def test_worker_tells_that_a_guard_was_lost_while_running(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The login of the suite may become the owner, so that it can lose one.
    monkeypatch.setattr(walls, "role_faults", lambda _connection: [])
    _run("guards-in-place")
    assert caplog.records == []

    drop_triggers()
    _run("guards-in-place")

    [told] = caplog.records
    assert told.levelname == "ERROR"
    assert "privacy_journalentry_no_update" in told.getMessage()


def test_worker_forgets_drafts_that_nobody_touched_for_a_day(clock) -> None:  # type: ignore[no-untyped-def]
    drafts.save(None, {"map_id": "persoon"})

    clock.advance(hours=25)
    _run("purge-drafts")

    assert not Draft.objects.exists()

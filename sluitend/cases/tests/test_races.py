# SPDX-License-Identifier: EUPL-1.2
"""Several people work on one agenda at the same moment: it ends for each, and nothing stays shared."""

from collections.abc import Callable
from functools import partial

import pytest

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.cases.models import Share
from sluitend.cases.services import agenda, meetings
from sluitend.cases.tests.making import guest, item_of, meeting_of, shared
from sluitend.core.tests.racing import at_once
from sluitend.signals.tests.making import acts, recorded

pytestmark = pytest.mark.django_db(transaction=True)
# Who shares comes too late, or who lets go finds that something was shared; never an error of a database.
_MAY_END = {"done", "Conflict", "BadInput"}


@pytest.mark.parametrize("way", ["remove", "cancel"])
def test_sharing_and_ending_it_all_at_once_leave_nothing_shared(officer: Person, way: str) -> None:
    by = actor_for(officer)
    for _ in range(3):
        # Signals are older than the meeting, so they are locked before it.
        signals = [recorded() for _number in range(3)]
        meeting = meeting_of(officer)
        row = guest(meeting, officer)
        items = [item_of(meeting, officer, signal) for signal in signals]
        first, second = (shared(item, officer, row)[0] for item in items[:2])
        ways: dict[str, Callable[[], object]] = {
            "remove": partial(meetings.remove_participant, participant=row, by=by),
            "cancel": partial(meetings.cancel_meeting, meeting=meeting, reason="Ziek", by=by),
        }
        end_all = ways[way]
        found = at_once(
            partial(agenda.end_share, share=first, by=by),
            partial(agenda.withdraw_item, item=second.item, by=by),
            partial(shared, items[2], officer, row),
            end_all,
        )
        assert set(found) <= _MAY_END
        assert found[0] == "done"
        if found[3] != "done":
            end_all()
        shares = Share.objects.filter(participant=row)
        assert not shares.filter(ended_at__isnull=True).exists()
        for item in items:
            ends = acts(item.dossier).count("agenda.end-share")
            assert ends == shares.filter(item=item).count()

# SPDX-License-Identifier: EUPL-1.2
"""Lists of cases and meetings cost as many queries for many rows as for few."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.clients import StaffClient
from sluitend.cases.services import tasks
from sluitend.cases.tests.making import case_of, item_of, meeting_of
from sluitend.core import clock
from sluitend.core.ids import new_id
from sluitend.signals.tests.making import again, recorded, signed_in


def with_task(officer: Person) -> None:
    case = case_of(officer, signals=(recorded(),))
    tasks.give_task(
        dossier=again(case),
        what="Kijken",
        due=clock.today(),
        person=officer,
        submission=new_id(),
        by=actor_for(officer),
    )


def with_agenda(officer: Person) -> None:
    item_of(meeting_of(officer), officer)


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("path", "most", "add"),
    [
        ("/werk/casus/", 15, with_task),
        ("/werk/overleg/", 15, with_agenda),
        ("/werk/", 15, with_task),
        ("/werk/taken/", 12, with_task),
        ("/werk/overleg/a4/", 25, with_agenda),
    ],
)
def test_a_list_of_many_asks_no_more_than_a_list_of_few(
    officer: Person, path: str, most: int, add: Callable[[Person], None]
) -> None:
    client = signed_in(StaffClient(), officer)
    add(officer)
    few = queries(client, path)
    for _ in range(4):
        add(officer)
    assert queries(client, path) == few <= most

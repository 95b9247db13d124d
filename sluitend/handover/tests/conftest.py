# SPDX-License-Identifier: EUPL-1.2
"""A link that was sent, its address, and a browser in which it stands open."""

import pytest
from django.test import Client

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.dossiers import services as dossiers
from sluitend.handover import doors
from sluitend.handover.services import SentLink
from sluitend.handover.tests.door import at
from sluitend.handover.tests.making import again, linked


@pytest.fixture
def sent(officer: Person) -> SentLink:
    made = linked(officer)
    dossiers.move(dossier=again(made.handover).dossier, to="handed-over", by=actor_for(officer))
    return made


@pytest.fixture
def token(sent: SentLink) -> str:
    return doors.token_of(sent.link.pk)


@pytest.fixture
def inside(client: Client, sent: SentLink, token: str) -> Client:
    """A browser in which the door is open."""
    answer = client.post(at("door", token), {"code": sent.code})
    assert answer.status_code == 302
    return client

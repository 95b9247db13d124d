# SPDX-License-Identifier: EUPL-1.2
"""A link for a partner: its code is shown to who made it, for a while, and kept nowhere."""

import re

import pytest
from django.test import Client

from conftest import FrozenClock
from sluitend.accounts.models import Person, Session
from sluitend.core.codes import show_code
from sluitend.handover import doors
from sluitend.handover.models import Handover, Link
from sluitend.handover.tests.making import to_shop
from sluitend.signals.tests.making import signed_in, text_of
from sluitend.signals.tests.registering import code_of
from sluitend.signals.tests.test_handover_pages import of

pytestmark = pytest.mark.django_db
LINK = {"address": "zoco@shop-denhaag.nl", "code_by": "070-3614747"}


@pytest.fixture
def desk(client: Client, officer: Person) -> Client:
    return signed_in(client, officer)


def test_the_code_of_a_link_is_shown_once_and_kept_in_no_session(desk: Client, officer: Person) -> None:
    handover = to_shop(officer)
    response = desk.post(of(handover, "link/"), LINK)
    assert response.status_code == 200
    code, link = code_of(response), Link.objects.get()
    assert doors.try_code(doors.token_of(link.pk), code, browser="x", address=None) is not None
    assert "070-3614747" in text_of(response)
    following = text_of(desk.get(of(handover)))
    assert code not in following
    assert show_code(code) not in following
    assert code not in str([session.session_data for session in Session.objects.all()])
    assert "no-store" in response.headers["Cache-Control"]


def test_a_fresh_link_shows_its_own_code(desk: Client, officer: Person) -> None:
    handover = to_shop(officer)
    first = code_of(desk.post(of(handover, "link/"), LINK))
    fresh = code_of(desk.post(of(handover, "nieuwe-link/"), LINK | {"code_by": "in-person"}))
    assert fresh != first
    assert desk.post(of(handover, "link/"), LINK).status_code == 409


def test_a_page_with_a_code_that_is_loaded_again_makes_no_other_link(
    desk: Client, officer: Person, deputy: Person, clock: FrozenClock
) -> None:
    handover = to_shop(officer)
    for act in ("link/", "nieuwe-link/"):
        given = LINK | {"submission": ticket_of(desk, handover)}
        first = code_of(desk.post(of(handover, act), given))
        made = Link.objects.count()
        assert code_of(desk.post(of(handover, act), given)) == first
        assert Link.objects.count() == made
        # Somebody else who finds the page open sees no code.
        other = signed_in(Client(), deputy)
        assert first not in text_of(other.post(of(handover, act), given | {"code_by": "x"}))
    link = Link.objects.get(revoked_at__isnull=True)
    clock.advance(minutes=16)
    signed_in(desk, officer)
    late = desk.post(of(handover, "nieuwe-link/"), given, follow=True)
    assert "opnieuw getoond" in text_of(late)
    assert first not in text_of(late)
    assert Link.objects.get(revoked_at__isnull=True) == link


def test_a_code_that_was_used_is_not_shown_again(desk: Client, officer: Person) -> None:
    handover = to_shop(officer)
    given = LINK | {"submission": ticket_of(desk, handover)}
    code, link = code_of(desk.post(of(handover, "link/"), given)), Link.objects.get()
    assert doors.try_code(doors.token_of(link.pk), code, browser="x", address=None) is not None
    assert desk.post(of(handover, "link/"), given).headers["Location"] == of(handover)


def ticket_of(client: Client, handover: Handover) -> str:
    page = text_of(client.get(of(handover)))
    # A ticket is signed text; other submits have plain names.
    return str(re.findall(r'name="submission" value="([^"]*:[^"]*)"', page)[-1])

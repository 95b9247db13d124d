# SPDX-License-Identifier: EUPL-1.2
"""Handing over by each way, and the loose ends that it ties."""

from datetime import date, timedelta

import pytest

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core import clock
from sluitend.core.codes import read_code
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.core.ids import new_id
from sluitend.dossiers.models import Fact
from sluitend.handover import doors, selectors, services
from sluitend.handover.guard import Confirmation
from sluitend.handover.models import Handover, Link, Outgoing
from sluitend.handover.tests.making import (
    IN_DANGER,
    PHONE,
    SHOP_MAIL,
    SHOP_PHONE,
    acts,
    again,
    called,
    linked,
    prepared,
    step_of,
    to_shop,
)
from sluitend.sharing import StepId

pytestmark = pytest.mark.django_db


def test_a_call_records_whom_when_and_their_number(officer: Person) -> None:
    handover = called(officer, their_reference="NLA-2026-1")
    receipt = selectors.open_content(actor_for(officer), handover, purpose="handover-page").receipt
    assert receipt["spoken_to"] == "Ina Inspecteur"
    assert receipt["their_reference"] == "NLA-2026-1"
    assert (handover.state, handover.feedback_by) == ("acknowledged", date(2026, 6, 30))
    assert acts(handover) == ["handover.prepare", "handover.send", "handover.acknowledge"]
    assert step_of(handover) == "complete-intake"


def test_what_the_dossier_waits_for_follows_the_handover(officer: Person) -> None:
    from sluitend.dossiers import services as dossiers

    handover = prepared(officer)
    dossiers.move(dossier=again(handover).dossier, to="handed-over", by=actor_for(officer))
    services.record_phone_call(
        handover=handover,
        number=PHONE,
        spoken_to="Ina Inspecteur",
        called_at=clock.now(),
        by=actor_for(officer),
        accepted=False,
        call_back_on=date(2026, 6, 3),
    )
    assert again(handover).state == "sent"
    assert (step_of(handover), again(handover).dossier.due) == ("call-partner-back", date(2026, 6, 3))
    services.acknowledge(handover=handover, by=actor_for(officer), heard_from="Ina Inspecteur")
    assert (step_of(handover), again(handover).dossier.due) == ("await-feedback", date(2026, 6, 30))


def test_a_call_needs_a_number_of_the_partner_a_name_and_a_past_moment(officer: Person) -> None:
    for wrong, field in (
        ({"number": "06-00000000"}, "number"),
        ({"spoken_to": "  "}, "spoken_to"),
        ({"called_at": clock.now() + timedelta(minutes=1)}, "called_at"),
        ({"call_back_on": date(2026, 6, 1)}, "call_back_on"),
    ):
        with pytest.raises(BadInput) as caught:
            called(officer, **wrong)
        assert caught.value.field == field
    assert set(Handover.objects.values_list("state", flat=True)) == {"prepared"}


def test_advice_by_phone_ends_with_what_was_advised(officer: Person) -> None:
    handover = prepared(officer, kind="advice", confirmation=Confirmation(frozenset({StepId.READ_FOR_NAMES})))
    services.record_phone_call(
        handover=handover,
        number=PHONE,
        spoken_to="Ina Inspecteur",
        called_at=clock.now(),
        by=actor_for(officer),
        advice="Wacht met een bezoek.",
    )
    assert again(handover).state == "fed-back"
    opened = selectors.open_content(actor_for(officer), again(handover), purpose="handover-page")
    assert [(said.what, said.body) for said in opened.said] == [("advice", "Wacht met een bezoek.")]


def test_the_partners_own_form_gives_a_number(officer: Person) -> None:
    handover = prepared(officer, way="form")
    with pytest.raises(BadInput):
        services.record_form(handover=handover, their_reference=" ", by=actor_for(officer))
    services.record_form(handover=handover, their_reference="W-77", by=actor_for(officer))
    assert (again(handover).state, again(handover).acknowledge_by) == ("sent", date(2026, 6, 4))


def test_a_way_is_recorded_only_for_what_was_prepared_for_it(officer: Person) -> None:
    with pytest.raises(Conflict):
        services.record_form(handover=prepared(officer), their_reference="W-77", by=actor_for(officer))
    with pytest.raises(Conflict):
        services.send_link(
            handover=prepared(officer),
            address=SHOP_MAIL,
            code_by=SHOP_PHONE,
            by=actor_for(officer),
            submission=new_id(),
        )


def test_a_link_has_a_code_that_is_shown_once_and_kept_nowhere(officer: Person) -> None:
    sent = linked(officer)
    link = Link.objects.get()
    code = read_code(sent.code)
    stored = bytes(link.code_hash) + bytes(link.token_hash)
    assert code.encode() not in stored
    assert doors.token_of(link.pk).encode() not in stored
    assert len(doors.token_of(link.pk)) == 43
    assert link.expires_at - link.made_at == timedelta(hours=72)
    assert again(sent.handover).state == "sent"


def test_a_link_goes_to_the_partners_mail_and_its_code_never_does(officer: Person) -> None:
    handover = to_shop(officer)
    by = actor_for(officer)
    with pytest.raises(BadInput) as caught:
        services.send_link(
            handover=handover,
            address="iemand@example.invalid",
            code_by=SHOP_PHONE,
            by=by,
            submission=new_id(),
        )
    assert caught.value.field == "address"
    for wrong in (SHOP_MAIL, "06-00000000", ""):
        with pytest.raises(BadInput) as caught:
            services.send_link(
                handover=handover, address=SHOP_MAIL, code_by=wrong, by=by, submission=new_id()
            )
        assert caught.value.field == "code_by"
    services.send_link(
        handover=handover, address=SHOP_MAIL, code_by=services.IN_PERSON, by=by, submission=new_id()
    )
    assert Outgoing.objects.get().address == SHOP_MAIL


def test_a_handover_is_sent_once(officer: Person) -> None:
    sent = linked(officer)
    with pytest.raises(Conflict):
        services.send_link(
            handover=sent.handover,
            address=SHOP_MAIL,
            code_by=SHOP_PHONE,
            by=actor_for(officer),
            submission=new_id(),
        )
    assert (Link.objects.count(), Outgoing.objects.count()) == (1, 1)


def test_a_fresh_link_closes_the_one_before_it(officer: Person) -> None:
    sent = linked(officer)
    fresh = services.renew_link(
        handover=sent.handover,
        address=SHOP_MAIL,
        code_by=SHOP_PHONE,
        by=actor_for(officer),
        submission=new_id(),
    )
    assert not doors.usable(doors.find(doors.token_of(sent.link.pk)))
    assert doors.usable(doors.find(doors.token_of(fresh.link.pk)))
    assert fresh.code != sent.code
    states = dict(Outgoing.objects.values_list("link", "progress"))
    assert states == {sent.link.pk: "cancelled", fresh.link.pk: "waiting"}


def test_sending_is_counted_without_a_trace_to_the_dossier(officer: Person) -> None:
    linked(officer)
    fact = Fact.objects.get(kind="handover-sent")
    assert fact.dims == {"handover-kind": "report", "partner": "shop", "way": "link"}


def test_only_who_may_hand_over_sends(officer: Person, outsider: Person) -> None:
    with pytest.raises(NotFound):
        services.record_form(
            handover=prepared(officer, way="form"), their_reference="W-77", by=actor_for(outsider)
        )


def test_what_is_acute_is_to_be_acknowledged_the_same_day(officer: Person) -> None:
    handover = prepared(officer, circumstances=IN_DANGER, way="form")
    services.record_form(handover=handover, their_reference="W-77", by=actor_for(officer))
    assert again(handover).acknowledge_by == date(2026, 6, 2)
    assert again(handover).feedback_by == date(2026, 6, 30)

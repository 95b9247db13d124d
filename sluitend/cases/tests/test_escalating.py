# SPDX-License-Identifier: EUPL-1.2
"""Escalating: the check questions decide nothing, and the signal is handed over like any other."""

from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.cases.models import Case
from sluitend.cases.services.checking import record_check
from sluitend.core import clock as clock_
from sluitend.core.actor import system
from sluitend.core.errors import BadInput, NotFound
from sluitend.handover.models import Handover, Way
from sluitend.handover.ways import ways_to
from sluitend.policy import selectors as policy
from sluitend.signals.tests.making import acts, again, prepared, recorded, signed_in, text_of

RIEC = ("organised", "two-partners", "proportionate")
ZVH = ("more-areas", "more-chains", "surroundings", "serious")


@pytest.mark.parametrize("answers", list(product(("yes", "no", "unknown"), repeat=3)))
def test_the_riec_needs_yes_to_all_three(lisse: Any, answers: tuple[str, ...]) -> None:
    yes = {name for name, answer in zip(RIEC, answers, strict=True) if answer == "yes"}
    assert lisse.pack.find("case_sorts", "riec").meets(yes) == (set(answers) == {"yes"})


@pytest.mark.parametrize("answers", list(product((True, False), repeat=4)))
def test_the_house_needs_all_three_or_a_serious_problem(lisse: Any, answers: tuple[bool, ...]) -> None:
    yes = {name for name, answer in zip(ZVH, answers, strict=True) if answer}
    assert lisse.pack.find("case_sorts", "zvh").meets(yes) == (all(answers[:3]) or answers[3])


def checked(signal: Any, person: Person, **changed: Any) -> bool:
    values: dict[str, Any] = {"sort": "riec", "answers": dict.fromkeys(RIEC, "yes"), "reason": "Netwerk"}
    return record_check(dossier=again(signal), by=actor_for(person), **(values | changed))


def test_answers_and_reason_are_journalled_and_nothing_is_decided(officer: Person) -> None:
    signal = recorded()
    before = again(signal).state
    assert checked(signal, officer)
    assert not checked(signal, officer, answers=dict.fromkeys(RIEC, "unknown"))
    assert acts(signal)[-2:] == ["case.check", "case.check"]
    assert again(signal).state == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": " "},
        {"answers": {}},
        {"answers": dict.fromkeys((*RIEC, "more"), "yes")},
        {"answers": dict.fromkeys(RIEC, "maybe")},
        {"sort": "niets"},
    ],
)
def test_each_question_has_an_answer_and_there_is_a_reason(officer: Person, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        checked(recorded(), officer, **wrong)


def test_who_may_not_hand_over_does_not_escalate(handler: Person) -> None:
    with pytest.raises(NotFound):
        checked(recorded(), handler)


def test_the_pages_lead_to_the_handover_of_the_own_house(client: Client, officer: Person) -> None:
    signal = recorded()
    signed_in(client, officer)
    page = text_of(client.get(reverse("cases:escalate", args=[signal.pk])))
    assert "RIEC-casus" in page
    assert "Zorg- en Veiligheidshuis" in page
    form = {f"q-{name}": "yes" for name in ZVH} | {"reason": "Gezin op meer gebieden vast"}
    answer = client.post(reverse("cases:escalate-to", args=[signal.pk, "zvh"]), form)
    # Lisse lies in Hollands Midden.
    assert answer.headers["Location"].endswith("/doorzetten/zvh-hollands-midden/")
    half = client.post(reverse("cases:escalate-to", args=[signal.pk, "zvh"]), {"reason": "X"})
    assert half.status_code == 422
    for sort in ("local", "niets"):
        assert client.get(reverse("cases:escalate-to", args=[signal.pk, sort])).status_code == 404


def test_a_partner_without_a_number_is_reached_at_the_table_where_it_sits(lisse: Any) -> None:
    pack, today = lisse.pack, clock_.today()
    (way,) = ways_to(pack, pack.find("partners", "riec"), kind="report", today=today)
    assert (way.way, way.contacts) == (Way.TABLE, ())
    assert not ways_to(pack, pack.find("partners", "rsiv"), kind="report", today=today)


def test_a_signal_is_handed_over_at_the_table_and_becomes_a_case_of_the_partnership(
    client: Client, officer: Person
) -> None:
    accounts.grant_role(person=officer, role="vertegenwoordiger-wgs", municipality=LISSE, by=system("test"))
    signal = recorded()
    from sluitend.handover.guard import Circumstances

    handover = prepared(
        signal,
        officer,
        partner_id="riec",
        way="table",
        circumstances=Circumstances(purpose="undermining"),
    )
    signed_in(client, officer)
    there = reverse("signals:handover", args=[signal.pk, handover.pk])
    assert "Aan wie in het overleg" in text_of(client.get(there))
    told = client.post(f"{there}tafel/", {"given_to": "Rita van het RIEC"})
    assert told.status_code == 302
    assert (Handover.objects.get().state, again(signal).state) == ("sent", "handed-over")
    address = reverse("cases:case-begin")
    assert client.get(address).status_code == 200
    form = {
        "submission": "01234567-89ab-4def-8123-456789abcdef",
        "sort": "riec",
        "title": "Netwerk aan de vaart",
        "their_reference": "RIEC-2026-1",
        "contribution": "Wij keken naar het pand",
    }
    answer = client.post(address, form)
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("cases:case", args=[case.pk])
    page = text_of(client.get(answer.headers["Location"]))
    assert "RIEC-2026-1" in page
    assert "Hier staat alleen wat van ons is" in page
    assert "Plan van aanpak" not in page
    assert policy.current().pack.find("case_sorts", "riec").own_only

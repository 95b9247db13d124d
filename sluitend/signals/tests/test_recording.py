# SPDX-License-Identifier: EUPL-1.2
"""A report becomes a signal that somebody answers for, and it is stored whole or not at all."""

from datetime import date
from typing import Any

import pytest

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.core.codes import new_code
from sluitend.core.errors import BadCode, BadInput, Refused
from sluitend.core.ids import new_id
from sluitend.dossiers.models import Dossier, Fact
from sluitend.privacy.models import BlindIndex, DossierKey
from sluitend.signals import selectors
from sluitend.signals.models import Channel, Receipt, Signal, ThreeWay
from sluitend.signals.services.recording import record_signal
from sluitend.signals.tests.making import SOMEBODY, acts, again, looks, recorded, report

pytestmark = pytest.mark.django_db


def assert_nothing_stored() -> None:
    for model in (Dossier, Signal, Receipt, Fact, BlindIndex):
        assert not model._default_manager.exists(), model
    # The journal of a municipality has a key of its own.
    assert not DossierKey.objects.exclude(vault="journal").exists()


def test_a_report_has_an_owner_role_a_next_step_and_a_due_date(lisse: Any) -> None:
    dossier = again(recorded())
    assert (dossier.state, dossier.owner_role, dossier.owner) == ("received", "aandachtsfunctionaris", None)
    assert (dossier.next_step, dossier.due) == ("urgency-check", date(2026, 6, 2))
    assert acts(dossier) == ["dossier.open", "signal.record"]


@pytest.mark.parametrize("acute", ["yes", "no", "unknown"])
def test_who_is_in_danger_now_is_due_today_even_when_nobody_works(lisse: Any, clock: Any, acute: str) -> None:
    clock.set_day(date(2026, 6, 6))  # a Saturday
    due = again(recorded(acute=ThreeWay(acute))).due
    assert due == (date(2026, 6, 6) if acute == "yes" else date(2026, 6, 8))


def test_a_retried_submit_finds_the_signal_of_the_first(lisse: Any) -> None:
    same, code = report(), new_code()
    first, second = (
        record_signal(report=same, municipality=LISSE, by=SOMEBODY, receipt_code=code) for _time in range(2)
    )
    assert first.pk == second.pk
    assert (Signal.objects.count(), Receipt.objects.count(), Dossier.objects.count()) == (1, 1, 1)
    assert Fact.objects.filter(kind="signal-received").count() == 1
    found = selectors.open_receipt(code)
    assert found is not None
    assert found.dossier_id == first.pk


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"facts": " \n "}, "facts"),
        ({"reporter_group": "verzonnen"}, "reporter_group"),
        ({"forms": ("arbeid", "verzonnen")}, "forms"),
        ({"indicators": ("verzonnen",)}, "indicators"),
    ],
)
def test_nothing_is_stored_when_a_part_cannot_be_used(lisse: Any, changed: Any, field: str) -> None:
    with pytest.raises(BadInput) as told:
        recorded(code=new_code(), **changed)
    assert told.value.field == field
    assert str(told.value).endswith(".")
    assert_nothing_stored()


def test_nothing_is_stored_when_the_journal_fails(lisse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sluitend.signals.services.recording.journal.act", _broken)
    with pytest.raises(OSError, match="journal"):
        recorded(code=new_code())
    assert_nothing_stored()


def _broken(**_given: Any) -> None:
    message = "the journal cannot be written"
    raise OSError(message)


def test_a_signal_is_counted_without_a_trace_to_it(lisse: Any) -> None:
    recorded(minor=ThreeWay.YES, reporter_name="Bo Boa")
    (fact,) = Fact.objects.all()
    assert (fact.kind, fact.municipality, fact.day) == ("signal-received", LISSE, date(2026, 6, 2))
    assert fact.dims == {
        "anonymous": False,
        "channel": "web",
        "forms": ["arbeid"],
        "map": "none",
        "minor": "yes",
        "reporter": "boa",
        "urgent": "unknown",
    }


def test_a_form_that_is_not_known_counts_as_unknown(lisse: Any) -> None:
    recorded(forms=())
    assert Fact.objects.get().dims["forms"] == ["unknown"]


def test_staff_registers_only_with_the_right_to(officer: Person, outsider: Person) -> None:
    by = actor_for(officer)
    signal = recorded(by=by, channel=Channel.PHONE)
    assert again(signal).opened_by_id == str(officer.pk)
    with pytest.raises(Refused):
        recorded(by=actor_for(outsider), channel=Channel.PHONE)


def test_all_that_was_written_comes_back_in_one_look(officer: Person) -> None:
    route = {"map": "persoon", "answers": {"p1": "no"}, "context": {}, "pack": {}}
    signal = recorded(
        route=route,
        circumstances="Elke avond",
        interpretation="Ik denk aan dwang",
        source_note="Een buurman",
        indicators=("a4-paspoort-weg", "a2-lange-dagen", "a4-paspoort-weg"),
        identifiers=(("address", "Voorbeeldstraat 1, Lisse"), ("kvk", "0000 0000")),
    )
    content = selectors.content(actor_for(officer), again(signal), purpose="signal-page")
    assert content.facts == "Vier mannen slapen in een schuur."
    assert (content.circumstances, content.interpretation) == ("Elke avond", "Ik denk aan dwang")
    assert (content.source_note, content.route) == ("Een buurman", route)
    assert content.indicators == ("a4-paspoort-weg", "a2-lange-dagen")
    assert content.identifiers == (("address", "Voorbeeldstraat 1, Lisse"), ("kvk", "0000 0000"))
    assert looks(signal) == [("signal-page", "content")]


def test_a_code_that_cannot_be_a_code_is_refused_before_anything_is_stored(lisse: Any) -> None:
    with pytest.raises(BadCode):
        recorded(code="AAAA", submission=new_id())
    assert_nothing_stored()

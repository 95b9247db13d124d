# SPDX-License-Identifier: EUPL-1.2
"""A case: begun from signals, with a goal, kept apart where a law asks it, closed with what was learned."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.cases import reading, selectors
from sluitend.cases.models import Case, CaseSignal, Participant, SheetLine
from sluitend.cases.services import opening, taking_part, tasks, working
from sluitend.cases.tests.making import case_of
from sluitend.core import clock as clock_
from sluitend.core.actor import system
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier, Fact
from sluitend.signals.tests.making import acts, again, recorded


@pytest.fixture
def representative(officer: Person) -> Person:
    """The officer, who represents the municipality at the partnerships too."""
    accounts.grant_role(person=officer, role="vertegenwoordiger-wgs", municipality=LISSE, by=system("test"))
    return officer


def content(person: Person, case: Case) -> reading.CaseContent:
    by = actor_for(person)
    return reading.case_content(by, selectors.case(by, case.pk), purpose="case-page")


def test_a_case_begins_with_its_signals_an_owner_role_a_step_and_a_day(officer: Person) -> None:
    signals = (recorded(), recorded(forms=("seksueel",)))
    case = case_of(officer, signals=signals)
    dossier = again(case)
    assert (dossier.kind, dossier.state, dossier.compartment) == ("case", "case-open", "signals")
    assert dossier.owner_role == "aandachtsfunctionaris"
    assert dossier.next_step == "review-case"
    assert dossier.due
    assert case.forms == ["arbeid", "seksueel"]
    assert {row.pk for row in selectors.signals_of(actor_for(officer), case)} == {one.pk for one in signals}
    assert acts(dossier) == ["dossier.open", "case.open", "case.add-signal", "case.add-signal"]


def test_a_submit_that_comes_again_makes_no_other_case(officer: Person) -> None:
    submission = new_id()
    first = case_of(officer, submission=submission)
    assert case_of(officer, submission=submission).pk == first.pk
    assert Case.objects.count() == 1


def test_the_submit_of_somebody_else_leads_nobody_to_their_case(officer: Person, handler: Person) -> None:
    submission = new_id()
    case_of(officer, submission=submission)
    with pytest.raises(NotFound):
        case_of(handler, submission=submission)
    assert Case.objects.count() == 1


def test_what_it_is_called_and_for_is_sealed_and_can_be_said_anew(officer: Person) -> None:
    case = case_of(officer)
    assert b"schuur" not in bytes(case.title or b"")
    version = again(case).version
    opening.describe_case(case=case, title="De loods", goal="Weg", version=version, by=actor_for(officer))
    seen = content(officer, case)
    assert (seen.title, seen.goal) == ("De loods", "Weg")
    with pytest.raises(Conflict):
        opening.describe_case(case=case, title="Anders", goal="", version=version, by=actor_for(officer))
    assert content(officer, case).title == "De loods"


@pytest.mark.parametrize("title", ["", "  \n "])
def test_a_case_has_a_name(officer: Person, title: str) -> None:
    with pytest.raises(BadInput, match="korte naam"):
        case_of(officer, title=title)
    assert not Dossier.objects.filter(kind="case").exists()


def test_a_case_of_a_partnership_lies_apart_and_takes_no_signal_along(representative: Person) -> None:
    with pytest.raises(BadInput, match="apart bewaard"):
        case_of(representative, sort="riec", signals=(recorded(),))
    case = case_of(
        representative, sort="riec", their_reference="RIEC-1", contribution="Wij keken naar het pand"
    )
    dossier = again(case)
    assert dossier.compartment == "wgs"
    assert dossier.owner_role == "vertegenwoordiger-wgs"
    assert content(representative, case).their_reference == "RIEC-1"
    with pytest.raises(BadInput):
        opening.add_signal(case=dossier, signal=again(recorded()), by=actor_for(representative))


def test_who_has_no_place_at_the_partnerships_sees_no_case_of_them(officer: Person, deputy: Person) -> None:
    with pytest.raises(Refused):
        case_of(officer, sort="riec")
    accounts.grant_role(person=officer, role="vertegenwoordiger-wgs", municipality=LISSE, by=system("test"))
    case = case_of(officer, sort="zvh")
    with pytest.raises(NotFound):
        selectors.case(actor_for(deputy), case.pk)
    assert selectors.cases(actor_for(deputy)).rows == ()
    assert [one.pk for one in selectors.cases(actor_for(officer)).rows] == [case.pk]


def test_a_local_case_keeps_no_contribution_of_a_partnership(officer: Person) -> None:
    case = case_of(officer, their_reference="X-1", contribution="Iets")
    assert (content(officer, case).their_reference, content(officer, case).contribution) == ("", "")


def test_a_signal_is_added_once_and_taken_out_again(officer: Person) -> None:
    case, signal, by = case_of(officer), recorded(forms=("crimineel",)), actor_for(officer)
    for _again in range(2):
        opening.add_signal(case=again(case), signal=again(signal), by=by)
    assert CaseSignal.objects.count() == 1
    case.refresh_from_db()
    assert case.forms == ["crimineel"]
    opening.remove_signal(case=again(case), signal=again(signal), by=by)
    assert not CaseSignal.objects.exists()
    assert acts(case)[-2:] == ["case.add-signal", "case.remove-signal"]


def test_nobody_links_a_signal_that_they_may_not_work_on(officer: Person, handler: Person) -> None:
    signal = recorded()
    case = case_of(officer)
    dossiers.assign(dossier=again(case), to=handler, by=actor_for(officer))
    with pytest.raises(NotFound):
        opening.add_signal(case=again(case), signal=again(signal), by=actor_for(handler))
    with pytest.raises(NotFound):
        case_of(handler, signals=(signal,))


def test_nobody_puts_their_signal_into_a_case_that_they_may_not_work_on(
    officer: Person, handler: Person
) -> None:
    case, signal = case_of(officer), recorded()
    dossiers.assign(dossier=again(signal), to=handler, by=actor_for(officer))
    with pytest.raises(NotFound):
        opening.add_signal(case=again(case), signal=again(signal), by=actor_for(handler))
    assert not CaseSignal.objects.exists()


def test_a_line_of_a_sheet_is_written_and_written_over(officer: Person) -> None:
    case, by = case_of(officer), actor_for(officer)
    for text in ("Aanbellen", "Aanbellen en flyers"):
        working.write_line(dossier=again(case), sheet="plan", word="preventie", text=text, by=by)
    working.write_line(
        dossier=again(case),
        sheet="barriers",
        word="geld",
        text="Rekening",
        by_whom="Bank",
        state="missing",
        by=by,
    )
    lines = {one.word: one for one in content(officer, case).lines}
    assert lines["plan:preventie"].text == "Aanbellen en flyers"
    assert (lines["barriers:geld"].state, lines["barriers:geld"].by_whom) == ("missing", "Bank")


@pytest.mark.parametrize(("sheet", "word"), [("plan", "geld"), ("barriers", "preventie"), ("niets", "geld")])
def test_a_sheet_has_the_lines_of_the_plan_and_no_others(officer: Person, sheet: str, word: str) -> None:
    with pytest.raises(BadInput):
        working.write_line(
            dossier=again(case_of(officer)), sheet=sheet, word=word, text="X", by=actor_for(officer)
        )


def test_the_plan_of_approach_follows_the_six_components_of_the_strategy(lisse: Any) -> None:
    assert list(working.components(lisse.pack)) == [
        "signaleren",
        "preventie",
        "handhaven-barrieres",
        "repressie",
        "hulp-opvang",
        "samenwerking",
    ]


def test_what_a_partner_told_is_recorded_as_told(officer: Person, clock: Any) -> None:
    case, by, submission = case_of(officer), actor_for(officer), new_id()
    told: dict[str, Any] = {
        "step": "complaint-filed",
        "partner_id": "politie",
        "told_on": clock_.today(),
        "note": "Gisteren",
    }
    for _again in range(2):
        working.record_told(dossier=again(case), submission=submission, by=by, **told)
    (seen,) = content(officer, case).told
    assert (seen.step, seen.partner_id, seen.note) == ("complaint-filed", "politie", "Gisteren")
    for wrong in ({"step": "iets"}, {"partner_id": "niemand"}):
        with pytest.raises(BadInput):
            working.record_told(dossier=again(case), submission=new_id(), by=by, **(told | wrong))


def test_a_decision_is_kept_and_plans_what_belongs_to_it(officer: Person) -> None:
    case, by, submission = case_of(officer), actor_for(officer), new_id()
    for _again in range(2):
        working.decide(
            dossier=again(case),
            outcome="decided-inspection",
            reason="Drie auto’s",
            submission=submission,
            by=by,
        )
    (seen,) = content(officer, case).decisions
    assert (seen.outcome, seen.reason) == ("decided-inspection", "Drie auto’s")
    assert again(case).next_step == "carry-out-approach"
    with pytest.raises(BadInput):
        # Of a signal, not of a case.
        working.decide(dossier=again(case), outcome="decided-riec", reason="", submission=new_id(), by=by)


def test_a_case_closes_with_an_outcome_a_reason_and_what_was_learned(officer: Person) -> None:
    case, by = case_of(officer), actor_for(officer)
    task = tasks.give_task(
        dossier=again(case), what="Kijken", due=clock_.today(), person=officer, submission=new_id(), by=by
    )
    ends: dict[str, Any] = {"outcome": "case-goal-reached", "reason": "Leeg", "evaluation": "Eerder bellen"}
    with pytest.raises(BadInput, match="open taken"):
        working.close_case(case=case, by=by, **ends)
    tasks.finish_task(task=task, result="Gezien", by=by)
    with pytest.raises(BadInput, match="geleerd"):
        working.close_case(case=case, by=by, **(ends | {"evaluation": " "}))
    assert again(case).is_open
    working.close_case(case=case, by=by, **ends)
    assert (again(case).state, again(case).outcome) == ("case-closed", "case-goal-reached")
    assert content(officer, case).evaluation == "Eerder bellen"
    assert Fact.objects.filter(kind="case-closed").count() == 1
    with pytest.raises(Conflict):
        working.write_line(dossier=again(case), sheet="plan", word="preventie", text="X", by=by)
    dossiers.reopen(dossier=again(case), reason="Toch weer", by=by)
    assert again(case).is_open


def test_no_case_closes_without_an_evaluation_by_any_other_way(officer: Person) -> None:
    with pytest.raises(BadInput, match="geleerd"):
        dossiers.close(
            dossier=again(case_of(officer)),
            outcome="case-goal-reached",
            reason="Klaar",
            by=actor_for(officer),
        )


def test_a_case_is_not_closed_with_the_outcome_of_a_signal(officer: Person) -> None:
    with pytest.raises(BadInput):
        working.close_case(
            case=case_of(officer), outcome="dealt-with", reason="X", evaluation="Y", by=actor_for(officer)
        )


def test_no_journal_entry_no_case(officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_kw: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(opening, "write_act", broken)
    with pytest.raises(RuntimeError):
        case_of(officer)
    assert not Case.objects.exists()
    assert not Dossier.objects.filter(kind="case").exists()


def test_a_case_names_the_forms_of_the_signals_that_are_in_it(officer: Person) -> None:
    by, case = actor_for(officer), case_of(officer)
    labour, sexual = recorded(forms=("arbeid",)), recorded(forms=("seksueel",))
    for signal in (labour, sexual):
        opening.add_signal(case=again(case), signal=again(signal), by=by)
    assert Case.objects.get(pk=case.pk).forms == ["arbeid", "seksueel"]
    opening.remove_signal(case=again(case), signal=again(labour), by=by)
    assert Case.objects.get(pk=case.pk).forms == ["seksueel"]


def test_a_case_of_a_partnership_has_no_place_for_more_than_is_ours(officer: Person) -> None:
    accounts.grant_role(person=officer, role="vertegenwoordiger-wgs", municipality=LISSE, by=system("test"))
    by, case = actor_for(officer), case_of(officer, sort="riec", goal="")
    with pytest.raises(Conflict, match="alleen wat van ons is"):
        working.write_line(dossier=again(case), sheet="barriers", word="geld", text="Veel", by=by)
    with pytest.raises(Conflict, match="alleen wat van ons is"):
        working.record_told(
            dossier=again(case),
            step="police-contact",
            partner_id="politie",
            told_on=clock_.today(),
            submission=new_id(),
            by=by,
        )
    row = SheetLine(
        dossier=again(case),
        municipality=LISSE,
        compartment="wgs",
        sheet="barriers",
        word="geld",
        written_at=clock_.now(),
        written_by_kind="staff",
        written_by_id=str(officer.pk),
    )
    with pytest.raises(DatabaseError, match="only what is ours"), transaction.atomic():
        row.save(force_insert=True)


def joined(case: Case, person: Person, partner_id: str = "odwh", **changed: Any) -> Participant:
    values: dict[str, Any] = {"why": "Kijkt naar de brandveiligheid", "submission": new_id()}
    return taking_part.add_organisation(
        case=case, partner_id=partner_id, by=actor_for(person), **(values | changed)
    )


def test_an_organisation_works_on_a_case_for_a_purpose_once_until_it_does_no_more(officer: Person) -> None:
    case, by, once = case_of(officer), actor_for(officer), new_id()
    row = joined(case, officer, submission=once, name="Otto Omgeving")
    assert joined(case, officer, submission=once) == row
    with pytest.raises(BadInput, match="doet al mee"):
        joined(case, officer)
    assert acts(case)[-1:] == ["case.take-part"]
    seen = reading.case_content(by, case, purpose="case-page").organisations
    assert [(one.name, one.why) for one in seen] == [("Otto Omgeving", "Kijkt naar de brandveiligheid")]
    row.refresh_from_db()
    assert b"brandveiligheid" not in bytes(row.why or b"")
    taking_part.end_part(case=case, participant=row, by=by)
    taking_part.end_part(case=case, participant=row, by=by)
    assert acts(case)[-2:] == ["case.take-part", "case.end-part"]
    assert reading.case_content(by, case, purpose="case-page").organisations == ()
    assert joined(case, officer) != row


@pytest.mark.parametrize("wrong", [{"partner_id": "niemand"}, {"partner_id": "tafel"}, {"why": " "}])
def test_it_is_a_partner_of_the_plan_and_says_what_for(officer: Person, wrong: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        joined(case_of(officer), officer, **wrong)
    assert not Participant.objects.exists()


def test_who_may_not_work_on_a_case_lets_nobody_take_part(officer: Person, handler: Person) -> None:
    case = case_of(officer)
    with pytest.raises(NotFound):
        joined(case, handler)
    row = joined(case, officer)
    with pytest.raises(NotFound):
        taking_part.end_part(case=case, participant=row, by=actor_for(handler))


def test_of_a_case_of_a_partnership_it_stands_nowhere_here_who_takes_part(officer: Person) -> None:
    accounts.grant_role(person=officer, role="vertegenwoordiger-wgs", municipality=LISSE, by=system("test"))
    case = case_of(officer, sort="riec", goal="")
    with pytest.raises(Conflict, match="alleen wat van ons is"):
        joined(case, officer)
    row = Participant(
        dossier=again(case),
        municipality=LISSE,
        compartment="wgs",
        partner_id="odwh",
        added_at=clock_.now(),
        added_by_kind="staff",
        added_by_id=str(officer.pk),
    )
    with pytest.raises(DatabaseError, match="only what is ours"), transaction.atomic():
        row.save(force_insert=True)

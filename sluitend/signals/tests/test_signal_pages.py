# SPDX-License-Identifier: EUPL-1.2
"""The page of one signal and what is done from it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.codes import new_code
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.signals.models import Message, Receipt, Signal, Weighing
from sluitend.signals.services import dialogue, triage
from sluitend.signals.tests.making import ANSWERS, acts, again, looks, recorded, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def signal(lisse: Any) -> Signal:
    return recorded(code=new_code(), reporter_name="Bo Boa", safe_contact="Via de buurvrouw")


@pytest.fixture
def desk(client: Client, officer: Person) -> Client:
    return signed_in(client, officer)


def at(signal: Signal, act: str = "") -> str:
    return f"/werk/signaal/{signal.pk}/{act}"


def with_version(signal: Signal, **given: Any) -> dict[str, Any]:
    return {"version": again(signal).version, **given}


def test_opening_the_page_is_a_look(signal: Signal, desk: Client) -> None:
    page = text_of(desk.get(at(signal)))
    assert "Vier mannen slapen in een schuur." in page
    assert "Arbeidsuitbuiting" in page
    for hidden in ("Bo Boa", "Via de buurvrouw"):
        assert hidden not in page
    assert looks(signal) == [("signal-page", "content")]


@pytest.mark.parametrize("what", ["melder", "veilig-contact"])
def test_what_lies_apart_asks_for_the_second_factor_again(
    what: str, signal: Signal, desk: Client, clock: FrozenClock
) -> None:
    clock.advance(minutes=6)
    asked = desk.post(at(signal, f"inzien/{what}/"), {"reason": "Terugbellen"})
    assert asked["Location"].startswith("/inloggen/bevestigen/")
    assert looks(signal) == []


@pytest.mark.parametrize(
    ("what", "shown", "act"),
    [
        ("melder", "Bo Boa", "reporter.look"),
        ("veilig-contact", "Via de buurvrouw", "safe-contact.look"),
    ],
)
def test_what_is_stored_apart_is_shown_with_a_reason_only(
    signal: Signal, desk: Client, what: str, shown: str, act: str
) -> None:
    refused = desk.post(at(signal, f"inzien/{what}/"), {"reason": "  "})
    assert refused.status_code == 422
    assert shown not in text_of(refused)
    assert act not in acts(signal)
    assert shown in text_of(desk.post(at(signal, f"inzien/{what}/"), {"reason": "Terugbellen"}))
    assert act in acts(signal)
    assert shown not in text_of(desk.get(at(signal)))


def test_what_is_not_stored_apart_is_not_found(signal: Signal, desk: Client) -> None:
    assert desk.post(at(signal, "inzien/alles/"), {"reason": "Zomaar"}).status_code == 404


def test_who_works_on_a_signal_does_not_see_who_reported_it(
    signal: Signal, officer: Person, handler: Person, client: Client
) -> None:
    dossiers.assign(dossier=again(signal), to=handler, by=actor_for(officer))
    signed_in(client, handler)
    assert "inzien/melder" not in text_of(client.get(at(signal)))
    # The right is asked for before the reason: who has none is not told what is missing.
    assert client.post(at(signal, "inzien/melder/"), {"reason": ""}).status_code == 403
    response = client.post(at(signal, "inzien/melder/"), {"reason": "Nieuwsgierig"})
    assert response.status_code == 403
    assert "Bo Boa" not in text_of(response)


def test_taking_on_with_one_press(signal: Signal, desk: Client, officer: Person) -> None:
    assert desk.post(at(signal, "oppakken/"), with_version(signal)).headers["Location"] == at(signal)
    assert (again(signal).owner, again(signal).state) == (officer, "intake")
    assert desk.post(at(signal, "oppakken/"), {"version": 1}).status_code == 409
    assert desk.post(at(signal, "oppakken/"), {"version": "verzonnen"}).status_code == 400


def test_assigning_to_a_colleague_and_back_to_the_role(signal: Signal, desk: Client, handler: Person) -> None:
    desk.post(at(signal, "toewijzen/"), with_version(signal, to=str(handler.pk)))
    assert again(signal).owner == handler
    desk.post(at(signal, "toewijzen/"), with_version(signal, to=""))
    assert again(signal).owner is None


def test_nobody_is_assigned_who_could_not_work_on_it(signal: Signal, desk: Client, outsider: Person) -> None:
    response = desk.post(at(signal, "toewijzen/"), with_version(signal, to=str(outsider.pk)))
    assert response.status_code == 422
    assert "Otto Omstander" not in text_of(response)
    assert again(signal).owner is None


def test_planning_what_is_next(signal: Signal, desk: Client) -> None:
    desk.post(at(signal, "volgende-stap/"), with_version(signal, next_step="first-reaction", due=""))
    assert (again(signal).next_step, again(signal).due) == ("first-reaction", date(2026, 6, 4))
    given = with_version(signal, next_step="weigh", due="2026-06-01")
    response = desk.post(at(signal, "volgende-stap/"), given)
    assert response.status_code == 422
    assert "2026-06-01" in text_of(response)


def test_weighing_asks_for_the_test_on_the_same_page_and_keeps_what_was_typed(
    signal: Signal, desk: Client, officer: Person
) -> None:
    triage.take_on(dossier=again(signal), by=actor_for(officer))
    given = with_version(signal, outcome="research-sources", reason="Wie woont daar?")
    asked = desk.post(at(signal, "wegen/"), given)
    assert asked.status_code == 422
    page = text_of(asked)
    assert "Wie woont daar?" in page
    assert 'name="goal"' in page
    half = desk.post(at(signal, "wegen/"), {**given, **ANSWERS, "necessary": ""})
    assert half.status_code == 422
    assert ANSWERS["goal"] in text_of(half)
    assert not Weighing.objects.exists()
    assert desk.post(at(signal, "wegen/"), {**given, **ANSWERS}).status_code == 302
    assert again(signal).state == "source-check"
    assert ANSWERS["proportionate"] in text_of(desk.get(at(signal)))


def test_a_decision_to_hand_over_leads_to_handing_over(signal: Signal, desk: Client) -> None:
    given = with_version(signal, outcome="to-partner", reason="Dit is arbeid")
    assert desk.post(at(signal, "wegen/"), given).headers["Location"] == at(signal, "doorzetten/")


@pytest.mark.parametrize(
    ("act", "given", "told"),
    [
        ("toewijzen/", {"to": ""}, "ligt weer bij de rol. Volgende stap:"),
        (
            "volgende-stap/",
            {"next_step": "weigh", "due": "2026-06-09"},
            "Volgende stap: Wegen, uiterlijk 9 juni 2026.",
        ),
        (
            "wegen/",
            {"outcome": "to-signal-meeting", "reason": "Meer partners"},
            "U heeft dit signaal gewogen. ",
        ),
        ("sluiten/", {"outcome": "no-action", "reason": "Te weinig"}, "U heeft dit signaal afgesloten.<"),
    ],
)
def test_after_an_act_a_sentence_says_what_was_done_and_what_is_next(
    signal: Signal, desk: Client, act: str, given: dict[str, str], told: str
) -> None:
    answer = desk.post(at(signal, act), with_version(signal, **given), follow=True)
    assert told in text_of(answer)


def test_closing_needs_outcome_and_reason_and_can_be_undone(signal: Signal, desk: Client) -> None:
    assert desk.post(at(signal, "sluiten/"), with_version(signal, reason="Te weinig")).status_code == 422
    desk.post(at(signal, "sluiten/"), with_version(signal, outcome="no-action", reason="Te weinig"))
    assert not again(signal).is_open
    assert desk.post(at(signal, "heropenen/"), with_version(signal, reason="")).status_code == 422
    desk.post(at(signal, "heropenen/"), with_version(signal, reason="Er kwam meer bij"))
    assert again(signal).is_open
    assert text_of(desk.get(at(signal))).count("Er kwam meer bij") == 0


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("wegen/", {"outcome": "no-action", "reason": "Een lang verhaal"}),
        ("wegen/", {"outcome": "to-partner", "reason": "Een lang verhaal"}),
        ("sluiten/", {"outcome": "no-action", "reason": "Een lang verhaal"}),
        ("volgende-stap/", {"next_step": "weigh", "due": "2026-06-09"}),
        ("toewijzen/", {"to": ""}),
        ("heropenen/", {"reason": "Een lang verhaal"}),
    ],
)
def test_when_somebody_was_first_what_was_typed_stays_and_can_be_sent_again(
    signal: Signal, desk: Client, deputy: Person, act: str, given: dict[str, str]
) -> None:
    seen = again(signal).version
    if act == "heropenen/":
        triage.close(dossier=again(signal), outcome="no-action", reason="Weg", by=actor_for(deputy))
        dossiers.reopen(dossier=again(signal), reason="Terug", by=actor_for(deputy))
    else:
        dossiers.plan_next_step(dossier=again(signal), next_step="first-reaction", by=actor_for(deputy))
    response = desk.post(at(signal, act), {**given, "version": seen})
    assert response.status_code == 409
    page = text_of(response)
    for typed in given.values():
        assert typed in page
    now = again(signal).version
    assert f'name="version" value="{now}"' in page
    if act != "heropenen/":
        assert desk.post(at(signal, act), {**given, "version": now}).status_code == 302


def test_a_question_reaches_the_reporter_once(signal: Signal, desk: Client) -> None:
    given = {"text": "Hoe laat was dat?", "submission": str(new_id())}
    for _time in range(2):
        assert desk.post(at(signal, "vraag/"), given).status_code == 302
    assert Message.objects.count() == 1
    assert "Hoe laat was dat?" in text_of(desk.get(at(signal)))
    assert desk.post(at(signal, "vraag/"), {**given, "text": " "}).status_code == 422


def test_a_question_that_came_too_late_stays_on_the_page(
    signal: Signal, desk: Client, deputy: Person
) -> None:
    triage.close(dossier=again(signal), outcome="no-action", reason="Weg", by=actor_for(deputy))
    response = desk.post(at(signal, "vraag/"), {"text": "Hoe laat?", "submission": str(new_id())})
    assert response.status_code == 409
    assert not Message.objects.exists()


def test_an_answer_counts_as_read_by_who_works_on_it_and_once(
    signal: Signal, desk: Client, client: Client
) -> None:
    receipt = Receipt.objects.get()
    dialogue.write_as_reporter(receipt=receipt, text="Rond tien uur", submission=new_id())
    assert "Rond tien uur" in text_of(desk.get(at(signal)))
    desk.get(at(signal))
    assert Message.objects.get().read_at is not None
    assert acts(signal).count("signal.messages-read") == 1


def test_the_timeline_tells_every_act_in_words(signal: Signal, desk: Client, clock: FrozenClock) -> None:
    desk.post(at(signal, "oppakken/"), with_version(signal))
    desk.post(at(signal, "vraag/"), {"text": "Hoe laat?", "submission": str(new_id())})
    desk.post(at(signal, "inzien/melder/"), {"reason": "Terugbellen"})
    page = text_of(desk.get(at(signal)))
    for act in acts(signal):
        assert act not in page
    assert "Terugbellen" not in page


def test_what_happened_again_and_again_is_one_line_with_its_period(
    signal: Signal, desk: Client, officer: Person, clock: FrozenClock
) -> None:
    clock.set_day(date(2026, 11, 2))
    for _day in range(3):
        by = actor_for(officer)
        dossiers.plan_next_step(dossier=again(signal), next_step="complete-intake", by=by)
        clock.advance(days=1)
    entries = signed_in(desk, officer).get(at(signal)).context["timeline"]
    assert [entry["when"] for entry in entries if "when" in entry] == ["2 november 2026 – 4 november 2026"]
    assert len({entry["title"] for entry in entries}) == len(entries)


def test_an_address_on_the_page_shows_where_else_it_was_seen(desk: Client, officer: Person) -> None:
    first = recorded(identifiers=(("address", "Voorbeeldstraat 1, Lisse"),))
    second = recorded(identifiers=(("address", "voorbeeld straat 1,LISSE"),))
    assert again(first).reference in text_of(desk.get(at(second)))
    assert again(second).reference in text_of(desk.get(at(first)))


def test_the_worklist_shows_words_of_the_pack_and_decrypts_nothing(signal: Signal, desk: Client) -> None:
    recorded(minor="yes", acute="yes", forms=("seksueel",))
    page = text_of(desk.get("/werk/"))
    for expected in ("Arbeidsuitbuiting", "Seksuele uitbuiting", "Ontvangen", "Acuut", "Minderjarig"):
        assert expected in page
    assert "Vier mannen" not in page
    assert looks(signal) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [("?lijst=mijn", 0), ("?lijst=te-laat", 0), ("?stand=received", 1), ("?stand=verzonnen", 0)],
)
def test_the_worklist_is_filtered_by_its_address(
    signal: Signal, desk: Client, query: str, expected: int
) -> None:
    response = desk.get(f"/werk/{query}")
    assert response.status_code == 200
    assert text_of(response).count(again(signal).reference) == expected


def test_a_page_of_the_worklist_that_cannot_be_is_refused(desk: Client) -> None:
    assert desk.get("/werk/?na=rommel").status_code == 400


def test_a_worklist_costs_few_queries(desk: Client, django_assert_max_num_queries: Any) -> None:
    for _number in range(8):
        recorded(forms=("arbeid", "seksueel"))
    with django_assert_max_num_queries(13):
        desk.get("/werk/")


def test_seen_before_tells_the_form_and_the_state_without_a_query_for_each(
    desk: Client, officer: Person
) -> None:
    def asked() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as queries:
            page = text_of(desk.post("/werk/eerder-gezien/", {"plate": "xx000x"}))
        return page, len(queries)

    def taken_on() -> None:
        same = recorded(identifiers=(("plate", "XX-000-X"),), forms=("seksueel",))
        triage.take_on(dossier=again(same), by=actor_for(officer))

    recorded(identifiers=(("plate", "XX-000-X"),), forms=("arbeid",))
    taken_on()
    _page, few = asked()
    for _number in range(4):
        taken_on()
    page, many = asked()
    assert page.count("Seksuele uitbuiting, in intake") == 5
    assert page.count("Arbeidsuitbuiting, ontvangen") == 1
    assert many == few


def test_who_weighs_has_the_facts_before_them_and_that_is_a_look(signal: Signal, desk: Client) -> None:
    page = text_of(desk.get(at(signal, "wegen/")))
    assert "Vier mannen slapen in een schuur." in page
    assert "Arbeidsuitbuiting" in page
    assert "Bo Boa" not in page
    assert looks(signal) == [("weigh", "content")]


@pytest.mark.parametrize(
    ("state", "fits", "not_yet"),
    [
        ("received", {"urgency-check", "weigh", "await-answer"}, {"follow-case", "await-feedback"}),
        ("handed-over", {"await-feedback", "answer-partner"}, {"urgency-check", "carry-out-approach"}),
    ],
)
def test_only_steps_that_fit_the_state_are_offered(
    signal: Signal, desk: Client, officer: Person, state: str, fits: set[str], not_yet: set[str]
) -> None:
    if state != "received":
        dossiers.move(dossier=again(signal), to=state, by=actor_for(officer))
    page = text_of(desk.get(at(signal, "volgende-stap/")))
    offered = {step for step in fits | not_yet if f'value="{step}"' in page}
    assert offered == fits


def test_what_is_next_already_is_offered_too(signal: Signal, desk: Client, officer: Person) -> None:
    dossiers.plan_next_step(dossier=again(signal), next_step="follow-case", by=actor_for(officer))
    assert 'value="follow-case" selected' in text_of(desk.get(at(signal, "volgende-stap/")))


def test_closing_shows_what_the_reporter_will_read_of_each_outcome(signal: Signal, desk: Client) -> None:
    page = text_of(desk.get(at(signal, "sluiten/")))
    assert "De melder leest: “Uw signaal is bekeken. Het past niet bij deze aanpak.”" in page
    assert page.count("De melder leest:") == page.count('name="outcome"')


def test_why_it_was_closed_stands_on_the_closed_page(signal: Signal, desk: Client) -> None:
    given = {"outcome": "no-action", "reason": "Er was alleen een fiets te zien."}
    desk.post(at(signal, "sluiten/"), with_version(signal, **given))
    closed = text_of(desk.get(at(signal)))
    assert "Er was alleen een fiets te zien." in closed.partition("<h2>Wat is gezien")[0]
    desk.post(at(signal, "heropenen/"), with_version(signal, reason="Toch meer"))
    assert desk.get(at(signal)).context["closed_because"] == ""


@pytest.mark.parametrize("act", ["sluiten/", "wegen/"])
def test_what_belongs_to_another_signal_says_to_which(signal: Signal, desk: Client, act: str) -> None:
    other = again(recorded())
    given = {"outcome": "same-as-other", "reason": "Zelfde schuur"}
    missing = desk.post(at(signal, act), with_version(signal, **given))
    assert missing.status_code == 422
    assert "Schrijf het kenmerk van het andere signaal op." in text_of(missing)
    typed = other.reference.lower().replace("-", " ")
    assert desk.post(at(signal, act), with_version(signal, other=typed, **given)).status_code == 302
    assert f"Hoort bij signaal {other.reference}. Zelfde schuur" in text_of(desk.get(at(signal)))


def test_a_hidden_and_an_unknown_reference_get_the_same_answer(
    signal: Signal, client: Client, officer: Person, handler: Person
) -> None:
    hidden = again(recorded())
    dossiers.assign(dossier=again(signal), to=handler, by=actor_for(officer))
    signed_in(client, handler)
    answers = set()
    for reference in (hidden.reference, "0000-0000", again(signal).reference, "geen kenmerk"):
        given = with_version(signal, outcome="same-as-other", reason="Zelfde", other=reference)
        response = client.post(at(signal, "sluiten/"), given)
        assert response.status_code == 422
        answers.add("Dit kenmerk kennen wij niet, of u mag dat signaal niet zien." in text_of(response))
    assert answers == {True}
    assert again(signal).is_open


def test_the_page_says_who_works_on_it_and_which_role_answers(
    signal: Signal, desk: Client, officer: Person, handler: Person
) -> None:
    dossiers.assign(dossier=again(signal), to=handler, by=actor_for(officer))
    page = text_of(desk.get(at(signal)))
    assert "Hanna Handelaar werkt hieraan · Verantwoordelijk: Aandachtsfunctionaris mensenhandel" in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?lijst=te-laat", "Er is niets te laat"),
        ("?lijst=mijn", "Er staat niets op uw naam"),
        ("?stand=closed", "Dat betekent niet dat er niets gebeurt"),
    ],
)
def test_an_empty_list_says_what_that_means(desk: Client, query: str, told: str) -> None:
    page = text_of(desk.get(f"/werk/{query}"))
    assert told in page
    assert page.count("Dat betekent niet") == told.count("Dat betekent niet")


def test_the_menu_tells_how_many_are_late_apart(
    signal: Signal, desk: Client, officer: Person, clock: FrozenClock
) -> None:
    clock.set_day(date(2026, 6, 3))
    recorded()
    menu = text_of(signed_in(desk, officer).get("/werk/")).partition("<main")[0]
    assert '2<span class="sl-hidden"> open dossiers</span>' in menu
    assert '1<span class="sl-hidden"> daarvan te laat</span>' in menu


def test_who_sees_no_dossiers_is_led_to_a_page_of_their_own(
    client: Client, administrator: Person, outsider: Person
) -> None:
    assert signed_in(client, administrator).get("/werk/").headers["Location"] == "/beheer/plan/"
    assert "Geen dossiers voor uw rol" in text_of(signed_in(client, outsider).get("/werk/"))

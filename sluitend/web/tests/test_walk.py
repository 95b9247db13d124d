# SPDX-License-Identifier: EUPL-1.2
"""The public route: one question per screen, without an account, with nothing in an address."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from sluitend import routing
from sluitend.policy import routes
from sluitend.policy.schema.pack import Pack
from sluitend.privacy.models import Draft
from sluitend.signals.draft import COOKIE, Intake
from sluitend.signals.tests.making import text_of
from sluitend.signals.tests.reporting import Visitor
from sluitend.web.public import questions

pytestmark = pytest.mark.django_db
START = {"map": "persoon"}


@pytest.fixture
def visitor(lisse: Any, client: Client) -> Visitor:
    return Visitor(client)


def answer(visitor: Visitor, number: int, *values: str) -> Any:
    return visitor.client.post(f"/route/vraag/{number}/", {"answer": list(values)})


def begin(visitor: Visitor, *answers: str) -> Visitor:
    visitor.client.post("/route/begin/", START)
    for number, value in enumerate(answers, start=1):
        assert answer(visitor, number, value).status_code == 302
    return visitor


def test_the_first_page_begins_with_the_emergency_number(visitor: Visitor) -> None:
    page = text_of(visitor.client.get("/"))
    assert page.index("tel:112") < page.index('name="map"')
    assert COOKIE not in visitor.client.cookies


def test_the_first_page_speaks_the_words_of_the_pack(visitor: Visitor, lisse: Any) -> None:
    page = text_of(visitor.client.get("/"))
    assert lisse.pack.text("welcome", "nl") in page
    for source in lisse.pack.route_maps:
        if not source.shared:
            assert f"<span>{source.name}<" in page
    assert "Routekaart" not in page


def test_a_pack_without_a_welcome_gets_ours(
    visitor: Visitor, lisse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Pack.model_construct(**{**dict(lisse.pack), "texts": ()})
    monkeypatch.setattr("sluitend.policy.selectors._parsed", lambda _sha256: silent)
    assert "U ziet of hoort iets dat uitbuiting kan zijn." in text_of(visitor.client.get("/"))


def test_a_walk_ends_with_advice_and_numbers_to_dial(visitor: Visitor) -> None:
    begin(visitor, "no", "bouwinspecteur", "yes")
    number = 4
    while (page := visitor.client.get(f"/route/vraag/{number}/")).status_code == 200:
        # The last choice on each screen: not known.
        not_known = re.findall(r'name="answer"[^>]* value="([^"]+)"', text_of(page))[-1]
        assert answer(visitor, number, not_known).status_code == 302
        number += 1
    assert page.headers["Location"] == "/route/uitkomst/"
    advice = text_of(visitor.client.get("/route/uitkomst/"))
    assert "tel:" in advice
    assert "/melden/" in advice


def test_danger_now_leads_to_the_emergency_number(visitor: Visitor) -> None:
    begin(visitor, "yes")
    assert "tel:112" in text_of(visitor.client.get("/route/uitkomst/"))


def main_of(response: Any) -> str:
    """Return the page itself: the bar above it names the emergency number always."""
    return text_of(response).split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.parametrize("map_id", ["persoon", "locatie"])
@pytest.mark.parametrize("said", ["yes", "unknown"])
def test_danger_shows_the_number_above_the_very_next_question(
    visitor: Visitor, map_id: str, said: str
) -> None:
    visitor.client.post("/route/begin/", {"map": map_id})
    page = main_of(visitor.client.get(answer(visitor, 1, said).headers["Location"]))
    assert page.index('href="tel:112"') < page.index("Ga daarna hier verder") < page.index("Wie bent u?")
    assert ("Bel eerst 112" if said == "yes" else "Ga niet zelf kijken") in page
    # It is said once; the walk goes on as always, and the way back shows it again.
    assert "tel:112" not in main_of(visitor.client.get(answer(visitor, 2, "boa").headers["Location"]))
    assert "tel:112" in main_of(visitor.client.get("/route/vraag/2/"))


def test_without_danger_the_next_question_stands_alone(visitor: Visitor) -> None:
    begin(visitor, "no")
    page = main_of(visitor.client.get("/route/vraag/2/"))
    assert "tel:112" not in page
    assert "Ga daarna hier verder" not in page


def test_a_doubt_about_danger_stands_first_among_the_cards(visitor: Visitor) -> None:
    begin(visitor, "unknown", "boa")
    page = main_of(visitor.client.get("/route/uitkomst/"))
    assert "Bel bij twijfel 112" in cards_of(page)[0]
    assert page.count("Ga niet zelf kijken") == 1
    assert "Zoek dat eerst uit" not in page


def test_a_doubt_is_not_said_beside_a_certain_emergency(visitor: Visitor) -> None:
    begin(visitor, "yes", "boa", "no", "unknown", "yes", "unknown")
    page = main_of(visitor.client.get("/route/uitkomst/"))
    assert "Bel bij twijfel 112" not in page
    # The later needs stay: help beside the emergency.
    assert page.index(">112<") < page.index(">SHOP<")


def test_a_gut_feeling_is_enough_for_advice(visitor: Visitor) -> None:
    response = visitor.client.post("/route/begin/", START | {"gut_feeling": "1"})
    assert response.headers["Location"] == "/route/uitkomst/"
    assert "tel:" in text_of(visitor.client.get("/route/uitkomst/"))


def cards_of(page: str) -> list[str]:
    """Return the cards of whom to call, in order."""
    return [card.split("</article>")[0] for card in page.split("<article")[1:]]


def test_a_gut_feeling_meets_first_who_can_be_reached_and_serves_here(visitor: Visitor) -> None:
    visitor.client.post("/route/begin/", START | {"gut_feeling": "1"})
    cards = cards_of(main_of(visitor.client.get("/route/uitkomst/")))
    names = [card.split('sl-contact__name">')[1].split("<")[0] for card in cards]
    assert "tel:" in cards[0]
    assert (
        names.index("Politie, AVIM")
        < names.index("Veilig Thuis")
        < names.index("Nederlandse Arbeidsinspectie (NLA)")
    )
    assert "Zorg- en Veiligheidshuis Hollands Midden" in names
    assert "Zorg- en Veiligheidshuis Haaglanden" not in names


def test_a_card_without_a_number_says_so_and_what_one_can_do(visitor: Visitor) -> None:
    begin(visitor, "no", "boa", "no", "no", "no", "no")
    card = cards_of(main_of(visitor.client.get("/route/uitkomst/")))[-1]
    assert "Hier staat geen nummer of adres." in card
    assert "Doe een melding, dan leest de aandachtsfunctionaris mensenhandel mee." in card
    assert 'href="/melden/"' in card


def test_who_may_not_report_is_sent_to_those_who_can_be_called(visitor: Visitor) -> None:
    begin(visitor, "no", "inwoner", "no", "no", "no", "no")
    page = main_of(visitor.client.get("/route/uitkomst/"))
    assert "Bel een van de anderen op deze pagina." in page
    assert 'href="/melden/"' not in page


@pytest.mark.parametrize("name", ["riec", "toezicht"])
def test_a_partner_behind_another_is_reached_by_a_report(visitor: Visitor, name: str, lisse: Any) -> None:
    visitor.client.post("/route/begin/", {"map": "locatie"})
    for number, value in enumerate(["no", "boa", "no", "onbekend", "no", "yes", "overbewoning"], start=1):
        assert answer(visitor, number, value).status_code == 302
    wanted = lisse.pack.find("partners", name)
    cards = cards_of(main_of(visitor.client.get("/route/uitkomst/")))
    card = next(card for card in cards if f">{wanted.name}<" in card)
    assert "dan zorgt de aandachtsfunctionaris mensenhandel dat het daar komt" in card


@pytest.mark.parametrize("values", [[], ["verzonnen"], ["no", "verzonnen"]])
def test_an_answer_that_is_not_on_the_screen_is_refused_in_dutch(visitor: Visitor, values: list[str]) -> None:
    begin(visitor)
    response = answer(visitor, 1, *values)
    assert response.status_code == 422
    assert "Kies een antwoord" in text_of(response)
    assert visitor.intake.answers == {}


def test_i_do_not_know_is_always_an_answer(visitor: Visitor) -> None:
    begin(visitor)
    assert answer(visitor, 1, "unknown").status_code == 302


def test_going_back_shows_the_answer_and_a_changed_one_opens_what_follows(visitor: Visitor) -> None:
    begin(visitor, "no", "boa", "yes")
    page = text_of(visitor.client.get("/route/vraag/2/"))
    assert re.search(r'value="boa"[^>]*>[^/]*\(eerder gekozen\)', page)
    assert page.count("(eerder gekozen)") == 1
    before = dict(visitor.intake.answers)
    answer(visitor, 1, "no")
    assert visitor.intake.answers == before
    answer(visitor, 1, "unknown")
    assert visitor.intake.answers == {"p1": "unknown"}
    assert "reporter" not in visitor.intake.context


@pytest.mark.parametrize(("said", "veilig_thuis"), [("yes", True), ("no", False), ("unknown", False)])
def test_whether_somebody_is_under_18_is_asked_on_the_way(
    visitor: Visitor, said: str, veilig_thuis: bool
) -> None:
    begin(visitor, "no", "boa")
    page = main_of(visitor.client.get("/route/vraag/3/"))
    assert "Is het slachtoffer jonger dan 18 jaar?" in page
    # Who is in a hurry passes it over: the route stays within four taps.
    assert 'href="/route/uitkomst/"' in page
    answer(visitor, 3, said)
    assert visitor.intake.known["minor"] == said
    page = main_of(visitor.client.get("/route/uitkomst/"))
    steps = page.split("Dit hoort ook bij uw route", maxsplit=1)[-1]
    assert ("bel daarnaast ook Veilig Thuis" in steps) is veilig_thuis
    assert ("Licht de ouders niet vooraf in" in steps) is veilig_thuis


@pytest.mark.parametrize(
    "said", [(), ("no", "boa"), ("unknown", "onbekend", "unknown", "unknown", "unknown")]
)
def test_everything_not_known_yet_leads_to_where_it_can_be_told(
    visitor: Visitor, said: tuple[str, ...]
) -> None:
    begin(visitor, *said)
    section = (
        main_of(visitor.client.get("/route/uitkomst/")).split("Nog niet bekend")[1].split("</section>")[0]
    )
    lines = section.split("<li>")[1:]
    assert lines
    for line in lines:
        found = re.search(r'href="([^"]+)"', line)
        assert found is not None
        assert visitor.client.get(found[1]).status_code == 200


def test_answers_are_said_to_be_filled_in_only_when_there_are_any(visitor: Visitor) -> None:
    begin(visitor)
    assert "Uw antwoorden zijn al ingevuld" not in text_of(visitor.client.get("/route/uitkomst/"))
    answer(visitor, 1, "no")
    assert "Uw antwoorden zijn al ingevuld" in text_of(visitor.client.get("/route/uitkomst/"))


@pytest.mark.parametrize("number", [0, 7, 99, 10**30])
def test_a_question_that_is_not_on_the_way_leads_to_the_advice(visitor: Visitor, number: int) -> None:
    begin(visitor)
    assert visitor.client.get(f"/route/vraag/{number}/").headers["Location"] == "/route/uitkomst/"
    assert answer(visitor, number, "yes").headers["Location"] == "/route/uitkomst/"
    assert visitor.intake.answers == {}


@pytest.mark.parametrize("path", ["/route/vraag/1/", "/route/uitkomst/", "/route/omstandigheid/minor/"])
def test_who_did_not_begin_begins_at_the_start(visitor: Visitor, path: str) -> None:
    assert visitor.client.get(path).headers["Location"] == "/"


@pytest.mark.parametrize("map_id", ["", "verzonnen", "../persoon"])
def test_an_unknown_map_is_not_found(visitor: Visitor, map_id: str) -> None:
    assert visitor.client.post("/route/begin/", {"map": map_id}).status_code == 404
    assert not Draft.objects.exists()


def test_a_circumstance_changes_the_advice(visitor: Visitor) -> None:
    begin(visitor, "no", "boa")
    assert visitor.client.get("/route/omstandigheid/minor/").status_code == 200
    response = visitor.client.post("/route/omstandigheid/minor/", {"answer": "yes"})
    assert response.headers["Location"] == "/route/uitkomst/"
    assert visitor.intake.known["minor"] == "yes"
    assert "Veilig Thuis" in text_of(visitor.client.get("/route/uitkomst/"))
    assert visitor.client.post("/route/omstandigheid/minor/", {"answer": "x"}).status_code == 422
    assert visitor.client.get("/route/omstandigheid/verzonnen/").status_code == 404
    assert visitor.client.get("/route/omstandigheid/age/").status_code == 404


def test_an_inhabitant_gets_route_and_numbers_and_no_form(visitor: Visitor) -> None:
    begin(visitor, "no", "inwoner")
    advice = text_of(visitor.client.get("/route/uitkomst/"))
    assert "tel:" in advice
    assert 'href="/melden/' not in advice


def test_all_who_can_be_reached_stand_on_one_page_without_a_question(visitor: Visitor) -> None:
    page = text_of(visitor.client.get("/contact/"))
    for number in ("tel:112", "tel:08005151"):
        assert number in page.replace("-", "")


def test_wiping_leaves_nothing_here_or_there(visitor: Visitor) -> None:
    begin(visitor, "no", "boa")
    response = visitor.client.post("/route/wissen/")
    assert response.headers["Location"] == "/"
    assert response.cookies[COOKIE].value == ""
    assert not Draft.objects.exists()


def test_answers_stand_in_no_address(visitor: Visitor) -> None:
    begin(visitor)
    for number, value in enumerate(["no", "wijk-ggd", "unknown"], start=1):
        assert answer(visitor, number, value).headers["Location"] in (
            f"/route/vraag/{number + 1}/",
            "/route/uitkomst/",
        )


METHODS = {
    "/": "GET",
    "/contact/": "GET",
    "/route/begin/": "POST",
    "/route/wissen/": "POST",
    "/route/uitkomst/": "GET",
    "/route/vraag/1/": "GET POST",
    "/route/omstandigheid/minor/": "GET POST",
}


@pytest.mark.parametrize("path", METHODS)
def test_a_method_that_a_page_does_not_know_is_refused(visitor: Visitor, path: str) -> None:
    for method in {"GET", "POST", "PUT", "DELETE"} - set(METHODS[path].split()):
        assert visitor.client.generic(method, path).status_code == 405


@pytest.mark.parametrize("path", [path for path, methods in METHODS.items() if "POST" in methods])
def test_another_site_can_send_nothing(lisse: Any, path: str) -> None:
    assert Client(enforce_csrf_checks=True).post(path, START).status_code == 403


@pytest.mark.parametrize("path", METHODS)
def test_no_page_is_kept_and_none_tells_another_site_where_one_was(visitor: Visitor, path: str) -> None:
    begin(visitor, "no")
    response = visitor.client.get(path)
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] in ("no-referrer", "same-origin")


def test_the_pages_speak_english_too(visitor: Visitor) -> None:
    begin(visitor)
    page = visitor.client.get("/route/vraag/1/", headers={"accept-language": "en"})
    assert "I don't know" in text_of(page).replace("&#x27;", "'")


@pytest.mark.parametrize(("danger", "known"), [("p1", "no"), ("p3", "yes"), ("", None)])
def test_which_question_is_about_danger_is_said_by_the_map(
    lisse: Any, danger: str, known: str | None
) -> None:
    found = routes.build(lisse.pack, "persoon")
    found = routing.compile_map(replace(found.definition, danger=danger))
    intake = Intake(map_id="persoon")
    for number, value in enumerate(["no", "boa", "unknown", "no", "yes"], start=1):
        questions.answer(found, intake, number, [value])
    assert intake.known.get("acute") == known
    assert intake.known["reporter"] == "boa"


def test_who_asks_is_asked_where_the_map_asks_it(lisse: Any) -> None:
    found = routes.build(lisse.pack, "persoon")
    asked = questions.trail(found, Intake(map_id="persoon", answers={"p1": "no"}))
    assert [question.id for question in asked] == ["p1", "reporter"]
    first, *others = found.definition.questions
    straight_on = replace(found.definition, questions=(replace(first, next={"*": "p2"}), *others))
    asked = questions.trail(routing.compile_map(straight_on), Intake(map_id="persoon", answers={"p1": "no"}))
    assert [question.id for question in asked] == ["p1", "p2"]


def test_who_asks_finds_themselves_under_where_they_work(visitor: Visitor) -> None:
    begin(visitor, "no")
    page = text_of(visitor.client.get("/route/vraag/2/"))
    order = [page.index(text) for text in ("Bij de gemeente", 'value="boa"', "Bij een andere organisatie")]
    order += [page.index(text) for text in ('value="extern-zorg"', "Iemand anders", 'value="inwoner"')]
    assert order == sorted(order)
    # A short list has no headings.
    assert "sl-answers__heading" not in text_of(visitor.client.get("/route/vraag/1/"))

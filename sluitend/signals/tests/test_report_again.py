# SPDX-License-Identifier: EUPL-1.2
"""A report beside other things: a route begun half-way, and one more report after the first."""

from typing import Any

import pytest
from django.test import Client

from sluitend.privacy.models import Draft
from sluitend.signals.models import Signal
from sluitend.signals.tests.making import text_of
from sluitend.signals.tests.registering import code_of
from sluitend.signals.tests.reporting import SCREENS, Visitor

pytestmark = pytest.mark.django_db
BEGIN = "/route/begin/"


@pytest.fixture
def visitor(lisse: Any, client: Client) -> Visitor:
    return Visitor(client)


def walked(visitor: Visitor, *answers: str, map_id: str = "persoon") -> None:
    visitor.client.post(BEGIN, {"map": map_id})
    for number, value in enumerate(answers, start=1):
        visitor.client.post(f"/route/vraag/{number}/", {"answer": value})


def sent(visitor: Visitor) -> str:
    visitor.write_all()
    visitor.check()
    visitor.send()
    return code_of(visitor.client.get("/melden/bewijs/"))


@pytest.mark.parametrize("straight", [{}, {"gut_feeling": "1"}])
def test_beginning_a_route_keeps_a_report_that_was_not_sent(
    visitor: Visitor, straight: dict[str, str]
) -> None:
    walked(visitor, "yes", "bouwinspecteur")
    visitor.write("wat", **SCREENS["wat"])
    visitor.client.post(BEGIN, {"map": "locatie", **straight})
    assert visitor.intake.report["wat"] == SCREENS["wat"]
    start = text_of(visitor.client.get("/"))
    assert "Uw melding is nog niet verstuurd" in start
    assert 'href="/melden/"' in start
    # What the first walk knew still counts for it, and it goes on where it was left.
    assert visitor.client.get("/melden/").headers["Location"] == "/melden/bron/"
    visitor.write("bron", **SCREENS["bron"])
    visitor.write("leeftijd", **SCREENS["leeftijd"])
    visitor.check()
    visitor.send()
    signal = Signal.objects.get()
    assert (signal.reporter_group, signal.acute, signal.map_id) == ("bouwinspecteur", "yes", "locatie")


def test_a_later_walk_says_more_than_an_earlier_one(visitor: Visitor) -> None:
    walked(visitor, "yes", "bouwinspecteur")
    visitor.write("wat", **SCREENS["wat"])
    walked(visitor, "no", "wmo", map_id="locatie")
    intake = visitor.intake
    assert (intake.knows("acute"), intake.knows("reporter")) == ("no", "wmo")


def test_a_route_that_ends_beside_a_waiting_report_offers_both(visitor: Visitor) -> None:
    visitor.write("wie", **SCREENS["wie"])
    visitor.write("wat", **SCREENS["wat"])
    walked(visitor, "no", "bouwinspecteur")
    page = text_of(visitor.client.get("/route/uitkomst/"))
    assert "U was bezig met een melding" in page
    assert 'action="/melden/nieuw/"' in page
    visitor.client.post("/melden/nieuw/")
    assert visitor.intake.report == {}
    # The walk is the new report's.
    assert visitor.intake.known["reporter"] == "bouwinspecteur"
    assert "U was bezig met een melding" not in text_of(visitor.client.get("/route/uitkomst/"))


def test_who_only_walked_is_led_back_to_the_route(visitor: Visitor) -> None:
    walked(visitor, "no")
    page = text_of(visitor.client.get("/"))
    assert 'href="/route/uitkomst/"' in page
    assert "nog niet verstuurd" not in page


def test_a_report_that_waits_can_be_erased_on_the_first_page(visitor: Visitor) -> None:
    visitor.write("wie", **SCREENS["wie"])
    assert 'action="/route/wissen/"' in text_of(visitor.client.get("/"))
    visitor.client.post("/route/wissen/")
    assert not Draft.objects.exists()


def test_after_sending_one_chooses_between_the_code_and_a_new_report(visitor: Visitor) -> None:
    code = sent(visitor)
    start = text_of(visitor.client.get("/"))
    assert "nog niet verstuurd" not in start
    page = text_of(visitor.client.get("/melden/"))
    assert 'href="/melden/bewijs/"' in page
    assert 'action="/melden/nieuw/"' in page
    assert code_of(visitor.client.get("/melden/bewijs/")) == code

    visitor.client.post("/melden/nieuw/")
    assert visitor.client.get("/melden/").headers["Location"] == "/melden/wie/"
    assert visitor.client.get("/melden/bewijs/").headers["Location"] == "/melden/"
    assert sent(visitor) != code
    assert Signal.objects.count() == 2


def test_the_code_outlives_a_route_that_is_begun_after_it(visitor: Visitor) -> None:
    walked(visitor, "yes", "bouwinspecteur")
    code = sent(visitor)
    walked(visitor, "no", "wmo")
    assert code_of(visitor.client.get("/melden/bewijs/")) == code
    assert "Ga verder met uw route" in text_of(visitor.client.get("/"))
    visitor.client.post("/melden/nieuw/")
    # The walk after the report belongs to the next one, what went before it does not.
    assert (visitor.intake.knows("acute"), visitor.intake.knows("reporter")) == ("no", "wmo")


def test_a_new_report_knows_nothing_of_the_walk_before_the_one_that_was_sent(visitor: Visitor) -> None:
    walked(visitor, "yes", "bouwinspecteur")
    sent(visitor)
    visitor.client.post("/melden/nieuw/")
    intake = visitor.intake
    assert (intake.map_id, intake.answers, intake.known) == ("", {}, {})


def test_a_new_report_is_begun_by_a_button_only(visitor: Visitor) -> None:
    sent(visitor)
    assert visitor.client.get("/melden/nieuw/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/melden/nieuw/").status_code == 403


def test_the_receipt_says_how_long_the_code_can_be_seen(visitor: Visitor) -> None:
    sent(visitor)
    page = text_of(visitor.client.get("/melden/bewijs/"))
    assert "24 uur" in page
    assert "alleen nu" not in page

# SPDX-License-Identifier: EUPL-1.2
"""Who reports decides what is asked, what is reminded of, and whether there is a form at all."""

import re
from typing import Any

import pytest
from django.test import Client

from sluitend.policy.schema.pack import Pack
from sluitend.privacy.models import Draft
from sluitend.signals.draft import COOKIE
from sluitend.signals.models import Signal
from sluitend.signals.tests.making import text_of
from sluitend.signals.tests.reporting import SCREENS, Visitor, walked

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(lisse: Any, client: Client) -> Visitor:
    return Visitor(client)


def test_an_investigation_is_not_stored_and_all_that_was_written_goes(visitor: Visitor) -> None:
    visitor.write("wie", reporter="boa")
    visitor.write("hoedanigheid", capacity="supervision")
    visitor.write("wat", facts="Uit het proces-verbaal")
    response = visitor.write("hoedanigheid", capacity="investigation")
    assert response.status_code == 200
    assert "Wet politiegegevens" in text_of(response)
    assert response.cookies[COOKIE].value == ""
    assert not Draft.objects.exists()
    assert not Signal.objects.exists()


@pytest.mark.parametrize(
    ("who", "reminded"),
    [("jeugdteam", True), ("wijk-ggd", True), ("wmo", True), ("extern-zorg", True), ("burgerzaken", False)],
)
def test_who_may_be_bound_by_secrecy_reads_that_names_can_stay_out(
    visitor: Visitor, who: str, reminded: bool
) -> None:
    visitor.write("wie", reporter=who)
    for slug in ("wat", "herkennen"):
        assert ("U mag melden zonder namen." in text_of(visitor.client.get(f"/melden/{slug}/"))) is reminded
    assert "U mag melden zonder namen." not in text_of(visitor.client.get("/melden/leeftijd/"))


def test_who_did_not_say_to_be_a_boa_is_warned_not_to_write_of_an_investigation(visitor: Visitor) -> None:
    visitor.write("wie", reporter="onbekend")
    assert "opsporingsonderzoek" in text_of(visitor.client.get("/melden/wat/"))
    visitor.write("wie", reporter="burgerzaken")
    assert "opsporingsonderzoek" not in text_of(visitor.client.get("/melden/wat/"))


def test_a_boa_is_asked_in_which_capacity_however_they_came(visitor: Visitor) -> None:
    walked(visitor, who="boa")
    assert visitor.client.get("/melden/").headers["Location"] == "/melden/hoedanigheid/"
    visitor.write("wat", facts="Vier mannen")
    visitor.write("bron", source_kind="own")
    visitor.write("leeftijd", minor="no")
    assert visitor.check().headers["Location"] == "/melden/hoedanigheid/"


def test_who_is_no_boa_is_not_asked_for_a_capacity(visitor: Visitor) -> None:
    visitor.write("wie", reporter="burgerzaken")
    assert visitor.client.get("/melden/hoedanigheid/").status_code == 404


@pytest.mark.parametrize("path", ["/melden/", "/melden/wie/", "/melden/wat/", "/melden/controleren/"])
def test_an_inhabitant_gets_no_form_by_any_address(visitor: Visitor, path: str) -> None:
    walked(visitor, who="inwoner")
    page = text_of(visitor.client.get(path))
    assert "/contact/" in page
    assert 'name="facts"' not in page
    if path == "/melden/wat/":
        visitor.write("wat", facts="Toch iets")
    assert "wat" not in visitor.intake.report


def test_who_would_rather_not_say_is_not_asked_again(visitor: Visitor) -> None:
    walked(visitor, who="onbekend")
    assert visitor.client.get("/melden/").headers["Location"] == "/melden/wat/"
    assert "Zeg ik liever niet" in text_of(visitor.client.get("/melden/wie/?controle=1"))


def test_who_would_rather_not_say_can_report(visitor: Visitor) -> None:
    visitor.write_all(reporter="onbekend")
    visitor.check()
    visitor.send()
    assert Signal.objects.get().reporter_group == "onbekend"


def test_who_reports_finds_themselves_under_where_they_work(visitor: Visitor) -> None:
    page = text_of(visitor.client.get("/melden/wie/"))
    order = [page.index(text) for text in ("Bij de gemeente", 'value="boa"', "Bij een andere organisatie")]
    order += [page.index(text) for text in ('value="extern-zorg"', "Iemand anders", 'value="inwoner"')]
    assert order == sorted(order)
    assert 'value="onbekend"' in page


def test_the_error_about_who_reports_leads_to_the_first_answer(visitor: Visitor) -> None:
    page = text_of(visitor.client.post("/melden/wie/"))
    target = re.search(r'href="#(id_reporter[^"]*)"', page)
    assert target is not None
    assert page.count(f'id="{target[1]}"') == 1


def test_an_inhabitant_who_begins_at_the_form_is_led_to_the_partners(visitor: Visitor) -> None:
    visitor.write("wat", facts="Wat ik al had geschreven")
    response = visitor.write("wie", reporter="inwoner")
    page = text_of(visitor.client.get(response.headers["Location"]))
    assert 'href="/contact/"' in page
    assert 'name="facts"' not in page
    # A slip of the finger: say who you are after all, and nothing typed is gone.
    assert 'href="/melden/wie/"' in page
    visitor.write("wie", **SCREENS["wie"])
    assert "Wat ik al had geschreven" in text_of(visitor.client.get("/melden/wat/"))


def test_an_inhabitant_reports_where_the_plan_opens_the_form(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Pack.feature
    monkeypatch.setattr(
        Pack, "feature", lambda self, name: name == "report-by-inhabitants" or real(self, name)
    )
    assert visitor.write("wie", reporter="inwoner").headers["Location"] == "/melden/wat/"

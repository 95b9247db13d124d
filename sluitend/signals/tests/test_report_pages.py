# SPDX-License-Identifier: EUPL-1.2
"""Reporting without an account: screen by screen, with what the route knows, until the code is shown."""

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.policy.schema.pack import Pack
from sluitend.privacy import drafts
from sluitend.signals import selectors
from sluitend.signals.beside import for_a_minor
from sluitend.signals.draft import COOKIE
from sluitend.signals.forms.report import SignsForm
from sluitend.signals.models import Signal
from sluitend.signals.tests.making import again, text_of
from sluitend.signals.tests.registering import code_of
from sluitend.signals.tests.reporting import NEEDED, SCREENS, Visitor, walked

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(lisse: Any, client: Client) -> Visitor:
    return Visitor(client)


def test_a_report_leads_from_screen_to_screen_and_ends_with_a_code(visitor: Visitor, officer: Person) -> None:
    way = list(SCREENS)
    assert visitor.client.get("/melden/").headers["Location"] == f"/melden/{way[0]}/"
    # What is needed ends at the summary, and so does what is welcome.
    follows = {slug: after for slug, after in pairwise(way) if slug != NEEDED[-1]}
    for slug in way:
        after = follows.get(slug, "controleren")
        assert visitor.client.get(f"/melden/{slug}/").status_code == 200
        assert visitor.write(slug, **SCREENS[slug]).headers["Location"] == f"/melden/{after}/"
    summary = text_of(visitor.check())
    assert "Vier mannen slapen in een schuur." in summary
    assert "Arbeidsuitbuiting" in summary
    assert visitor.send().headers["Location"] == "/melden/bewijs/"
    found = selectors.open_receipt(code_of(visitor.client.get("/melden/bewijs/")))
    assert found is not None
    content = selectors.content(actor_for(officer), again(found), purpose="signal-page")
    assert (content.facts, content.circumstances) == (SCREENS["wat"]["facts"], "Elke avond rond tien uur")
    assert content.identifiers == (("address", "Voorbeeldstraat 1, Lisse"),)
    assert content.indicators == ("a4-paspoort-weg",)
    assert (content.signal.reporter_group, content.signal.minor) == ("bouwinspecteur", "no")


def test_a_gut_feeling_is_sent_after_three_screens(visitor: Visitor) -> None:
    walked(visitor, who="bouwinspecteur")
    assert "Vraag 1 van 3" in text_of(visitor.client.get("/melden/wat/"))
    assert visitor.write("wat", facts="Iets klopt daar niet.").headers["Location"] == "/melden/bron/"
    assert visitor.write("bron", source_kind="own").headers["Location"] == "/melden/leeftijd/"
    assert visitor.write("leeftijd", minor="unknown").headers["Location"] == "/melden/controleren/"
    page = text_of(visitor.check())
    assert "Dit is genoeg om te versturen" in page
    assert "Niet ingevuld" not in page
    visitor.send()
    assert Signal.objects.count() == 1


def test_what_is_welcome_is_added_from_the_summary_and_ends_there(visitor: Visitor) -> None:
    walked(visitor, who="bouwinspecteur")
    for slug in NEEDED[1:]:
        visitor.write(slug, **SCREENS[slug])
    page = text_of(visitor.check())
    assert (
        page.index("Melding versturen") < page.index("Nog iets toevoegen") < page.index("Wat u ervan denkt")
    )
    assert 'href="/melden/omstandigheden/"' in page
    first = text_of(visitor.client.get("/melden/omstandigheden/"))
    assert "Vraag 4 van 10" in first
    assert 'class="sl-back" href="/melden/controleren/"' in first
    assert (
        visitor.write("omstandigheden", circumstances="Elke nacht").headers["Location"] == "/melden/gedachte/"
    )
    assert 'class="sl-back" href="/melden/omstandigheden/"' in text_of(
        visitor.client.get("/melden/gedachte/")
    )
    done = visitor.write("gedachte", interpretation="Ik vertrouw het niet", back_to_check="1")
    assert done.headers["Location"] == "/melden/controleren/"
    page = text_of(visitor.check())
    assert "Elke nacht" in page
    assert "Ik vertrouw het niet" in page
    # The next press on "add something" goes on where it was left.
    assert page.split("Nog iets toevoegen")[0].rsplit('href="', 1)[1].startswith("/melden/vorm/")


def test_the_counter_names_no_number_that_can_still_change(visitor: Visitor) -> None:
    page = text_of(visitor.client.get("/melden/wie/"))
    assert "Vraag 1" in page
    assert "Vraag 1 van" not in page
    visitor.write("wie", reporter="boa")
    assert "Vraag 2 van 5" in text_of(visitor.client.get("/melden/hoedanigheid/"))
    visitor.write("wie", reporter="burgerzaken")
    assert "Vraag 2 van 4" in text_of(visitor.client.get("/melden/wat/"))


def test_what_the_route_knows_is_not_asked_again_and_can_be_changed(visitor: Visitor) -> None:
    walked(visitor, danger="yes", who="bouwinspecteur")
    assert visitor.client.get("/melden/").headers["Location"] == "/melden/wat/"
    visitor.write("wat", facts="Iemand roept om hulp.")
    visitor.write("bron", source_kind="own")
    visitor.write("leeftijd", minor="unknown")
    assert "Bouwinspecteur" in text_of(visitor.check())
    assert "Bouwinspecteur" in text_of(visitor.client.get("/melden/wie/?controle=1"))
    changed = visitor.write("wie", reporter="burgerzaken", back_to_check="1")
    assert changed.headers["Location"] == "/melden/controleren/"
    visitor.check()
    visitor.send()
    signal = Signal.objects.get()
    assert (signal.reporter_group, signal.acute, signal.map_id) == ("burgerzaken", "yes", "persoon")


@pytest.mark.parametrize("minor", ["yes", "no", "unknown"])
def test_summary_and_receipt_say_what_counts_for_somebody_under_18(visitor: Visitor, minor: str) -> None:
    visitor.write_all(minor=minor)
    summary = text_of(visitor.check())
    visitor.send()
    for page in (summary, text_of(visitor.client.get("/melden/bewijs/"))):
        assert ("Licht de ouders niet vooraf in" in page) is (minor == "yes")
        assert ("bel daarnaast ook Veilig Thuis" in page) is (minor == "yes")
        assert ("tel:08002000" in page) is (minor == "yes")
    assert "Vier mannen" not in str(visitor.intake.report)


def test_what_the_walk_knows_of_the_age_counts_too(visitor: Visitor) -> None:
    walked(visitor, who="bouwinspecteur")
    visitor.client.post("/route/vraag/3/", {"answer": "yes"})
    visitor.write("wat", facts="Een meisje van een jaar of vijftien.")
    visitor.write("bron", source_kind="own")
    assert "Licht de ouders niet vooraf in" in text_of(visitor.check())
    visitor.send()
    assert Signal.objects.get().minor == "yes"
    assert "Licht de ouders niet vooraf in" in text_of(visitor.client.get("/melden/bewijs/"))


def test_a_plan_that_says_nothing_of_minors_adds_nothing(lisse: Any) -> None:
    silent = Pack.model_construct(**{**dict(lisse.pack), "route_maps": (), "rules": ()})
    assert for_a_minor(silent, "nl") is None


def test_who_did_not_fill_in_what_is_needed_is_led_back_to_it(visitor: Visitor) -> None:
    assert visitor.check().headers["Location"] == "/melden/wie/"
    visitor.write("wie", **SCREENS["wie"])
    assert visitor.send().headers["Location"] == "/melden/wat/"
    assert not Signal.objects.exists()


def test_nothing_is_sent_before_it_was_looked_at(visitor: Visitor) -> None:
    """The summary fixes the name of the submit: without it a button pressed twice would make two."""
    visitor.write_all()
    assert visitor.send().status_code == 200
    assert not Signal.objects.exists()
    assert visitor.intake.submission
    visitor.send()
    assert Signal.objects.count() == 1


def test_a_submit_that_is_sent_again_shows_the_same_code(visitor: Visitor) -> None:
    visitor.write_all()
    visitor.check()
    before = visitor.client.cookies[COOKIE].value, visitor.intake
    visitor.send()
    code = code_of(visitor.client.get("/melden/bewijs/"))
    # As if the answer, and what the server kept with it, had been lost on the way.
    drafts.save(before[0], before[1].__dict__)
    visitor.send()
    assert code_of(visitor.client.get("/melden/bewijs/")) == code
    assert Signal.objects.count() == 1


@pytest.mark.parametrize("path", ["/melden/wat/", "/melden/controleren/"])
def test_what_was_sent_cannot_be_changed_any_more(visitor: Visitor, path: str) -> None:
    visitor.write_all()
    visitor.check()
    visitor.send()
    assert visitor.client.get(path).headers["Location"] == "/melden/bewijs/"
    assert visitor.client.post(path, {"facts": "Iets anders"}).headers["Location"] == "/melden/bewijs/"
    assert "facts" not in str(visitor.intake.report)
    assert Signal.objects.count() == 1


def test_bad_input_is_said_in_dutch_and_keeps_what_was_typed(visitor: Visitor) -> None:
    visitor.write("wie", **SCREENS["wie"])
    response = visitor.write("herkennen", address="bij de kerk", phone="bel mij", plate="AUTO", kvk="12")
    assert response.status_code == 422
    page = text_of(response)
    for typed in ("bij de kerk", "bel mij", 'value="AUTO"', 'value="12"'):
        assert typed in page
    assert "Een KvK-nummer heeft 8 cijfers." in page
    assert "herkennen" not in visitor.intake.report
    assert visitor.write("wat", facts="").status_code == 422


def test_a_report_that_cannot_be_stored_stays_with_what_was_written(
    visitor: Visitor,
) -> None:
    visitor.write_all()
    visitor.check()
    intake = visitor.intake
    intake.report["signalen"] = {"indicators": ["uit-een-ouder-pakket"]}
    drafts.save(visitor.client.cookies[COOKIE].value, intake.__dict__)
    response = visitor.send()
    assert response.status_code == 422
    assert "Kies signalen uit de lijst." in text_of(response)
    assert not Signal.objects.exists()
    assert visitor.intake.report["wat"] == SCREENS["wat"]


def test_the_first_group_of_signs_is_open_and_each_with_a_tick() -> None:
    groups = [(name, [(name.lower(), "Teken"), (f"{name.lower()}2", "Teken")]) for name in ("A", "B", "C")]
    html = str(SignsForm({"indicators": ["c", "c2"]}, groups=groups)["indicators"])
    opened = [bool(re.search(r" open>", part)) for part in html.split("<details")[1:]]
    assert opened == [True, False, True]
    assert "open open" not in html


def test_text_that_is_too_long_to_keep_is_said_at_the_form(visitor: Visitor) -> None:
    visitor.write("wie", **SCREENS["wie"])
    long = "\x07" * 9_000  # each is six bytes when it is kept
    for slug, name in (("wat", "facts"), ("omstandigheden", "circumstances"), ("gedachte", "interpretation")):
        visitor.write(slug, **{name: long})
    response = visitor.write("veilig-contact", safe_contact=long)
    assert response.status_code == 422
    assert "te lang" in text_of(response)
    assert long[:50] in text_of(response)


def test_a_hint_is_shown_once_and_then_passes(visitor: Visitor) -> None:
    visitor.write("wie", **SCREENS["wie"])
    facts = "Een Poolse man bij de deur"
    response = visitor.write("wat", facts=facts)
    assert response.status_code == 200
    page = text_of(response)
    assert "Poolse" in page
    assert facts in page
    assert 'name="hints_seen"' in page
    assert "wat" not in visitor.intake.report
    assert visitor.write("wat", facts=facts, hints_seen="1").status_code == 302
    assert visitor.intake.report["wat"] == {"facts": facts}


def test_nobody_gets_a_form_that_the_pack_switched_off(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Pack.feature
    monkeypatch.setattr(Pack, "feature", lambda self, name: name != "public-report" and real(self, name))
    assert "/contact/" in text_of(visitor.client.get("/melden/"))
    assert 'name="facts"' not in text_of(visitor.client.get("/melden/wat/"))


@pytest.mark.parametrize("slug", ["verzonnen", "gemeente", "sluiten"])
def test_a_screen_that_is_not_there_is_not_found(visitor: Visitor, slug: str) -> None:
    assert visitor.client.get(f"/melden/{slug}/").status_code == 404


def test_the_code_is_not_shown_to_who_has_not_reported(visitor: Visitor) -> None:
    assert visitor.client.get("/melden/bewijs/").headers["Location"] == "/melden/"


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-06-02", "werkt vandaag"), ("2026-06-06", "maandag 8 juni")]
)
def test_the_receipt_names_who_works_when(
    visitor: Visitor, officer: Person, clock: FrozenClock, day: str, expected: str
) -> None:
    clock.set_day(date.fromisoformat(day))
    visitor.write_all()
    visitor.check()
    visitor.send()
    page = text_of(visitor.client.get("/melden/bewijs/"))
    assert expected in page
    assert "tel:112" in page


def test_the_receipt_promises_nobody_when_nobody_is_known(visitor: Visitor) -> None:
    visitor.write_all()
    visitor.check()
    visitor.send()
    assert "Het is niet bekend" in text_of(visitor.client.get("/melden/bewijs/"))


def test_a_draft_lives_in_a_cookie_that_scripts_and_other_sites_do_not_get(
    visitor: Visitor, settings: Any
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    cookie = visitor.write("wie", **SCREENS["wie"]).cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)
    assert cookie["max-age"] == ""
    assert "bouwinspecteur" not in cookie.value


def test_an_expired_draft_is_gone(visitor: Visitor, clock: FrozenClock) -> None:
    visitor.write_all()
    clock.advance(hours=24, seconds=1)
    assert visitor.check().headers["Location"] == "/melden/wie/"


def test_each_page_of_the_report_is_kept_nowhere(visitor: Visitor) -> None:
    visitor.write_all()
    pages = [visitor.client.get("/melden/wat/"), visitor.check()]
    visitor.send()
    pages.append(visitor.client.get("/melden/bewijs/"))
    for page in pages:
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["Referrer-Policy"] in ("no-referrer", "same-origin")
        assert "Set-Cookie" not in page.headers


def test_a_foreign_site_cannot_send_a_report(lisse: Any) -> None:
    visitor = Visitor(Client(enforce_csrf_checks=True))
    assert visitor.write("wie", **SCREENS["wie"]).status_code == 403
    assert visitor.send().status_code == 403
